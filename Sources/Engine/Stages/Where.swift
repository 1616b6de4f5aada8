import BoardLanguage
import Columns

/// `where EXPR`: keeps the rows for which it holds.
struct WhereStage: BoundStage {
    /// Joined by `and`, in the order written.
    let conditions: [BoundExpression]
    /// What the conditions test with `has` or `no`: the footer need not say that it may be missing.
    let tested: Set<String>
    let place: Place

    var word: String { "where" }
    var expressions: [BoundExpression] { conditions }

    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError) {
        var kept: Bitmap?
        for condition in conditions {
            let before = kept?.countOnes ?? frame.rowCount
            // Once few rows are left it is cheaper to gather their values than to read all rows again.
            if let rows = kept, before * 4 < frame.rowCount {
                frame = try execution.filtered(frame, rows, place)
                kept = nil
            }
            execution.metMissing = []
            let holds = try execution.truth(condition, frame)
            for (what, rows) in execution.metMissing where !tested.contains(what) {
                let counted = kept.map { $0 & rows } ?? rows
                execution.facts.noteMissing(what, counted.countOnes)
            }
            execution.metMissing = []
            let both = kept.map { $0 & holds } ?? holds
            if before > 0, both.countOnes == 0 {
                execution.facts.noteEmptied(condition.place.excerpt, before: before)
            }
            kept = both
        }
        if let kept { frame = try execution.filtered(frame, kept, place) }
    }
}

extension Binder {
    func bindWhere(
        _ expression: Expression, _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let conditions = Self.conjuncts(try bindCondition(expression, in: draft.scope))
        draft.stages.append(
            WhereStage(
                conditions: conditions, tested: Self.tested(conditions), place: place))
        noteOnePath(conditions)
    }

    static func conjuncts(_ condition: BoundExpression) -> [BoundExpression] {
        guard case .and(let left, let right) = condition.kind else { return [condition] }
        return conjuncts(left) + conjuncts(right)
    }

    private static func tested(_ conditions: [BoundExpression]) -> Set<String> {
        var found: Set<String> = []
        for condition in conditions {
            if case .has(let value) = condition.kind { found.insert(value.place.excerpt) }
            found.formUnion(
                tested(condition.parts.filter { $0.depth == 0 }.map(\.expression)))
        }
        return found
    }

    /// Two conditions on one to-many path may be met by two of its records: the footer says so.
    private func noteOnePath(_ conditions: [BoundExpression]) {
        var seen: [(path: BoundPath, excerpt: String)] = []
        for condition in conditions {
            guard case .comparison(let op, let left, let right) = condition.kind,
                ![.notEqual, .notMatches, .notIn].contains(op)
            else { continue }
            for side in [left, right] {
                guard case .path(let path) = side.kind,
                    path.steps.contains(where: { $0.isMany })
                else { continue }
                let prefix = ManyAtom.prefix(path)
                if let other = seen.first(where: { $0.path.isSameWalk(as: prefix) }) {
                    let name = prefix.steps[prefix.steps.count - 1].place.excerpt
                    notes.append(
                        "'\(other.excerpt)' and '\(side.place.excerpt)' may be met by different "
                            + "records; \(name)[… and …] asks for one")
                } else {
                    seen.append((prefix, side.place.excerpt))
                }
            }
        }
    }
}
