import BoardLanguage
import Columns

/// Fields of which no record has a value: nothing says what they would hold, so they fit wherever a value does.
///
/// A column without values is typed as text. A board that compares `termination_date` with a date must go on
/// working while nobody has left.
extension Binder {
    /// The expression as a value of `type` that is missing in every row; nil when it has values, or is typed.
    func blank(_ expression: BoundExpression, as type: ValueType) -> BoundExpression? {
        guard type.scalar != .text, expression.isWithoutValues else { return nil }
        var typed = expression
        if case .outer(let inner) = expression.kind {
            guard let blank = blank(inner, as: type) else { return nil }
            typed.kind = .outer(blank)
        }
        if case .call(_, let arguments) = expression.kind {
            guard let value = arguments.lazy.compactMap({ self.blank($0, as: type) }).first else {
                return nil
            }
            typed.kind = value.kind
        }
        // The path stays: the footer names the links it crosses, and counts the values it lacks.
        typed.type = expression.isMany ? .list(type.scalar) : type.scalar
        return typed
    }

    /// What an operator gives on two sides that have no values: one that fits any type as they do; nil when
    /// one of them has values.
    func blank(of left: BoundExpression, _ right: BoundExpression, _ place: Place)
        -> BoundExpression?
    {
        guard left.isWithoutValues, right.isWithoutValues else { return nil }
        var result = right.isMany ? right : left
        result.place = place
        return result
    }

    /// Both sides, with one that has no values typed like the other.
    func matchBlanks(
        _ left: BoundExpression, _ right: BoundExpression
    ) -> (BoundExpression, BoundExpression) {
        if left.type.scalar == right.type.scalar { return (left, right) }
        if let blank = blank(left, as: right.type) { return (blank, right) }
        if let blank = blank(right, as: left.type) { return (left, blank) }
        return (left, right)
    }
}

extension BoundExpression {
    /// Whether every value is missing because the field it comes from has none, in any record.
    var isWithoutValues: Bool {
        guard type.scalar == .text else { return false }
        switch kind {
        case .path(let path):
            guard let position = path.column else { return false }
            let column = path.table.columns[position]
            return column.missingCount == column.count
        case .outer(let inner): return inner.isWithoutValues
        // The greatest of no values, and the like: as untyped as what it reads.
        case .aggregate(let aggregate): return aggregate.value?.isWithoutValues ?? false
        case .made: return isBlank
        // `if`: a choice between values that are all missing.
        case .call(let signature, let arguments):
            return signature.takesCondition(at: 0)
                && arguments.indices.allSatisfy {
                    arguments[$0].isWithoutValues
                        || signature.takesCondition(at: $0) && $0 + 1 < arguments.count
                }
        default: return false
        }
    }
}
