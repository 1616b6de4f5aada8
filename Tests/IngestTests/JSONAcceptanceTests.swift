import Columns
import TestSupport
import Testing

@testable import Ingest

/// Which texts are JSON (RFC 8259), as a value inside a record, and which are not.
@Suite(.ownThread) struct JSONAcceptanceTests {
    @Test("Valid values are taken and shown as they are written")
    func accepted() throws {
        let cases: [(json: String, shown: String)] = [
            ("0", "0"), ("-0", "-0"), ("1", "1"), ("-12", "-12"), ("1.5", "1.5"), ("1e5", "1e5"),
            ("1E+2", "1E+2"), ("1.25e-3", "1.25e-3"), ("1e400", "1e400"), ("-0.0", "-0.0"),
            ("9007199254740993", "9007199254740993"),
            ("18446744073709551616", "18446744073709551616"),
            ("0.30000000000000004", "0.30000000000000004"), ("true", "true"), ("false", "false"),
            ("null", ""), (#""""#, ""), (#""a""#, "a"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u0041""#, "A"), (#""\u00e9\u00E9""#, "éé"), (#""\u20ac""#, "€"),
            (#""\ud83c\udf34""#, "🌴"), (#""\u0000""#, "\0"), (#""\ud83c""#, "\u{FFFD}"),
            (#""\udf34x""#, "\u{FFFD}x"), (#""\ud83c\ud83c\udf34""#, "\u{FFFD}🌴"),
            (#""\ud800\u0041""#, "\u{FFFD}A"),
            ("\"\u{7f}\u{85}\u{2028}😀é\"", "\u{7f}\u{85}\u{2028}😀é"),
            ("[]", ""), ("[ ]", ""), ("{}", ""), (#"["a"]"#, "a"), (#"["a", "b"]"#, "a|b"),
            (#"[1,2.5,"x",true]"#, "1|2.5|x|true"), (#"[null,"a",""]"#, "a"),
            ("[[1],[2]]", "[[1],[2]]"),
            (#"[1,{"a":"\n"}]"#, #"[1,{"a":"\n"}]"#), (#"[ [ ] ]"#, "[ [ ] ]"),
            ("\t\n\r 1\t\n\r ", "1"),
        ]
        for (json, shown) in cases {
            let loaded = try loadText(#"[{"id":"r1","v":"# + json + #","w":"x"},{"id":"r2"}]"#)
            let table = loaded.tables[0]
            let value = table.index(of: "v").map { rows(table)[1][$0] } ?? ""
            #expect(value == shown, "\(json)")
            #expect(rows(table)[1].last == "x", "\(json)")
            #expect(table.rowCount == 2)
        }
    }

    @Test("Invalid values are refused with a reason")
    func refused() {
        let cases = [
            "", "+1", "01", "-", "-a", "1.", ".5", "1.e2", "1e", "1e+", "0x1A", "1_000", "NaN",
            "Infinity", "-Infinity", "tru", "True", "nul", "nullx", "'a'", #""a"#, #""\x""#,
            #""\u12""#,
            #""\u12g4""#, "\"\u{1}\"", "\"a\nb\"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}",
            "{", #"{"a"#, #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,}"#, #"{a:1}"#, #"{"a" 1}"#,
            #"{"a":1 "b":2}"#, "{,}", "1,", "//x\n1", "/*x*/1", "\u{FEFF}1", "1]", "\"a\"b", "[1]]",
            #"[[1,]]"#, #"[[1],{"a"}]"#, #"[[tru]]"#, #"[["\x"]]"#, "[[\"\t\"]]",
        ]
        for json in cases {
            for text in [
                #"[{"id":"r1","v":"# + json + #"},{"id":"r2"}]"#,
                #"{"id":"r1"} {"v":"# + json + "}",
            ] {
                do throws(LoadError) {
                    let loaded = try loadText(text)
                    Issue.record("\(text) gave \(rows(loaded.tables[0]))")
                } catch {
                    guard case .malformed(_, let line, let reason) = error else {
                        Issue.record("\(text): \(error)")
                        continue
                    }
                    #expect(line >= 1 && line <= 2 && !reason.isEmpty, "\(text)")
                }
            }
        }
    }

    @Test("Ill-formed UTF-8 is refused, inside strings and inside lists kept as text")
    func encodings() {
        for bad: [UInt8] in [
            [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xFF],
        ] {
            for around in [("[{\"a\":\"x", "y\"}]"), ("[{\"a\":[[\"x", "y\"]]}]")] {
                let text = Array(around.0.utf8) + bad + Array(around.1.utf8)
                let found = outcome { () throws(LoadError) in try loadBytes(text) }
                #expect(found.contains("not UTF-8"), "\(bad): \(found)")
            }
        }
    }

    @Test("Shapes that hold records are found, others are named")
    func shapes() {
        let cases: [(text: String, result: String)] = [
            (#"[]"#, "[[]]"), (#"[{}]"#, "[[], []]"), (#"[{"a":1}]"#, #"[["a"], ["1"]]"#),
            (#"[{"a":1}] [{"a":2}]"#, #"[["a"], ["1"], ["2"]]"#),
            (#"{"x":true,"rows":[{"a":1}],"n":{"k":[1]}}"#, #"[["a"], ["1"]]"#),
            (#"{"members":[]}"#, "[[]]"), ("{\"a\":1}\n{\"a\":2}", #"[["a"], ["1"], ["2"]]"#),
            (#"{"a":1}{"a":2}"#, #"[["a"], ["1"], ["2"]]"#),
            ("{\n\"a\":1\n}\n{\"a\":2}", #"[["a"], ["1"], ["2"]]"#),
            ("{\"a\":1}\n\nnonsense\n{\"a\":2}\n{\"a\":", #"[["a"], ["1"], ["2"]]"#),
            (#"[{"a":1}, 5, null, {"a":2}]"#, #"[["a"], ["1"], ["2"]]"#),
            (#"{"a":1}"#, "single JSON object"), ("[1,2]", "not objects"),
            ("true", "single JSON value"),
            (#"{"a":[{"x":1}],"b":[{"y":1}]}"#, "holds 2 lists of objects"),
            (#"[{"a":1}] x"#, "further text"), (#"[{"a":1}"#, "breaks off"), ("[", "breaks off"),
            ("{", "breaks off"),
        ]
        for (text, result) in cases {
            let found = outcome { () throws(LoadError) in try loadText(text) }
            #expect(found.contains(result), "\(text): \(found)")
        }
        let one = outcome { () throws(LoadError) in
            try loadText(#"{"a":1,"b":[{"c":2}]}"#, file: "one.ndjson")
        }
        #expect(one == #"[["a"], ["1"]] + [["c"], ["2"]]"#)
    }

    @Test("Deep nesting is refused, not crashed on")
    func depth() {
        let cases = [
            String(repeating: "[", count: 200_000), String(repeating: #"{"a":"#, count: 200_000),
            "[" + String(repeating: #"{"a":["#, count: 100_000),
            "[" + String(repeating: #"{"a":"#, count: 600) + "1"
                + String(repeating: "}", count: 600) + "]",
            #"[{"a":"# + String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
                + "}]",
        ]
        for text in cases {
            let found = outcome { () throws(LoadError) in try loadText(text) }
            #expect(found.contains("512 levels") || found.contains("breaks off"), "\(found)")
        }
        let deep =
            String(repeating: #"{"a":"#, count: 500) + "1" + String(repeating: "}", count: 500)
        #expect(outcome { () throws(LoadError) in try loadText("[\(deep)]") }.hasSuffix(#"["1"]]"#))
    }
}
