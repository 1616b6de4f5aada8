import BoardLanguage

/// The text that spans point into: a line that was typed, or one saved board's file.
final class SourceText: Sendable {
    let text: String
    /// nil for what was typed.
    let path: String?

    init(text: String, path: String?) {
        self.text = text
        // A board that was typed has no file.
        self.path = path?.isEmpty == true ? nil : path
    }

    /// What stands at `span`, runs of white space as one space; empty when the span lies outside.
    func excerpt(_ span: Span) -> String {
        let bytes = text.utf8
        guard span.start >= 0, span.start <= span.end, span.end <= bytes.count else { return "" }
        let start = bytes.index(bytes.startIndex, offsetBy: span.start)
        let end = bytes.index(start, offsetBy: span.end - span.start)
        let words = text[start..<end].split(whereSeparator: { $0.isWhitespace })
        return words.joined(separator: " ")
    }
}

/// A span together with the text it points into; bound nodes keep one, so that an error at run time still
/// shows the right file.
struct Place: Sendable {
    let span: Span
    let source: SourceText

    var excerpt: String { source.excerpt(span) }

    func error(
        _ message: String, help: String? = nil, kind: BoardError.Kind = .board
    ) -> BoardError {
        BoardError(
            kind: kind, diagnostic: Diagnostic(message, at: span, help: help), text: source.text,
            path: source.path)
    }

    /// An evaluation that failed, told where it stands.
    func error(_ failure: EvaluationError) -> BoardError {
        switch failure {
        case .overflow(let what): error("\(what) does not fit 64 bits", kind: .run)
        case .cancelled: error("cancelled", kind: .cancelled)
        case .other(let message, let help): error(message, help: help, kind: .run)
        }
    }
}
