import Testing

@testable import Ingest

/// Files that are not UTF-8: the right text, or a refusal that names what is wrong.
struct EncodingTests {
    private static let text = "id;name\r\n1;Zoë “Ω” 一 😀\r\n2;Ana\r\n"
    private static let table = #"[["id", "name"], ["1", "Zoë “Ω” 一 😀"], ["2", "Ana"]]"#

    private func encoded(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
        let units: [UInt32] =
            encoding.unitBytes == 4
            ? text.unicodeScalars.map(\.value) : text.utf16.map { UInt32($0) }
        return units.flatMap { unit in
            let little = (0..<encoding.unitBytes).map {
                UInt8(truncatingIfNeeded: unit >> ($0 * 8))
            }
            return encoding.isBigEndian ? little.reversed() : little
        }
    }

    private func singleBytes(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    private func outcome(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) -> String {
        var options = SourceOptions()
        options.encoding = encoding
        return IngestTests.outcome { () throws(LoadError) in
            try loadBytes(bytes, options: options)
        }
    }

    @Test("UTF-16 and UTF-32 are read with and without a byte order mark")
    func wide() throws {
        let cases: [TextEncoding] = [
            .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian,
        ]
        for encoding in cases {
            for mark in ["", "\u{FEFF}"] {
                let loaded = try loadBytes(encoded(mark + Self.text, encoding))
                #expect("\(rows(loaded.tables[0]))" == Self.table, "\(encoding)")
                #expect(
                    loaded.report.format
                        == "CSV, delimiter ';', header in line 1, \(encoding.rawValue), CRLF")
                #expect(loaded.report.notes == (mark.isEmpty ? [] : ["byte order mark skipped"]))
            }
            let json = try loadBytes(encoded(#"[{"a":"é"}]"#, encoding))
            #expect(rows(json.tables[0]) == [["a"], ["é"]])
            #expect(json.report.format == "JSON, a list of objects, \(encoding.rawValue)")
        }
        // Given by name, whatever the text looks like.
        #expect(
            outcome(encoded("имя,b\nЖ,ш\n", .utf16LittleEndian), .utf16LittleEndian)
                == #"[["имя", "b"], ["Ж", "ш"]]"#)
        #expect(
            sniffFormat(prefix: [0xFF, 0xFE] + encoded("a,b\n1,2", .utf16LittleEndian) + [0x61])
                == .csv)
    }

    @Test("Long wide texts are converted whole")
    func longWide() throws {
        let line = "1;é😀\n"
        let text = "a;b\n" + String(repeating: line, count: 100_000)
        for encoding in [TextEncoding.utf16LittleEndian, .utf32BigEndian] {
            let loaded = try loadBytes(encoded("\u{FEFF}" + text, encoding), threads: 2)
            #expect(loaded.report.rows == 100_000 && loaded.report.troubles.isEmpty)
            #expect(rows(loaded.tables[0]).dropFirst().allSatisfy { $0 == ["1", "é😀"] })
        }
    }

    @Test("Damaged UTF-16 and UTF-32 are an error with its line")
    func damagedWide() {
        let sound = [0xFF, 0xFE] + encoded("a,b\n1,2\n", .utf16LittleEndian)
        let cases: [([UInt8], String)] = [
            (sound + [0x61], "line: 3, reason: \"not UTF-16LE: the text ends inside"),
            (sound + [0x3D, 0xD8], "line: 3, reason: \"not UTF-16LE: what stands there"),
            (sound + [0x00, 0xDC, 0x0A, 0], "line: 3, reason: \"not UTF-16LE: what stands there"),
            (
                [0, 0, 0xFE, 0xFF] + encoded("a\n", .utf32BigEndian) + [0, 0x11, 0, 0],
                "line: 2, reason: \"not UTF-32BE: what stands there"
            ),
            ([0, 0, 0xFE, 0xFF, 0, 0, 0xD8, 0], "line: 1, reason: \"not UTF-32BE: what"),
        ]
        for (bytes, words) in cases {
            let found = outcome(bytes)
            #expect(found.contains(words), "\(words): \(found)")
        }
    }

    @Test("Western text of one byte a character is read and told")
    func singleByte() throws {
        let cases: [(bytes: [UInt8], table: String, name: String)] = [
            (
                singleBytes("n,c\nJosé,Köln\nGrößer,Hélène\n"),
                #"[["n", "c"], ["José", "Köln"], ["Größer", "Hélène"]]"#, "Latin-1"
            ),
            (
                Array("n,c\nO".utf8) + [0x92] + Array("Brien,5 ".utf8) + [0x80, 0x0A],
                #"[["n", "c"], ["O’Brien", "5 €"]]"#, "Windows-1252"
            ),
            (
                Array("n\n".utf8) + [0x93, 0x41, 0x94, 0x20, 0x8A, 0x74, 0x9F, 0xFF],
                #"[["n"], ["“A” ŠtŸÿ"]]"#, "Windows-1252"
            ),
        ]
        for (bytes, table, name) in cases {
            let loaded = try loadBytes(bytes)
            #expect("\(rows(loaded.tables[0]))" == table)
            #expect(loaded.report.format.contains("header in line 1, \(name), LF"))
            #expect(loaded.report.notes.count == 1 && loaded.report.notes[0].contains(name))
        }
        // A row far from the front, and a share of the text for each thread.
        let long = "n,c\n" + String(repeating: "plain,text\n", count: 300_000) + "José,x\n"
        let loaded = try loadBytes(singleBytes(long), threads: 2)
        #expect(rows(loaded.tables[0]).last == ["José", "x"])
        #expect(loaded.report.rows == 300_001)
    }

    @Test("What may be another encoding is refused, never guessed")
    func refused() {
        let cases: [([UInt8], String)] = [
            (
                Array("n\né\nü\n".utf8) + [0xE9, 0x0A],
                "line: 4, reason: \"not UTF-8: byte 0xE9 begins no character (1 byte is not, "
                    + "beside 2 characters that are)"
            ),
            // Cut inside a character.
            (Array("n\nJos\u{E9}".utf8.dropLast()), "breaks off inside a character"),
            ([0xEF, 0xBB, 0xBF, 0x6E, 0x0A, 0xE9, 0x0A], "the byte order mark says UTF-8"),
            // 'тест,имя' in Windows-1251.
            ([0xF2, 0xE5, 0xF1, 0xF2, 0x2C, 0xE8, 0xEC, 0xFF, 0x0A], "looks like Windows-1251"),
            // '田中' in Shift-JIS, '王小明' in GBK and in Big5.
            ([0x6E, 0x0A, 0x93, 0x63, 0x92, 0x86, 0x0A], "Shift-JIS"),
            ([0x6E, 0x0A, 0xCD, 0xF5, 0xD0, 0xA1, 0xC3, 0xF7, 0x0A], "not UTF-8"),
            ([0x6E, 0x0A, 0xA4, 0xFD, 0xA4, 0x70, 0xA9, 0xFA, 0x0A], "looks like Big5"),
            ([0x6E, 0x0A, 0x61, 0x81, 0x0A], "neither Latin-1"),
            ([0x6E, 0x0A] + [UInt8](repeating: 0x61, count: 500) + [0, 0xE9, 0x0A], "binary"),
        ]
        for (bytes, words) in cases {
            let found = outcome(bytes)
            #expect(found.contains(words), "\(words): \(found)")
        }
    }

    @Test("A given encoding is taken, and refused where it does not fit")
    func given() {
        let mixed = Array("n\né\n".utf8) + [0xE9, 0x0A]
        #expect(outcome(mixed, .latin1) == "[[\"n\"], [\"Ã\u{A9}\"], [\"é\"]]")
        #expect(outcome([0x6E, 0x0A, 0x81], .windows1252).contains("not Windows-1252"))
        #expect(outcome([0x6E, 0x0A, 0xE9], .utf8).contains("the encoding was given as UTF-8"))
        #expect(TextEncoding(named: "utf-16le") == .utf16LittleEndian)
        #expect(TextEncoding(named: "ISO-8859-1") == .latin1)
        #expect(TextEncoding(named: "CP1252") == .windows1252)
        #expect(TextEncoding(named: "latin9") == .latin9)
        #expect(TextEncoding(named: "latin-99") == nil)
    }
}
