import Columns
import TestSupport
import Testing

@testable import Ingest

/// The kernels over text against plain ones.
struct TextKernelTests {
    /// Where the first byte is that begins no character, one scalar after another as Unicode's table 3-7 has them.
    private func fault(_ bytes: [UInt8]) -> Int? {
        let tails: [(ClosedRange<UInt8>, [ClosedRange<UInt8>])] = [
            (0x00...0x7F, []), (0xC2...0xDF, [0x80...0xBF]),
            (0xE0...0xE0, [0xA0...0xBF, 0x80...0xBF]), (0xE1...0xEC, [0x80...0xBF, 0x80...0xBF]),
            (0xED...0xED, [0x80...0x9F, 0x80...0xBF]), (0xEE...0xEF, [0x80...0xBF, 0x80...0xBF]),
            (0xF0...0xF0, [0x90...0xBF, 0x80...0xBF, 0x80...0xBF]),
            (0xF1...0xF3, [0x80...0xBF, 0x80...0xBF, 0x80...0xBF]),
            (0xF4...0xF4, [0x80...0x8F, 0x80...0xBF, 0x80...0xBF]),
        ]
        var at = 0
        while at < bytes.count {
            guard let row = tails.first(where: { $0.0.contains(bytes[at]) }),
                at + row.1.count < bytes.count,
                row.1.indices.allSatisfy({ row.1[$0].contains(bytes[at + 1 + $0]) })
            else { return at }
            at += 1 + row.1.count
        }
        return nil
    }

    private func found(_ bytes: [UInt8], threads: Int = 1) -> Int? {
        (bytes + [0x80, 0x80, 0x80, 0x80]).withUnsafeBufferPointer {
            UTF8Check.firstFault($0.baseAddress!, 0, bytes.count, threads: threads)
        }
    }

    @Test("Ill-formed UTF-8 is found where the table of Unicode says")
    func utf8() {
        // Each first byte with each second, and what may follow.
        for first in 0x80...0xFF {
            for second in 0x00...0xFF {
                for rest in [[], [0x80], [0x80, 0x80], [0xBF, 0x41], [0x80, 0xC0]] as [[UInt8]] {
                    let bytes = [UInt8(first), UInt8(second)] + rest
                    if found(bytes) != fault(bytes) { Issue.record("\(bytes)") }
                }
            }
        }
        let pieces: [[UInt8]] = [
            "a", "plain ASCII of more than thirty-two bytes in a row", "é", "語", "𝄞",
        ].map { Array($0.utf8) }
        for seed in 0..<3000 {
            var random = SeededNumbers(seed: seed)
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                bytes += pieces.randomElement(using: &random)!
            }
            if seed % 2 == 1, !bytes.isEmpty {
                bytes[.random(in: bytes.indices, using: &random)] = .random(
                    in: 0x70...0xFF, using: &random)
            }
            #expect(found(bytes) == fault(bytes), "seed \(seed)")
        }
    }

    @Test("Shares of a text that begin inside a character find its faults")
    func utf8OnThreads() {
        let text = Array(String(repeating: "語", count: (3 << 20) / 3 + 5).utf8)
        #expect(found(text, threads: 3) == nil)
        for place in [0, 1 << 20, (1 << 20) + 1, (2 << 20) + 2, text.count - 1] {
            var broken = text
            broken[place] = 0xFF
            let wanted = place - place % 3
            #expect(found(broken, threads: 3) == wanted, "\(place)")
        }
    }

    @Test("A dictionary gives each text one number, in the order of their coming")
    func dictionary() {
        for seed in 0..<60 {
            var random = SeededNumbers(seed: seed)
            let distinct = [3, 200, 3000].randomElement(using: &random)!
            // Texts of all lengths about the widths of the hash's loads, many of one beginning.
            let texts = (0..<distinct).map { _ in
                let length = Int.random(
                    in: 1...(seed % 5 == 0 ? 600 : 40), using: &random)
                // In a third of the cases texts that differ in how many zeros they end in.
                let last: UInt8 = seed % 3 == 0 ? 1 : 255
                return (0..<length).map { place in
                    place < length / 2 ? UInt8(ascii: "x") : .random(in: 0...last, using: &random)
                }
            }
            var bytes: [UInt8] = []
            var views: [TextView] = []
            for _ in 0..<4 * distinct {
                // At every alignment, and with other bytes behind.
                bytes += (0..<Int.random(in: 0...8, using: &random)).map { _ in 0xAA }
                let text = texts.randomElement(using: &random)!
                views.append(TextView(offset: bytes.count, length: text.count))
                bytes += text
            }
            // Half of the dictionaries may read behind the texts; the others look at the last one just so far.
            if seed % 2 == 0 { bytes += [UInt8](repeating: 0x55, count: TextWords.bytes) }
            let dictionary = TextDictionary()
            var numbers: [[UInt8]: Int32] = [:]
            bytes.withUnsafeBufferPointer { base in
                for view in views {
                    let text = Array(base[view.offset..<view.offset + view.length])
                    let code = dictionary.code(
                        of: view, in: base.baseAddress!, readable: base.count)
                    if numbers[text] == nil { numbers[text] = Int32(numbers.count + 1) }
                    if numbers[text] != code { Issue.record("seed \(seed): \(text)") }
                }
            }
            #expect(dictionary.count == numbers.count + 1, "seed \(seed)")
        }
    }

    @Test("Short texts as words are the same whether the bytes behind them are read or not")
    func textWords() {
        let masks = TextWords.makeMasks()
        defer { masks.deallocate() }
        for seed in 0..<500 {
            var random = SeededNumbers(seed: seed)
            let text = (0..<TextWords.bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
            for length in 1...TextWords.bytes {
                let read = TextWords(text, length, masks)
                let copied = TextWords(copying: Array(text.prefix(length)), length)
                #expect(read.isEqual(copied), "seed \(seed), length \(length)")
                #expect(read.hash(length) == copied.hash(length), "seed \(seed), length \(length)")
                var other = text
                other[.random(in: 0..<length, using: &random)] ^= 0x10
                #expect(!read.isEqual(TextWords(other, length, masks)), "seed \(seed)")
            }
        }
    }

    @Test("Bytes are the same or not, whatever their number")
    func equality() {
        for length in 0...70 {
            let text = (0..<length).map { UInt8($0) } + [9]
            let same = (0..<length).map { UInt8($0) } + [8]
            #expect(equalBytes(text, same, length))
            for place in 0..<length {
                var other = text
                other[place] ^= 0x40
                if equalBytes(text, other, length) { Issue.record("\(length) at \(place)") }
            }
        }
    }

    @Test("Texts that are kept are the same texts, none written over by its neighbour")
    func keeping() {
        for seed in 0..<300 {
            var random = SeededNumbers(seed: seed)
            let text = (0..<600).map { _ in UInt8.random(in: 0...255, using: &random) }
            let views = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                let offset = Int.random(in: 0..<500, using: &random)
                return TextView(
                    offset: offset,
                    length: Int.random(in: 0...min(90, 600 - 32 - offset), using: &random))
            }
            let total = views.reduce(0) { $0 + $1.length }
            // One byte too few in a third of the cases.
            let room = seed % 3 == 0 ? max(0, total - 1) : total
            var arena = [UInt8](repeating: 0xEE, count: 10 + room + 10)
            var kept = [TextView](repeating: .empty, count: views.count)
            arena.withUnsafeMutableBufferPointer { arena in
                let keeper = TextKeeper(arena.baseAddress!, 10..<10 + room)
                keeper.keep(views, count: views.count, of: text, as: &kept)
                #expect(keeper.isFull == (room < total), "seed \(seed)")
            }
            #expect(arena.prefix(10).allSatisfy { $0 == 0xEE }, "seed \(seed): before the range")
            #expect(arena.suffix(10).allSatisfy { $0 == 0xEE }, "seed \(seed): behind the range")
            if room < total { continue }
            for (view, copy) in zip(views, kept) {
                let same =
                    text[view.offset..<view.offset + view.length]
                    == arena[copy.offset..<copy.offset + copy.length]
                #expect(same, "seed \(seed)")
            }
        }
    }
}
