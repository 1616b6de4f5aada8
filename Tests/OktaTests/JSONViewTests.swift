import Testing

@testable import Okta

@Suite struct JSONViewTests {
    @Test func onlyWholeJSONIsTaken() {
        let good = [
            "[]", "{}", " [1] ", #"{"a":[1,2.5e-3,{"b":null}],"c":"\u00e9\n"}"#, "true", "0",
            "-1.5E+2",
        ]
        let bad = [
            "", " ", "[", "[1", "[1,", "[1,]", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "01", "1.",
            "[1] x", "<html>", "nul", "\"a", #""\x""#, #""\u12g4""#, "\"a\nb\"", "[\"a\u{1}\"]",
            "[1}",
            String(repeating: "[", count: 100_000),
        ]
        for text in good { #expect(JSONView(Array(text.utf8)) != nil, "\(text)") }
        for text in bad { #expect(JSONView(Array(text.utf8)) == nil, "\(text.prefix(20))") }
        #expect(JSONView([0x22, 0xFF, 0x22]) == nil)
    }

    @Test func everyCutOfAPageIsNoticed() {
        let page = Array(#"[{"id":"a","profile":{"x":["1",2,true]}},{"id":"b\"]"}]"#.utf8)
        for length in 0..<page.count { #expect(JSONView(Array(page[..<length])) == nil) }
    }

    @Test func membersAreReadWhereTheyStand() throws {
        let text =
            #" { "a" : { "b" : "x\u00e9\ud83d\ude00\"\n" } , "n":-12,"t":true, "l":[1, [2],{} ] , "a2":null}"#
        let view = try #require(JSONView(Array(text.utf8)))
        #expect(view["a", "b"]?.string == "xé😀\"\n")
        #expect(view["n"]?.integer == -12)
        #expect(view["t"]?.bool == true)
        #expect(view["l"]?.elements().count == 3)
        #expect(view["a2"]?.isNull == true)
        #expect(view["zz"] == nil && view["n", "x"] == nil)
        #expect(view.members().map(\.key) == ["a", "n", "t", "l", "a2"])
        let lone = try #require(JSONView(Array(#""\ud83d""#.utf8)))
        #expect(lone.string == "\u{FFFD}")
    }

    @Test func layoutEscapesWhatATerminalWouldActOn() throws {
        let text = "{\"a\":[1,{}],\"b\":\"x\u{9B}31m\u{202E}é\",\"c\":[]}"
        let view = try #require(JSONView(Array(text.utf8)))
        #expect(
            JSONLayout.indented(view)
                == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x\\u009b31m\\u202eé\",\n  \"c\": []\n}\n"
        )
    }
}
