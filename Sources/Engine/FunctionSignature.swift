import Columns

/// A scalar function: its name, what it takes, what it gives, and the kernel that computes it.
///
/// One list holds them all (`FunctionRegistry.all`); help, completion, the reference page and the
/// tests of the examples are made from it.
struct FunctionSignature: Sendable {
    struct Parameter: Sendable {
        let name: String
        /// Accepted scalar types; empty accepts any.
        let types: [ValueType]
        var isOptional = false
        /// Takes all further arguments.
        var isVariadic = false
        /// Takes a `/regex/` literal besides text.
        var takesPattern = false
    }

    let name: String
    /// `text`, `number`, `time`, `any`: the heading in help.
    let family: String
    /// One sentence.
    let summary: String
    /// An expression over literals and its value as text, run as a test.
    let example: (expression: String, result: String)
    let parameters: [Parameter]
    /// The result's type for these argument types, which already fit `parameters`; nil when they do not go
    /// together.
    let resultType: @Sendable ([ValueType]) -> ValueType?
    /// Computes `count` values. Missing arguments give a missing result unless the function says otherwise.
    let evaluate:
        @Sendable ([Operand], _ count: Int, EvaluationContext) throws(EvaluationError) -> Column
}

/// An aggregate: many values to one per group.
struct AggregateSignature: Sendable {
    let name: String
    let summary: String
    let example: (expression: String, result: String)
    /// `count` alone needs no value.
    let needsValue: Bool
    /// Takes a condition instead of a value: `all(status = "ACTIVE")`, `share(has email)`.
    let takesCondition: Bool
    /// nil when the value type does not fit (`sum` of text).
    let resultType: @Sendable (ValueType?) -> ValueType?
    /// - Parameters:
    ///   - values: scalar values in row order, one per entry of `groups`; nil for a bare `count`.
    ///   - groups: the group of each value, 0 ..< groupCount.
    /// Missing values are skipped, except by a bare `count`.
    let evaluate:
        @Sendable (_ values: Column?, _ groups: [Int32], _ groupCount: Int, EvaluationContext)
            throws(EvaluationError) -> Column
}
