/// Lower case of the letters that UTF-8 writes in two bytes (Latin with accents, Greek, Cyrillic, …), from a table.
///
/// `String.lowercased()` costs some 100 ns a letter, and a company's names and addresses are full of these.
enum TwoByteCase {
    /// For each scalar of U+0080 ... U+07FF its lower case, or 0 when that is not one two-byte scalar.
    private static let table: [UInt16] = (0x80...0x7FF).map { value in
        let mapping = Unicode.Scalar(UInt32(value))!.properties.lowercaseMapping.unicodeScalars
        guard mapping.count == 1, let only = mapping.first, (0x80...0x7FF).contains(only.value)
        else {
            return 0
        }
        return UInt16(only.value)
    }

    /// Appends the lower case of `text`; false when it holds a letter that the table does not know or is
    /// ill-formed, with some of it appended.
    static func appendLowercased(
        _ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]
    ) -> Bool {
        out.reserveCapacity(out.count + text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                out.append(Folding.lowercase(byte))
                index += 1
            } else if byte >= 0xC2, byte < 0xE0, index + 1 < text.count,
                text[index + 1] & 0xC0 == 0x80
            {
                let scalar = Int(byte & 0x1F) << 6 | Int(text[index + 1] & 0x3F)
                let lower = table[scalar - 0x80]
                if lower == 0 { return false }
                out.append(0xC0 | UInt8(lower >> 6))
                out.append(0x80 | UInt8(lower & 0x3F))
                index += 2
            } else if isUncased(text, index) {
                out.append(contentsOf: text[index..<index + 3])
                index += 3
            } else {
                return false
            }
        }
        return true
    }

    /// A well-formed scalar of U+3000 ... U+9FFF or U+AC00 ... U+D7A3: kana, ideographs and Hangul have no case.
    private static func isUncased(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard index + 2 < text.count, text[index + 1] & 0xC0 == 0x80, text[index + 2] & 0xC0 == 0x80
        else { return false }
        let scalar =
            Int(text[index] & 0x0F) << 12 | Int(text[index + 1] & 0x3F) << 6
            | Int(text[index + 2] & 0x3F)
        return text[index] & 0xF0 == 0xE0
            && (0x3000...0x9FFF ~= scalar || 0xAC00...0xD7A3 ~= scalar)
    }
}
