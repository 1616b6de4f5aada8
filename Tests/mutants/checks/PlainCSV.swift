/// Counts the records of a CSV text, one byte after another, by the rules as docs/decisions.md has them and
/// with nothing of the product's code.
struct PlainCSV {
    let text: [UInt8]
    let dialect: Dialect
    /// Lines on which a quote is not closed, although one further down would close it.
    let unclosedLines: Set<Int>

    private static let space = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriage = UInt8(ascii: "\r")

    /// How many records stand behind the header, or behind the lines left out; lines without any byte are
    /// none.
    func recordCount() -> Int {
        // White space alone is an empty file.
        if text.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return 0 }
        var at = 0
        var line = 1
        var count = 0
        let firstLine = dialect.headerLine ?? dialect.linesLeftOut + 1
        while at < text.count {
            let end = recordEnd(at, mayGoOn: !unclosedLines.contains(line))
            let next = behindLineEnd(end)
            let isBlank = dialect.trims && text[at..<end].allSatisfy { $0 == Self.space }
            let isDescription = dialect.linesBelow?.contains(line) ?? false
            if line >= firstLine, end > at, !isBlank, !isDescription { count += 1 }
            line += lineEnds(at..<next)
            at = next
        }
        return max(0, dialect.headerLine == nil ? count : count - 1)
    }

    private func lineEnds(_ range: Range<Int>) -> Int {
        if dialect.isSeparated { return text[range].count { $0 == 0x1E } }
        var lines = 0
        for index in range {
            if text[index] == Self.lineFeed {
                lines += 1
            } else if text[index] == Self.carriage {
                if index + 1 >= text.count || text[index + 1] != Self.lineFeed { lines += 1 }
            }
        }
        return lines
    }

    private func isLineEnd(_ at: Int) -> Bool {
        if dialect.isSeparated { return at >= text.count || text[at] == 0x1E }
        if at >= text.count { return true }
        if text[at] == Self.lineFeed { return dialect.lineFeedEnds }
        guard text[at] == Self.carriage else { return false }
        return dialect.carriageEnds || at + 1 == text.count || text[at + 1] == Self.lineFeed
    }

    private func behindLineEnd(_ at: Int) -> Int {
        if at >= text.count { return at }
        let isPair =
            text[at] == Self.carriage && at + 1 < text.count && text[at + 1] == Self.lineFeed
            && dialect.lineFeedEnds
        return at + (isPair ? 2 : 1)
    }

    private func isDelimiter(_ at: Int) -> Bool {
        if dialect.runMin > 0 {
            var end = at
            while end < text.count, text[end] == Self.space { end += 1 }
            return end - at >= dialect.runMin && !isLineEnd(end)
        }
        return at + dialect.delimiter.count <= text.count
            && dialect.delimiter.indices.allSatisfy { text[at + $0] == dialect.delimiter[$0] }
    }

    private func isQuote(_ at: Int) -> Bool { at < text.count && text[at] == dialect.quote }

    private func recordEnd(_ start: Int, mayGoOn: Bool) -> Int {
        var at = cellEnd(behindSpaces(start), mayGoOn)
        while isDelimiter(at) {
            at = cellEnd(behindSpaces(at + dialect.delimiter.count), mayGoOn)
        }
        return at
    }

    private func behindSpaces(_ start: Int) -> Int {
        var at = start
        while dialect.trims, at < text.count, text[at] == Self.space { at += 1 }
        return at
    }

    /// Behind an escape and what it escapes; the next byte if none stands there.
    private func step(_ at: Int) -> Int {
        guard text[at] == dialect.escape, at + 1 < text.count else { return at + 1 }
        let isPair =
            text[at + 1] == Self.carriage && at + 2 < text.count && text[at + 2] == Self.lineFeed
        return at + (isPair ? 3 : 2)
    }

    /// Where the cell's delimiter or its line end is.
    private func cellEnd(_ start: Int, _ mayGoOn: Bool) -> Int {
        if mayGoOn, isQuote(start), let end = wellQuoted(start) { return end }
        if let end = quotedBetweenSpaces(start) { return end }
        if isQuote(start), let end = quotedOnItsLine(start) { return end }
        var at = start
        while !isLineEnd(at), !isDelimiter(at) { at = step(at) }
        return at
    }

    /// A quoted cell, line ends in it allowed, doubled quotes too; the quote that closes it is followed by
    /// a delimiter or a line end.
    private func wellQuoted(_ start: Int) -> Int? {
        var at = start + 1
        while at < text.count {
            if isQuote(at) {
                if isQuote(at + 1) {
                    at += 2
                    continue
                }
                if isDelimiter(at + 1) { return at + 1 }
                let end = behindSpaces(at + 1)
                return isDelimiter(end) || isLineEnd(end) ? end : nil
            }
            at = step(at)
        }
        return nil
    }

    private func quotedBetweenSpaces(_ start: Int) -> Int? {
        if dialect.delimiter == [Self.space] { return nil }
        var at = start
        while at < text.count, text[at] == Self.space { at += 1 }
        guard isQuote(at) else { return nil }
        at += 1
        while !isLineEnd(at) {
            if isQuote(at) {
                if isQuote(at + 1) {
                    at += 2
                    continue
                }
                at += 1
                while at < text.count, text[at] == Self.space { at += 1 }
                return isDelimiter(at) || isLineEnd(at) ? at : nil
            }
            at = step(at)
        }
        return nil
    }

    /// A cell with stray quotes: on its line, the first quote before a delimiter or the line end closes it.
    private func quotedOnItsLine(_ start: Int) -> Int? {
        var at = start + 1
        while !isLineEnd(at) {
            if isQuote(at) {
                if isQuote(at + 1) {
                    at += 2
                    continue
                }
                if isDelimiter(at + 1) || isLineEnd(at + 1) { return at + 1 }
            }
            at = step(at)
        }
        return nil
    }
}
