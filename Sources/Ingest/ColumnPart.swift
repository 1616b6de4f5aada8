import Columns

/// One column of one thread's rows: a view per row, and beside it the values in the type that every value
/// so far has had.
///
/// The type is that of the first value. A later value that disagrees makes integers numbers and anything
/// else text; the views are kept, so nothing is read twice.
final class ColumnPart {
    enum Plan { case undecided, text, coded, integer, number, bool, date, time }

    /// Rows beyond `views.count` that the buffer holds are zero, which is a missing value. Those of the block at
    /// hand where the text is passed on to a keeper, of all rows elsewhere.
    private(set) var views = GrowingBuffer<TextView>(isZeroed: true)
    /// The row of the first view.
    private(set) var viewsStart: Int
    /// Who copies what is to outlive the block at hand; nil where the text itself stays.
    let keeper: TextKeeper?
    /// What the keeper made of the views of all rows so far, as long as `keepsText`.
    private var kept = GrowingBuffer<TextView>(isZeroed: true)
    private var keepsText = false
    /// The text of an earlier block would be needed again, and is gone.
    private(set) var isLost = false
    /// Rows whose values were taken from their views.
    private(set) var count: Int
    /// Rows that were read before the column was first met, and have no value.
    let first: Int
    var plan = Plan.undecided
    var missing: Int
    /// A missing value was written as white space: an export must write it again.
    var hasBlankText = false
    var validity = GrowingBuffer<UInt64>(isZeroed: true)

    /// Integers, bit patterns of numbers, or microseconds.
    var wide = GrowingBuffer<Int64>(isZeroed: true)
    /// Days, codes, or bools as 0 and 1.
    var narrow = GrowingBuffer<Int32>(isZeroed: true)
    /// Distinct texts; nil unless the values are coded.
    var dictionary: TextDictionary?

    /// The style of every value so far; nil once two differ or a value has none.
    var timeStyle: TimeStyle?
    var boolStyle: BoolStyle?
    var isCanonicalDate = true
    var isFirstValue = true

    /// - Parameter first: how many rows were read before; only with a keeper.
    init(keeper: TextKeeper? = nil, first: Int = 0) {
        self.keeper = keeper
        self.first = first
        viewsStart = first
        count = first
        missing = first
        validity.reserve((first + 63) >> 6)
        validity.count = (first + 63) >> 6
    }

    /// Makes room for the rows that are likely to come.
    func reserve(_ rows: Int) {
        if keeper == nil { views.reserve(rows) }
        if keepsText, needsText { kept.reserve(rows) }
        validity.reserve((rows + 63) >> 6)
        switch plan {
        case .undecided, .text: break
        case .integer, .number, .time: wide.reserve(rows)
        case .coded, .bool, .date: narrow.reserve(rows)
        }
    }

    /// Where the views of the next `rows` rows go.
    func room(_ rows: Int) -> UnsafeMutablePointer<TextView> {
        viewsStart = keeper == nil ? 0 : count
        views.reserve(count - viewsStart + rows)
        views.count = count - viewsStart + rows
        return views.base + (count - viewsStart)
    }

    /// How many rows have a view, or had.
    var viewCount: Int { viewsStart + views.count }

    /// Where the room for views ends, as a row.
    var viewsEnd: Int { viewsStart + views.capacity }

    /// With a keeper, lets the views of the rows that were taken make room for those of the next block.
    func forgetViews() {
        guard keeper != nil else { return }
        views.base.update(repeating: .empty, count: min(count - viewsStart, views.capacity))
        views.count = 0
        viewsStart = count
    }

    /// Takes the values of the rows up to `end`, whose views are final and whose text is unescaped.
    ///
    /// - Parameter readable: the offset behind which nothing may be read.
    /// - Parameter neighbour: a column that has taken the same rows of the same block, whose texts may be the same: a
    ///   login is mostly the address beside it.
    func absorb(
        upTo end: Int, in base: UnsafePointer<UInt8>, readable: Int,
        beside neighbour: ColumnPart? = nil
    ) {
        guard end > count else { return }
        views.reserve(end - viewsStart)
        validity.reserve((end + 63) >> 6)
        let start = count
        // Nothing but empty cells until now: their text is known.
        let canBeginKeeping = start == first || plan == .undecided && !hasBlankText
        if plan == .undecided { decide(start, end, base) }
        var done = start
        while done < end {
            // Most rows have a value: those that have none take their bits back.
            setPresent(done..<end, to: true)
            switch plan {
            case .undecided, .text: done = absorbText(done, end, base)
            case .coded:
                done = absorbCoded(
                    done, end, base, readable: readable, isTrial: start == first)
            case .integer: done = absorbIntegers(done, end, base)
            case .number: done = absorbNumbers(done, end, base)
            case .bool: done = absorbBools(done, end, base)
            case .date: done = absorbDates(done, end, base)
            case .time: done = absorbTimes(done, end, base)
            }
            // A typed loop stops early at a value of another type.
            if done < end {
                setPresent(done..<end, to: false)
                done = widen(from: done, firstBlock: start == first)
            }
        }
        count = end
        validity.count = (end + 63) >> 6
        if keeper != nil {
            keepText(
                start, end, base, canBegin: canBeginKeeping,
                neighbour?.keptTexts(of: start..<end))
        }
    }

    /// The rows' views, and what the keeper has made of them; nil where these are not the rows of the block at hand, or
    /// their texts are not kept.
    private func keptTexts(of rows: Range<Int>) -> TextKeeper.Kept? {
        guard keepsText, !isLost, viewsStart == rows.lowerBound, viewCount == rows.upperBound,
            kept.count == rows.upperBound
        else { return nil }
        return TextKeeper.Kept(views: views.base, kept: kept.base + rows.lowerBound)
    }

    /// Passes the text of the rows from `start` on to the keeper, if the column may be made of it.
    private func keepText(
        _ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>, canBegin: Bool,
        _ neighbours: TextKeeper.Kept?
    ) {
        guard let keeper else { return }
        if !keepsText {
            guard needsText || canBegin && isTyped else { return }
            if !canBegin { isLost = true }
            keepsText = true
        }
        if isLost { return }
        kept.reserve(end)
        keeper.keep(
            rowViews + start, count: end - start, of: base, as: kept.base + start,
            beside: neighbours)
        kept.count = end
        if keeper.isFull { isLost = true }
        if !needsText, count - missing >= Self.settledCount {
            keepsText = false
            kept = GrowingBuffer(isZeroed: true)
        }
    }

    /// After so many values of a type and style the next are taken to be of the same, and their text is not kept.
    static let settledCount = 512

    private var isTyped: Bool {
        switch plan {
        case .undecided, .text, .coded: false
        case .integer, .number, .bool, .date, .time: true
        }
    }

    /// Whether the values so far do not say how they were written.
    private var needsText: Bool {
        switch plan {
        case .text, .number: true
        case .coded: false
        case .undecided, .integer: hasBlankText
        case .bool: hasBlankText || boolStyle == nil
        case .date: hasBlankText || !isCanonicalDate
        case .time: hasBlankText || timeStyle == nil
        }
    }

    /// Makes text of the codes of the first `rows` rows, where it is to be text from then on.
    private func keepEntries(_ rows: Int) {
        guard keeper != nil, !keepsText, let dictionary else { return }
        keepsText = true
        kept.reserve(rows)
        for row in 0..<rows { kept.base[row] = dictionary.entries.base[Int(narrow.base[row])] }
        kept.count = rows
    }

    /// Whether `texts` are what was read.
    var hasText: Bool {
        keeper == nil || keepsText || plan == .coded || plan == .undecided && !hasBlankText
    }

    /// The text of every row; each is empty where `hasText` is false.
    var texts: UnsafeMutablePointer<TextView> {
        if keeper == nil { return views.base }
        if plan == .coded { keepEntries(count) }
        kept.reserve(count)
        return kept.base
    }

    /// Gives the rows' memory back once a column is made of them.
    func release() {
        views = GrowingBuffer(isZeroed: true)
        kept = GrowingBuffer(isZeroed: true)
        wide = GrowingBuffer(isZeroed: true)
        narrow = GrowingBuffer(isZeroed: true)
        count = 0
    }

    /// The plan that also fits the value at `row`; answers the row to go on with.
    func widen(from row: Int, firstBlock: Bool) -> Int {
        if plan == .integer {
            plan = .number
            for row in 0..<wide.count {
                wide.base[row] = Int64(bitPattern: Double(wide.base[row]).bitPattern)
            }
            return row
        }
        let wasTyped = plan != .coded && plan != .text
        if plan == .coded { keepEntries(viewsStart) }
        plan = .text
        wide = GrowingBuffer(isZeroed: true)
        narrow = GrowingBuffer(isZeroed: true)
        dictionary = nil
        guard wasTyped, firstBlock else { return row }
        // Text after all, found in the first block: whether it repeats has not been tried yet.
        plan = .coded
        missing = first
        validity = GrowingBuffer(capacity: validity.capacity, isZeroed: true)
        return first
    }

    /// The views by row; only those of the block at hand may be looked at where there is a keeper.
    var rowViews: UnsafeMutablePointer<TextView> { views.base - viewsStart }

    /// Marks rows as present, or those from a value of another type on as not yet looked at.
    private func setPresent(_ rows: Range<Int>, to isPresent: Bool) {
        var row = rows.lowerBound
        while row < rows.upperBound {
            let bits = min(64 - row & 63, rows.upperBound - row)
            let ones: UInt64 = bits == 64 ? ~0 : (1 << UInt64(bits)) &- 1
            let mask = ones << UInt64(row & 63)
            if isPresent {
                validity.base[row >> 6] |= mask
            } else {
                validity.base[row >> 6] &= ~mask
            }
            row += bits
        }
    }

    func isPresent(_ row: Int) -> Bool { validity.base[row >> 6] >> UInt64(row & 63) & 1 != 0 }
}
