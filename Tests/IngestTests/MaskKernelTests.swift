import CKernels
import Glibc
import TestSupport
import Testing

@testable import Ingest

/// The byte masks against a loop over bytes, on each path of instructions that this machine has.
struct MaskKernelTests {
    /// Every path gives the same masks, so a machine without AVX2 tests the two others.
    private static let paths = [
        (name: "portable", path: Int32(CK_PORTABLE)), ("SSE2", Int32(CK_SSE2)),
        ("AVX2", Int32(CK_AVX2)),
    ].filter { $0.path <= ck_best_path() }

    private static let canary: UInt64 = 0x5AFE_5AFE_5AFE_5AFE

    private func mask(_ text: ArraySlice<UInt8>, _ isSet: (UInt8) -> Bool) -> UInt64 {
        text.enumerated().reduce(0) { $0 | (isSet($1.element) ? 1 << UInt64($1.offset) : 0) }
    }

    /// - Parameter start: where the words begin in `text`, so that they are aligned to nothing.
    private func checkCSV(
        _ text: [UInt8], from start: Int, words: Int, quote: UInt8, delimiter: UInt8,
        newline: UInt8, _ path: (name: String, path: Int32), _ what: String
    ) {
        let none = ck_csv_word(
            quote: Self.canary, delimiter: Self.canary, newline: Self.canary,
            carriage: Self.canary, high: Self.canary, pair: Self.canary,
            tail: Self.canary)
        var found = [ck_csv_word](repeating: none, count: words + 1)
        text.withUnsafeBufferPointer {
            ck_csv_masks(
                $0.baseAddress! + start, words, quote, delimiter, newline, &found, path.path)
        }
        for word in 0..<words {
            let bytes = text[start + 64 * word..<start + 64 * (word + 1)]
            let same =
                found[word].quote == mask(bytes) { $0 == quote }
                && found[word].delimiter == mask(bytes) { $0 == delimiter }
                && found[word].newline == mask(bytes) { $0 == newline }
                && found[word].carriage == mask(bytes) { $0 == 0x0D }
                && found[word].high == mask(bytes) { $0 >= 0x80 }
                && found[word].pair == mask(bytes) { (0xC2...0xDF).contains($0) }
                && found[word].tail == mask(bytes) { (0x80...0xBF).contains($0) }
            #expect(same, "\(path.name), \(what), word \(word) of \(words)")
        }
        #expect(found[words].quote == Self.canary, "\(path.name), \(what): a word too many")
    }

    private func checkJSON(
        _ text: [UInt8], from start: Int, words: Int, _ path: (name: String, path: Int32),
        _ what: String
    ) {
        let none = ck_json_word(
            quote: Self.canary, backslash: Self.canary, open: Self.canary, close: Self.canary)
        var found = [ck_json_word](repeating: none, count: words + 1)
        text.withUnsafeBufferPointer {
            ck_json_masks($0.baseAddress! + start, words, &found, path.path)
        }
        for word in 0..<words {
            let bytes = text[start + 64 * word..<start + 64 * (word + 1)]
            let same =
                found[word].quote == mask(bytes) { $0 == UInt8(ascii: "\"") }
                && found[word].backslash == mask(bytes) { $0 == UInt8(ascii: "\\") }
                && found[word].open == mask(bytes) { "[{".utf8.contains($0) }
                && found[word].close == mask(bytes) { "]}".utf8.contains($0) }
            #expect(same, "\(path.name), \(what), word \(word) of \(words)")
        }
        #expect(found[words].quote == Self.canary, "\(path.name), \(what): a word too many")
    }

    @Test("A machine with AVX2 tests three paths, one with SSE2 two")
    func allPaths() {
        #expect(Self.paths.count == Int(ck_best_path()) + 1)
        #if arch(x86_64)
            #expect(Self.paths.count >= 2)
        #endif
    }

    @Test("Every byte is found in every place of a word, and no other is, on each path")
    func everyByte() {
        for path in Self.paths {
            for byte in 0...255 {
                let byte = UInt8(byte)
                // The byte once in each of 64 places, among bytes that differ from it in one bit.
                var text: [UInt8] = []
                for place in 0..<64 {
                    text += (0..<64).map { $0 == place ? byte : byte ^ 1 << UInt8($0 & 7) }
                }
                checkCSV(
                    text, from: 0, words: 64, quote: byte, delimiter: byte ^ 0x80,
                    newline: byte ^ 0x01, path, "byte \(byte)")
                checkJSON(text, from: 0, words: 64, path, "byte \(byte)")
            }
        }
    }

    @Test("Random text has the masks that a loop over its bytes gives, on each path")
    func random() {
        let marks = Array("\",\n\r\\{}[];\t{[".utf8) + [0x00, 0x80, 0xFF, 0x5A, 0x1E]
        for seed in 0..<400 {
            var random = SeededNumbers(seed: seed)
            let words = Int.random(in: 0...9, using: &random)
            let start = Int.random(in: 0...31, using: &random)
            let text = (0..<start + 64 * words).map { _ in
                Bool.random(using: &random)
                    ? marks.randomElement(using: &random)!
                    : UInt8.random(in: 0...255, using: &random)
            }
            let quote = marks.randomElement(using: &random)!
            let delimiter = marks.randomElement(using: &random)!
            let newline = marks.randomElement(using: &random)!
            for path in Self.paths {
                checkCSV(
                    text, from: start, words: words, quote: quote, delimiter: delimiter,
                    newline: newline, path, "seed \(seed)")
                checkJSON(text, from: start, words: words, path, "seed \(seed)")
            }
        }
    }

    @Test("What values of CSV and JSON are quoted or escaped for is found alike by both paths")
    func valueStops() {
        func check(_ text: [UInt8], delimiter: UInt8, _ what: String) {
            let csv = UInt32(mask(text[0..<32]) { $0 == 0x22 || $0 == delimiter || $0 < 0x20 })
            #expect(ck_csv_stops(text, delimiter) == csv, "CSV, best, \(what)")
            #expect(ck_csv_stops_portable(text, delimiter) == csv, "CSV, portable, \(what)")
            let json = UInt32(
                mask(text[0..<32]) { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 || $0 >= 0x7F })
            #expect(ck_json_stops(text) == json, "JSON, best, \(what)")
            #expect(ck_json_stops_portable(text) == json, "JSON, portable, \(what)")
        }
        for byte in 0...255 {
            for place in 0..<32 {
                var text = [UInt8](repeating: UInt8(ascii: "a"), count: 32)
                text[place] = UInt8(byte)
                check(text, delimiter: UInt8(ascii: ","), "byte \(byte) at \(place)")
            }
        }
        var random = SeededNumbers(seed: 9)
        let marks: [UInt8] = [
            0x1F, 0x20, 0x21, 0x22, 0x2C, 0x5C, 0x7E, 0x7F, 0x80, 0x9F, 0xA2, 0xFF, 0,
        ]
        for round in 0..<2000 {
            let text = (0..<32).map { _ in
                round % 2 == 0 ? marks.randomElement(using: &random)! : UInt8(random.below(256))
            }
            check(text, delimiter: marks.randomElement(using: &random)!, "round \(round)")
        }
    }

    @Test("What ends a plain run of a JSON string is found alike by both paths")
    func stringStops() {
        func check(_ text: [UInt8], _ what: String) {
            let wanted = UInt32(
                mask(text[0..<16]) { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 || $0 >= 0x80 })
            #expect(ck_string_stops(text) == wanted, "best, \(what)")
            #expect(ck_string_stops_portable(text) == wanted, "portable, \(what)")
        }
        for byte in 0...255 {
            for place in 0..<16 {
                var text = [UInt8](repeating: UInt8(ascii: "a"), count: 16)
                text[place] = UInt8(byte)
                check(text, "byte \(byte) at \(place)")
            }
        }
        for seed in 0..<2000 {
            var random = SeededNumbers(seed: seed)
            check((0..<16).map { _ in .random(in: 0...255, using: &random) }, "seed \(seed)")
        }
    }

    @Test("Every bit that is set has its place written, on each path")
    func bitPlaces() {
        for seed in 0..<400 {
            var random = SeededNumbers(seed: seed)
            // Words of no bits, of some, and of all.
            let masks = (0..<Int.random(in: 0...20, using: &random)).map { _ -> UInt64 in
                switch Int.random(in: 0...4, using: &random) {
                case 0: 0
                case 1: ~0
                case 2: .random(in: 0...UInt64.max, using: &random)
                default:
                    .random(in: 0...UInt64.max, using: &random)
                        & .random(in: 0...UInt64.max, using: &random)
                        & .random(in: 0...UInt64.max, using: &random)
                }
            }
            let start = UInt32.random(in: 0...1 << 30, using: &random)
            let wanted = (0..<UInt32(masks.count * 64)).filter {
                masks[Int($0 / 64)] >> UInt64($0 % 64) & 1 != 0
            }.map { start + $0 }
            for path in Self.paths {
                var found = [UInt32](repeating: 0xCAFE_CAFE, count: wanted.count + 9)
                let count = ck_bit_places(masks, masks.count, start, &found, path.path)
                #expect(count == wanted.count, "\(path.name), seed \(seed)")
                #expect(Array(found.prefix(count)) == wanted, "\(path.name), seed \(seed)")
                #expect(found[count + 8] == 0xCAFE_CAFE, "\(path.name), seed \(seed): too far")
            }
        }
    }

    @Test(
        "Rows that are no UTF-8 are told from those that are, wherever the words of masks part them"
    )
    func wellFormed() {
        let pieces = ["a", "plain", "é", "ß", "語", "𝄞", ",", "\n", "\u{80}", "\u{7FF}", "\u{FFFF}"]
        for seed in 0..<900 {
            var random = SeededNumbers(seed: seed)
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 1...120, using: &random) {
                text += Array(pieces.randomElement(using: &random)!.utf8)
            }
            if seed % 2 == 1 {
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = Int.random(in: text.indices, using: &random)
                    if text[place] != 0x0A {
                        text[place] = .random(in: 0x80...0xFF, using: &random)
                    }
                }
            }
            // What follows the last row may be cut in a character.
            text.append(0x0A)
            let rows = text.count
            text += seed % 3 == 0 ? [0xE8] : seed % 3 == 1 ? [0x61, 0xC3] : []
            let padded = text + [UInt8](repeating: 0x80, count: 128)
            let isWhole = UTF8Check.firstFault(padded, 0, rows) == nil
            for path in Self.paths {
                var index = CSVIndex(blockBytesMax: text.count, path: path.path)
                index.build(padded, text.count, quote: 0x22, delimiter: 0x2C, newline: 0x0A)
                if index.isWellFormed != isWhole { Issue.record("\(path.name), seed \(seed)") }
            }
        }
    }

    @Test("Any two bytes are characters or not, within a word of masks and where two meet")
    func twoBytes() {
        var index = CSVIndex(blockBytesMax: 200, path: ck_best_path())
        for place in [20, 63] {
            for first in 0x80...0xFF {
                for second in 0x00...0xFF where second != 0x0A {
                    var text = [UInt8](repeating: 0x61, count: 330)
                    text[place] = UInt8(first)
                    text[place + 1] = UInt8(second)
                    text[199] = 0x0A
                    index.build(text, 200, quote: 0x22, delimiter: 0x2C, newline: 0x0A)
                    // A quote opens a cell that does not end, so no row does.
                    let isWhole =
                        second == 0x22 || UTF8Check.firstFault(text, 0, 200) == nil
                    if index.isWellFormed != isWhole {
                        Issue.record("\(first), \(second) at \(place)")
                    }
                }
            }
        }
    }

    /// Runs `body` on a copy of `text` behind which nothing can be read.
    private static func atEndOfMemory(_ text: [UInt8], _ body: (UnsafePointer<UInt8>) -> Void) {
        let page = Int(getpagesize())
        let size = (text.count + page - 1) / page * page
        let memory = mmap(
            nil, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
        defer { munmap(memory, size + page) }
        mprotect(memory + size, page, PROT_NONE)
        let start = memory + (size - text.count)
        text.withUnsafeBytes { start.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        body(start.assumingMemoryBound(to: UInt8.self))
    }

    @Test("Cells and rows are where a reader of one byte after another finds them, on each path")
    func index() {
        let cells = [
            "", "a", "two words", "\"\"", "\"q\"", "\"a,b\"", "\"two\nlines\"", "\"say \"\"x\"\"\"",
            "é", String(repeating: "long", count: 40),
            "\"" + String(repeating: ",\n", count: 50) + "\"",
        ]
        for seed in 0..<400 {
            var random = SeededNumbers(seed: seed)
            var starts = [UInt32(0)]
            var rowEnds: [UInt32] = []
            var text: [UInt8] = []
            // All rows of a width, but for one in some texts.
            let widths = Int.random(in: 2...5, using: &random)
            let rows = Int.random(in: 1...40, using: &random)
            let odd = Int.random(in: 0..<2 * rows, using: &random)
            for row in 0..<rows {
                let width = row == odd ? Int.random(in: 1...5, using: &random) : widths
                for cell in 0..<width {
                    text += Array(cells.randomElement(using: &random)!.utf8)
                    text.append(UInt8(ascii: cell == width - 1 ? "\n" : ","))
                    starts.append(UInt32(text.count))
                }
                rowEnds.append(UInt32(starts.count - 1))
            }
            let length = text.count
            for path in Self.paths {
                var index = CSVIndex(blockBytesMax: length, path: path.path)
                // A cut in the middle of a row: what is whole before it is found.
                Self.atEndOfMemory(text) {
                    index.build($0, length, quote: 0x22, delimiter: 0x2C, newline: 0x0A)
                }
                let what: Comment = "\(path.name), seed \(seed)"
                #expect(index.isClean && index.consumed == length, what)
                #expect(index.rowCount == rowEnds.count, what)
                for (place, start) in starts.enumerated() where index.starts[place] != start {
                    Issue.record("\(path.name), seed \(seed): cell \(place)")
                }
                for width in 1...5 {
                    let isRegular = rowEnds.enumerated().allSatisfy {
                        Int($1) == ($0 + 1) * width
                    }
                    // Rows of nothing are no rows of a table of one column.
                    if width == 1, isRegular, text.starts(with: [0x0A]) { continue }
                    #expect(index.isRegular(columns: width, text) == isRegular, what)
                }
            }
        }
    }
}
