import TestSupport
import Testing

@testable import Engine

struct PatternTests {
    private func groups(_ source: String, _ text: String) throws -> [String?]? {
        let pattern = try Pattern.compile(source)
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            var finder = pattern.finder()
            var matcher = pattern.matcher()
            let found = finder.firstMatch(in: buffer)
            #expect(matcher.matches(buffer) == (found != nil), "/\(source)/ on \(text)")
            guard let found else { return nil }
            return stride(from: 0, to: found.count, by: 2).map { slot in
                found[slot] < 0 || found[slot + 1] < 0
                    ? nil
                    : String(
                        decoding: bytes[Int(found[slot])..<Int(found[slot + 1])], as: UTF8.self)
            }
        }
    }

    @Test func `A pattern finds the leftmost match and its groups`() throws {
        let cases: [(String, String, [String?]?)] = [
            ("abc", "xabcx", ["abc"]), ("ABC", "xabcx", ["abc"]), ("(?-i)ABC", "xabcx", nil),
            ("(?-i:A)bc", "xAbC", ["AbC"]), ("", "abc", [""]), ("a*", "baa", [""]),
            ("a+", "baa", ["aa"]), ("a+?", "baa", ["a"]),
            ("(a|ab)(c|bcd)", "abcd", ["abcd", "a", "bcd"]),
            ("^aws#.+#(.+)#", "aws#1234#Admin#x", ["aws#1234#Admin#", "Admin"]),
            ("^b", "ab", nil), ("b$", "ab", ["b"]), ("^$", "", [""]), ("^$", "a", nil),
            ("a{2}", "aaa", ["aa"]), ("a{2,}", "aaaa", ["aaaa"]), ("a{1,2}", "aaa", ["aa"]),
            ("a{,2}b", "aaab", ["aab"]), ("a{1,2}?", "aaa", ["a"]), ("a{", "a{", ["a{"]),
            ("a{x}", "a{x}", ["a{x}"]), ("a{0}b", "ab", ["b"]),
            ("[a-c]+", "xxabcd", ["abc"]), ("[^a-c]+", "abxyc", ["xy"]), ("[]a]+", "x]a]", ["]a]"]),
            ("[a-]+", "x-a", ["-a"]), ("[\\d-]+", "a1-2", ["1-2"]), ("[\\]]", "]", ["]"]),
            ("\\d+", "ab12c", ["12"]), ("\\D+", "12ab", ["ab"]), ("\\w+", "-Zoë_1-", ["Zoë_1"]),
            ("\\W", "a-b", ["-"]), ("\\s", "a\u{A0}b", ["\u{A0}"]), ("\\S+", " ab ", ["ab"]),
            ("\\bcat\\b", "a cat.", ["cat"]), ("\\bcat\\b", "concat", nil),
            ("\\Bat", "cat", ["at"]),
            ("a.c", "a\nc", nil), ("(?s)a.c", "a\nc", ["a\nc"]), ("(?m)^b$", "a\nb\nc", ["b"]),
            ("é", "CAFÉ", ["É"]), ("[à-é]", "É", ["É"]), (".", "é", ["é"]),
            (".", "\u{1F600}", ["\u{1F600}"]),
            ("(?:ab)+", "ababa", ["abab"]), ("(?<x>a)(b)?", "ac", ["a", "a", nil]),
            ("(a)|(b)", "b", ["b", nil, "b"]), ("(a*)*", "aab", ["aa", "aa"]),
            ("(a*)+", "b", ["", ""]),
            ("(|a)+", "aaa", ["", ""]), ("(a|b)*c", "ababc", ["ababc", "b"]),
            ("\\x41\\u0042\\u{43}", "abc", ["abc"]),
            ("a\\.b", "a.b", ["a.b"]), ("a\\/b", "a/b", ["a/b"]), ("x|", "y", [""]),
            ("\u{212A}", "k", ["k"]),
            ("k", "\u{212A}", ["\u{212A}"]), ("[[]", "[", ["["]), ("\\Aab\\z", "ab", ["ab"]),
        ]
        for (source, text, expected) in cases {
            let found = try groups(source, text)
            #expect(found == expected, "/\(source)/ on '\(text)'")
        }
    }

    @Test func `What the dialect lacks is refused with its place`() {
        let cases: [(String, String, Int)] = [
            ("a(b", "'(' without ')'", 1), ("ab)", "')' without '('", 2),
            ("[ab", "'[' without ']'", 0),
            ("*a", "nothing to repeat before '*'", 0), ("a**", "a repeat of a repeat", 2),
            ("a++", "possessive repeats are not supported", 2),
            ("é(?=b)", "look-ahead is not supported", 2),
            ("(?<!b)", "look-behind is not supported", 0),
            ("(a)\\1", "back references are not supported", 3),
            ("a{3,2}", "a repeat from 3 to 2", 1), ("a{1001}", "a repeat of more than 1000", 1),
            ("[z-a]", "a range from 'z' down to 'a'", 1), ("\\q", "no escape '\\q'", 0),
            ("a\\", "a '\\' at the end", 1),
            ("(?x)", "no group '(?x'; flags are i, m and s", 0),
            ("(?>a)", "atomic groups are not supported", 0),
            ("((a{1000}){1000}){1000}", "the pattern is too large with its repeats written out", 0),
            ("^*", "nothing to repeat before '*'", 1),
            ("[[:alpha:]]", "no POSIX classes; \\d, \\w and \\s are supported", 1),
            ("\\xZZ", "not a character's number in hexadecimal", 0),
            (String(repeating: "(", count: 5000), "groups nested more than 100 deep", 100),
        ]
        for (source, message, offset) in cases {
            #expect(throws: PatternError(message: message, offset: offset), "\(source)") {
                try Pattern.compile(source)
            }
        }
    }

    @Test func `Patterns that make backtrackers take exponential time stay linear`() throws {
        let clock = ContinuousClock()
        let text = String(repeating: "a", count: 20_000) + "b"
        let elapsed = try clock.measure {
            for source in ["(a+)+$", "(a|a)*c"] {
                let found = try groups(source, text)
                #expect(found == nil)
            }
            let found = try groups("(a?){50}a{50}$", text + String(repeating: "a", count: 50))
            #expect(found != nil)
        }
        #expect(elapsed < .seconds(5))
    }

    @Test func `Random patterns agree with Swift's own engine`() throws {
        var random = SeededNumbers(seed: 20_260_801)
        var matched = 0
        for _ in 0..<3000 {
            let source = randomPattern(&random, depth: 3)
            guard let reference = try? Regex(source).ignoresCase().wordBoundaryKind(.simple) else {
                Issue.record("/\(source)/ is not a pattern to Swift")
                continue
            }
            for _ in 0..<4 {
                let text = String(
                    (0..<random.below(9)).map { _ in "abAB1- ".randomElement(using: &random)! })
                let expected = try reference.firstMatch(in: text).map { match in
                    String(text[match.range])
                }
                let found = try groups(source, text)
                #expect(found?[0] == expected, "/\(source)/ on '\(text)'")
                if found != nil { matched += 1 }
            }
        }
        #expect(matched > 3000)
    }

    private func randomPattern(_ random: inout SeededNumbers, depth: Int) -> String {
        switch random.below(depth > 0 ? 12 : 5) {
        case 0, 1: return ["a", "b", "A", "1", "-"][random.below(5)]
        case 2: return ["[ab]", "[^a]", "[a-b1]", "[^\\d]"][random.below(4)]
        case 3: return ["\\d", "\\w", "\\s", ".", "\\W"][random.below(5)]
        case 4: return ["\\b", "^", "$", "a"][random.below(4)]
        case 5, 6, 7:
            return (0..<2 + random.below(2)).map { _ in randomPattern(&random, depth: depth - 1) }
                .joined()
        case 8: return "(" + randomPattern(&random, depth: depth - 1) + ")"
        case 9:
            return "(?:" + randomPattern(&random, depth: depth - 1) + "|"
                + randomPattern(&random, depth: depth - 1) + ")"
        default:
            let body = ["a", "b", "[ab]", "\\w", "(?:a|b1)", "(ab)"][random.below(6)]
            return body + ["*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??"][random.below(8)]
        }
    }
}
