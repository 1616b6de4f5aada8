import Columns
import Synchronization
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
        for size in [0, 1, 5, 64, 65, 300, 5000, 40_000] {
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

    @Test func `hashes that crowd together are sorted and found all the same`() {
        // Equal in all bits by which they are dealt out, as only somebody can make them who means to.
        let crowded = (0..<20_000).map {
            UInt64(0xABCD_EF01) << 32 | UInt64($0 * 7919 % 20_000 + 1)
        }
        let set = DistinctHashes(unsorted: crowded + crowded.reversed())
        #expect(set.hashes == crowded.sorted())
        #expect(set.count == 20_000)
    }

    @Test func `a large set that was let go is made again`() {
        var numbers = SeededNumbers(seed: 3)
        let values = (0..<DistinctHashes.largeMin + 100).map { _ in numbers.next() }
        let made = Counter()
        let set = DistinctHashes(unsorted: values) {
            made.count.add(1, ordering: .relaxed)
            return values
        }
        let hashes = set.hashes
        #expect(made.count.load(ordering: .relaxed) == 0)
        set.release()
        #expect(set.hashes == hashes)
        #expect(set.hashes == Set(values).sorted())
        #expect(made.count.load(ordering: .relaxed) == 1)
    }

    @Test func `an index on several cores finds what a scan and a plain search find`() {
        var numbers = SeededNumbers(seed: 11)
        for (count, spread) in [(10, 4), (3000, 900), (70_000, 200_000), (70_000, 500)] {
            let values = (0..<count).map { _ in
                let number = numbers.next() % UInt64(spread)
                return number % 17 == 0 ? "" : "User\(number)@acme.com"
            }
            let key = KeyColumn(Column(.text(Fixture.text(values))), threads: 3)
            #expect(key.hashes == KeyColumn(Fixture.text(values)).hashes)
            var rows: [String: [Int32]] = [:]
            for (row, value) in values.enumerated() where !value.isEmpty {
                rows[value.lowercased(), default: []].append(Int32(row))
            }
            let sought = (0..<300).map { _ in "uSER\(numbers.next() % UInt64(spread))@ACME.com" }
            let scan = KeyScan(key, for: sought.map(hash))
            for threads in [1, 2, 3] {
                let index = KeyIndex(key, threads: threads)
                #expect(index.hasRepeats == rows.values.contains { $0.count > 1 })
                for value in sought {
                    var text = value
                    let expected = rows[value.lowercased()] ?? []
                    text.withUTF8 {
                        #expect(index.rows(of: hash(value), bytes: $0) == expected)
                        #expect(scan.rows(of: hash(value), bytes: $0) == expected)
                    }
                }
            }
        }
    }

    @Test func `each row of a unique key is found from another column, on any number of threads`() {
        var numbers = SeededNumbers(seed: 5)
        // So many that slots hold 15 bits of a hash, which are now and then those of a key that is not there.
        let right = (0..<130_000).map { "id-\($0 &* 7 % 130_000)" }
        let left = (0..<300_000).map { _ in "ID-\(numbers.next() % 2_000_000)" }
        var rows: [String: Int32] = [:]
        for (row, value) in right.enumerated() { rows[value] = Int32(row) }
        let expected = left.map { rows[$0.lowercased()] ?? -1 }
        let key = KeyColumn(Fixture.text(left))
        let index = KeyIndex(KeyColumn(Fixture.text(right)))
        let alike = key.hashes.indices.filter { place in
            let hash = key.hashes[place]
            let held = index.slots[Int(hash >> index.shift)]
            return expected[place] < 0 && held != 0
                && (held ^ UInt32(truncatingIfNeeded: hash)) & ~index.itemMask == 0
        }
        #expect(!alike.isEmpty)
        for threads in [1, 2, 3] {
            let index = KeyIndex(KeyColumn(Fixture.text(right)), threads: threads)
            #expect(index.uniqueRows(of: key, threads: threads) == expected)
        }
    }

    @Test func `look-ups in blocks find what single ones find, in each form of a key`() {
        var numbers = SeededNumbers(seed: 8)
        for (count, spread) in [(0, 1), (1, 1), (300, 40), (5000, 100_000)] {
            for form in [KeyColumn.Form.whole, .login, .number, .tail, .host] {
                func values(_ count: Int) -> [String] {
                    (0..<count).map { _ in
                        let number = numbers.next() % UInt64(spread)
                        return switch numbers.next() % 6 {
                        case 0: ""
                        case 1: "0\(number)"
                        case 2: "Ada\(number)@acme.com"
                        case 3: "https://desk/\(number)"
                        case 4: "ada\(number).example"
                        default: " \(number) "
                        }
                    }
                }
                let index = KeyIndex(
                    KeyColumn(Column(.text(Fixture.text(values(count)))), form: form))
                let left = KeyColumn(Column(.text(Fixture.text(values(700)))))
                let entries = (0..<650).map { _ in Int32(numbers.next() % 700) }
                var found: [[Int32]] = Array(repeating: [], count: entries.count)
                entries.withUnsafeBufferPointer {
                    index.forEachMatch(of: left, as: form, $0.baseAddress, 0..<entries.count) {
                        found[$0].append($1)
                    }
                }
                for (place, entry) in entries.enumerated() {
                    let bytes = left.bytes(Int(entry))
                    let part = UnsafeBufferPointer(rebasing: bytes[form.part(of: bytes)])
                    let hash = left.hashes[Int(entry)] == 0 ? 0 : left.hash(Int(entry), as: form)
                    #expect(found[place] == index.rows(of: hash, bytes: part))
                }
            }
        }
    }

    @Test func `what has no hashes yet is sampled as what has`() {
        let values = (0..<2000).map { $0 % 5 == 0 ? "" : "User\($0 % 700)" }
        let column = Column(.text(Fixture.text(values)))
        let hashed = KeyColumn(column)
        let bare = KeyColumn(column, isHashed: false)
        let sought = hashed.hashes.prefix(40)
        let (a, b) = (KeyScan(hashed, for: sought), KeyScan(bare, for: sought))
        for entry in 0..<40 {
            #expect(bare.hash(entry) == hashed.hashes[entry])
            #expect(bare.isBlank(entry) == hashed.isBlank(entry))
            let bytes = hashed.bytes(entry)
            #expect(
                a.rows(of: hashed.hashes[entry], bytes: bytes)
                    == b.rows(of: hashed.hashes[entry], bytes: bytes))
        }
    }
}

private final class Counter: Sendable {
    let count = Atomic(0)
}
