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
        /// Takes a list as it is; without this the function is mapped over a list's elements.
        var takesList = false
    }

    let name: String
    /// `text`, `number`, `time`, `any`: the heading in help.
    let family: String
    /// One sentence.
    let summary: String
    /// An expression over literals and its value as text, run as a test.
    let example: (expression: String, result: String)
    let parameters: [Parameter]
    /// Bound by name, not by value: `via(okta.users)` takes a path. `evaluate` is never called.
    var isSpecialForm = false
    /// Rows that are computed at a time, between two looks at the cancellation flag; a multiple of 64.
    var pieceRows = Morsels.heavyRowCount
    /// The result's type for these argument types, which already fit `parameters`; nil when they do not go
    /// together.
    let resultType: @Sendable ([ValueType]) -> ValueType?
    /// Computes `count` values. Missing arguments give a missing result unless the function says otherwise.
    ///
    /// Called by `apply`, which folds constants, maps over lists and splits long columns: the operands are
    /// scalar (but for parameters that take lists), constants are one row, columns are `count` rows.
    let evaluate:
        @Sendable ([Operand], _ count: Int, EvaluationContext) throws(EvaluationError) -> Column
}

/// Why arguments do not fit a function, for the binder's error.
enum SignatureMismatch: Error, Equatable, Sendable {
    case tooFew(minimum: Int)
    case tooMany(maximum: Int)
    /// An argument, counted from 0, of a type that its parameter does not take.
    case type(argument: Int, found: ValueType, accepted: [ValueType])
    case pattern(argument: Int)
    case twoLists(first: Int, second: Int)
    /// Each fits, but not together: `if(c, 1, "a")`.
    case together([ValueType])

    /// A diagnostic's message for the function `name`.
    func message(_ name: String) -> String {
        switch self {
        case .tooFew(let minimum):
            "\(name) needs at least \(minimum) \(minimum == 1 ? "argument" : "arguments")"
        case .tooMany(let maximum):
            "\(name) takes at most \(maximum) \(maximum == 1 ? "argument" : "arguments")"
        case .type(_, let found, let accepted):
            "\(name) takes \(accepted.map(\.name).joined(separator: " or ")) here, not \(found.name)"
        case .pattern: "\(name) takes no regular expression here"
        case .twoLists: "\(name) takes one list at most, and two of its arguments are lists"
        case .together(let types):
            "\(name) cannot combine \(types.map(\.name).joined(separator: " and "))"
        }
    }
}

extension FunctionSignature {
    var minimumCount: Int { parameters.count { !$0.isOptional } }
    var maximumCount: Int { parameters.last?.isVariadic == true ? Int.max : parameters.count }

    func parameter(_ index: Int) -> Parameter {
        parameters[min(index, parameters.count - 1)]
    }

    /// The result's type for whole arguments, lists included: a function that is mapped over a list gives a
    /// list.
    ///
    /// - Parameter patterns: the arguments that are `/regex/` literals.
    func type(of types: [ValueType], patterns: Set<Int> = []) throws(SignatureMismatch) -> ValueType
    {
        if types.count < minimumCount { throw .tooFew(minimum: minimumCount) }
        if types.count > maximumCount { throw .tooMany(maximum: maximumCount) }
        var mapped: Int?
        var seen: [ValueType] = []
        for (index, type) in types.enumerated() {
            let parameter = parameter(index)
            if patterns.contains(index), !parameter.takesPattern { throw .pattern(argument: index) }
            if !parameter.types.isEmpty, !parameter.types.contains(type.scalar) {
                throw .type(argument: index, found: type, accepted: parameter.types)
            }
            if type.isList, !parameter.takesList {
                if let first = mapped { throw .twoLists(first: first, second: index) }
                mapped = index
                seen.append(type.scalar)
            } else {
                seen.append(type)
            }
        }
        guard let result = resultType(seen) else {
            // What a parameter's own type has settled is not what fails to go together.
            let open = types.indices.filter { parameter($0).types.isEmpty && types[$0] != .bool }
            throw .together(
                (Set(open.map { types[$0] }).count > 1 ? open : Array(types.indices)).map {
                    types[$0]
                })
        }
        return mapped == nil || result.isList ? result : .list(result)
    }
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
    /// Missing values are skipped, except by a bare `count`; a missing condition does not hold.
    let evaluate:
        @Sendable (_ values: Column?, _ groups: [Int32], _ groupCount: Int, EvaluationContext)
            throws(EvaluationError) -> Column
}
