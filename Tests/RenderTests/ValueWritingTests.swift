import Columns
import Glibc
import TestSupport
import Testing

@testable import Render

/// Values of every length and kind against writers that look at one byte after the other.
@Suite struct ValueWritingTests {
    @Test func `CSV and TSV are what a plain writer makes of them`() throws {
        for seed in 0..<40 {
            var random = SeededNumbers(seed: seed)
            let made = MadeTable(rows: Self.rowCounts[seed % Self.rowCounts.count], &random)
            for (format, delimiter) in [(OutputFormat.csv, UInt8(0x2C)), (.tsv, 0x09)] {
                for null in ["", "NULL", "a,b"] {
                    var options = OutputOptions()
                    options.null = null
                    options.threads = 1 + seed % 3
                    var expected: [UInt8] = Array("c0".utf8)
                    for column in 1..<made.values.count {
                        expected += [delimiter] + Array("c\(column)".utf8)
                    }
                    expected.append(0x0A)
                    for row in 0..<made.table.rowCount {
                        for (column, values) in made.values.enumerated() {
                            if column > 0 { expected.append(delimiter) }
                            expected += PlainCSV(delimiter: delimiter, null: Array(null.utf8))
                                .cell(values[row])
                        }
                        expected.append(0x0A)
                    }
                    let isSame = try bytes(made.table, as: format, options) == expected
                    #expect(isSame, "seed \(seed), \(format), null '\(null)'")
                }
            }
        }
    }

    @Test func `JSON is what a plain writer makes of it`() throws {
        for seed in 0..<40 {
            var random = SeededNumbers(seed: seed)
            let made = MadeTable(
                rows: Self.rowCounts[seed % Self.rowCounts.count], &random)
            var options = OutputOptions()
            options.threads = 1 + seed % 3
            var expected: [UInt8] = []
            for row in 0..<made.table.rowCount {
                for (column, values) in made.values.enumerated() {
                    expected +=
                        Array((column == 0 ? "{" : ",").utf8) + Array("\"c\(column)\":".utf8)
                    if case .present(let bytes) = values[row] {
                        expected += Array(plainJSON(String(decoding: bytes, as: UTF8.self)).utf8)
                    } else {
                        expected += Array("null".utf8)
                    }
                }
                expected += Array("}\n".utf8)
            }
            let isSame = try bytes(made.table, as: .ndjson, options) == expected
            #expect(isSame, "seed \(seed)")
        }
    }

    @Test func `typed values beside missing ones are in their rows`() throws {
        for seed in 0..<40 {
            var random = SeededNumbers(seed: seed)
            let count = Self.rowCounts[seed % Self.rowCounts.count]
            let numbers = (0..<count).map { _ in Int64(random.below(1 << 40)) }
            let days = numbers.map { Int32(truncatingIfNeeded: $0 % 60_000) }
            let storages: [Column.Storage] = [
                .integer(numbers), .number(numbers.map { Double($0) / 8 }),
                .bool(numbers.map { $0 % 2 == 0 }), .date(days), .time(numbers), .duration(numbers),
            ]
            let columns = storages.map {
                Column($0, validity: validity(count, missingIn: 10, random.below(11), &random))
            }
            var options = OutputOptions()
            options.threads = 1 + seed % 3
            let shown = table(columns.enumerated().map { ("c\($0)", $1) })
            let lines = render(shown, as: .csv, options: options)
                .split(separator: "\n", omittingEmptySubsequences: false)
            for row in 0..<count {
                let expected = columns.map { $0.isPresent(row) ? $0.string(row) : "" }
                #expect(
                    lines[row + 1] == expected.joined(separator: ","), "seed \(seed), row \(row)")
            }
        }
    }

    /// Around the sizes of words, blocks and parts.
    private static let rowCounts = [1, 63, 64, 65, 255, 256, 257, 520, 40, 9000]

    private func bytes(
        _ table: Table, as format: OutputFormat, _ options: OutputOptions
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try render(table, as: format, options: options) { bytes.append(contentsOf: $0) }
        return bytes
    }
}

private enum Value {
    case present([UInt8])
    /// Nothing, or the blank text that stood there.
    case missing([UInt8])
}

/// `tenths` of ten rows are missing, more or less; nil where none is.
private func validity(
    _ count: Int, missingIn: Int, _ tenths: Int, _ random: inout SeededNumbers
) -> Bitmap? {
    var bitmap = Bitmap(repeating: true, count: count)
    for row in 0..<count where random.below(missingIn) < tenths { bitmap.set(row, to: false) }
    return tenths == 0 ? nil : bitmap
}

/// Three columns of text: each value apart, few values that repeat, and a dictionary of more entries than rows.
private struct MadeTable {
    let table: Table
    let values: [[Value]]

    init(rows: Int, _ random: inout SeededNumbers) {
        var columns: [Column] = []
        var values: [[Value]] = []
        for kind in 0..<3 {
            let present = validity(rows, missingIn: 10, random.below(11), &random)
            // Entry 0 of a dictionary is that of missing values.
            let entries = kind == 1 ? min(rows, 5) : rows + 2
            let texts = [[]] + (1..<max(2, entries)).map { _ in Self.text(&random) }
            let codes = (0..<rows).map { row in
                present?[row] ?? true ? 1 + random.below(texts.count - 1) : 0
            }
            let spaces: [[UInt8]] = [[], [], [0x20, 0x20], [0x09], [0x20, 0x0A]]
            let blanks = (0..<rows).map { _ in
                kind == 0 ? spaces[random.below(spaces.count)] : []
            }
            values.append(
                (0..<rows).map { row -> Value in
                    codes[row] == 0 ? .missing(blanks[row]) : .present(texts[codes[row]])
                })
            if kind == 0 {
                let own = (0..<rows).map { codes[$0] == 0 ? blanks[$0] : texts[codes[$0]] }
                columns.append(Column(.text(GuardedMemory.column(own)), validity: present))
            } else {
                let coded = CodedColumn(
                    codes: codes.map { Int32($0) }, dictionary: GuardedMemory.column(texts))
                columns.append(Column(.coded(coded), validity: present))
            }
        }
        table = textTable(columns)
        self.values = values
    }

    /// Mostly letters, of a length near those at which other code takes over; some with one byte that matters.
    private static func text(_ random: inout SeededNumbers) -> [UInt8] {
        let lengths = [
            0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 34, 63, 64, 65, 66, 95, 96, 97,
        ]
        let words = [
            "Total", "TOTAL of it", "tot", "totally", "grand total", "Grand", "summe:", "sumo",
            "insGesamt.",
            "yhteensä", "\\N", "\\n", "'", "NULL", "null", "a,b", "Ragnar", "ragout",
        ]
        if random.below(8) == 0 { return Array(words.randomElement(using: &random)!.utf8) }
        var text = (0..<lengths.randomElement(using: &random)!).map { _ in
            UInt8(97 + random.below(26))
        }
        let marks = Array(" ',;\"\\\t\n\r\u{0}\u{1F}\u{7F}~".utf8)
        if !text.isEmpty, random.below(2) == 0 {
            text[random.below(text.count)] = marks.randomElement(using: &random)!
        }
        if random.below(12) == 0 { text += Array("\u{E9}\u{65E5}\u{202E}".utf8) }
        return text
    }
}

private func textTable(_ columns: [Column]) -> Table {
    Table(
        name: ObjectName("okta.users"),
        fields: columns.indices.map { Field(name: "c\($0)", type: columns[$0].type) },
        columns: columns, rowCount: columns[0].count)
}

/// Text whose memory ends where a page ends that nobody may read: a byte read behind it ends the process.
private final class GuardedMemory {
    private let pages: UnsafeMutableRawPointer
    private let size: Int
    let start: UnsafeMutablePointer<UInt8>

    private init(count: Int) {
        let page = 4096 * 16
        size = (count + page - 1) / page * page + page
        pages = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        mprotect(pages + (size - page), page, PROT_NONE)
        start = (pages + (size - page - count)).assumingMemoryBound(to: UInt8.self)
    }

    deinit { munmap(pages, size) }

    static func column(_ texts: [[UInt8]]) -> TextColumn {
        let memory = GuardedMemory(count: texts.reduce(0) { $0 + $1.count })
        var end = 0
        let views = texts.map { text in
            for (index, byte) in text.enumerated() { memory.start[end + index] = byte }
            end += text.count
            return TextView(offset: end - text.count, length: text.count)
        }
        let arena = TextArena(base: UnsafePointer(memory.start), count: end, owner: memory)
        return TextColumn(arena: arena, views: views)
    }
}

/// What a cell of CSV is, said byte by byte.
private struct PlainCSV {
    let delimiter: UInt8
    let null: [UInt8]

    func cell(_ value: Value) -> [UInt8] {
        switch value {
        case .missing(let blank):
            let shown = null.isEmpty ? blank : null
            return holdsMarks(shown) ? quoted(shown) : shown
        case .present(let text):
            return text == null || looksWritten(text) || holdsMarks(text) ? quoted(text) : text
        }
    }

    private func holdsMarks(_ text: [UInt8]) -> Bool {
        text.contains { $0 == 0x22 || $0 == delimiter || ($0 < 0x20 && $0 != 0x09) }
    }

    private func looksWritten(_ text: [UInt8]) -> Bool {
        let string = String(decoding: text, as: UTF8.self)
        if string.hasPrefix("'") || string.hasPrefix(" ") || string == "\\N" { return true }
        let words = string.lowercased().split { " \t:.".contains($0) }
        let totals = ["total", "summe", "insgesamt", "yhteensä"]
        return words.first.map { totals.contains(String($0)) } ?? false
            || words.prefix(2) == ["grand", "total"]
    }

    private func quoted(_ text: [UInt8]) -> [UInt8] {
        [0x22] + text.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
    }
}

/// A JSON string, said scalar by scalar.
private func plainJSON(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x22: json += "\\\""
        case 0x5C: json += "\\\\"
        case 0x0A: json += "\\n"
        case 0x0D: json += "\\r"
        case 0x09: json += "\\t"
        case 0..<0x20, 0x7F..<0xA0, 0x202E:
            let digits = String(scalar.value, radix: 16)
            json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: json.unicodeScalars.append(scalar)
        }
    }
    return json + "\""
}
