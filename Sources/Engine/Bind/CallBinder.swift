import BoardLanguage
import Columns

/// Function calls: by name, with their arguments' types checked.
extension Binder {
    func bindCall(
        _ name: Name, _ arguments: [Expression], in scope: Scope, _ mode: ExpressionMode,
        _ place: Place
    ) throws(BoardError) -> BoundExpression {
        let called = name.text.lowercased()
        if AggregateRegistry.named(called) != nil {
            return try bindAggregate(called, arguments, in: scope, mode, place)
        }
        if called == "via" { return try bindVia(arguments, in: scope, place) }
        guard let signature = FunctionRegistry.named(called) else {
            let known = FunctionRegistry.all.map(\.name) + AggregateRegistry.all.map(\.name)
            let near = nearestNames(to: name.text, in: known, limit: 1)
            throw error(
                "no function '\(name.text)'", at: name.span,
                help: ForeignFunctions.help[called].map { "in this language: \($0)" }
                    ?? near.first.map { "nearest is '\($0)'" } ?? ".help functions lists them")
        }
        if called == "age" { readsClock = true }
        var bound: [BoundExpression] = []
        for (position, argument) in arguments.enumerated() {
            bound.append(
                signature.takesCondition(at: position)
                    ? try bindCondition(argument, in: scope, mode)
                    : try bind(argument, in: scope, mode))
        }
        let patterns = bound.indices.filter {
            if case .pattern? = bound[$0].constant { true } else { false }
        }
        while true {
            do throws(SignatureMismatch) {
                let type = try signature.type(of: bound.map(\.type), patterns: Set(patterns))
                return try fold(
                    BoundExpression(.call(signature, bound), type: type, place: place))
            } catch {
                if retype(&bound, error) { continue }
                throw mismatch(error, signature, bound, place)
            }
        }
    }

    /// Gives an argument without any value a type that fits; false when no argument is one.
    private func retype(
        _ arguments: inout [BoundExpression], _ mismatch: SignatureMismatch
    ) -> Bool {
        switch mismatch {
        case .type(let position, _, let accepted):
            guard let type = accepted.first,
                let blank = blank(arguments[position], as: type)
            else { return false }
            arguments[position] = blank
            return true
        case .together(let types):
            for (position, argument) in arguments.enumerated() {
                for type in types where type.scalar != .text && type.scalar != .bool {
                    guard let blank = blank(argument, as: type) else { continue }
                    arguments[position] = blank
                    return true
                }
            }
            return false
        default: return false
        }
    }

    /// Folding inside a `do` that catches another error type.
    private func fold(_ expression: BoundExpression) throws(SignatureMismatch) -> BoundExpression {
        do throws(BoardError) { return try folded(expression) } catch { return expression }
    }

    private func mismatch(
        _ mismatch: SignatureMismatch, _ signature: FunctionSignature,
        _ arguments: [BoundExpression], _ place: Place
    ) -> BoardError {
        let help =
            "\(signature.name)(\(signature.parameters.map(\.name).joined(separator: ", "))): "
            + signature.example.expression
        switch mismatch {
        case .type(let argument, _, _), .pattern(let argument):
            return arguments[argument].place.error(mismatch.message(signature.name), help: help)
        case .twoLists(_, let second):
            let excerpt = arguments[second].place.excerpt
            return arguments[second].place.error(
                mismatch.message(signature.name),
                help: "first(\(excerpt)) takes one value, expand makes a row of each")
        default: return place.error(mismatch.message(signature.name), help: help)
        }
    }

    /// `via(okta.users)`: the rule that matched.
    private func bindVia(
        _ arguments: [Expression], in scope: Scope, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        if arguments.count == 1, case .path(let path) = arguments[0].kind {
            let resolved = try resolveRecords(path, in: scope)
            if case .records(let records, let depth) = resolved, !records.steps.isEmpty {
                let type: ValueType = records.isMany ? .list(.text) : .text
                return outer(BoundExpression(.via(records), type: type, place: place), depth)
            }
            if case .records(let records, _) = resolved,
                let walked = walk(to: records.slot, in: scope)
            {
                let type: ValueType = records.isMany ? .list(.text) : .text
                return BoundExpression(.via(walked), type: type, place: place)
            }
        }
        throw place.error(
            "via takes a path to another object's records",
            help:
                "via(github.members) is the rule that matched: key, email, alias, login, number, name"
        )
    }

    /// The path of `via`; a name that leads nowhere is told with the objects that are linked.
    private func resolveRecords(
        _ path: Path, in scope: Scope
    ) throws(BoardError) -> ResolvedPath {
        do throws(BoardError) {
            return try resolve(path, in: scope, use: .expand)
        } catch {
            guard let record = scope.record, path.segments.count > 1,
                path.segments.allSatisfy({ !$0.hasBrackets && !$0.isStarred })
            else { throw error }
            let typed = path.segments.map(\.name.text)
            if case .one = objects.source(typed) { throw error }
            let linked = graph.reachable(from: record.table.name).map(\.description)
            let near = nearestNames(to: typed.joined(separator: "."), in: linked, limit: 3)
            let named = near.isEmpty ? Array(linked.prefix(6)) : near
            throw place(path.span).error(
                "no object '\(typed.joined(separator: "."))' is loaded",
                help: linked.isEmpty
                    ? "\(record.table.name) has no links"
                    : "linked to \(record.table.name) are \(named.joined(separator: ", "))")
        }
    }

    /// The walk that `expand` or `reconcile` bound to a slot, to look the rule up again.
    private func walk(to slot: Int, in scope: Scope) -> BoundPath? {
        var walk = scope.sides.last { $0.scope.record?.slot == slot }?.walk
        if let expanded = scope.expanded.last(where: { $0.slot == slot })?.walk,
            let from = ([scope.record].compactMap { $0 } + scope.expanded)
                .first(where: { $0.slot == expanded.from })
        {
            walk = (from: from, step: expanded.step)
        }
        guard let walk else { return nil }
        var path = start(at: walk.from)
        path.steps = [walk.step]
        path.boundSlot = slot
        return path
    }
}

extension FunctionSignature {
    /// Whether only a condition fits there: the odd arms of `if`.
    func takesCondition(at position: Int) -> Bool {
        guard !parameters.isEmpty else { return false }
        return parameter(position).types == [.bool]
    }
}
