/// Takes doubled quotes and escapes out of a cell, in place. The bytes that become free are filled with
/// spaces, so that lines can still be counted.
extension CSVScanner {
    /// Answers the cell's new end.
    func unescape(_ cell: Cell) -> Int {
        if cell.hasEscapes { return unescapeSlowly(cell) }
        return cell.hasPairs
            ? Self.unescape(base, cell.start, cell.end, quote: dialect.quoteByte) : cell.end
    }

    /// Makes the doubled quotes of `start ..< end` single; answers the new end.
    static func unescape(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, quote: UInt8
    ) -> Int {
        var from = start
        var to = start
        while from < end {
            let byte = base[from]
            base[to] = byte
            from += byte == quote && from + 1 < end && base[from + 1] == quote ? 2 : 1
            to += 1
        }
        for index in to..<end { base[index] = UInt8(ascii: " ") }
        return to
    }

    /// An escape before a quote, a delimiter, a line end or itself stands for that character; before any
    /// other it is text, but for the control characters of databases.
    private func unescapeSlowly(_ cell: Cell) -> Int {
        let quote = dialect.quoteByte
        var from = cell.start
        var to = cell.start
        while from < cell.end {
            let byte = base[from]
            let next = from + 1 < cell.end ? base[from + 1] : 0
            if byte == dialect.escape, from + 1 < cell.end, let meant = meaning(of: next) {
                base[to] = meant
                from += 2
            } else {
                base[to] = byte
                from += byte == quote && next == quote && cell.hasPairs ? 2 : 1
            }
            to += 1
        }
        for index in to..<cell.end { base[index] = UInt8(ascii: " ") }
        return to
    }

    /// What an escaped byte stands for; nil if the escape is text.
    private func meaning(of byte: UInt8) -> UInt8? {
        if byte == dialect.escape || byte == dialect.quote || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r") || dialect.delimiter.bytes.contains(byte)
        {
            return byte
        }
        guard dialect.escapesControls else { return nil }
        switch byte {
        case UInt8(ascii: "n"): return UInt8(ascii: "\n")
        case UInt8(ascii: "t"): return UInt8(ascii: "\t")
        case UInt8(ascii: "r"): return UInt8(ascii: "\r")
        default: return nil
        }
    }
}
