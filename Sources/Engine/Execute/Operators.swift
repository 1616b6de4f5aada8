import BoardLanguage
import Columns

/// The operators and functions whose value depends on nothing but their arguments.
enum Operators {
    /// Computes the node over its parts' values; nil when the node needs a frame.
    static func apply(
        _ kind: BoundExpression.Kind, _ operands: [Operand], count: Int,
        _ context: EvaluationContext
    ) throws(EvaluationError) -> Operand? {
        switch kind {
        case .call(let signature, _):
            return try signature.apply(operands, count: count, context: context)
        case .arithmetic(let op, _, _):
            return try Arithmetic.apply(
                op, operands[0], operands[1], count: count, context: context)
        case .negated: return try Arithmetic.negate(operands[0], count: count, context: context)
        case .ago: return try Arithmetic.ago(operands[0], count: count, context: context)
        case .coalesce: return Coalesce.apply(operands[0], operands[1], count: count)
        default: return nil
        }
    }
}
