import Columns

/// The one thing in an aggregate's argument that has many values per row: the records of a path, or a list.
///
/// The argument is computed once for each of those records or elements, so that
/// `count(apps.status = "ACTIVE" and apps.cost > 3)` asks both of the same app.
enum ManyAtom {
    /// Up to the last link that has many; what follows is read from each of those records.
    case records(BoundPath)
    case list(BoundExpression)

    var domain: BoundAggregate.Domain {
        switch self {
        case .records(let path): .records(path)
        case .list(let list): .elements(list, slots: list.origins.sorted())
        }
    }

    private var place: Place? {
        switch self {
        case .records(let path): path.steps.last?.place
        case .list(let list): list.place
        }
    }

    /// As it was written; empty for the row's own record.
    var excerpt: String { place?.excerpt ?? "" }

    func isSame(as other: ManyAtom) -> Bool {
        switch (self, other) {
        case (.records(let a), .records(let b)): a.isSameWalk(as: b)
        case (.list(let a), .list(let b)): a.place.excerpt == b.place.excerpt
        default: false
        }
    }

    /// The path up to its last to-many link; the whole path when it has none.
    static func prefix(_ path: BoundPath) -> BoundPath {
        var prefix = path
        if let last = path.steps.lastIndex(where: { $0.isMany }) {
            prefix.steps = Array(path.steps[...last])
        }
        prefix.leaf = .records
        return prefix
    }

    /// The atom of an expression; nil when it has one value per row.
    ///
    /// - Throws: when there are two different ones.
    static func only(in expression: BoundExpression) throws(BoardError) -> ManyAtom? {
        var found: ManyAtom?
        for atom in all(in: expression) {
            if let found, !found.isSame(as: atom) {
                throw (atom.place ?? expression.place).error(
                    "'\(found.excerpt)' and '\(atom.excerpt)' are two lists",
                    help: "an aggregate reads one; expand makes a row of each")
            }
            found = atom
        }
        return found
    }

    /// The records of a path over to-one links, which an aggregate reads once each like any other.
    ///
    /// - Parameter canMix: whether the row's own values may stand beside; for several rows they may not, since
    ///   the record alone then does not say which rows to read.
    static func single(
        in expression: BoundExpression, canMix: Bool, isAllowed: Bool
    ) -> ManyAtom? {
        guard isAllowed else { return nil }
        var paths: [BoundPath] = []
        var hasOther = false
        func visit(_ part: BoundExpression) {
            switch part.kind {
            case .constant: break
            case .path(let path), .hasRecord(let path):
                if path.steps.isEmpty { hasOther = true } else { paths.append(path) }
            case .made, .outer, .aggregate, .setAggregate, .via, .inSet, .hasRows: hasOther = true
            default: for inner in part.parts where inner.depth == 0 { visit(inner.expression) }
            }
        }
        visit(expression)
        guard let first = paths.first, canMix || !hasOther,
            paths.allSatisfy({ $0.isSameWalk(as: first) })
        else { return nil }
        return .records(prefix(first))
    }

    private static func all(in expression: BoundExpression) -> [ManyAtom] {
        switch expression.kind {
        case .path(let path):
            if path.steps.contains(where: { $0.isMany }) { return [.records(prefix(path))] }
            return expression.isMany ? [.list(expression)] : []
        case .hasRecord(let path), .via(let path):
            return path.steps.contains { $0.isMany } ? [.records(prefix(path))] : []
        case .constant: return []
        case .made, .outer: return expression.isMany ? [.list(expression)] : []
        case .aggregate, .setAggregate: return expression.isMany ? [.list(expression)] : []
        case .call(let signature, let arguments):
            // A function that takes whole lists answers for itself; what it gives may be a list again.
            let mapped = arguments.enumerated().filter { !signature.parameter($0.offset).takesList }
            let inner = mapped.flatMap { all(in: $0.element) }
            if inner.isEmpty { return expression.isMany ? [.list(expression)] : [] }
            return inner
        default:
            let inner = expression.parts.filter { $0.depth == 0 }
                .flatMap { all(in: $0.expression) }
            if inner.isEmpty { return expression.isMany ? [.list(expression)] : [] }
            return inner
        }
    }

    /// The expression as computed for each record or element: the atom is that record or element, everything
    /// else belongs to the row outside.
    func lift(_ expression: BoundExpression) -> BoundExpression {
        let lifted = expression.rewritten { part in
            if let own = self.lifted(part) { return own }
            switch part.kind {
            case .path, .made, .hasRecord, .via, .aggregate, .outer, .hasRows, .setAggregate:
                return BoundExpression(.outer(part), type: part.type, place: part.place)
            case .inSet(let value, let set) where set.firstCorrelatedStage == nil:
                return BoundExpression(
                    .inSet(self.lift(value), set), type: part.type, place: part.place)
            case .inSet:
                return BoundExpression(.outer(part), type: part.type, place: part.place)
            default: return nil
            }
        }
        return lifted
    }

    private func lifted(_ part: BoundExpression) -> BoundExpression? {
        switch self {
        case .list(let list):
            guard part.isMany, part.place.excerpt == list.place.excerpt else { return nil }
            return BoundExpression(
                .made(slot: 0, column: 0, origins: [0]), type: list.type.scalar, place: part.place)
        case .records(let prefix):
            guard let path = part.path, path.steps.count >= prefix.steps.count,
                ManyAtom.prefix(path).isSameWalk(as: prefix)
            else { return nil }
            var rest = BoundPath(
                slot: 0, start: prefix.table,
                steps: Array(path.steps[prefix.steps.count...]), leaf: path.leaf)
            rest.isManyAtStart = false
            var copy = part
            switch part.kind {
            case .hasRecord: copy.kind = .hasRecord(rest)
            case .via where rest.steps.isEmpty: return nil
            case .via: copy.kind = .via(rest)
            default:
                copy.kind = .path(rest)
                let isListField = rest.column.map { rest.table.columns[$0].type.isList } ?? false
                copy.type = isListField ? part.type : part.type.scalar
            }
            return copy
        }
    }
}

extension BoundPath {
    /// Whether both reach the same records; brackets that were written alike are alike.
    func isSameWalk(as other: BoundPath) -> Bool {
        slot == other.slot && steps.count == other.steps.count
            && zip(steps, other.steps).allSatisfy {
                $0.isSameWalk(as: $1)
                    && $0.condition?.place.excerpt == $1.condition?.place.excerpt
            }
    }
}

extension BoundExpression {
    fileprivate var path: BoundPath? {
        switch kind {
        case .path(let path), .hasRecord(let path), .via(let path): path
        default: nil
        }
    }
}
