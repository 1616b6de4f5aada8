import Columns
import Testing

@testable import Ingest

/// What comes in goes out: a cell is never rewritten on its way through.
struct CSVFidelityTests {
    private static let ids = [
        "007", "+1", "1e5", "0x1A", "1_000", "Infinity", "NaN", "TRUE", "True", "yes", "03/04/05",
        "2026-1-2", "1.50", "-0", "0.1", "9007199254740993", "18446744073709551616", "1e400",
        "12345678901234567890", "1,000", "$5", "50%", "1.", ".5", "--1", "1E5", "null", "NULL", "-",
        "2026-01-02T03:04:05.000Z", "2026-01-02 03:04:05 UTC", "١٢٣",
    ]

    @Test("Ids and numbers are given back as they were written, alone and beside others")
    func ids() throws {
        for id in Self.ids {
            for others in [[], ["1"], ["2.5"], ["true"], ["2026-01-02"], ["text"], ["", id]] {
                for values in [[id] + others, others + [id]] {
                    let text = "id,x\n" + values.map { "\"\($0)\",y\n" }.joined()
                    let found = rows(try loadText(text).tables[0]).dropFirst().map { $0[0] }
                    #expect(found == values, "\(values)")
                }
            }
        }
    }

    private static let naughty = [
        "\u{2028}", "a\u{85}b", "a\u{0}b", "\u{FEFF}x", "\u{202E}abc", "ﷺ", "👩‍👩‍👧", "e\u{301}",
        "\u{1B}[31m", "<script>alert(\"x\")</script>", "'; DROP TABLE t; --", "=1+1", "\\N\\n\\",
        "${HOME}", "%s%n", "../../etc/passwd", "  padded  ", "\t", "a\tb", "#hash", "Total:",
        "\u{7F}", "\u{200B}", "ｱｲｳ", "𝕬", "say \"hi\" there", "\"\"", "two\nlines", "cr\rlf\r\n",
        "a;b|c", "'single'", "`tick`",
    ]

    @Test("Naughty strings survive quoted, and unquoted where nothing in them needs quotes")
    func naughtyStrings() throws {
        for quoted in [true, false] {
            let strings = Self.naughty.filter { string in
                quoted
                    || !string.utf8.contains { "\n\r,".utf8.contains($0) }
                        && !string.hasPrefix("\"")
            }
            var text = "id,text,n\n"
            for (number, string) in strings.enumerated() {
                let cell =
                    quoted ? "\"\(string.replacing("\"", with: "\"\""))\"" : string
                text += "\(number),\(cell),1\n"
            }
            for block in [1, 64, 100_000] {
                var limits = Limits()
                limits.blockBytes = block
                let loaded = try loadText(text, limits: limits)
                let found = rows(loaded.tables[0]).dropFirst().map { Array($0[1].utf8) }
                #expect(found == strings.map { Array($0.utf8) }, "\(quoted) \(block)")
                #expect(loaded.report.refusedRows == 0)
            }
        }
    }
}
