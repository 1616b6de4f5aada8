/// Sets a file in its canonical form: `cork fmt`.
///
/// Every stage of a board stands on a line of its own that starts with its `|`, however short the board; a
/// board in parentheses stays on the line while that has room. Lines over 100 columns go on indented.
/// Statements keep their order, comments their place, texts their quotes, and one blank line stays where there
/// were any. Formatting twice gives what formatting once gave, and the result parses to the same tree.
///
/// - Throws: the mistake that keeps the text from parsing; nothing is formatted then.
public func format(_ text: String) throws(Diagnostic) -> String {
    var parser = Parser(text)
    _ = try parser.parseFile()
    var formatter = Formatter(parser)
    return formatter.format()
}

/// Lays lexemes and comments out in lines. What it decides depends on them alone, not on the line breaks they
/// came with, which is why a second run changes nothing.
struct Formatter {
    static let width = 100
    private static let continuationIndent = 2

    let lexemes: [Lexeme]
    private let lexer: Lexer
    private let tight: Set<Int>
    /// In order; see `Comment.next`.
    private var comments: [Comment]
    private var nextComment = 0

    private var output = ""
    private var line = ""
    private var column = 0

    init(_ parser: Parser) {
        lexemes = parser.lexemes
        lexer = parser.lexer
        tight = parser.tight
        comments = parser.lexer.comments
        moveCommentsBeforePipes()
    }

    /// A comment behind a `|` that ends a line goes before the `|`, which moves to the stage's line.
    private mutating func moveCommentsBeforePipes() {
        for i in comments.indices {
            let pipe = comments[i].next - 1
            if pipe > 0, lexemes[pipe].isSymbol(.pipe) { comments[i].next = pipe }
        }
    }

    mutating func format() -> String {
        var start = 0
        while start < lexemes.count {
            var end = start
            while !lexemes[end].isEnd { end += 1 }
            formatUnit(start..<end)
            start = end + 1
        }
        return output
    }

    // MARK: - Statements and boards

    private mutating func formatUnit(_ unit: Range<Int>) {
        // Comments alone above it.
        while !unit.isEmpty, let comment = comment(before: unit.lowerBound) {
            writeAlone(comment, indent: 0)
        }
        if let first = unit.first {
            blankLine(if: lexemes[first].followsBlankLine)
            var stage = first
            for pipe in pipes(in: unit) + [unit.upperBound] {
                emit(stage..<pipe, indent: Self.continuationIndent)
                endStage(before: pipe, in: unit)
                stage = pipe
            }
        }
        while let comment = comment(before: unit.upperBound) {
            writeAlone(
                comment, indent: comment.isAtMargin || unit.isEmpty ? 0 : Self.continuationIndent)
        }
    }

    /// Ends a stage's line with the comment that trails it, and starts the next stage's.
    private mutating func endStage(before pipe: Int, in unit: Range<Int>) {
        endLineKeepingComment(before: pipe)
        guard pipe < unit.upperBound else { return }
        while let comment = comment(before: pipe) {
            line += text(comment.span)
            endLine()
        }
    }

    /// The `|` of the unit's own board, outside all brackets.
    private func pipes(in unit: Range<Int>) -> [Int] {
        var depth = 0
        return unit.filter { index in
            depth += lexemes[index].nesting
            return depth == 0 && lexemes[index].isSymbol(.pipe)
        }
    }

    private mutating func writeAlone(_ comment: Comment, indent: Int) {
        blankLine(if: comment.followsBlankLine)
        startLine(indent: indent)
        line += text(comment.span)
        endLine()
    }

    // MARK: - Lines

    private mutating func blankLine(if wanted: Bool) {
        if wanted, !output.isEmpty { output += "\n" }
    }

    private mutating func startLine(indent: Int) {
        line = String(repeating: " ", count: indent)
        column = indent
    }

    private mutating func endLine() {
        while line.last == " " { line.removeLast() }
        if !line.isEmpty { output += line + "\n" }
        line = ""
        column = 0
    }

    private var isAtLineStart: Bool { line.allSatisfy { $0 == " " } }

    /// The next comment, if it stands before this lexeme.
    private mutating func comment(before index: Int) -> Comment? {
        guard nextComment < comments.count, comments[nextComment].next == index else { return nil }
        nextComment += 1
        return comments[nextComment - 1]
    }

    private func hasComment(before index: Int) -> Bool {
        nextComment < comments.count && comments[nextComment].next == index
    }

    private func text(_ span: Span) -> String { lexer.text(span.start, span.end) }

    // MARK: - Lexemes

    /// Writes a lexeme, with the comments before it on lines of their own or at the end of the last.
    private mutating func write(_ index: Int, indent: Int) {
        while let comment = comment(before: index) {
            if isAtLineStart || !comment.isAlone {
                line += (isAtLineStart ? "" : "  ") + text(comment.span)
            } else {
                endLine()
                startLine(indent: indent)
                line += text(comment.span)
            }
            endLine()
            startLine(indent: indent)
        }
        if !isAtLineStart, isSpaced(index) {
            line += " "
            column += 1
        }
        line += text(lexemes[index].span)
        column += width(index)
    }

    private func width(_ index: Int) -> Int {
        text(lexemes[index].span).reduce(0) { $0 + displayWidth($1) }
    }

    /// Whether a space stands between a lexeme and the one before it.
    private func isSpaced(_ index: Int) -> Bool {
        if tight.contains(index) || index == 0 { return false }
        switch lexemes[index].kind {
        case .symbol(let symbol):
            switch symbol {
            case .comma, .dot, .colon, .question, .closeParen, .closeBracket:
                // A group without keys: `group : n = count`.
                return symbol == .colon && lexemes[index - 1].isWord("group")
                    && lexemes[index - 1].place == .stageStart
            default: break
            }
        default: break
        }
        switch lexemes[index - 1].kind {
        case .symbol(.dot), .symbol(.openParen), .symbol(.openBracket): return false
        default: return true
        }
    }

    /// Whether the lexemes fit on the rest of the line, with no comment among them.
    private func fits(_ range: Range<Int>) -> Bool {
        if nextComment < comments.count, let last = range.last,
            (range.lowerBound + 1..<last + 1).contains(comments[nextComment].next)
        {
            return false
        }
        var end = column
        for index in range {
            end += width(index) + (isSpaced(index) && end > 0 ? 1 : 0)
            if end > Self.width { return false }
        }
        return true
    }

    // MARK: - Long lines

    /// Writes lexemes on the line, and where they do not fit, breaks it where the syntax is loosest: before
    /// nested stages, after commas, before `or`, before `and`; then inside brackets.
    private mutating func emit(_ range: Range<Int>, indent: Int) {
        if range.isEmpty { return }
        if fits(range) {
            for index in range { write(index, indent: indent) }
            return
        }
        guard let (starts, breaksAll) = loosestBreaks(range) else {
            emitBrackets(range, indent: indent)
            return
        }
        let ends = starts.dropFirst() + [range.upperBound]
        for (piece, end) in zip(starts, ends) {
            if piece > range.lowerBound,
                breaksAll || hasComment(before: piece) || !fits(piece..<end)
            {
                endLineKeepingComment(before: piece)
                startLine(indent: indent)
            }
            emit(piece..<end, indent: indent + 2)
        }
    }

    /// A comment that trails the last lexeme stays on its line when the line breaks there anyway.
    private mutating func endLineKeepingComment(before index: Int) {
        if hasComment(before: index), !comments[nextComment].isAlone,
            let comment = comment(before: index)
        {
            line += "  \(text(comment.span))"
        }
        endLine()
    }

    private mutating func emitBrackets(_ range: Range<Int>, indent: Int) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard lexemes[index].nesting > 0, let close = closing(index, in: range),
                !fits(index..<close + 1)
            else {
                write(index, indent: indent)
                index += 1
                continue
            }
            write(index, indent: indent)
            emit(index + 1..<close, indent: indent)
            write(close, indent: indent)
            index = close + 1
        }
    }

    private func closing(_ open: Int, in range: Range<Int>) -> Int? {
        var depth = 0
        for index in open..<range.upperBound {
            depth += lexemes[index].nesting
            if depth == 0 { return index }
        }
        return nil
    }

    /// Where pieces start, outside brackets; nil when there is one piece. Lists fill their lines; stages and
    /// conditions break all together, so that a line never ends in the middle of another condition.
    private func loosestBreaks(_ range: Range<Int>) -> (starts: [Int], breaksAll: Bool)? {
        var found: [[Int]] = [[], [], [], []]
        var depth = 0
        for index in range {
            depth += lexemes[index].nesting
            guard depth == 0, index > range.lowerBound else { continue }
            switch lexemes[index].kind {
            case .symbol(.pipe): found[0].append(index)
            case .symbol(.comma):
                if index + 1 < range.upperBound { found[1].append(index + 1) }
            case .name("or") where lexemes[index].place == .afterValue: found[2].append(index)
            case .name("and") where lexemes[index].place == .afterValue: found[3].append(index)
            default: break
            }
        }
        guard let level = found.firstIndex(where: { !$0.isEmpty }) else { return nil }
        return ([range.lowerBound] + found[level], level != 1)
    }
}

extension Lexeme {
    /// 1 for an opening bracket, -1 for a closing one.
    fileprivate var nesting: Int {
        switch kind {
        case .symbol(.openParen), .symbol(.openBracket): 1
        case .symbol(.closeParen), .symbol(.closeBracket): -1
        default: 0
        }
    }
}
