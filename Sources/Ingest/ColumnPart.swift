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
    private var viewsStart = 0
    /// Who copies what is to outlive the block at hand; nil where the text itself stays.
    private let keeper: TextKeeper?
    /// What the keeper made of the views of all rows so far, as long as `keepsText`.
    private var kept = GrowingBuffer<TextView>(isZeroed: true)
    private var keepsText = false
    /// The text of an earlier block would be needed again, and is gone.
    private(set) var isLost = false
    /// Rows whose values were taken from their views.
    private(set) var count = 0
    private(set) var plan = Plan.undecided
    private(set) var missing = 0
    /// A missing value was written as white space: an export must write it again.
    private(set) var hasBlankText = false
    private(set) var validity = GrowingBuffer<UInt64>(isZeroed: true)

    /// Integers, bit patterns of numbers, or microseconds.
    private(set) var wide = GrowingBuffer<Int64>(isZeroed: true)
    /// Days, codes, or bools as 0 and 1.
    private(set) var narrow = GrowingBuffer<Int32>(isZeroed: true)
    /// Distinct texts; nil unless the values are coded.
    private(set) var dictionary: TextDictionary?

    /// The style of every value so far; nil once two differ or a value has none.
    private(set) var timeStyle: TimeStyle?
    private(set) var boolStyle: BoolStyle?
    private(set) var isCanonicalDate = true
    private var isFirstValue = true

    init(keeper: TextKeeper? = nil) { self.keeper = keeper }

    /// Makes room for the rows that are likely to come.
    func reserve(_ rows: Int) {
        if keeper == nil { views.reserve(rows) }
        if keepsText { kept.reserve(rows) }
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

    /// Takes the values of the rows up to `end`, whose views are final and whose text is unescaped.
    func absorb(upTo end: Int, in base: UnsafePointer<UInt8>) {
        guard end > count else { return }
        views.reserve(end - viewsStart)
        validity.reserve((end + 63) >> 6)
        let start = count
        // Nothing but empty cells until now: their text is known.
        let canBeginKeeping = start == 0 || plan == .undecided && !hasBlankText
        if plan == .undecided { decide(start, end, base) }
        var done = start
        while done < end {
            // Most rows have a value: those that have none take their bits back.
            setPresent(done..<end, to: true)
            switch plan {
            case .undecided, .text: done = absorbText(done, end, base)
            case .coded: done = absorbCoded(done, end, base, isTrial: start == 0)
            case .integer: done = absorbIntegers(done, end, base)
            case .number: done = absorbNumbers(done, end, base)
            case .bool: done = absorbBools(done, end, base)
            case .date: done = absorbDates(done, end, base)
            case .time: done = absorbTimes(done, end, base)
            }
            // A typed loop stops early at a value of another type.
            if done < end {
                setPresent(done..<end, to: false)
                done = widen(from: done, firstBlock: start == 0)
            }
        }
        count = end
        validity.count = (end + 63) >> 6
        if keeper != nil { keepText(start, end, base, canBegin: canBeginKeeping) }
    }

    /// Passes the text of the rows from `start` on to the keeper, if the column may be made of it.
    private func keepText(
        _ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>, canBegin: Bool
    ) {
        guard let keeper else { return }
        if !keepsText {
            guard needsText else { return }
            if !canBegin { isLost = true }
            keepsText = true
        }
        if isLost { return }
        kept.reserve(end)
        keeper.keep(rowViews + start, count: end - start, of: base, as: kept.base + start)
        kept.count = end
        if keeper.isFull { isLost = true }
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

    /// Looks for the first value and takes its narrowest type.
    private func decide(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) {
        let views = rowViews
        for row in start..<end {
            let view = views[row]
            let bytes = base + view.offset
            if Parsing.isBlank(bytes, view.length) { continue }
            if Parsing.integer(bytes, view.length) != nil {
                plan = .integer
            } else if Parsing.number(bytes, view.length) != nil {
                plan = .number
            } else if Parsing.bool(bytes, view.length) != nil {
                plan = .bool
            } else if Parsing.date(bytes, view.length) != nil {
                plan = .date
            } else if Parsing.time(bytes, view.length) != nil {
                plan = .time
            } else {
                plan = start == 0 ? .coded : .text
            }
            return
        }
    }

    /// The plan that also fits the value at `row`; answers the row to go on with.
    private func widen(from row: Int, firstBlock: Bool) -> Int {
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
        missing = 0
        validity = GrowingBuffer(capacity: validity.capacity, isZeroed: true)
        return 0
    }

    /// The views by row; only those of the block at hand may be looked at where there is a keeper.
    private var rowViews: UnsafeMutablePointer<TextView> { views.base - viewsStart }

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

    @inline(__always)
    private func setMissing(_ row: Int) {
        missing &+= 1
        validity.base[row >> 6] &= ~(1 << UInt64(row & 63))
    }

    @inline(__always)
    private func isMissing(_ row: Int, _ view: TextView, _ base: UnsafePointer<UInt8>) -> Bool {
        if view.length == 0 {
            setMissing(row)
            return true
        }
        guard Parsing.isBlank(base + view.offset, view.length) else { return false }
        setMissing(row)
        hasBlankText = true
        return true
    }

    func isPresent(_ row: Int) -> Bool { validity.base[row >> 6] >> UInt64(row & 63) & 1 != 0 }

    private func absorbText(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        let views = rowViews
        for row in start..<end { _ = isMissing(row, views[row], base) }
        return end
    }

    /// Codes, as long as values repeat: half of them at least in the first block, and the dictionary stays
    /// well below the rows afterwards.
    private func absorbCoded(
        _ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>, isTrial: Bool
    ) -> Int {
        narrow.reserve(end)
        let dictionary = self.dictionary ?? TextDictionary()
        self.dictionary = dictionary
        var probe = dictionary.probe
        let entriesBase = keeper.map { UnsafePointer($0.base) } ?? base
        let views = rowViews
        for row in start..<end {
            let view = views[row]
            if view.length == 0 {
                setMissing(row)
                narrow.base[row] = 0
                continue
            }
            // Codes cannot tell one blank text from another, views can.
            if Parsing.isBlank(base + view.offset, view.length) { return row }
            let hash = TextDictionary.hash(base + view.offset, view.length)
            var code = probe.code(of: view, hash: hash, in: base, entriesIn: entriesBase)
            if code < 0 {
                code = dictionary.enter(keeper?.keep(view, of: base) ?? view, hash: hash)
                probe = dictionary.probe
            }
            narrow.base[row] = code
            if isTrial, row & 255 == 255, dictionary.count * 4 > (row - start) * 3 {
                return widen(from: row + 1, firstBlock: true)
            }
        }
        narrow.count = end
        let present = end - missing
        if dictionary.probeMax > TextDictionary.probeLimit || dictionary.count > 1 << 20
            || (isTrial || dictionary.count > 4096) && (dictionary.count - 1) * 2 > present
        {
            return widen(from: end, firstBlock: isTrial)
        }
        return end
    }

    private func absorbIntegers(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        wide.reserve(end)
        let views = rowViews
        for row in start..<end {
            let view = views[row]
            if let value = Parsing.integer(base + view.offset, view.length) {
                wide.base[row] = value
            } else if isMissing(row, view, base) {
                wide.base[row] = 0
            } else {
                wide.count = row
                return row
            }
        }
        wide.count = end
        return end
    }

    private func absorbNumbers(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        wide.reserve(end)
        let views = rowViews
        for row in start..<end {
            let view = views[row]
            if isMissing(row, view, base) {
                wide.base[row] = 0
            } else if let value = Parsing.number(base + view.offset, view.length) {
                wide.base[row] = Int64(bitPattern: value.bitPattern)
            } else {
                return row
            }
        }
        wide.count = end
        return end
    }

    private func absorbBools(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        narrow.reserve(end)
        let views = rowViews
        for row in start..<end {
            let view = views[row]
            if let bool = Parsing.bool(base + view.offset, view.length) {
                narrow.base[row] = bool.value ? 1 : 0
                if isFirstValue {
                    boolStyle = bool.style
                } else if bool.style != boolStyle {
                    boolStyle = nil
                }
                isFirstValue = false
            } else if isMissing(row, view, base) {
                narrow.base[row] = 0
            } else {
                return row
            }
        }
        narrow.count = end
        return end
    }

    private func absorbDates(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        narrow.reserve(end)
        let views = rowViews
        for row in start..<end {
            let view = views[row]
            if let date = Parsing.date(base + view.offset, view.length) {
                narrow.base[row] = date.days
                if !date.isCanonical { isCanonicalDate = false }
            } else if isMissing(row, view, base) {
                narrow.base[row] = 0
            } else {
                return row
            }
        }
        narrow.count = end
        return end
    }

    private func absorbTimes(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        wide.reserve(end)
        let views = rowViews
        let out = wide.base
        var plainLength = self.plainLength
        for row in start..<end {
            let view = views[row]
            if view.length == plainLength,
                let time = Parsing.plainTime(base + view.offset, plainLength)
            {
                out[row] = time
            } else if let time = Parsing.time(base + view.offset, view.length) {
                out[row] = time.microseconds
                if isFirstValue {
                    timeStyle = time.style
                } else if time.style != timeStyle {
                    timeStyle = nil
                }
                isFirstValue = false
                plainLength = self.plainLength
            } else if isMissing(row, view, base) {
                out[row] = 0
            } else {
                return row
            }
        }
        wide.count = end
        return end
    }

    /// How long a time of the style so far is, if `plainTime` reads it.
    private var plainLength: Int {
        guard let style = timeStyle, style.separator == UInt8(ascii: "T"), style.hasSeconds,
            style.zone == .z
        else { return -1 }
        return style.fractionDigits == 0 ? 20 : style.fractionDigits == 3 ? 24 : -1
    }
}
