import Columns

/// One column of one thread's rows: a view per row, and beside it the values in the type that every value
/// so far has had.
///
/// The type is that of the first value. A later value that disagrees makes integers numbers and anything
/// else text; the views are kept, so nothing is read twice.
final class ColumnPart {
    enum Plan { case undecided, text, coded, integer, number, bool, date, time }

    /// Rows beyond `views.count` that the buffer holds are zero, which is a missing value.
    let views = GrowingBuffer<TextView>(isZeroed: true)
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

    /// Makes room for the rows that are likely to come.
    func reserve(_ rows: Int) {
        views.reserve(rows)
        validity.reserve((rows + 63) >> 6)
        switch plan {
        case .undecided, .text: break
        case .integer, .number, .time: wide.reserve(rows)
        case .coded, .bool, .date: narrow.reserve(rows)
        }
    }

    /// Takes the values of the rows up to `end`, whose views are final and whose text is unescaped.
    func absorb(upTo end: Int, in base: UnsafePointer<UInt8>) {
        guard end > count else { return }
        views.reserve(end)
        validity.reserve((end + 63) >> 6)
        let start = count
        if plan == .undecided { decide(start, end, base) }
        var done = start
        while done < end {
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
            if done < end { done = widen(from: done, firstBlock: start == 0) }
        }
        count = end
        validity.count = (end + 63) >> 6
    }

    /// Looks for the first value and takes its narrowest type.
    private func decide(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) {
        for row in start..<end {
            let view = views.base[row]
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

    @inline(__always)
    private func setPresent(_ row: Int) {
        validity.base[row >> 6] |= 1 << UInt64(row & 63)
    }

    @inline(__always)
    private func isMissing(_ view: TextView, _ base: UnsafePointer<UInt8>) -> Bool {
        if view.length == 0 {
            missing &+= 1
            return true
        }
        guard Parsing.isBlank(base + view.offset, view.length) else { return false }
        missing &+= 1
        hasBlankText = true
        return true
    }

    func isPresent(_ row: Int) -> Bool { validity.base[row >> 6] >> UInt64(row & 63) & 1 != 0 }

    private func absorbText(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        for row in start..<end where !isMissing(views.base[row], base) { setPresent(row) }
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
        for row in start..<end {
            let view = views.base[row]
            if view.length == 0 {
                missing &+= 1
                narrow.base[row] = 0
                continue
            }
            // Codes cannot tell one blank text from another, views can.
            if Parsing.isBlank(base + view.offset, view.length) { return row }
            let hash = TextDictionary.hash(base + view.offset, view.length)
            var code = probe.code(of: view, hash: hash, in: base)
            if code < 0 {
                code = dictionary.enter(view, hash: hash)
                probe = dictionary.probe
            }
            narrow.base[row] = code
            setPresent(row)
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
        for row in start..<end {
            let view = views.base[row]
            if let value = Parsing.integer(base + view.offset, view.length) {
                wide.base[row] = value
                setPresent(row)
            } else if isMissing(view, base) {
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
        for row in start..<end {
            let view = views.base[row]
            if isMissing(view, base) {
                wide.base[row] = 0
            } else if let value = Parsing.number(base + view.offset, view.length) {
                wide.base[row] = Int64(bitPattern: value.bitPattern)
                setPresent(row)
            } else {
                return row
            }
        }
        wide.count = end
        return end
    }

    private func absorbBools(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        narrow.reserve(end)
        for row in start..<end {
            let view = views.base[row]
            if let bool = Parsing.bool(base + view.offset, view.length) {
                narrow.base[row] = bool.value ? 1 : 0
                if isFirstValue {
                    boolStyle = bool.style
                } else if bool.style != boolStyle {
                    boolStyle = nil
                }
                isFirstValue = false
                setPresent(row)
            } else if isMissing(view, base) {
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
        for row in start..<end {
            let view = views.base[row]
            if let date = Parsing.date(base + view.offset, view.length) {
                narrow.base[row] = date.days
                if !date.isCanonical { isCanonicalDate = false }
                setPresent(row)
            } else if isMissing(view, base) {
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
        for row in start..<end {
            let view = views.base[row]
            if let time = Parsing.time(base + view.offset, view.length) {
                wide.base[row] = time.microseconds
                if isFirstValue {
                    timeStyle = time.style
                } else if time.style != timeStyle {
                    timeStyle = nil
                }
                isFirstValue = false
                setPresent(row)
            } else if isMissing(view, base) {
                wide.base[row] = 0
            } else {
                return row
            }
        }
        wide.count = end
        return end
    }
}
