import BoardLanguage
import Testing

private func drawn(_ text: String, _ span: Span, help: String? = nil, path: String? = nil) -> String
{
    describe(Diagnostic("it is wrong", at: span, help: help), in: text, path: path)
}

@Test("carets stand under the span, by display width")
func carets() {
    #expect(drawn("ab cd", Span(3, 5)) == "error: it is wrong\n  ab cd\n     ^^")
    #expect(drawn("名前 x", Span(7, 8)) == "error: it is wrong\n  名前 x\n       ^")
    #expect(drawn("名前 x", Span(3, 6)) == "error: it is wrong\n  名前 x\n    ^^")
    #expect(drawn("\ta\tb", Span(3, 4)) == "error: it is wrong\n      a    b\n           ^")
    #expect(drawn("e\u{301} x", Span(4, 5)) == "error: it is wrong\n  e\u{301} x\n    ^")
    #expect(drawn("👩‍💻 x", Span(12, 13)) == "error: it is wrong\n  👩‍💻 x\n     ^")
}

@Test("an empty span gets one caret, at the end behind the last thing written")
func emptySpans() {
    #expect(drawn("ab", Span(2, 2)) == "error: it is wrong\n  ab\n    ^")
    #expect(drawn("ab\n\n", Span(4, 4)) == "error: it is wrong\n  ab\n    ^")
    #expect(drawn("ab", Span(1, 1)) == "error: it is wrong\n  ab\n   ^")
    #expect(drawn("", Span(0, 0)) == "error: it is wrong")
    #expect(drawn("ab", Span(40, 90)) == "error: it is wrong\n  ab\n    ^")
}

@Test("a path stands first, with line and column from 1 in characters")
func paths() {
    #expect(
        drawn("a\n名 b\nc", Span(6, 7), path: "queries/x.board")
            == "queries/x.board:2:3: error: it is wrong\n  名 b\n     ^")
    #expect(
        drawn("a\r\nb c\r\nd", Span(5, 6), help: "fix", path: "q.board")
            == "q.board:2:3: error: it is wrong\n  b c\n    ^\n  help: fix")
}

@Test("a span over lines is marked on its first")
func spansOverLines() {
    #expect(drawn("ab\ncd", Span(1, 5)) == "error: it is wrong\n  ab\n   ^")
}

@Test("controls are drawn escaped everywhere and never sent")
func controls() {
    let diagnostic = Diagnostic("no '\u{1B}[31m'", at: Span(2, 3), help: "\u{202E}x")
    let text = describe(
        diagnostic, in: "a \u{1B}\u{9B}b\u{7F}\u{202E}\u{2066}c", path: "\u{7}.board")
    #expect(
        text == #"""
            \u{7}.board:1:3: error: no '\u{1b}[31m'
              a \u{1b}\u{9b}b\u{7f}\u{202e}\u{2066}c
                ^^^^^^
              help: \u{202e}x
            """#)
}

@Test("a long line is cut to a window around the span")
func longSourceLines() {
    let text = String(repeating: "abcdefghi ", count: 40)
    for start in [0, 20, 150, 395] {
        let lines = drawn(text, Span(start, start + 4)).split(separator: "\n")
        #expect(lines.count == 3 && lines[1].count <= 102)
        let caret = lines[2].prefix { $0 == " " }.count
        #expect(lines[2].hasSuffix("^^^^") && lines[2].count == caret + 4)
        let under = lines[1].dropFirst(caret).prefix(4)
        #expect(under == Array(text)[start..<start + 4].map(String.init).joined())
    }
    #expect(drawn(text, Span(0, 400)).split(separator: "\n")[1].hasSuffix("…"))
}
