import Columns

/// Takes the values of a block's views in the type that the column has so far.
extension ColumnPart {
    /// Looks for the first value and takes its narrowest type.
    func decide(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) {
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
                plan = start == first ? .coded : .text
            }
            return
        }
    }

    @inline(__always)
    func setMissing(_ row: Int) {
        missing &+= 1
        validity.base[row >> 6] &= ~(1 << UInt64(row & 63))
    }

    @inline(__always)
    func isMissing(_ row: Int, _ view: TextView, _ base: UnsafePointer<UInt8>) -> Bool {
        if view.length == 0 {
            setMissing(row)
            return true
        }
        guard Parsing.isBlank(base + view.offset, view.length) else { return false }
        setMissing(row)
        hasBlankText = true
        return true
    }

    func absorbText(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        let views = rowViews
        for row in start..<end { _ = isMissing(row, views[row], base) }
        return end
    }

    /// Codes, as long as values repeat: half of them at least in the first block, and the dictionary stays
    /// well below the rows afterwards.
    func absorbCoded(
        _ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>, readable: Int, isTrial: Bool
    ) -> Int {
        narrow.reserve(end)
        let dictionary = self.dictionary ?? TextDictionary()
        self.dictionary = dictionary
        var probe = dictionary.probe
        let entriesBase = keeper.map { UnsafePointer($0.base) } ?? base
        let views = rowViews
        let codes = narrow.base
        for row in start..<end {
            let view = views[row]
            if view.length == 0 {
                setMissing(row)
                codes[row] = 0
                continue
            }
            // Codes cannot tell one blank text from another, views can.
            if Parsing.isBlank(base + view.offset, view.length) { return row }
            let key = probe.key(of: view, in: base, readable: readable)
            var code = probe.code(of: key, in: base, entriesIn: entriesBase)
            if code < 0 {
                code = dictionary.enter(key, at: keeper?.keep(view, of: base) ?? view)
                probe = dictionary.probe
            }
            codes[row] = code
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

    func absorbIntegers(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
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

    func absorbNumbers(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
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

    func absorbBools(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
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

    func absorbDates(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
        narrow.reserve(end)
        let views = rowViews
        let days = narrow.base
        for row in start..<end {
            let view = views[row]
            if view.length == 10, let day = Parsing.plainDate(base + view.offset) {
                days[row] = day
            } else if let date = Parsing.date(base + view.offset, view.length) {
                days[row] = date.days
                if !date.isCanonical { isCanonicalDate = false }
            } else if isMissing(row, view, base) {
                days[row] = 0
            } else {
                return row
            }
        }
        narrow.count = end
        return end
    }

    func absorbTimes(_ start: Int, _ end: Int, _ base: UnsafePointer<UInt8>) -> Int {
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
    var plainLength: Int {
        guard let style = timeStyle, style.separator == UInt8(ascii: "T"), style.hasSeconds,
            style.zone == .z
        else { return -1 }
        return style.fractionDigits == 0 ? 20 : style.fractionDigits == 3 ? 24 : -1
    }
}
