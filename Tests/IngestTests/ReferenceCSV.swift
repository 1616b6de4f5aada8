/// A CSV parser that is slow and obvious: one byte after another, the rules as they are documented.
struct ReferenceCSV {
    let text: [UInt8]
    var delimiter = UInt8(ascii: ",")
    private let quote = UInt8(ascii: "\"")

    init(_ text: [UInt8]) { self.text = text }

    /// Records as cells; lines without any byte are left out.
    func records() -> [[String]] {
        var result: [[String]] = []
        var at = 0
        while at < text.count {
            let start = at
            var cells: [String] = []
            while true {
                let (cell, stop) = self.cell(at)
                cells.append(cell)
                at = stop
                guard at < text.count, text[at] == delimiter else { break }
                at += 1
            }
            if at > start { result.append(cells) }
            if at < text.count { at += text[at] == UInt8(ascii: "\r") ? 2 : 1 }
        }
        return result
    }

    private func isEnd(_ at: Int) -> Bool {
        if at >= text.count || text[at] == UInt8(ascii: "\n") { return true }
        return text[at] == UInt8(ascii: "\r")
            && (at + 1 == text.count || text[at + 1] == UInt8(ascii: "\n"))
    }

    private func cell(_ start: Int) -> (String, Int) {
        guard start < text.count, text[start] == quote else {
            return padded(start) ?? plain(start)
        }
        return wellQuoted(start) ?? padded(start) ?? quotedOnItsLine(start) ?? plain(start)
    }

    private func plain(_ start: Int) -> (String, Int) {
        var at = start
        while !isEnd(at), text[at] != delimiter { at += 1 }
        return (String(decoding: text[start..<at], as: UTF8.self), at)
    }

    private func wellQuoted(_ start: Int) -> (String, Int)? {
        var content: [UInt8] = []
        var at = start + 1
        while at < text.count {
            if text[at] != quote {
                content.append(text[at])
                at += 1
            } else if at + 1 < text.count, text[at + 1] == quote {
                content.append(quote)
                at += 2
            } else {
                guard isEnd(at + 1) || text[at + 1] == delimiter else { return nil }
                return (String(decoding: content, as: UTF8.self), at + 1)
            }
        }
        return nil
    }

    /// Quotes with spaces around them, on one line.
    private func padded(_ start: Int) -> (String, Int)? {
        var content: [UInt8] = []
        var at = start
        while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
        guard at < text.count, text[at] == quote else { return nil }
        at += 1
        while !isEnd(at) {
            if text[at] != quote {
                content.append(text[at])
                at += 1
            } else if !isEnd(at + 1), text[at + 1] == quote {
                content.append(quote)
                at += 2
            } else {
                at += 1
                while !isEnd(at), text[at] == UInt8(ascii: " ") { at += 1 }
                guard isEnd(at) || text[at] == delimiter else { return nil }
                return (String(decoding: content, as: UTF8.self), at)
            }
        }
        return nil
    }

    private func quotedOnItsLine(_ start: Int) -> (String, Int)? {
        var content: [UInt8] = []
        var at = start + 1
        while !isEnd(at) {
            if text[at] == quote, !isEnd(at + 1), text[at + 1] == quote {
                content.append(quote)
                at += 2
            } else if text[at] == quote, isEnd(at + 1) || text[at + 1] == delimiter {
                return (String(decoding: content, as: UTF8.self), at + 1)
            } else {
                content.append(text[at])
                at += 1
            }
        }
        return nil
    }
}
