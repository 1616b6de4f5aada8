import Columns
import Testing

struct FoldingTests {
    private func folded(_ text: String) -> String {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            var out: [UInt8] = []
            Folding.append(bytes, to: &out)
            return String(decoding: out, as: UTF8.self)
        }
    }

    private func with2<Result>(
        _ left: String, _ right: String,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        Array(left.utf8).withUnsafeBufferPointer { left in
            Array(right.utf8).withUnsafeBufferPointer { right in body(left, right) }
        }
    }

    @Test func `Folding trims Unicode white space and lower-cases`() {
        let cases = [
            ("", ""), ("  ", ""), ("Ada", "ada"), (" Ada Lovelace\t\n", "ada lovelace"),
            ("ÉCOLE", "école"), ("\u{A0}X\u{3000}", "x"), ("\u{2009}A B\u{85}", "a b"),
            ("[@Z`{", "[@z`{"), ("ΣΊΣΥΦΟΣ", "ΣΊΣΥΦΟΣ".lowercased()), ("STRASSE", "strasse"),
            ("a\u{200B}", "a\u{200B}"),
        ]
        for (text, expected) in cases { #expect(folded(text) == expected, "\(text)") }
    }

    @Test func `Equality, order and hash agree with the folded text`() {
        let texts = [
            "", " ", "a", "A", "b", "ab", "AB ", "Abcdefgh", "aBCDEFGH", "abcdefghI", "abcdefghi",
            "abcdefg", "é", "É", " É", "e", "z", "Z", "abcdefgé", "ABCDEFGÉ", "_", "[", "@",
            "abcdefghijklmnopq", "ABCDEFGHIJKLMNOPQ", "abcdefghijklmnopr",
        ]
        for left in texts {
            for right in texts {
                let a = Array(folded(left).utf8)
                let b = Array(folded(right).utf8)
                #expect(with2(left, right, Folding.equal) == (a == b), "\(left) \(right)")
                let order = with2(left, right, Folding.compare)
                let expected = a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
                #expect(order.signum() == expected, "\(left) \(right)")
                let hashes = with2(left, right) { (Folding.hash($0), Folding.hash($1)) }
                #expect((hashes.0 == hashes.1) == (a == b), "\(left) \(right)")
                let exact = with2(folded(left), right) { (Folding.hashExact($0), Folding.hash($1)) }
                #expect((exact.0 == exact.1) == (a == b), "\(left) \(right)")
            }
        }
    }
}
