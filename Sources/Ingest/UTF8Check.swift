import Columns

/// Whether bytes are well-formed UTF-8 (Unicode 16, table 3-7).
package enum UTF8Check {
    /// The same on several cores.
    static func firstFault(
        _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, threads: Int
    ) -> Int? {
        let count = max(1, min(threads, (end - start) >> 20))
        // A share begins where a character does; if none does nearby, the share before finds the fault.
        let starts = (0..<count).map { index in
            var offset = start + (end - start) / count * index
            while index > 0, offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            return offset
        }
        return concurrently(count, threads: threads) { index in
            firstFault(bytes, starts[index], index + 1 < count ? starts[index + 1] : end)
        }.compactMap { $0 }.first
    }

    /// The offset of the first byte that begins no well-formed character, or nil.
    package static func firstFault(
        _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int? {
        let raw = UnsafeRawPointer(bytes)
        let high: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index < end {
            while index + 32 <= end {
                let any =
                    (raw + index).loadUnaligned(as: UInt64.self)
                    | (raw + index + 8).loadUnaligned(as: UInt64.self)
                    | (raw + index + 16).loadUnaligned(as: UInt64.self)
                    | (raw + index + 24).loadUnaligned(as: UInt64.self)
                if any & high != 0 { break }
                index += 32
            }
            let stop = min(index + 32, end)
            while index < stop {
                if index + 8 <= end {
                    let word = UInt64(
                        littleEndian: (raw + index).loadUnaligned(as: UInt64.self))
                    if word & high == 0 {
                        index += 8
                        continue
                    }
                    index += (word & high).trailingZeroBitCount >> 3
                }
                if bytes[index] < 0x80 {
                    index += 1
                } else {
                    let length = sequenceLength(bytes + index, end - index)
                    if length == 0 { return index }
                    index += length
                }
            }
        }
        return nil
    }

    /// The bytes of the character at the front, 2 to 4; 0 if it is ill-formed. The first byte is not ASCII.
    @inline(__always)
    static func sequenceLength(_ bytes: UnsafePointer<UInt8>, _ room: Int) -> Int {
        let first = bytes[0]
        if first < 0xC2 || room < 2 { return 0 }
        let second = bytes[1]
        if first < 0xE0 { return second & 0xC0 == 0x80 ? 2 : 0 }
        if room < 3 || second & 0xC0 != 0x80 || bytes[2] & 0xC0 != 0x80 { return 0 }
        if first < 0xF0 {
            if first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F { return 0 }
            return 3
        }
        if room < 4 || bytes[3] & 0xC0 != 0x80 { return 0 }
        if first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F || first > 0xF4 {
            return 0
        }
        return 4
    }
}

/// Looks for ill-formed UTF-8 in a text that is gone through from the front, a word of 64 bytes at a time.
///
/// Beside ASCII most texts have characters of two bytes. Whether those are whole is one comparison of masks; only a
/// word with any other is looked at byte by byte.
struct UTF8Words {
    /// Where the first byte is that begins no character; `Int.max` if none was found.
    private(set) var fault = Int.max
    /// Whether the last byte so far begins a character of two.
    private var pairBefore: UInt64 = 0
    /// Behind the last character that was looked at byte by byte.
    private var end = 0

    /// Looks at the word at `offset` of a text of `length` bytes.
    ///
    /// - Parameter high: which bytes are not ASCII.
    /// - Parameter pairs: which of them begin a character of two bytes.
    /// - Parameter tails: which of them begin no character.
    @inline(__always)
    mutating func take(
        _ text: UnsafePointer<UInt8>, _ offset: Int, _ length: Int, high: UInt64, pairs: UInt64,
        tails: UInt64
    ) {
        if tails != pairs << 1 | pairBefore || high != pairs | tails {
            // A pair that begins before the word may be what is wrong.
            check(text, max(offset &- Int(pairBefore), end), min(offset &+ 64, length), length)
        }
        pairBefore = pairs >> 63
    }

    /// Looks at the characters that begin from `start` to `stop`.
    private mutating func check(
        _ text: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ length: Int
    ) {
        var at = start
        while at < stop {
            if text[at] < 0x80 {
                at += 1
                continue
            }
            let bytes = UTF8Check.sequenceLength(text + at, length - at)
            if bytes == 0 { fault = min(fault, at) }
            at += max(1, bytes)
        }
        end = at
    }
}
