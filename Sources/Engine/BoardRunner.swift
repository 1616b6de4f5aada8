import BoardLanguage
import Columns
import Correlation

/// Binds and runs boards. Everything the shell asks of the engine goes through here.
public struct BoardRunner: Sendable {
    public let environment: Environment

    public init(environment: Environment) {
        self.environment = environment
    }

    /// Binds and runs a board.
    ///
    /// - Parameters:
    ///   - text: the source that the board's spans point into; `path` its file, nil for what was typed.
    ///   - parameters: values of `$name`, already of their declared types.
    public func run(
        _ board: Board, text: String, path: String? = nil, parameters: [String: Literal] = [:]
    ) throws(BoardError) -> BoardResult {
        throw BoardError(
            kind: .run, diagnostic: Diagnostic("no engine", at: board.span), text: text, path: path)
    }
}
