import BoardLanguage
import Columns

/// Aggregates: what they read, and whose values come together.
///
/// Over a path or a list they take the row's own values; in `group` and `expect`, and with `per`, those of the
/// rows. One inside another works per row.
extension Binder {
    func bindAggregate(
        _ name: String, _ arguments: [Expression], in scope: Scope, _ mode: ExpressionMode,
        _ place: Place
    ) throws(BoardError) -> BoundExpression {
        switch mode {
        case .row:
            let (aggregate, type) = try aggregate(name, arguments, in: scope, .row, place)
            return BoundExpression(.aggregate(aggregate), type: type, place: place)
        case .stage(let collector):
            let (aggregate, type) = try aggregate(name, arguments, in: scope, .stage, place)
            return collector.add(aggregate, type: type, place: place)
        }
    }

    /// `avg(n) per title`
    func bindPer(
        _ inner: Expression, keys: [Expression], in scope: Scope, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        var bound: [BoundExpression] = []
        for key in keys { bound.append(try bindKey(key, in: scope, word: "per")) }
        let name: String
        let arguments: [Expression]
        switch inner.kind {
        case .call(let called, let given): (name, arguments) = (called.text.lowercased(), given)
        case .path(let path) where isBareCount(path): (name, arguments) = ("count", [])
        default:
            throw place.error(
                "'per' follows an aggregate", help: "avg(\(self.place(inner.span).excerpt)) per …")
        }
        guard AggregateRegistry.named(name) != nil else {
            throw place.error(
                "'per' follows an aggregate, and '\(name)' is none",
                help: AggregateRegistry.all.map(\.name).joined(separator: ", "))
        }
        let (aggregate, type) = try aggregate(name, arguments, in: scope, .keys(bound), place)
        return BoundExpression(.aggregate(aggregate), type: type, place: place)
    }

    /// A value to group, sort or take by: one per row.
    func bindKey(
        _ expression: Expression, in scope: Scope, word: String
    ) throws(BoardError) -> BoundExpression {
        let key = try bind(expression, in: scope)
        if key.isMany {
            let excerpt = key.place.excerpt
            throw key.place.error(
                "'\(excerpt)' has many values, and \(word) needs one",
                help: "first(\(excerpt)) takes one, expand makes a row of each")
        }
        if let constant = key.constant, constant.values == nil {
            throw key.place.error("'\(key.place.excerpt)' is no value to \(word) by")
        }
        return key
    }

    private func aggregate(
        _ name: String, _ arguments: [Expression], in scope: Scope,
        _ grouping: BoundAggregate.Grouping, _ place: Place
    ) throws(BoardError) -> (BoundAggregate, ValueType) {
        guard let signature = AggregateRegistry.named(name) else {
            throw place.error("no aggregate '\(name)'")
        }
        guard arguments.count <= 2 else {
            throw place.error(
                "\(name) takes a value and a condition", help: signature.example.expression)
        }
        guard let first = arguments.first else {
            if signature.needsValue || signature.takesCondition {
                throw place.error("\(name) needs a value", help: signature.example.expression)
            }
            if case .row = grouping {
                throw place.error(
                    "\(name) counts rows, and here is one row",
                    help: "\(name)(PATH) counts a row's records, '\(name) per …' rows beside each")
            }
            return try finish(signature, .rows(slots: []), nil, nil, grouping, place)
        }
        var reading = try read(first, signature, in: scope, grouping)
        var condition: BoundExpression?
        if arguments.count == 2 {
            condition = try bindLast(arguments[1], reading, in: scope)
        }
        if !signature.needsValue, !signature.takesCondition, condition == nil,
            reading.value?.type == .bool
        {
            // `count(status = "ACTIVE")`: a condition alone says which rows or records count.
            (reading.value, condition) = (nil, reading.value)
        }
        if signature.takesCondition, reading.value?.type != .bool {
            throw place.error(
                "\(name) takes a condition", help: signature.example.expression)
        }
        var domain = reading.domain
        if case .rows(let slots) = domain {
            if case .row = grouping {
                throw place.error(
                    "'\(place.excerpt)' has one value to read in each row",
                    help:
                        "'\(place.excerpt) per …' reads all rows that share a key, group makes one row of them"
                )
            }
            let countsRows = reading.value == nil || signature.takesCondition
            domain = .rows(slots: countsRows ? [] : slots)
        }
        return try finish(signature, domain, reading.value, condition, grouping, place)
    }

    private func finish(
        _ signature: AggregateSignature, _ domain: BoundAggregate.Domain,
        _ value: BoundExpression?, _ condition: BoundExpression?,
        _ grouping: BoundAggregate.Grouping, _ place: Place
    ) throws(BoardError) -> (BoundAggregate, ValueType) {
        var value = value
        if let read = value, signature.resultType(read.type.scalar) == nil {
            value = blank(read, as: signature.takesCondition ? .bool : .integer) ?? read
        }
        guard let type = signature.resultType(value?.type.scalar) else {
            throw (value?.place ?? place).error(
                "\(signature.name) does not take \(value?.type.scalar.name ?? "rows")",
                help: help(signature, value, domain))
        }
        let aggregate = BoundAggregate(
            signature: signature, domain: domain, value: value, condition: condition,
            grouping: grouping)
        return (aggregate, type)
    }

    /// What an aggregate takes instead of a value whose type does not fit.
    private func help(
        _ signature: AggregateSignature, _ value: BoundExpression?, _ domain: BoundAggregate.Domain
    ) -> String {
        let name = signature.name
        let what = value?.place.excerpt ?? ""
        if case .records(let records) = domain, case .path(let path)? = value?.kind,
            path.steps.isEmpty, path.column == primaryColumn(of: records.table)
        {
            // The records were named, and their primary field was read.
            let index = fields(of: records.table)
            let fitting = records.table.fields.indices.filter {
                signature.resultType(records.table.fields[$0].type.scalar) != nil
            }.map { "\(name)(\(what).\(index.heading($0)))" }
            if fitting.isEmpty { return "\(records.table.name) has no field that \(name) takes" }
            return fitting.prefix(4).joined(separator: ", ")
                + (fitting.count > 4 ? " and \(fitting.count - 4) more" : "")
        }
        switch value?.type.scalar {
        case .text: return "number(\(what)) reads numbers from text"
        case .time, .date:
            return "age(\(what)) is a duration, which \(name) takes; min, max and median take times"
        default: return signature.example.expression
        }
    }

    /// The values of an aggregate: over rows, over records, or over the elements of a list.
    private struct Reading {
        var domain: BoundAggregate.Domain
        var value: BoundExpression?
        /// What the domain's records or elements stand for in the argument as it was bound.
        var atom: ManyAtom?
    }

    private func read(
        _ argument: Expression, _ signature: AggregateSignature, in scope: Scope,
        _ grouping: BoundAggregate.Grouping
    ) throws(BoardError) -> Reading {
        if case .set = argument.kind {
            throw place(argument.span).error("a set of rows is counted by count(board)")
        }
        if !signature.needsValue, !signature.takesCondition,
            case .path(let path) = unwrapped(argument).kind,
            case .records(let records, depth: 0) = try resolve(path, in: scope)
        {
            // The records themselves, whether or not they have a primary field.
            return Reading(
                domain: .records(records), value: nil, atom: .records(ManyAtom.prefix(records)))
        }
        let bound =
            signature.takesCondition
            ? try bindCondition(argument, in: scope) : try bind(argument, in: scope)
        let countsRows =
            signature.takesCondition || (!signature.needsValue && bound.type == .bool)
        let single = ManyAtom.single(
            in: bound, canMix: grouping.isRow, isAllowed: grouping.isRow || !countsRows)
        guard let atom = try ManyAtom.only(in: bound) ?? single else {
            return Reading(
                domain: .rows(slots: bound.origins.sorted()), value: bound, atom: nil)
        }
        return Reading(domain: atom.domain, value: atom.lift(bound), atom: atom)
    }

    /// The condition that comes last: names belong to the record that the aggregate reads, else to the row.
    private func bindLast(
        _ argument: Expression, _ reading: Reading, in scope: Scope
    ) throws(BoardError) -> BoundExpression {
        guard let atom = reading.atom else { return try bindCondition(argument, in: scope) }
        var failure: BoardError?
        if case .records(let path) = atom {
            var inner = Scope(rowName: path.table.name.description)
            inner.record = Scope.Record(slot: 0, table: path.table)
            inner.outside = Scope.Outside(scope)
            inner.isInBrackets = true
            do throws(BoardError) {
                return try bindCondition(argument, in: inner)
            } catch { failure = error }
        }
        do throws(BoardError) {
            let bound = try bindCondition(argument, in: scope)
            if let own = try ManyAtom.only(in: bound), !own.isSame(as: atom) {
                throw bound.place.error(
                    "the condition is on other records than '\(atom.excerpt)'",
                    help: "brackets choose records: \(atom.excerpt)[…]")
            }
            return atom.lift(bound)
        } catch { throw failure ?? error }
    }

    private func unwrapped(_ expression: Expression) -> Expression {
        if case .group(let inner) = expression.kind { return unwrapped(inner) }
        return expression
    }
}
