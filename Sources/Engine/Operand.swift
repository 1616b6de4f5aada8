import BoardLanguage
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
    /// A duration of calendar months (`2mo`, `1y`), which only `+`, `-`, `ago` and unary minus take.
    case calendar(Duration)

    var type: ValueType {
        switch self {
        case .constant(let column), .column(let column): column.type
        case .pattern: .text
        case .calendar: .duration
        }
    }

    /// Whether every row has the same value.
    var isConstant: Bool {
        if case .column = self { return false }
        return true
    }

    /// The values, one row for a constant; nil for a pattern or a calendar duration.
    var values: Column? {
        switch self {
        case .constant(let column), .column(let column): column
        case .pattern, .calendar: nil
        }
    }

    /// The operand as `count` rows.
    ///
    /// - Precondition: it is not a pattern or a calendar duration; binding refuses those as values.
    func column(count: Int) -> Column {
        switch self {
        case .column(let column): column
        case .constant(let column):
            column.gather([Int32](repeating: 0, count: count))
        case .pattern(let pattern):
            Operand.text(pattern.source).column(count: count)
        case .calendar: Column.missing(.duration, count: count)
        }
    }
}

extension Operand {
    /// A literal as an operand. A text is present even if blank, so that `first + " " + last` joins; a time
    /// written without a zone is read in `zone`, where a time that occurs twice is the earlier one.
    init(_ literal: Literal, zone: ZoneTable) throws(PatternError) {
        switch literal {
        case .text(let text): self = .text(text)
        case .integer(let value): self = .constant(Column(.integer([value])))
        case .number(let value): self = .constant(Column(.number([value])))
        case .bool(let value): self = .constant(Column(.bool([value])))
        case .date(let days): self = .constant(Column(.date([days])))
        case .time(let time, let hasZone):
            self = .constant(Column(.time([hasZone ? time : zone.utc(local: time)])))
        case .duration(let duration):
            self =
                duration.months == 0
                ? .constant(Column(.duration([duration.microseconds]))) : .calendar(duration)
        case .regex(let source): self = .pattern(try Pattern.compile(source))
        }
    }

    static func text(_ text: String) -> Operand {
        var builder = TextBuilder()
        builder.append(text)
        return .constant(Column(.text(builder.finish())))
    }

    static func missing(_ type: ValueType) -> Operand { .constant(.missing(type, count: 1)) }
}

/// What evaluation may depend on besides its arguments; nothing reads a clock or the environment.
public struct EvaluationContext: Sendable {
    /// Microseconds UTC, read once per run.
    public var now: Int64
    public var timeZone: ZoneTable
    public var cancellation: Cancellation
    public var threads: Int
    /// Counts how often work looks whether to go on; nil but in tests.
    var looks: LookCount?

    public init(now: Int64, timeZone: ZoneTable, cancellation: Cancellation, threads: Int) {
        self.now = now
        self.timeZone = timeZone
        self.cancellation = cancellation
        self.threads = threads
    }

    /// Whether the run is to end. Asked at least once for what a core does in some ten milliseconds.
    var isCancelled: Bool {
        looks?.add(to: cancellation)
        return cancellation.isCancelled
    }

    /// The date of `now` in the time zone, days since 1970-01-01.
    public var today: Int32 { timeZone.date(at: now) }
}

/// What can go wrong while values are computed; the executor adds the span.
enum EvaluationError: Error, Sendable, Equatable {
    /// A result that its type cannot hold (64 bits, or 16 MiB of text): `the sum of 3 values`.
    case overflow(what: String)
    case cancelled
    /// A sentence of the same voice as a diagnostic, with an optional help line.
    case other(message: String, help: String?)

    var message: String {
        switch self {
        case .overflow(let what): "\(what) is too large"
        case .cancelled: "cancelled"
        case .other(let message, _): message
        }
    }
}
