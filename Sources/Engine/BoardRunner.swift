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
    ///   - bindings: the text's own `let`s.
    public func run(
        _ board: Board, text: String, path: String? = nil, parameters: [String: Literal] = [:],
        bindings: [String: Board] = [:]
    ) throws(BoardError) -> BoardResult {
        let (binder, bound) = try bind(board, text, path, parameters, bindings)
        return try run(bound, binder)
    }

    /// Binds a board and says what it would show: the headings and types, without running it.
    public func check(
        _ board: Board, text: String, path: String? = nil, parameters: [String: Literal] = [:],
        bindings: [String: Board] = [:]
    ) throws(BoardError) -> [Field] {
        try bind(board, text, path, parameters, bindings).bound.output
            .map { Field(name: $0.heading, type: $0.expression.type) }
    }

    /// Binds and runs a saved board with its parameters' values.
    public func run(
        _ saved: SavedBoard, parameters: [String: Literal] = [:]
    ) throws(BoardError) -> BoardResult {
        let (binder, bound) = try bind(saved, parameters)
        return try run(bound, binder)
    }

    /// Binds a saved board; a parameter without a value or default is an error.
    public func check(
        _ saved: SavedBoard, parameters: [String: Literal] = [:]
    ) throws(BoardError) -> [Field] {
        try bind(saved, parameters).bound.output
            .map { Field(name: $0.heading, type: $0.expression.type) }
    }

    func bind(
        _ board: Board, _ text: String, _ path: String?, _ parameters: [String: Literal],
        _ bindings: [String: Board]
    ) throws(BoardError) -> (binder: Binder, bound: BoundBoard) {
        let source = SourceText(text: text, path: path)
        let binder = Binder(environment: environment, source: source)
        binder.lexical.bindings = bindings
        for (name, literal) in parameters {
            do throws(PatternError) {
                let operand = try Operand(literal, zone: environment.context.timeZone)
                binder.lexical.parameters[name] = Binder.Parameter(
                    type: operand.type, operand: operand)
            } catch {
                throw Place(span: board.span, source: source).error(error.message)
            }
        }
        return (binder, try binder.bindWhole(board))
    }

    private func run(_ bound: BoundBoard, _ binder: Binder) throws(BoardError) -> BoardResult {
        var environment = environment
        for (name, table) in binder.earlier {
            environment.incomplete[name] = table.incomplete
        }
        let execution = Execution(environment: environment)
        // What links were found and matched by is not held while nobody asks.
        defer { execution.environment.links.release() }
        var frame = execution.start(bound)
        for stage in bound.stages { try execution.run(stage, &frame) }
        let answer = BoardAnswer(
            bound: bound, notes: binder.notes, execution: execution,
            bases: binder.earlier.mapValues(\.base))
        var result = try answer.result(of: frame)
        result.readsClock = binder.readsClock
        return result
    }
}
