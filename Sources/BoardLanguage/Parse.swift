/// Parses a file: statements, then at most one board.
///
/// - Throws: the leftmost mistake.
public func parseFile(_ text: String) throws(Diagnostic) -> SourceFile {
    var parser = Parser(text)
    return try parser.parseFile()
}

/// Parses what was typed at the prompt or given on the command line: the same language as a file's.
///
/// A prompt line that starts with `|` is not complete by itself; the caller puts the last board before it.
public func parseLine(_ text: String) throws(Diagnostic) -> SourceFile {
    try parseFile(text)
}

/// Parses one expression and nothing else: a parameter's value, a documentation example.
public func parseExpression(_ text: String) throws(Diagnostic) -> Expression {
    var parser = Parser(text, startsWithValue: true)
    let expression = try parser.parseExpression()
    guard parser.current.isEnd, parser.index == parser.lexemes.count - 1 else {
        throw parser.unexpected(expected: "an operator or the end", isAfterValue: true)
    }
    return expression
}

/// The comment lines before anything else, without `--` and the space around: a saved board's title, its
/// `set: …`. Blank lines between them do not count.
public func leadingComments(_ text: String) -> [String] {
    var lexer = Lexer(text)
    lexer.run()
    var lines: [String] = []
    for comment in lexer.comments where comment.next == 0 {
        var words = lexer.bytes[comment.span.start..<comment.span.end].dropFirst(2)
        while let first = words.first, first == 0x20 || first == 0x09 { words.removeFirst() }
        lines.append(String(decoding: words, as: UTF8.self))
    }
    return lines
}
