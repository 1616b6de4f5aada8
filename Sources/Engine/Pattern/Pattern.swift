/// A compiled regular expression, matched in time linear in the text.
///
/// The dialect: literals, `.`, classes and negated classes, `\d \w \s` and their capitals, `\b \B ^ $ \A \z`,
/// groups `( )`, `(?: )`, `(?<name> )`, alternation, `* + ? {m,n}` and their lazy forms, and the flags `i` (ignore
/// case), `s` (`.` takes line ends) and `m` (`^ $` at lines), as `(?i)`, `(?-i)` or `(?i: )`. Case is ignored unless
/// `(?-i)` says otherwise, as all comparing of text ignores it. There are no back references and no look-around:
/// those are what makes other engines take exponential time.
///
/// Texts are UTF-8 and matched by Unicode scalars; ill-formed bytes match as U+FFFD. Of several matches
/// the leftmost is found, and at one place the one that alternation and repeats prefer, as in Perl.
struct Pattern: Sendable {
    let source: String
    let program: PatternProgram

    /// Capturing groups, not counting the whole match.
    var groupCount: Int { program.groupCount }

    /// - Throws: what is wrong, and the byte of the source at which it begins.
    static func compile(_ source: String) throws(PatternError) -> Pattern {
        var parser = PatternParser(source)
        let node = try parser.parse()
        let program = try PatternProgram(node, groupCount: parser.groupCount)
        return Pattern(source: source, program: program)
    }

    /// Answers whether texts match; keeps what it learns of the pattern from text to text.
    func matcher() -> PatternMatcher { PatternMatcher(program) }

    /// Finds where texts and their groups match.
    func finder() -> PatternFinder { PatternFinder(program) }
}

/// One scalar of UTF-8 text and how many bytes it takes.
enum ScalarDecoding {
    @inline(__always)
    static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (scalar: Unicode.Scalar, length: Int) {
        let first = bytes[index]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        return decodeLong(bytes, at: index, first)
    }

    /// Ill-formed bytes are U+FFFD, one for each byte.
    private static func decodeLong(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ first: UInt8
    ) -> (scalar: Unicode.Scalar, length: Int) {
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        let replacement: (Unicode.Scalar, Int) = ("\u{FFFD}", 1)
        guard first >= 0xC2, first <= 0xF4, index + length <= bytes.count else {
            return replacement
        }
        var value = UInt32(first) & (0xFF >> UInt32(length + 1))
        for offset in 1..<length {
            let byte = bytes[index + offset]
            if byte & 0xC0 != 0x80 { return replacement }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
        guard value >= least, let scalar = Unicode.Scalar(value) else { return replacement }
        return (scalar, length)
    }

    /// The scalar that ends just before `index`; nil at the start of the text.
    static func before(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int
    ) -> Unicode.Scalar? {
        if index <= 0 { return nil }
        var start = index - 1
        while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        let (scalar, length) = decode(bytes, at: start)
        return start + length == index ? scalar : "\u{FFFD}"
    }
}

extension PatternNode.Assertion {
    /// Whether it holds between two scalars; nil is an end of the text.
    func holds(_ before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
        switch self {
        case .textStart: return before == nil
        case .textEnd: return after == nil
        case .lineStart: return before == nil || before == "\n"
        case .lineEnd: return after == nil || after == "\n"
        case .wordBoundary, .notWordBoundary:
            let isBoundary =
                (before.map(CharacterSet.isWord) ?? false)
                != (after.map(CharacterSet.isWord) ?? false)
            return isBoundary == (self == .wordBoundary)
        }
    }
}
