import Columns

/// An argument of a scalar function or operator: one value for all rows, or one per row.
///
/// Kernels see scalar columns only: the evaluator maps a function over the elements of a list argument, and
/// evaluates once per distinct value when the only column is dictionary-coded.
enum Operand: Sendable {
    /// A column of one row that stands for every row.
    case constant(Column)
    case column(Column)
    /// A regular expression literal, compiled once.
    case pattern(Pattern)

    var type: ValueType {
        switch self {
        case .constant(let column), .column(let column): column.type
        case .pattern: .text
        }
    }
}

/// What evaluation may depend on besides its arguments; nothing reads a clock or the environment.
public struct EvaluationContext: Sendable {
    /// Microseconds UTC, read once per run.
    public var now: Int64
    public var timeZone: ZoneTable
    public var cancellation: Cancellation
    public var threads: Int

    public init(now: Int64, timeZone: ZoneTable, cancellation: Cancellation, threads: Int) {
        self.now = now
        self.timeZone = timeZone
        self.cancellation = cancellation
        self.threads = threads
    }
}

/// What can go wrong while values are computed; the executor adds the span.
enum EvaluationError: Error, Sendable {
    /// A result left the 64-bit range: `sum of 3 values`.
    case overflow(what: String)
    case cancelled
    /// A sentence of the same voice as a diagnostic, with an optional help line.
    case other(message: String, help: String?)
}
