import BoardLanguage
import Columns

/// Fields of which no record has a value: nothing says what they would hold, so they fit wherever a value does.
///
/// A column without values is typed as text. A board that compares `termination_date` with a date must go on
/// working while nobody has left.
extension Binder {
    /// The expression as a value of `type` that is missing in every row; nil when it has values, or is typed.
    func blank(_ expression: BoundExpression, as type: ValueType) -> BoundExpression? {
        guard expression.type.scalar == .text, type.scalar != .text else { return nil }
        var typed = expression
        switch expression.kind {
        case .path(let path):
            guard let position = path.column else { return nil }
            let column = path.table.columns[position]
            guard column.missingCount == column.count else { return nil }
        case .outer(let inner):
            guard let blank = blank(inner, as: type) else { return nil }
            typed.kind = .outer(blank)
        default: return nil
        }
        // The path stays: the footer names the links it crosses, and counts the values it lacks.
        typed.type = expression.isMany ? .list(type.scalar) : type.scalar
        return typed
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
