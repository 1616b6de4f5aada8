import Columns
import TestSupport
import Testing

@testable import Correlation

@Suite struct KeyHashTests {
    private func hash(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { bytes in bytes.baseAddress.map { KeyHash.hash($0, bytes.count) } ?? 0
        }
    }

    @Test func `texts that fold to the same have the same hash and others another`() {
        let same = [
            ("Ada@Acme.COM", " ada@acme.com\t"), ("É", "é"), ("ADA", "ada"), ("a", "A "),
            ("ABCDEFGH", "abcdefgh"), ("Zoë Åkesson", "ZOË ÅKESSON"),
            ("\u{A0}x", "x"), ("0123456789ABCDEFGHIJ", "0123456789abcdefghij"),
        ]
        for (a, b) in same { #expect(hash(a) == hash(b), "\(a) and \(b)") }
        let texts = [
            "a", "b", "ab", "ba", "aa", "aaa", "abc", "abcd", "abcde", "abcdefgh", "abcdefghi",
            "abcdefghijklmnop", "abcdefghijklmnopq", "é", "e", "@", "`", "[", "{", "0", "00",
        ]
        #expect(Set(texts.map(hash)).count == texts.count)
        #expect(hash("") == 0)
        #expect(hash(" \t\r\n") == 0)
        #expect(hash("\u{3000}") == 0)
    }

    @Test func `an integer hashes as its decimal text`() {
        let digits = UnsafeMutablePointer<UInt8>.allocate(capacity: 24)
        defer { digits.deallocate() }
        for value in [Int64(0), 7, 12, -12, 1_234_567_890_123, .max, .min] {
            #expect(KeyHash.hash(value, digits) == hash(String(value)))
        }
    }

    @Test func `sets of hashes count and intersect as sets do`() {
        var numbers = SeededNumbers(seed: 7)
        for size in [0, 1, 5, 64, 65, 300, 5000] {
            for spread in [UInt64(3), 100, .max] {
                let left = (0..<size).map { _ in numbers.next() % spread &* 0x9E37_79B9_7F4A_7C15 }
                let right = left.prefix(size / 2) + (0..<size / 3).map { _ in numbers.next() }
                let a = DistinctHashes(unsorted: left)
                let b = DistinctHashes(unsorted: Array(right))
                let expected = Set(left).subtracting([0])
                let other = Set(right).subtracting([0])
                #expect(a.hashes == expected.sorted())
                #expect(a.intersectionCount(b) == expected.intersection(other).count)
                #expect(b.intersectionCount(a) == expected.intersection(other).count)
                #expect(
                    a.sketchHits(in: b, sample: 32)
                        == expected.sorted().prefix(32).filter(other.contains).count)
            }
        }
    }

    @Test func `equal hashes are no match unless the texts are equal`() {
        let key = KeyColumn(Fixture.text(["ada", "grace", "Ada", ""]))
        let index = KeyIndex(key)
        func rows(_ hash: UInt64, _ text: String) -> [Int32] {
            var text = text
            return text.withUTF8 { index.rows(of: hash, bytes: $0) }
        }
        #expect(rows(hash("ADA"), "ADA") == [0, 2])
        #expect(rows(hash("ada"), "alan") == [])
        #expect(rows(0, "") == [])
    }
}
