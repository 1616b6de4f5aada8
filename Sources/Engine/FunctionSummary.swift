/// A function or aggregate as help, completion and the reference tell it.
public struct FunctionSummary: Sendable {
    public let name: String
    /// `text`, `number`, `time`, `other` or `aggregate`.
    public let family: String
    /// One sentence.
    public let summary: String
    public let example: (expression: String, result: String)

    /// Scalar functions by family, then the aggregates.
    public static let all: [FunctionSummary] =
        FunctionRegistry.all.map {
            FunctionSummary(
                name: $0.name, family: $0.family, summary: $0.summary, example: $0.example)
        }
        + AggregateRegistry.all.map {
            FunctionSummary(
                name: $0.name, family: "aggregate", summary: $0.summary, example: $0.example)
        }
}
