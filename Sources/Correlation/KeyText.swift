import Columns

/// `Folding` for link keys, inlined: a key is hashed and compared in loops over whole columns, where a call
/// into another module per value would cost more than the work.
enum KeyText {
    /// The bytes of `text` without surrounding ASCII white space.
    @inline(__always)
    static func trimmed(_ base: UnsafePointer<UInt8>, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = count
        while start < end, isSpace(base[start]) { start += 1 }
        while end > start, isSpace(base[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(start: base + start, count: end - start)
    }

    @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    private static let missingWords: [[UInt8]] = [
        "null", "(null)", "<null>", "nil", "n/a", "#n/a", "\\n", "-", "--",
    ].map { Array($0.utf8) }

    /// What databases and spreadsheets write where there is no value: `NULL`, `\N`, `n/a`, `-`.
    ///
    /// Records that both lack an identifier have nothing in common. `NA` and `none` are left alone: the one is
    /// Namibia's code, the other may be somebody's name for a group.
    ///
    /// - Parameter text: trimmed.
    @inline(__always) static func isMissingWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch text[0] {
        case 0x6E, 0x4E, 0x5C, 0x2D, 0x28, 0x3C, 0x23: return isListedMissing(text)
        default: return false
        }
    }

    @inline(never) private static func isListedMissing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        missingWords.contains { word in
            word.count == text.count && zip(word, text).allSatisfy { $0 == lowercased($1) }
        }
    }

    /// ASCII letters in lower case; other bytes unchanged.
    @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Eight ASCII bytes at once; the result means nothing when a byte has its high bit set.
    @inline(__always) static func lowercased(_ word: UInt64) -> UInt64 {
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let atLeastA = low &+ 0x3F3F_3F3F_3F3F_3F3F
        let beyondZ = low &+ 0x2525_2525_2525_2525
        let upper = (atLeastA ^ beyondZ) & 0x8080_8080_8080_8080
        return word | upper >> 2
    }

    /// The folded bytes of any text, Unicode included.
    static func fold(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard let base = text.baseAddress else { return [] }
        let trimmed = trimmed(base, text.count)
        var folded = [UInt8]()
        folded.reserveCapacity(trimmed.count)
        for byte in trimmed {
            if byte >= 0x80 { return foldUnicode(trimmed) }
            folded.append(lowercased(byte))
        }
        return folded
    }

    /// Kept apart: it allocates, and few keys need it.
    @inline(never) static func foldUnicode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        Folding.append(text, to: &folded)
        return folded
    }

    /// How many bytes at the start of two texts of one length are equal but for case, by words of eight.
    @inline(__always)
    private static func equalWords(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let (a, b) = (UnsafeRawPointer(left.baseAddress!), UnsafeRawPointer(right.baseAddress!))
        var index = 0
        while index + 8 <= left.count {
            let x = a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let y = b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if x != y {
                guard (x | y) & 0x8080_8080_8080_8080 == 0, lowercased(x) == lowercased(y) else {
                    break
                }
            }
            index += 8
        }
        return index
    }

    /// Whether two texts of one length are the same bytes, by words of eight of which the last overlaps the one before.
    @inline(__always)
    private static func areSame(
        _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
    ) -> Bool {
        guard count >= 8 else { return false }
        let (a, b) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
        var differing: UInt64 = 0
        var index = 0
        repeat {
            let offset = min(index, count - 8)
            differing |=
                a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            index += 8
        } while index < count && differing == 0
        return differing == 0
    }

    /// Whether two texts fold to the same bytes.
    @inline(__always)
    static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>)
        -> Bool
    {
        guard let leftBase = left.baseAddress, let rightBase = right.baseAddress else {
            return left.count == right.count
        }
        if left.count == right.count, areSame(leftBase, rightBase, left.count) { return true }
        let left = trimmed(leftBase, left.count)
        let right = trimmed(rightBase, right.count)
        if left.count == right.count {
            var index = equalWords(left, right)
            while index < left.count {
                let a = left[index]
                let b = right[index]
                if a != b && (a | b >= 0x80 || lowercased(a) != lowercased(b)) { break }
                index += 1
            }
            if index == left.count { return true }
            if left[index] | right[index] < 0x80 { return false }
        }
        return fold(left) == fold(right)
    }
}
