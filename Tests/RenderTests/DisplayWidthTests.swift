import Testing

@testable import Render

@Suite struct DisplayWidthTests {
    @Test func `widths are those a terminal draws`() {
        let cases: [(String, Int)] = [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국어", 6), ("Ａ", 2),
            ("ｱ", 1),
            ("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("1️⃣", 2), ("☺️", 2), ("☺", 1), ("❤︎", 1),
            ("…", 1), ("\u{200B}", 0), ("\u{1112}\u{1161}\u{11AB}", 2), ("，", 2), ("⌚", 2),
            ("✅", 2),
            ("𠀀", 2), ("½", 1),
        ]
        for (text, width) in cases { #expect(displayWidth(text) == width, "\(text)") }
    }

    @Test func `cut text fits its limit and ends with the mark`() {
        for text in naughtyStrings {
            let drawn = text.drawn(.symbols)
            for limit in [1, 2, 3, 7, 20] {
                let fitted = FittedText(drawn, limit: limit, mark: "…")
                #expect(fitted.width <= limit && fitted.width == displayWidth(fitted.text))
                #expect(fitted.text == drawn || fitted.text.hasSuffix("…"))
            }
        }
    }
}
