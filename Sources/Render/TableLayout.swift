/// Which columns stand side by side in a terminal, and how wide.
///
/// Too wide a table shrinks its widest columns first, to one common width (their fair share). A column that
/// may not be cut keeps the width of its values. Columns that still do not fit are left out: those that nobody
/// named first, and the last before the first. The first column always stays: it says which record a row is,
/// so columns that nobody named go before it is cut to less than a login takes.
struct TableLayout {
    /// Positions of the columns shown, ascending.
    var shown: [Int]
    /// Their widths, without padding and borders.
    var widths: [Int]

    struct Wish {
        /// What the column takes with nothing cut: values, header, type.
        var natural: Int
        /// Below this it is left out rather than shrunk.
        var least: Int
    }

    /// A text column keeps this much or goes.
    static let leastText = 10
    /// The first column keeps this much, if that costs no column that was named.
    static let leastFirst = 28
    /// Two spaces of padding and a border.
    static let overhead = 3

    /// - Parameter named: columns to keep before others.
    init(wishes: [Wish], named: Set<Int> = [], across: Int) {
        var generous = wishes
        if let first = wishes.first {
            generous[0].least = max(first.least, min(first.natural, Self.leastFirst))
        }
        let layout = TableLayout(exactly: generous, named: named, across: across)
        let isWhole = named.isSubset(of: layout.shown) && layout.shown.count > 1
        self = isWhole ? layout : TableLayout(exactly: wishes, named: named, across: across)
    }

    private init(exactly wishes: [Wish], named: Set<Int>, across: Int) {
        let order = wishes.indices.sorted { left, right in
            let ranks = [left, right].map { $0 == 0 ? 0 : named.contains($0) ? 1 : 2 }
            return (ranks[0], left) < (ranks[1], right)
        }
        var count = wishes.count
        var room = across - 1 - count * Self.overhead
        var least = wishes.reduce(0) { $0 + $1.least }
        while count > 1, least > room {
            count -= 1
            least -= wishes[order[count]].least
            room += Self.overhead
        }
        shown = order.prefix(count).sorted()
        let kept = shown.map { wishes[$0] }
        if count == 1, kept[0].least > room {
            widths = [max(1, room)]
            return
        }
        widths = kept.map(\.natural)
        if kept.reduce(0, { $0 + $1.natural }) <= room { return }

        // The largest share at which all fit, found by halving: the sum only grows with it.
        func width(_ wish: Wish, _ share: Int) -> Int { max(wish.least, min(wish.natural, share)) }
        var low = 0
        var high = room
        while low < high {
            let share = (low + high + 1) / 2
            let total = kept.reduce(0) { $0 + width($1, share) }
            if total <= room { low = share } else { high = share - 1 }
        }
        widths = kept.map { width($0, low) }
        // Cells left over go to the columns that were cut, from the left.
        var rest = room - widths.reduce(0, +)
        for index in kept.indices where rest > 0 && widths[index] < kept[index].natural {
            widths[index] += 1
            rest -= 1
        }
    }
}
