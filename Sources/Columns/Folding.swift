/// The one meaning of "the same text" for `=`, `~`, `in`, group keys and link keys: white space at both ends
/// trimmed, letters lower-cased.
///
/// ASCII is folded in place, eight bytes at a time and without allocation; anything else gives what
/// `String.lowercased()` gives, so `É` and `é` are the same. Accents are kept, and ill-formed UTF-8 is repaired.
public enum Folding {
    /// The bytes without the Unicode white space at both ends.
    public static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let base = bytes.baseAddress else { return bytes }
        var start = 0
        var end = bytes.count
        while start < end {
            let length = whiteSpaceLength(base + start, end - start)
            if length == 0 { break }
            start += length
        }
        while end > start {
            let length = trailingWhiteSpaceLength(base + start, end - start)
            if length == 0 { break }
            end -= length
        }
        return UnsafeBufferPointer(start: base + start, count: end - start)
    }

    /// Whether the value counts as missing: empty or white space only.
    public static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        trimmed(bytes).isEmpty
    }

    public static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        let raw = UnsafeRawPointer(base)
        var index = 0
        var seen: UInt64 = 0
        while index + 8 <= bytes.count {
            seen |= raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < bytes.count {
            seen |= UInt64(base[index])
            index += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    /// Appends the folded form of a value.
    public static func append(_ bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        let text = trimmed(bytes)
        if isASCII(text) {
            out.reserveCapacity(out.count + text.count)
            for byte in text { out.append(lowercase(byte)) }
        } else {
            appendUnicode(text, to: &out)
        }
    }

    /// The folded form of a value as a string, for messages and small tables.
    public static func folded(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var out: [UInt8] = []
            append(bytes, to: &out)
            return String(decoding: out, as: UTF8.self)
        }
    }

    public static func equal(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let left = trimmed(left)
        let right = trimmed(right)
        if isASCII(left), isASCII(right) {
            guard left.count == right.count else { return false }
            return compareASCII(left, right) == 0
        }
        return withFolded(left) { left in withFolded(right) { right in exact(left, right) == 0 } }
    }

    /// Orders by the folded form, scalar by scalar: negative, zero or positive.
    public static func compare(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let left = trimmed(left)
        let right = trimmed(right)
        if isASCII(left), isASCII(right) { return compareASCII(left, right) }
        return withFolded(left) { left in withFolded(right) { right in exact(left, right) } }
    }

    /// Orders by bytes, which for UTF-8 is by scalars: negative, zero or positive.
    public static func exact(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let shared = min(left.count, right.count)
        var index = 0
        while index < shared {
            if left[index] != right[index] { return Int(left[index]) - Int(right[index]) }
            index += 1
        }
        return left.count - right.count
    }

    /// A hash of the folded form: the same in every run and on every machine of one byte order.
    public static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let text = trimmed(bytes)
        if isASCII(text) { return hash(text, folding: true) }
        return withFolded(text) { hash($0, folding: false) }
    }

    /// A hash of the bytes as they are, by the same function: of folded bytes it equals `hash` of the value.
    public static func hashExact(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        hash(bytes, folding: false)
    }

    /// Calls `body` with the folded form; ASCII text that is folded already is passed without a copy.
    public static func withFolded<Result>(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let text = trimmed(bytes)
        if isASCII(text) {
            if !text.contains(where: { $0 >= 65 && $0 <= 90 }) { return body(text) }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { out in
                for index in 0..<text.count { out[index] = lowercase(text[index]) }
                return body(UnsafeBufferPointer(out))
            }
        }
        var out: [UInt8] = []
        appendUnicode(text, to: &out)
        return out.withUnsafeBufferPointer(body)
    }
}

extension Folding {
    /// The ASCII lower case of one byte; other bytes as they are.
    @inlinable public static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- 65 < 26 ? byte | 0x20 : byte
    }

    /// Eight ASCII bytes lower-cased at once.
    @inlinable static func lowercase(word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = word & (0x7F * ones)
        let aboveZ = low &+ (0x7F - 90) * ones
        let fromA = low &+ (0x80 - 65) * ones
        let isUpper = ~word & (0x80 * ones) & (fromA ^ aboveZ)
        return word | isUpper >> 2
    }

    private static func appendUnicode(
        _ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]
    ) {
        let start = out.count
        if TwoByteCase.appendLowercased(text, to: &out) { return }
        out.removeLast(out.count - start)
        out.append(contentsOf: String(decoding: text, as: UTF8.self).lowercased().utf8)
    }

    private static func compareASCII(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let shared = min(left.count, right.count)
        var index = 0
        if let leftBase = left.baseAddress, let rightBase = right.baseAddress {
            let leftRaw = UnsafeRawPointer(leftBase)
            let rightRaw = UnsafeRawPointer(rightBase)
            while index + 8 <= shared {
                let a = lowercase(
                    word: leftRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let b = lowercase(
                    word: rightRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                if a != b { return a.bigEndian < b.bigEndian ? -1 : 1 }
                index += 8
            }
            while index < shared {
                let a = lowercase(leftBase[index])
                let b = lowercase(rightBase[index])
                if a != b { return Int(a) - Int(b) }
                index += 1
            }
        }
        return left.count - right.count
    }

    /// Multiply-and-fold over 8-byte words, after wyhash (Wang Yi); not for untrusted floods, so tables that
    /// use it compare the bytes as well and stay correct, only slower, when hashes collide.
    @inline(__always)
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, folding: Bool) -> UInt64 {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
        guard let base = bytes.baseAddress else { return mix(state, 0xA076_1D64_78BD_642F) }
        let raw = UnsafeRawPointer(base)
        var index = 0
        while index + 8 <= bytes.count {
            var word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if folding { word = lowercase(word: word) }
            state = mix(state ^ word, 0xA076_1D64_78BD_642F)
            index += 8
        }
        if index < bytes.count {
            var word: UInt64 = 0
            var shift: UInt64 = 0
            while index < bytes.count {
                word |= UInt64(folding ? lowercase(base[index]) : base[index]) << shift
                shift += 8
                index += 1
            }
            state = mix(state ^ word, 0xE703_7ED1_A0B4_28DB)
        }
        return mix(state, 0x8EBC_6AF0_9C88_C6E3)
    }

    @inline(__always)
    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}

extension Folding {
    /// Bytes of the white space that stands first, or 0. The list is Unicode's White_Space property.
    @inline(__always)
    private static func whiteSpaceLength(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let first = base[0]
        if first < 0x80 { return isSpace(first) ? 1 : 0 }
        if count >= 2, first == 0xC2 { return base[1] == 0x85 || base[1] == 0xA0 ? 2 : 0 }
        if count >= 3, isWideSpace(first, base[1], base[2]) { return 3 }
        return 0
    }

    @inline(__always)
    private static func trailingWhiteSpaceLength(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int
    {
        let last = base[count - 1]
        if last < 0x80 { return isSpace(last) ? 1 : 0 }
        if count >= 2, base[count - 2] == 0xC2 { return last == 0x85 || last == 0xA0 ? 2 : 0 }
        if count >= 3, isWideSpace(base[count - 3], base[count - 2], last) { return 3 }
        return 0
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

    /// U+1680, U+2000 ... U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
    private static func isWideSpace(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
        switch (a, b) {
        case (0xE1, 0x9A): c == 0x80
        case (0xE2, 0x80): (0x80...0x8A).contains(c) || c == 0xA8 || c == 0xA9 || c == 0xAF
        case (0xE2, 0x81): c == 0x9F
        case (0xE3, 0x80): c == 0x80
        default: false
        }
    }
}
