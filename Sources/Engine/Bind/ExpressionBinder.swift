import BoardLanguage
import Columns

/// Gathers the aggregates of a `group` or `expect`: each becomes a column of the rows that the stage makes,
/// and what stands around it is computed over those.
final class AggregateCollector {
    /// The slot of the rows that the stage makes.
    let slot: Int
    /// Names of those rows: the group's keys and the aggregates before this one.
    var scope: Scope
    /// How many columns of the slot come before the first aggregate.
    let firstColumn: Int
    private(set) var aggregates: [(aggregate: BoundAggregate, place: Place)] = []

    init(slot: Int, scope: Scope, firstColumn: Int) {
        self.slot = slot
        self.scope = scope
        self.firstColumn = firstColumn
    }

    func add(_ aggregate: BoundAggregate, type: ValueType, place: Place) -> BoundExpression {
        aggregates.append((aggregate, place))
        var column = BoundExpression(
            .made(slot: slot, column: firstColumn + aggregates.count - 1, origins: [slot]),
            type: type, place: place)
        column.isBlank =
            BoundExpression(.aggregate(aggregate), type: type, place: place).isWithoutValues
        return column
    }
}

/// Whose values an expression speaks of: one row's, or those of the rows that a stage brings together.
enum ExpressionMode {
    case row
    case stage(AggregateCollector)
}

extension Binder {
    func bind(
        _ expression: Expression, in scope: Scope, _ mode: ExpressionMode = .row
    ) throws(BoardError) -> BoundExpression {
        let place = place(expression.span)
        switch expression.kind {
        case .literal(let literal): return try bindLiteral(literal, place)
        case .parameter(let name): return try bindParameter(name, place)
        case .path(let path): return try bindPath(path, in: scope, mode)
        case .now:
            readsClock = true
            let now = Column(.time([environment.context.now]))
            return constant(.constant(now), place: place)
        case .today:
            readsClock = true
            return constant(.constant(Column(.date([environment.context.today]))), place: place)
        case .group(let inner): return try bind(inner, in: scope, mode)
        case .call(let name, let arguments):
            return try bindCall(name, arguments, in: scope, mode, place)
        case .boardCall(let name, let board):
            return try bindBoardCall(name, board, in: scope, place)
        case .unary(let op, let inner): return try bindUnary(op, inner, in: scope, mode, place)
        case .binary(let op, let left, let right, _):
            return try bindBinary(op, left, right, in: scope, mode, place)
        case .ago(let inner):
            readsClock = true
            let duration = try bind(inner, in: scope, mode)
            guard duration.type.scalar == .duration else {
                throw place.error(
                    "'ago' follows a duration, not \(duration.type.name)",
                    help: "90d ago, 2mo ago")
            }
            let type: ValueType = duration.isMany ? .list(.time) : .time
            return try folded(BoundExpression(.ago(duration), type: type, place: place))
        case .per(let inner, let keys):
            return try bindPer(inner, keys: keys, in: scope, place)
        case .list(let values):
            return try bindList(values, in: scope, mode, place)
        case .set:
            throw place.error(
                "a board in parentheses is a set of rows, not a value",
                help: "sets stand after in, has and no, and in count( )")
        }
    }

    /// A condition: true or false for each row.
    func bindCondition(
        _ expression: Expression, in scope: Scope, _ mode: ExpressionMode = .row
    ) throws(BoardError) -> BoundExpression {
        let bound = try bind(expression, in: scope, mode)
        if bound.type == .bool { return bound }
        if let blank = blank(bound, as: .bool) { return blank }
        let truth = constant(.constant(Column(.bool([true]))), place: bound.place)
        if bound.type == .list(.bool) {
            return BoundExpression(
                .comparison(.equal, bound, truth), type: .bool, place: bound.place)
        }
        let what = bound.place.excerpt
        var help = "'has \(what)' asks for a value, '\(what) = …' compares it"
        if bound.constant != nil {
            help =
                "each condition is whole: status = \"A\" or status = \"B\", or status in (\"A\", \"B\")"
        }
        throw bound.place.error("'\(what)' is \(bound.type.name), not a condition", help: help)
    }

    private func bindLiteral(
        _ literal: Literal, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        do throws(PatternError) {
            return constant(
                try Operand(literal, zone: environment.context.timeZone), place: place)
        } catch {
            throw place.error(error.message)
        }
    }

    private func bindParameter(
        _ name: Name, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        if let parameter = lexical.parameters[name.text] {
            return constant(parameter.operand, place: place)
        }
        let known = lexical.parameters.keys.sorted()
        let near = nearestNames(to: name.text, in: known, limit: 1)
        throw place.error(
            "no parameter '$\(name.text)'",
            help: near.first.map { "nearest is '$\($0)'" }
                ?? "a line 'param \(name.text): TYPE' declares it")
    }

    private func bindPath(
        _ path: Path, in scope: Scope, _ mode: ExpressionMode
    ) throws(BoardError) -> BoundExpression {
        guard case .stage(let collector) = mode else {
            return try resolveValue(path, in: scope)
        }
        let place = place(path.span)
        if isBareCount(path) { return try bindAggregate("count", [], in: scope, mode, place) }
        do throws(BoardError) {
            return try resolveValue(path, in: collector.scope)
        } catch {
            // A name that the rows do not know either is misspelt: that error is the better one.
            let row = try resolveValue(path, in: scope)
            throw row.place.error(
                "'\(place.excerpt)' has a value for each row, and one for all of them is needed",
                help: "first(\(place.excerpt)), list(\(place.excerpt)) or max(\(place.excerpt))")
        }
    }

    func isBareCount(_ path: Path) -> Bool {
        guard path.segments.count == 1, let only = path.segments.first else { return false }
        return !only.name.isQuoted && !only.hasBrackets && !only.isStarred
            && only.name.text.lowercased() == "count"
    }

    /// `(a, b, c)` as a list value: constants of one type.
    private func bindList(
        _ values: [Expression], in scope: Scope, _ mode: ExpressionMode, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        var bound: [BoundExpression] = []
        for value in values { bound.append(try bind(value, in: scope, mode)) }
        guard let list = constantList(bound, place) else {
            throw place.error(
                "a list in parentheses holds values of one type",
                help: "it stands after in: status in (\"ACTIVE\", \"STAGED\")")
        }
        return list
    }

    /// Constants of one type as one list; nil when they vary by row or differ in type.
    func constantList(_ values: [BoundExpression], _ place: Place) -> BoundExpression? {
        var columns: [Column] = []
        for value in values {
            guard case .constant(let column)? = value.constant, !value.isMany else { return nil }
            columns.append(column)
        }
        guard let type = ValueType.unified(columns.map(\.type)) else { return nil }
        let all = Column.concatenated(columns.map { $0.converted(to: type) })
        let list = Column.list(
            of: all, rows: [Int32](repeating: 0, count: all.count), rowCount: 1)
        return constant(.constant(list), place: place)
    }

    private func bindUnary(
        _ op: UnaryOperator, _ inner: Expression, in scope: Scope, _ mode: ExpressionMode,
        _ place: Place
    ) throws(BoardError) -> BoundExpression {
        switch op {
        case .not:
            let condition = try bindCondition(inner, in: scope, mode)
            return BoundExpression(.not(condition), type: .bool, place: place)
        case .has: return try bindHas(inner, in: scope, mode, place)
        case .no:
            let has = try bindHas(inner, in: scope, mode, place)
            return BoundExpression(.not(has), type: .bool, place: place)
        case .negate:
            var value = try bind(inner, in: scope, mode)
            value = blank(value, as: .integer) ?? value
            guard let type = Arithmetic.negatedType(value.type) else {
                throw place.error("'-' takes a number or a duration, not \(value.type.name)")
            }
            return try folded(BoundExpression(.negated(value), type: type, place: place))
        }
    }

    private func bindHas(
        _ inner: Expression, in scope: Scope, _ mode: ExpressionMode, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        func has(_ value: BoundExpression) -> BoundExpression {
            BoundExpression(.has(value), type: .bool, place: place)
        }
        switch inner.kind {
        case .set(let set):
            let rows = try bindSet(set, in: scope, needsColumn: false)
            return BoundExpression(.hasRows(rows), type: .bool, place: place)
        case .path(let path):
            if case .stage = mode { return has(try bind(inner, in: scope, mode)) }
            switch try resolve(path, in: scope, use: .existence) {
            case .value(let value): return has(value)
            case .records(let records, let depth):
                let found = BoundExpression(.hasRecord(records), type: .bool, place: place)
                return outer(found, depth)
            case .members(let members):
                let all = members.map(has)
                return all.dropFirst().reduce(all[0]) {
                    BoundExpression(.or($0, $1), type: .bool, place: place)
                }
            }
        default: return has(try bind(inner, in: scope, mode))
        }
    }

    private func bindBinary(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, in scope: Scope,
        _ mode: ExpressionMode, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        switch op {
        case .and, .or:
            let first = try bindCondition(left, in: scope, mode)
            let second = try bindCondition(right, in: scope, mode)
            return BoundExpression(
                op == .and ? .and(first, second) : .or(first, second), type: .bool, place: place)
        case .coalesce:
            let (first, second) = matchBlanks(
                try bind(left, in: scope, mode), try bind(right, in: scope, mode))
            if let blank = blank(of: first, second, place) { return blank }
            guard let type = Coalesce.type(first.type, second.type) else {
                throw place.error(
                    "?? takes two values of one type, not \(first.type.name) and \(second.type.name)",
                    help: "text(…) makes either one text")
            }
            return try folded(
                BoundExpression(.coalesce(first, second), type: type, place: place))
        case .add, .subtract, .multiply, .divide:
            return try bindArithmetic(op, left, right, in: scope, mode, place)
        default:
            return try bindComparison(op, left, right, in: scope, mode, place)
        }
    }

    private func bindArithmetic(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, in scope: Scope,
        _ mode: ExpressionMode, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        var first = try bind(left, in: scope, mode)
        var second = try bind(right, in: scope, mode)
        if second.type.scalar == .duration, op == .add || op == .subtract {
            first = blank(first, as: .time) ?? first
        }
        (first, second) = matchBlanks(first, second)
        if first.isMany, second.isMany {
            throw second.place.error(
                "both sides of '\(op.rawValue)' have many values",
                help: "first(\(second.place.excerpt)) takes one, expand makes a row of each")
        }
        if let blank = blank(of: first, second, place) { return blank }
        let hasWholeDays = [first, second].contains { $0.constant?.hasWholeDays == true }
        guard
            let type = Arithmetic.type(op, first.type, second.type, hasWholeDays: hasWholeDays)
        else {
            throw place.error(
                "'\(op.rawValue)' does not take \(first.type.name) and \(second.type.name)",
                help: arithmeticHelp(op, first.type.scalar, second.type.scalar))
        }
        return try folded(BoundExpression(.arithmetic(op, first, second), type: type, place: place))
    }

    private func arithmeticHelp(
        _ op: BinaryOperator, _ left: ValueType, _ right: ValueType
    ) -> String? {
        switch (left, right) {
        case (.text, _), (_, .text): "number(…) reads a number from text; + joins texts"
        case (.time, .time), (.date, .date), (.time, .date), (.date, .time):
            "two times can be subtracted: now - lastLogin"
        default: nil
        }
    }

    /// The expression computed at once where it depends on nothing.
    func folded(_ expression: BoundExpression) throws(BoardError) -> BoundExpression {
        guard expression.parts.allSatisfy({ $0.expression.constant != nil }) else {
            return expression
        }
        let operands = expression.parts.compactMap { $0.expression.constant }
        do throws(EvaluationError) {
            guard
                let value = try Operators.apply(
                    expression.kind, operands, count: 1, environment.context),
                value.isConstant
            else { return expression }
            return constant(value, place: expression.place)
        } catch {
            throw expression.place.error(error)
        }
    }
}
