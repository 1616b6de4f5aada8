/// Whether Enter runs what was typed so far, and if not, what it waits for.
public enum Completeness: Hashable, Sendable {
    case complete
    /// A text was opened with this quote.
    case openQuote(Character)
    /// `(` or `[` was opened, innermost first.
    case openBracket(Character)
    /// The last thing typed is a `|`.
    case openPipe

    /// The sign for the prompt: `"`, `(`, `|`; nil when nothing is open.
    public var mark: Character? {
        switch self {
        case .complete: nil
        case .openQuote(let quote): quote
        case .openBracket(let bracket): bracket
        case .openPipe: "|"
        }
    }
}

/// Tells a finished entry from one that goes on: quotes and brackets balance and it does not end in `|`.
///
/// A bracket closed by the wrong one is complete, since no further line could mend it.
public func isComplete(_ text: String) -> Completeness {
    var lexer = Lexer(text)
    lexer.run()
    var open: [Symbol] = []
    var last: Lexeme?
    for lexeme in lexer.lexemes {
        switch lexeme.kind {
        case .end: continue
        case .bad(_, .text):
            // An unclosed text runs to the end; one with a bad escape does not.
            if lexeme.span.end == lexer.bytes.count, lexer.isUnclosedText(lexeme.span) {
                return .openQuote(Character(Unicode.Scalar(lexer.bytes[lexeme.span.start])))
            }
        case .symbol(.openParen), .symbol(.openBracket):
            if case .symbol(let symbol) = lexeme.kind { open.append(symbol) }
        case .symbol(.closeParen):
            guard open.popLast() == .openParen else { return .complete }
        case .symbol(.closeBracket):
            guard open.popLast() == .openBracket else { return .complete }
        default: break
        }
        last = lexeme
    }
    if let innermost = open.last { return .openBracket(Character(innermost.rawValue)) }
    if let last, last.isSymbol(.pipe) { return .openPipe }
    return .complete
}

extension Lexer {
    fileprivate func isUnclosedText(_ span: Span) -> Bool {
        let quote = bytes[span.start]
        var index = span.start + 1
        while index < span.end {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if bytes[index] == quote { return false }
            index += 1
        }
        return true
    }
}
