import BoardLanguage
import Testing

private func message(_ text: String) -> String? {
    do {
        _ = try parseFile(text)
        return nil
    } catch {
        return error.message
    }
}

private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
}

@Test("nesting is bounded, whatever nests")
func depth() {
    let tooDeep = "more than 200 levels of nesting"
    let table: [(open: String, middle: String, close: String)] = [
        ("(", "a", ")"), ("f(", "a", ")"), ("a[", "a", "]"), ("not ", "a", ""), ("- ", "a", ""),
        ("no (a | where ", "a", ")"), ("count(@a(b: ", "a", "))"), ("a in (", "b", ")"),
        ("count per (", "b", ")"), ("not (", "a", ")"),
    ]
    for (open, middle, close) in table {
        #expect(
            message("x | where " + repeated(open, 90) + middle + repeated(close, 90)) == nil,
            "\(open)")
        let deep = "x | where " + repeated(open, 10_000) + middle + repeated(close, 10_000)
        #expect(message(deep) == tooDeep, "\(open)")
        #expect(message("x | where " + repeated(open, 5_000)) == tooDeep, "\(open)")
    }
    #expect(message("x | append " + repeated("(a | append ", 1000)) == tooDeep)
    #expect(message("x | reconcile " + repeated("(a | reconcile ", 1000)) == tooDeep)
}

@Test("chains of operators are bounded, lists and stages are not")
func length() throws {
    let tooMany = "more than 500 operators in one expression"
    for sign in ["or", "and", "+", "*", "??", "per", "ago per"] {
        #expect(message("x | where a" + repeated(" \(sign) b", 240)) == nil, "\(sign)")
        #expect(message("x | where a" + repeated(" \(sign) b", 5_000)) == tooMany, "\(sign)")
    }
    #expect(message("x | where a" + repeated(" ago", 5_000)) == tooMany)
    #expect(message("x | where (((a" + repeated(" + b)", 3) + repeated(" + c", 498)) == tooMany)
    #expect(message("x | where a in (1" + repeated(", 1", 10_000) + ")") == nil)
    #expect(message("x | show a" + repeated(".b", 5_000)) == nil)
    #expect(message("x" + repeated(" | where a", 5_000)) == nil)
    #expect(message(repeated("let a = b\n", 5_000)) == nil)
    let long = "x | where a in (1" + repeated(", 1", 5_000) + ") and b = 1"
    #expect(try format(format(long)) == format(long))
}

@Test("hostile texts end in a mistake or a tree, quickly")
func hostileTexts() {
    let texts = [
        repeated("(", 30_000), repeated("[", 30_000), repeated("|", 10_000),
        repeated("`", 10_001), repeated("\"", 10_001), repeated("\\", 10_000),
        repeated("/", 10_001), repeated("-- c\n", 10_000), repeated("a ", 10_000),
        repeated("a.", 10_000), repeated("@", 10_000), repeated("x | where f(@a(", 10_000),
        repeated("9", 10_000), repeated("\u{0}", 10_000), repeated("\u{FFFD}", 10_000),
        repeated("a\n", 10_000), "x | where a = \"" + repeated("\\u{41}", 10_000) + "\"",
        repeated("\u{301}", 10_000), "\u{FEFF}\u{FEFF}", "\r\r\r", "x | where \u{E000}",
    ]
    for text in texts {
        let outcome = outcome(text)
        #expect(!outcome.isEmpty || text.allSatisfy(\.isWhitespace) || text.hasPrefix("--"))
        _ = isComplete(text)
        _ = tokens(text)
    }
}
