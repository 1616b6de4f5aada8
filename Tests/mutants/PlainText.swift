/// The UTF-8 of a text in the encoding that a load report names; nil for a name that is not known here.
///
/// Encodings that hold ASCII as ASCII stay as they are: only delimiters, quotes and line ends are counted.
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
    case "Shift-JIS":
        // The second byte of a character may look like ASCII; what it is does not matter here.
        var at = 0
        while at < bytes.count {
            let isPair = 0x81...0x9F ~= bytes[at] || 0xE0...0xFC ~= bytes[at]
            text += isPair ? [0x78, 0x78] : [bytes[at]]
            at += isPair ? 2 : 1
        }
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
    default: return nil
    }
}
