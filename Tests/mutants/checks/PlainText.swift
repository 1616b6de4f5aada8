/// The UTF-8 of a text in the encoding that a load report names; nil for a name that is not known here.
///
/// Encodings that hold ASCII as ASCII stay as they are, and of two-byte characters whose second byte may be
/// ASCII only their number: delimiters, quotes and line ends are what counts.
func plainUTF8(_ bytes: [UInt8], from encoding: String) -> [UInt8]? {
    var text: [UInt8] = []
    func unit(_ at: Int, _ width: Int, _ isLittle: Bool) -> UInt32 {
        (0..<width).reduce(0) { sum, index in
            sum << 8 | UInt32(bytes[at + (isLittle ? width - 1 - index : index)])
        }
    }
    switch encoding {
    case "UTF-8", "Latin-1", "Windows-1252":
        text = bytes
        if text.starts(with: [0xEF, 0xBB, 0xBF]), encoding == "UTF-8" { text.removeFirst(3) }
        return text
    case "UTF-16LE", "UTF-16BE":
        let isLittle = encoding == "UTF-16LE"
        var units = stride(from: 0, to: bytes.count - 1, by: 2).map {
            UInt16(unit($0, 2, isLittle))
        }
        while units.first == 0xFEFF { units.removeFirst() }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    case "UTF-32LE", "UTF-32BE":
        let isLittle = encoding == "UTF-32LE"
        var units = stride(from: 0, to: bytes.count - 3, by: 4).map { unit($0, 4, isLittle) }
        while units.first == 0xFEFF { units.removeFirst() }
        return Array(String(decoding: units, as: UTF32.self).utf8)
    case "Shift-JIS":
        return withoutTrails(bytes) { byte, _ in
            0x81...0x9F ~= byte || 0xE0...0xFC ~= byte ? 2 : 1
        }
    case "Big5", "EUC-KR": return withoutTrails(bytes) { byte, _ in byte >= 0x81 ? 2 : 1 }
    case "GB18030":
        return withoutTrails(bytes) { byte, next in
            byte < 0x81 || byte == 0xFF ? 1 : 0x30...0x39 ~= next ? 4 : 2
        }
    case "EUC-JP": return bytes
    case "ISO-2022-JP": return withoutEscapes(bytes)
    default:
        let isSingleByte = ["ISO-8859-", "Windows-", "KOI8-", "IBM", "Macintosh"].contains {
            encoding.hasPrefix($0)
        }
        return isSingleByte ? bytes : nil
    }
}

/// One letter for each character of several bytes.
private func withoutTrails(
    _ bytes: [UInt8], length: (_ byte: UInt8, _ next: UInt8) -> Int
) -> [UInt8] {
    var text: [UInt8] = []
    var at = 0
    while at < bytes.count {
        let size = length(bytes[at], at + 1 < bytes.count ? bytes[at + 1] : 0)
        text.append(size == 1 ? bytes[at] : UInt8(ascii: "x"))
        at += size
    }
    return text
}

/// ISO-2022-JP: an escape sequence of three bytes begins characters of two bytes, or ends them.
private func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var isDouble = false
    var at = 0
    while at < bytes.count {
        if bytes[at] == 0x1B, at + 2 < bytes.count {
            isDouble = bytes[at + 1] == UInt8(ascii: "$")
            at += 3
        } else {
            text.append(isDouble ? UInt8(ascii: "x") : bytes[at])
            at += isDouble ? 2 : 1
        }
    }
    return text
}
