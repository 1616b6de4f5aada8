/// Walking and rewriting bound expressions.
extension BoundExpression {
    /// Direct parts, each with how many frames deeper it is computed: 0 over the same frame, 1 over the
    /// records of a path or the rows of a set.
    var parts: [(expression: BoundExpression, depth: Int)] {
        switch kind {
        case .constant, .made: []
        case .path(let path), .hasRecord(let path), .via(let path): path.conditions.map { ($0, 1) }
        case .outer(let inner): [(inner, -1)]
        case .call(_, let arguments): arguments.map { ($0, 0) }
        case .comparison(_, let left, let right), .arithmetic(_, let left, let right),
            .and(let left, let right), .or(let left, let right), .coalesce(let left, let right):
            [(left, 0), (right, 0)]
        case .not(let inner), .has(let inner), .negated(let inner), .ago(let inner): [(inner, 0)]
        case .oneOf(let value, let values): [(value, 0)] + values.map { ($0, 0) }
        case .inSet(let value, let set): [(value, 0)] + set.parts
        case .hasRows(let set), .setAggregate(let set, _): set.parts
        case .aggregate(let aggregate): aggregate.parts
        }
    }

    /// Whether it looks at the row outside, so that it has another value for each row out there.
    func mentionsOutside(depth: Int = 0) -> Bool {
        if case .outer(let inner) = kind {
            return depth == 0 || inner.mentionsOutside(depth: depth - 1)
        }
        return parts.contains { $0.expression.mentionsOutside(depth: depth + $0.depth) }
    }

    /// The slots whose records its value belongs to; a column belongs to what it was computed from.
    var origins: Set<Int> {
        switch kind {
        case .path(let path), .hasRecord(let path), .via(let path): return [path.slot]
        case .made(_, _, let origins): return origins
        case .outer: return []
        case .aggregate(let aggregate):
            switch aggregate.domain {
            case .records(let path): return [path.slot]
            case .elements(let list, _): return list.origins
            case .rows(let slots): return Set(slots)
            }
        default:
            return parts.filter { $0.depth == 0 }.reduce(into: []) { found, part in
                found.formUnion(part.expression.origins)
            }
        }
    }

    /// The same expression with every part of the same frame for which `replace` answers put in its place,
    /// types recomputed where a list became one value.
    func rewritten(_ replace: (BoundExpression) -> BoundExpression?) -> BoundExpression {
        if let replacement = replace(self) { return replacement }
        var copy = self
        func again(_ part: BoundExpression) -> BoundExpression { part.rewritten(replace) }
        var inputs: [BoundExpression] = []
        switch kind {
        case .call(let signature, let arguments):
            inputs = arguments.map(again)
            copy.kind = .call(signature, inputs)
        case .comparison(let op, let left, let right):
            copy.kind = .comparison(op, again(left), again(right))
            return copy
        case .arithmetic(let op, let left, let right):
            inputs = [again(left), again(right)]
            copy.kind = .arithmetic(op, inputs[0], inputs[1])
        case .coalesce(let left, let right):
            inputs = [again(left), again(right)]
            copy.kind = .coalesce(inputs[0], inputs[1])
        case .negated(let inner):
            inputs = [again(inner)]
            copy.kind = .negated(inputs[0])
        case .ago(let inner):
            inputs = [again(inner)]
            copy.kind = .ago(inputs[0])
        case .and(let left, let right): copy.kind = .and(again(left), again(right))
        case .or(let left, let right): copy.kind = .or(again(left), again(right))
        case .not(let inner): copy.kind = .not(again(inner))
        case .has(let inner): copy.kind = .has(again(inner))
        case .oneOf(let value, let values): copy.kind = .oneOf(again(value), values.map(again))
        case .inSet(let value, let set): copy.kind = .inSet(again(value), set)
        default: break
        }
        if copy.isMany, !inputs.isEmpty, !inputs.contains(where: \.isMany) {
            copy.type = copy.type.scalar
        }
        return copy
    }
}

extension BoundPath {
    var conditions: [BoundExpression] { steps.compactMap(\.condition) }
}

extension BoundAggregate {
    var parts: [(expression: BoundExpression, depth: Int)] {
        var found: [(expression: BoundExpression, depth: Int)] = []
        var depth = 1
        switch domain {
        case .rows: depth = 0
        case .records(let path): found += path.conditions.map { ($0, 1) }
        case .elements(let list, _): found.append((list, 0))
        }
        found += [value, condition].compactMap { $0 }.map { ($0, depth) }
        if case .keys(let keys) = grouping { found += keys.map { ($0, 0) } }
        return found
    }
}

extension BoundSet {
    var parts: [(expression: BoundExpression, depth: Int)] {
        let inner = board.stages.flatMap(\.expressions) + [column].compactMap { $0 }
        return inner.map { ($0, 1) }
    }
}
