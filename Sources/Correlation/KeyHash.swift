/// A 64-bit hash of folded text, the same in every run and on every machine.
///
/// The mixing step is wyhash's (Wang Yi, public domain): two words multiplied to 128 bits, halves
/// combined. Swift's `Hasher` is seeded per process and slower; a sketch must not depend on a seed.
/// Hash 0 is kept for blank, so an array of hashes says by itself which values are missing.
enum KeyHash {
    private static let first: UInt64 = 0xA076_1D64_78BD_642F
    private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB
    private static let third: UInt64 = 0x8EBC_6AF0_9C88_C6E3

    @inline(__always) static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// The hash of the text as `Folding` folds it; 0 when nothing but white space or a word for nothing is there.
    @inline(__always)
    static func hash(_ base: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let text = KeyText.trimmed(base, count)
        if text.count == 0 { return 0 }
        if text.count <= 6, KeyText.isMissingWord(text) { return 0 }
        var high: UInt64 = 0
        let hash = hashASCII(text.baseAddress!, text.count, &high)
        return high & 0x8080_8080_8080_8080 == 0 ? hash : hashUnicode(text)
    }

    @inline(never) private static func hashUnicode(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let folded = KeyText.foldUnicode(text)
        if folded.isEmpty { return 0 }
        var high: UInt64 = 0
        return folded.withUnsafeBufferPointer { hashASCII($0.baseAddress!, $0.count, &high) }
    }

    /// - Parameter high: collects the bytes' high bits; the hash of folded non-ASCII text passes through
    ///   here too, where lower-casing may blur bytes but never tells equal texts apart.
    @inline(__always)
    private static func hashASCII(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ high: inout UInt64
    ) -> UInt64 {
        let raw = UnsafeRawPointer(base)
        @inline(__always) func word(_ offset: Int) -> UInt64 {
            let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            high |= word
            return KeyText.lowercased(word)
        }
        var seed = first ^ UInt64(truncatingIfNeeded: count)
        var a: UInt64 = 0
        var b: UInt64 = 0
        if count >= 8 {
            var offset = 0
            while count - offset > 16 {
                seed = mix(word(offset) ^ second, word(offset + 8) ^ seed)
                offset += 16
            }
            a = word(count < 16 ? 0 : count - 16)
            b = word(count - 8)
        } else if count >= 4 {
            let low = UInt64(raw.loadUnaligned(as: UInt32.self))
            let top = UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            a = low | top << 32
            high |= a
            a = KeyText.lowercased(a)
        } else {
            a = UInt64(base[0]) | UInt64(base[count >> 1]) << 8 | UInt64(base[count - 1]) << 16
            high |= a
            a = KeyText.lowercased(a)
        }
        let hash = mix(a ^ second, b ^ seed)
        return max(1, mix(hash ^ third, seed))
    }

    /// The hash that the integer's decimal text has, so that `12` meets `"12"`.
    @inline(__always)
    static func hash(_ integer: Int64, _ digits: UnsafeMutablePointer<UInt8>) -> UInt64 {
        var rest = integer.magnitude
        var start = 24
        repeat {
            start -= 1
            digits[start] = UInt8(truncatingIfNeeded: rest % 10) | 0x30
            rest /= 10
        } while rest > 0
        if integer < 0 {
            start -= 1
            digits[start] = 0x2D
        }
        var high: UInt64 = 0
        return hashASCII(UnsafePointer(digits + start), 24 - start, &high)
    }
}
