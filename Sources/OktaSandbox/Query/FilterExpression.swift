/// A condition of the `filter` and `search` parameters, as parsed.
indirect enum FilterExpression: Sendable, Equatable {
    case and(FilterExpression, FilterExpression)
    case or(FilterExpression, FilterExpression)
    case not(FilterExpression)
    case compare(attribute: String, FilterOperator, FilterLiteral)
}

enum FilterOperator: String, Sendable, CaseIterable {
    case equal = "eq"
    case notEqual = "ne"
    case greater = "gt"
    case greaterOrEqual = "ge"
    case less = "lt"
    case lessOrEqual = "le"
    case starts = "sw"
    case ends = "ew"
    case contains = "co"
    case present = "pr"

    static let ordering: Set<FilterOperator> = [.greater, .greaterOrEqual, .less, .lessOrEqual]
}

enum FilterLiteral: Sendable, Equatable {
    case text(String)
    case number(Double)
    case flag(Bool)
    /// What stands beside `pr`.
    case none
}

extension FilterExpression {
    /// Whether a record fits; an attribute with several values fits when one of them does.
    func matches(_ record: Record, foldingCase: Bool) -> Bool {
        switch self {
        case .and(let left, let right):
            left.matches(record, foldingCase: foldingCase)
                && right.matches(record, foldingCase: foldingCase)
        case .or(let left, let right):
            left.matches(record, foldingCase: foldingCase)
                || right.matches(record, foldingCase: foldingCase)
        case .not(let inner): !inner.matches(record, foldingCase: foldingCase)
        case .compare(let attribute, .notEqual, let literal):
            !FilterExpression.compare(attribute: attribute, .equal, literal)
                .matches(record, foldingCase: foldingCase)
        case .compare(let attribute, let comparison, let literal):
            Self.values(of: .object(record), at: attribute[...]).contains { value in
                Self.fits(value, comparison, literal, foldingCase: foldingCase)
            }
        }
    }

    /// The values a dotted path reaches, through every element of the arrays on its way.
    private static func values(of value: JSON, at path: Substring) -> [JSON] {
        switch value {
        case .null: return []
        case .array(let elements): return elements.flatMap { values(of: $0, at: path) }
        case .object(let record):
            let dot = path.firstIndex(of: ".")
            guard !path.isEmpty, let next = record[String(path[..<(dot ?? path.endIndex)])] else {
                return []
            }
            return values(of: next, at: dot.map { path[path.index(after: $0)...] } ?? "")
        default: return path.isEmpty ? [value] : []
        }
    }

    private static func fits(
        _ value: JSON, _ comparison: FilterOperator, _ literal: FilterLiteral, foldingCase: Bool
    ) -> Bool {
        if comparison == .present { return value != "" }
        switch (value, literal) {
        case (.string(let text), .text(let wanted)):
            if FilterOperator.ordering.contains(comparison), let left = Instant(text),
                let right = Instant(wanted)
            {
                return isOrdered(left, comparison, right)
            }
            let left = foldingCase ? text.lowercased() : text
            let right = foldingCase ? wanted.lowercased() : wanted
            switch comparison {
            case .equal: return left == right
            case .starts: return left.hasPrefix(right)
            case .ends: return left.hasSuffix(right)
            case .contains: return left.contains(right)
            default: return isOrdered(left, comparison, right)
            }
        case (.integer(let count), .number(let wanted)):
            return comparison == .equal
                ? Double(count) == wanted : isOrdered(Double(count), comparison, wanted)
        case (.number(let number), .number(let wanted)):
            return comparison == .equal ? number == wanted : isOrdered(number, comparison, wanted)
        case (.bool(let flag), .flag(let wanted)): return comparison == .equal && flag == wanted
        // Booleans are quoted in some clients' filters, and Okta takes them.
        case (.bool(let flag), .text(let wanted)):
            return comparison == .equal && "\(flag)" == wanted.lowercased()
        default: return false
        }
    }

    private static func isOrdered<Value: Comparable>(
        _ left: Value, _ comparison: FilterOperator, _ right: Value
    ) -> Bool {
        switch comparison {
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .less: left < right
        case .lessOrEqual: left <= right
        default: false
        }
    }
}
