import Columns

/// The domains of all accounts' addresses, numbered in the order of their names.
struct MailDomains: Sendable {
    /// Folded, ascending.
    let names: [String]
    /// Per object and field of addresses the domain of each row; -1 where the value is no address.
    private let numbers: [[[Int32]]]

    init(_ objects: [AccountObject]) {
        var found = Found()
        let fields = objects.map { object in
            object.fields.emails.map { found.numbers(object.profile.table.columns[$0].text()) }
        }
        let order = found.names.indices.sorted { found.names[$0] < found.names[$1] }
        names = order.map { found.names[$0] }
        var places = [Int32](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { places[number] = Int32(place) }
        numbers = fields.map { columns in
            columns.map { rows in rows.map { $0 < 0 ? -1 : places[Int($0)] } }
        }
    }

    /// The domain of an object's address; nil where there is none.
    ///
    /// - Parameter field: the place of the field among the object's fields of addresses.
    func domain(_ object: Int, field: Int, row: Int) -> Int32? {
        let number = numbers[object][field][row]
        return number < 0 ? nil : number
    }

    /// Numbers in the order of appearance.
    private struct Found {
        private(set) var names: [String] = []
        private var known: [UInt64: Int32] = [:]

        mutating func numbers(_ text: TextColumn) -> [Int32] {
            let base = text.arena.base
            var numbers = [Int32](repeating: -1, count: text.count)
            for (row, view) in text.views.enumerated() where view.length > 0 {
                let start = base + view.offset
                var at = view.length - 1
                while at >= 0, start[at] != UInt8(ascii: "@") { at -= 1 }
                guard at >= 0 else { continue }
                let length = view.length - at - 1
                let hash = length > 0 ? KeyHash.hash(start + at + 1, length) : 0
                guard hash != 0 else { continue }
                if let number = known[hash] {
                    numbers[row] = number
                    continue
                }
                numbers[row] = Int32(names.count)
                known[hash] = Int32(names.count)
                names.append(
                    Folding.folded(
                        String(
                            decoding: UnsafeBufferPointer(start: start + at + 1, count: length),
                            as: UTF8.self)))
            }
            return numbers
        }
    }
}
