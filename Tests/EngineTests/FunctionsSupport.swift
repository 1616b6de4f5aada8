import BoardLanguage
import Columns

@testable import Engine

enum Fixtures {
    /// 2026-08-03T12:00:00Z.
    static let now: Int64 = 1_785_758_400_000_000

    /// Berlin's clocks of 2025 to 2027.
    static let berlin = ZoneTable(
        name: "Europe/Berlin",
        transitions: [
            1_743_296_400, 1_761_440_400, 1_774_746_000, 1_792_890_000, 1_806_195_600,
            1_824_944_400,
        ],
        offsets: [3600, 7200, 3600, 7200, 3600, 7200, 3600])

    static func context(zone: ZoneTable = .utc, threads: Int = 1) -> EvaluationContext {
        EvaluationContext(
            now: now, timeZone: zone, cancellation: Cancellation(), threads: threads)
    }

    static func text(_ values: [String?]) -> Column {
        var builder = TextBuilder()
        for value in values { builder.append(value ?? "") }
        return Column(.text(builder.finish()), validity: validity(values))
    }

    static func coded(_ values: [String?]) -> Column {
        var dictionary = [""]
        let codes = values.map { value -> Int32 in
            guard let value else { return 0 }
            if let code = dictionary.dropFirst().firstIndex(of: value) { return Int32(code) }
            dictionary.append(value)
            return Int32(dictionary.count - 1)
        }
        var builder = TextBuilder()
        for entry in dictionary { builder.append(entry) }
        return Column(
            .coded(CodedColumn(codes: codes, dictionary: builder.finish())),
            validity: validity(values))
    }

    static func flat<Value>(
        _ values: [Value?], zero: Value, _ storage: ([Value]) -> Column.Storage
    ) -> Column {
        Column(storage(values.map { $0 ?? zero }), validity: validity(values))
    }

    /// Lists of texts; nil and the empty list are missing.
    static func lists(_ values: [[String]], coded: Bool = false) -> Column {
        let rows = values.enumerated().flatMap { row, list in list.map { _ in Int32(row) } }
        let elements = coded ? Self.coded(values.flatMap { $0 }) : Self.text(values.flatMap { $0 })
        return Column.list(of: elements, rows: rows, rowCount: values.count)
    }

    static func validity<Value>(_ values: [Value?]) -> Bitmap? {
        if values.allSatisfy({ $0 != nil }) { return nil }
        var bitmap = Bitmap(repeating: false, count: values.count)
        for (row, value) in values.enumerated() where value != nil { bitmap.set(row, to: true) }
        return bitmap
    }
}

/// Evaluates an expression of literals, calls and operators: enough to run the registry's examples without the
/// binder.
struct LiteralEvaluator {
    struct Unsupported: Error { let what: String }

    var context = Fixtures.context()

    func text(_ source: String) throws -> String {
        let result = try evaluate(try parseExpression(source))
        return result.column(count: 1).string(0)
    }

    func evaluate(_ expression: Expression) throws -> Operand {
        switch expression.kind {
        case .literal(let literal): return try Operand(literal, zone: context.timeZone)
        case .now: return .constant(Column(.time([context.now])))
        case .today: return .constant(Column(.date([context.today])))
        case .group(let inner): return try evaluate(inner)
        case .ago(let inner):
            return try Arithmetic.ago(try evaluate(inner), count: 1, context: context)
        case .list(let elements):
            let operands = try elements.map { try evaluate($0) }
            let column = Column.concatenated(operands.map { $0.column(count: 1) })
            return .constant(
                .list(
                    of: column, rows: [Int32](repeating: 0, count: operands.count), rowCount: 1))
        case .unary(.negate, let inner):
            return try Arithmetic.negate(try evaluate(inner), count: 1, context: context)
        case .binary(let operation, let left, let right, operator: _):
            let a = try evaluate(left)
            let b = try evaluate(right)
            switch operation {
            case .add, .subtract, .multiply, .divide:
                return try Arithmetic.apply(operation, a, b, count: 1, context: context)
            case .coalesce: return Coalesce.apply(a, b, count: 1)
            default:
                let outcome = try Comparison.compare(operation, a, b, count: 1, context: context)
                return .constant(Logic.column(outcome.rows))
            }
        case .call(let name, let arguments):
            let operands = try arguments.map { try evaluate($0) }
            if let function = FunctionRegistry.named(name.text) {
                let patterns = operands.indices.filter {
                    if case .pattern = operands[$0] { true } else { false }
                }
                let type = try function.type(of: operands.map(\.type), patterns: Set(patterns))
                let result = try function.apply(operands, count: 1, context: context)
                if result.type != type {
                    throw Unsupported(what: "\(name.text) gave \(result.type), not \(type)")
                }
                return result
            }
            guard let aggregate = AggregateRegistry.named(name.text),
                case .list(let list)? = operands.first?.values?.storage
            else { throw Unsupported(what: name.text) }
            let groups = [Int32](repeating: 0, count: list.elements.count)
            return .constant(try aggregate.evaluate(list.elements, groups, 1, context))
        default: throw Unsupported(what: "\(expression.kind)")
        }
    }
}
