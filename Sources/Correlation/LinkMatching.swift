import Columns
import Synchronization

/// A link's rows matched once, for both directions.
struct MatchedLink: Sendable {
    let builder: LinkArrayBuilder
    let matches: RowMatches
    let notes: [String]
}

extension LinkModel {
    /// The rows of the link of this number; nil where there is none.
    func matched(_ id: Int) -> MatchedLink? {
        if let plan = remembered?.plan(of: id) {
            if let ready = matchedLinks.withLock({ $0[id] }) { return ready }
            let made = matchByColumns(plan)
            matchedLinks.withLock { $0[id] = made }
            return made
        }
        let inference = inference
        guard inference.plans.indices.contains(id) else { return nil }
        if let ready = matchedLinks.withLock({ $0[id] }) { return ready }
        let made = match(inference.plans[id])
        matchedLinks.withLock { $0[id] = made }
        return made
    }

    /// Rows matched without a profile of their tables.
    private func matchByColumns(_ plan: LinkPlan) -> MatchedLink {
        let (left, right) = (tables[plan.leftTable], tables[plan.rightTable])
        if let contained = contained(plan, left, right) { return contained }
        let matcher = RuleMatcher(
            plan, left: left, right: right, nil, columnsAlone, threads: threads)
        columnsAlone.releaseIndexes()
        return finish(
            plan, matcher.matches, matcher.blankRows(.left), matcher.blankRows(.right),
            matcher.domains.sentences)
    }

    /// Rows of a list inside the rows of another object.
    private func contained(_ plan: LinkPlan, _ left: Table, _ right: Table) -> MatchedLink? {
        guard plan.isContainment, let parent = left.parent else { return nil }
        var matches = RowMatches(rowCount: left.rowCount)
        for (row, owner) in parent.rows.enumerated() { matches.add(row, owner, .key) }
        return finish(
            plan, matches, [Bool](repeating: false, count: left.rowCount),
            [Bool](repeating: false, count: right.rowCount), [])
    }

    private func match(_ plan: LinkPlan) -> MatchedLink {
        let understanding = understanding
        let left = understanding.profiles[plan.leftTable].table
        let right = understanding.profiles[plan.rightTable].table
        if let contained = contained(plan, left, right) { return contained }
        let matcher = RuleMatcher(
            plan, understanding.profiles, understanding.cache, threads: threads)
        var matches = matcher.matches
        understanding.cache.releaseIndexes()
        PinnedPairs(
            profiles: understanding.profiles, pins: pins, primary: { self.primaryColumn($0) }
        ).apply(plan, to: &matches)
        return finish(
            plan, matches, matcher.blankRows(.left), matcher.blankRows(.right),
            matcher.domains.sentences)
    }

    private func finish(
        _ plan: LinkPlan, _ matches: RowMatches, _ leftBlank: [Bool], _ rightBlank: [Bool],
        _ notes: [String]
    ) -> MatchedLink {
        let builder = LinkArrayBuilder(
            plan: plan, leftCount: leftBlank.count, rightCount: rightBlank.count,
            leftBlank: leftBlank, rightBlank: rightBlank, threads: threads)
        return MatchedLink(builder: builder, matches: matches, notes: notes)
    }
}
