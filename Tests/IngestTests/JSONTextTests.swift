import Columns
import Testing

@testable import Ingest

/// The whole of RFC 8259 and nothing that is not: every text of a table, every text one byte away from it,
/// alone and at each place where a value can stand.
struct JSONTextTests {
    /// Texts that are JSON.
    private static let valid: [String] = [
        // Numbers: sign, zero, fraction, exponent in every combination, and beyond every machine type.
        "0", "-0", "1", "-1", "10", "123456789012345678901234567890", "0.0", "-0.0", "0.5", "10.01",
        "1e1", "1E1", "1e+1", "1e-1", "1E+01", "0e0", "0E-0", "1.5e10", "-1.5E-10", "1e400",
        "-1e400", "1e-400", "9007199254740993", "18446744073709551616", "-9223372036854775809",
        "0.30000000000000004", "1.7976931348623159e309", "4.9e-324", "0.1e1",
        "1.0000000000000000000",
        // Strings: plain, every escape, every length of UTF-8, and what looks like syntax.
        #""""#, #""a""#, #"" ""#, #""\"""#, #""\\""#, #""\/""#, #""\b\f\n\r\t""#, #""\u0041""#,
        #""\u00e9\u00E9""#, #""\u0000""#, #""\u001f\u007f""#, #""\u2028\u2029""#, #""\uFEFF""#,
        #""\ud83d\ude00""#, #""\uD83D\uDE00""#, #""\uffff\ufdd0""#, #""\ud800""#, #""\udc00""#,
        #""\ud800\u0041""#, #""\ud800\ud800""#, #""\udc00\ud800""#, #""\ud83d\ude00\ud83d""#,
        "\"é\"", "\"€\"", "\"😀\"", "\"\u{7F}\"", "\"\u{85}\"", "\"\u{2028}\u{2029}\"",
        "\"\u{FEFF}\"", "\"\u{10FFFF}\"", #""[1,2]""#, #""{\"a\":1}""#, #""null""#, #""// x""#,
        #""\\u0041""#, #""\\\"""#, "\"0123456789abcdef\"", "\"0123456789abcde\"",
        // Words.
        "true", "false", "null",
        // Lists.
        "[]", "[ ]", "[[]]", "[1]", "[1,2]", "[ 1 , 2 ]", "[null]", "[null,1]", "[\"a\",\"b\"]",
        "[true,false,null]", "[[1],[2,[3]]]", "[{}]", "[{},{}]", "[1,{\"a\":2}]", "[\n1\n,\r\n2\t]",
        "[[],[[]],[[[]]]]", "[1e1,-0,0.5]", "[\"\",\"\"]",
        // Objects: empty keys, escaped keys, repeated keys, nesting.
        "{}", "{ }", "{\"a\":1}", "{\"\":1}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":1,\"b\":2}",
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{ \"a\" : 1 , \"b\" : [ 2 ] }",
        "{\"a\":{\"a\":{\"a\":null}}}", "{\"a\":[{\"b\":1},{\"b\":2}]}", "{\"é\":1}",
        "{\"a.b\":1,\"a\":{\"b\":2}}", "{\"a\":1,\"a\":{\"b\":2},\"a\":[3]}", "{\"\\u0000\":0}",
        // White space around.
        " 1", "1 ", "\n1", "1\n", "\t\r\n 1 \t\r\n", " [] ", "\n{}\n",
    ]

    /// Texts that are not, beyond those one byte away from one that is.
    private static let invalid: [String] = [
        "+1", "01", "-01", "00", "1.", ".1", "-.1", "1.e1", "1e", "1e+", "1eE2", "0x10", "0b1",
        "1_0",
        "1,5", "- 1", "--1", "1-", "1+1", "Infinity", "-Infinity", "NaN", "-NaN", "Nan", "inf",
        "1L",
        "1f", "１", "²", "1e0.5", "0.1.2", "0e+-1", "1 000", "\u{2212}1",
        "'a'", "`a`", "“a”", "\"a", "a\"", "\"", "\"\\\"", "\"\\", "\"\\a\"", "\"\\x41\"",
        "\"\\u\"",
        "\"\\u1\"", "\"\\u12\"", "\"\\u123\"", "\"\\u123g\"", "\"\\U0041\"", "\"\\u{41}\"",
        "\"\\ud800\\u\"", "\"\\ud800\\u1\"", "\"\\0\"", "\"\\'\"", "\"\\\n\"", "\"a\tb\"",
        "\"a\nb\"",
        "\"a\u{0}b\"", "\"a\u{1F}\"", "\"a\"b", "\"a\" \"b\"\"", "\"a\\é\"",
        "True", "TRUE", "False", "Null", "nul", "nulll", "tru", "truth", "fals", "undefined",
        "none",
        "[", "]", "[[", "]]", "[1", "1]", "[1]]", "[,]", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1;2]",
        "[1:2]", "[1}", "(1)", "[\"a\" \"b\"]", "[1,\n", "[tru]", "[-]", "[.]", "[\u{A0}]",
        "[\u{B}1]",
        "[\u{C}1]", "[\u{2028}1]", "[\u{FEFF}1]", "[1]//", "/**/[1]", "#\n[1]", "[1],", "[1],[2]",
        "{", "}", "{{}}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\"::1}", "{:1}", "{1:1}",
        "{a:1}",
        "{'a':1}", "{null:1}", "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{\"a\":1 \"b\":2}", "{\"a\":1]", "{\"a\":1}}", "{\"a\",\"b\"}", "{\"a\":1,\"b\"}",
        "{[]:1}", "{\"a\":1 /* x */}", "{\"a\":1}#", "{\"a\\\":1}", "{\"a\":\"b}", "{\"a\"=1}",
        "$", "*", "<a/>", "\\", "é", "\u{0}", "1\u{0}", "[1]\u{0}", "\u{1}[1]", "[1\u{0}]", "a",
        "abc",
    ]

    private static let places: [(before: String, after: String)] = [
        ("", ""), ("[", "]"), ("[{\"v\":", "}]"), ("[{\"v\":[[", "]]}]"), ("[{\"v\":[", "]}]"),
        ("{\"x\":", ",\"rows\":[{\"a\":1}]}"), ("[{\"a\":{\"b\":", "}},{\"a\":1}]"),
    ]

    /// What a text is to the reader.
    private enum Verdict: Equatable {
        case taken(rows: Int, refused: Int)
        case noTable
        case malformed
        case tooLarge
    }

    private static func verdict(_ bytes: [UInt8], file: String) -> Verdict {
        do throws(LoadError) {
            let loaded = try loadBytes(bytes, file: file)
            return .taken(rows: loaded.report.rows, refused: loaded.report.refusedRows)
        } catch {
            switch error {
            case .malformed: return .malformed
            case .tooLarge: return .tooLarge
            default: return .noTable
            }
        }
    }

    /// Why the reader's verdict on a text is wrong; nil when it is right.
    private static func fault(_ bytes: [UInt8]) -> String? {
        let found = verdict(bytes, file: "x.json")
        let isBlank = bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if isBlank { return found == .taken(rows: 0, refused: 0) ? nil : "blank: \(found)" }
        if ReferenceJSON.isValid(bytes) {
            return found == .malformed || found == .tooLarge ? "valid, and \(found)" : nil
        }
        switch found {
        case .malformed, .noTable: return found == .noTable ? isNamed(bytes) : nil
        case .tooLarge: return "\(found)"
        case .taken(let rows, let refused):
            return isWider(bytes, rows, refused) ? nil : "not JSON, and taken with \(rows) rows"
        }
    }

    /// Texts that something else than JSON begins like may be named as that.
    private static func isNamed(_ bytes: [UInt8]) -> String? {
        var controls = 0
        for byte in bytes where byte < 0x20 && ![0x09, 0x0A, 0x0D, 0x1B].contains(byte) {
            controls += 1
        }
        return controls * 100 > bytes.count ? nil : "not JSON, and called no table"
    }

    /// What is taken beyond RFC 8259, as docs/json.md lists it: lists, or objects, one after another; and
    /// one object a line, where a line that is not one is refused alone.
    private static func isWider(_ bytes: [UInt8], _ rows: Int, _ refused: Int) -> Bool {
        if ReferenceJSON.values(bytes, onlyKinds: [UInt8(ascii: "[")]) ?? 0 > 1 { return true }
        if let objects = ReferenceJSON.values(bytes, onlyKinds: [UInt8(ascii: "{")]) {
            return rows == objects && refused == 0
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).filter { line in
            !line.allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
        }
        let sound = lines.filter {
            ReferenceJSON.isValid(Array($0)) && $0.first { $0 > 0x20 } == UInt8(ascii: "{")
        }
        return lines.count > 1 && sound.count == rows && lines.count - sound.count == refused
    }

    private static func check(_ text: [UInt8], _ faults: inout [String]) {
        guard let why = fault(text) else { return }
        faults.append("\(String(decoding: text, as: UTF8.self).debugDescription): \(why)")
    }

    @Test("Every text of the table is taken or refused as RFC 8259 says, at every place of a value")
    func table() {
        var faults: [String] = []
        var count = 0
        for text in Self.valid {
            if !ReferenceJSON.isValid(Array(text.utf8)) { faults.append("\(text) is not valid") }
        }
        for text in Self.invalid {
            if ReferenceJSON.isValid(Array(text.utf8)) { faults.append("\(text) is valid") }
        }
        for text in Self.valid + Self.invalid {
            for place in Self.places {
                count += 1
                Self.check(Array((place.before + text + place.after).utf8), &faults)
            }
        }
        #expect(faults.isEmpty, "\(faults.prefix(20).joined(separator: "\n"))")
        print("json: \(count) texts judged as RFC 8259 does")
    }

    @Test("Every text one byte away from a valid one is judged right")
    func neighbours() {
        let bytes: [UInt8] =
            Array("0-.e,:[]{}\"\\ \nu'".utf8) + [0x00, 0x1F, 0x80, 0xC3, 0xED]
        var faults: [String] = []
        var count = 0
        for text in Self.valid {
            let value = Array(text.utf8)
            for place in [Self.places[0], Self.places[2]] {
                func judge(_ changed: [UInt8]) {
                    count += 1
                    Self.check(
                        Array(place.before.utf8) + changed + Array(place.after.utf8), &faults)
                }
                for at in value.indices {
                    var shorter = value
                    shorter.remove(at: at)
                    judge(shorter)
                    judge(Array(value[..<at]))
                    for byte in bytes {
                        var other = value
                        other[at] = byte
                        judge(other)
                        judge(Array(value[..<at]) + [byte] + value[at...])
                    }
                }
            }
        }
        #expect(faults.isEmpty, "\(faults.count):\n\(faults.prefix(20).joined(separator: "\n"))")
        print("json: \(count) neighbours judged as RFC 8259 does")
    }

    @Test("A file without records is no rows, however it says so")
    func nothing() {
        for text in ["", " ", "\n\t\r ", "[]", " [ ] ", "{}", "{ }", "null", " null\n", "\u{FEFF}"]
        {
            for file in ["x.json", "x.json.gz", "data"] {
                let found = Self.verdict(Array(text.utf8), file: file)
                #expect(found == .taken(rows: 0, refused: 0), "\(text.debugDescription) in \(file)")
            }
        }
    }

    @Test("What is called JSON and is not is refused, not read as CSV")
    func named() {
        for text in ["a,b\n1,2\n", "{'a':1}", "x", "{a:1}", "\"a\",\"b\"\n1,2\n", "[a,b]\n1,2"] {
            for file in ["x.json", "x.JSON", "x.ndjson", "x.jsonl"] {
                #expect(Self.verdict(Array(text.utf8), file: file) == .malformed, "\(text) \(file)")
            }
        }
        #expect(
            Self.verdict(Array("x\n{\"a\":1}\n".utf8), file: "x.ndjson")
                == .taken(rows: 1, refused: 1))
    }

    @Test("Of repeated keys the last counts, and it is told")
    func repeatedKeys() throws {
        let cases = [
            (#"[{"a":1,"a":2}]"#, #"[["a"], ["2"]]"#),
            (#"[{"a":1,"\u0061":2}]"#, #"[["a"], ["2"]]"#),
            (#"[{"a":{"b":1},"a":2}]"#, #"[["a", "a.b"], ["2", ""]]"#),
            (#"[{"a":[1,2],"a":[3]},{"a":[4]}]"#, #"[["a"], ["3"], ["4"]]"#),
            (#"[{"a":1,"b":2,"a":null}]"#, #"[["a", "b"], ["", "2"]]"#),
        ]
        for (text, table) in cases {
            let loaded = try loadText(text)
            #expect(outcome { () throws(LoadError) in loaded } == table, "\(text)")
            #expect(loaded.report.notes.contains { $0.contains("repeated") }, "\(text)")
        }
    }
}
