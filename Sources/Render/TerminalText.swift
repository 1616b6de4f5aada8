/// `text` with every character escaped that could drive a terminal or reorder a line: C0 (newlines
/// included), DEL, C1, bidirectional controls, line separators.
///
/// For whatever a message quotes: names of fields and files, values, a server's words.
/// `escapedForTerminal("a\u{1B}[2J\u{202E}b")` is `a\x1b[2J\u{202e}b`.
public func escapedForTerminal(_ text: String) -> String {
    var copy = text
    return copy.withUTF8 { bytes in
        if !hasUnsafeCharacters(bytes) { return text }
        var drawn: [UInt8] = []
        appendEscaped(bytes, to: &drawn)
        return String(decoding: drawn, as: UTF8.self)
    }
}

/// Whether any character has to be drawn escaped, or the bytes are not UTF-8.
func hasUnsafeCharacters(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    var index = 0
    while index < bytes.count {
        let byte = start[index]
        if byte >= 0x20, byte < 0x7F {
            index += 1
            continue
        }
        let decoded = decodeScalar(start + index, count: bytes.count - index)
        guard let scalar = decoded.scalar, !isDrawnEscaped(scalar) else { return true }
        index += decoded.length
    }
    return false
}

/// Appends the bytes with `\n`, `\r`, `\t`, `\x1b`, `\u{202e}`, and `\xff` for what is not UTF-8.
func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>, to drawn: inout [UInt8]) {
    appendDrawn(bytes, style: .escapes, to: &drawn)
}

/// How a cell's characters are drawn.
enum DrawingStyle {
    /// Newline `⏎`, lone CR `␍`, tab `⇥`; other controls as escapes.
    case symbols
    /// Every control as an escape; the rest as it is.
    case escapes
    /// Everything beyond ASCII as an escape too.
    case ascii
    /// Newline and tab stay (HTML lays them out); a CR before a newline is dropped.
    case lines
}

func appendDrawn(
    _ bytes: UnsafeBufferPointer<UInt8>, style: DrawingStyle, to drawn: inout [UInt8]
) {
    guard let start = bytes.baseAddress else { return }
    var index = 0
    while index < bytes.count {
        let byte = start[index]
        if byte >= 0x20, byte < 0x7F {
            drawn.append(byte)
            index += 1
            continue
        }
        let decoded = decodeScalar(start + index, count: bytes.count - index)
        guard let scalar = decoded.scalar else {
            for offset in 0..<decoded.length { append(hex: start[index + offset], to: &drawn) }
            index += decoded.length
            continue
        }
        if byte == 0x0D, style == .symbols || style == .lines, index + 1 < bytes.count,
            start[index + 1] == 0x0A
        {
            index += 1
            continue
        }
        if byte < 0x20 || byte == 0x7F {
            append(control: byte, style: style, to: &drawn)
        } else if isDrawnEscaped(scalar) || style == .ascii {
            drawn.append(contentsOf: "\\u{\(String(scalar, radix: 16))}".utf8)
        } else {
            for offset in 0..<decoded.length { drawn.append(start[index + offset]) }
        }
        index += decoded.length
    }
}

private func append(control byte: UInt8, style: DrawingStyle, to drawn: inout [UInt8]) {
    switch (byte, style) {
    case (0x0A, .symbols): drawn.append(contentsOf: "⏎".utf8)
    case (0x0D, .symbols): drawn.append(contentsOf: "␍".utf8)
    case (0x09, .symbols): drawn.append(contentsOf: "⇥".utf8)
    case (0x0A, .lines), (0x09, .lines): drawn.append(byte)
    case (0x0A, _): drawn.append(contentsOf: "\\n".utf8)
    case (0x0D, _): drawn.append(contentsOf: "\\r".utf8)
    case (0x09, _): drawn.append(contentsOf: "\\t".utf8)
    default: append(hex: byte, to: &drawn)
    }
}

private func append(hex byte: UInt8, to drawn: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    drawn.append(contentsOf: "\\x".utf8)
    drawn.append(digits[Int(byte >> 4)])
    drawn.append(digits[Int(byte & 15)])
}

extension String {
    /// The text as cells of this style draw it.
    func drawn(_ style: DrawingStyle) -> String {
        var copy = self
        return copy.withUTF8 { bytes in
            var drawn: [UInt8] = []
            appendDrawn(bytes, style: style, to: &drawn)
            return String(decoding: drawn, as: UTF8.self)
        }
    }
}
