import Columns

/// Chooses links among candidates for the whole graph, not pair by pair.
///
/// Per foreign field one target; per pair of objects the fewest links that explain the data; where several
/// fields find the same records they are rules of one link. What loses is kept with the reason.
struct LinkChoice {
    let profiles: [TableProfile]
    let rules: RuleMaker
    private(set) var plans: [LinkPlan] = []
    private(set) var rejected: [(candidate: Candidate, reason: String)] = []

    private struct Pair: Hashable {
        let left: Int
        let right: Int
    }

    init(_ profiles: [TableProfile], _ rules: RuleMaker, scored: [Candidate]) {
        self.profiles = profiles
        self.rules = rules
        var accepted: [Candidate] = []
        for candidate in scored {
            if candidate.score >= Candidate.threshold {
                accepted.append(candidate)
            } else if candidate.score > 0 {
                rejected.append((candidate, "too weak to be trusted"))
            }
        }
        let identity = chooseIdentity(accepted)
        chooseReferences(accepted.filter { !isDecided($0, identity) })
    }

    mutating func append(_ plan: LinkPlan) { plans.append(plan) }

    mutating func reject(_ candidate: Candidate, _ reason: String) {
        rejected.append((candidate, reason))
    }

    private func isDecided(_ candidate: Candidate, _ identity: Set<Pair>) -> Bool {
        let (a, b) = (candidate.left.table, candidate.right.table)
        guard
            identity.contains(Pair(left: a, right: b)) || identity.contains(Pair(left: b, right: a))
        else { return false }
        return isIdentity(candidate)
            || (rules.fields[a].contains(candidate.left.column)
                && rules.fields[b].contains(candidate.right.column))
    }

    func isIdentity(_ candidate: Candidate) -> Bool {
        let left = profiles[candidate.left.table]
        let right = profiles[candidate.right.table]
        guard candidate.left.table != candidate.right.table, left.origin != right.origin,
            left.isSelfIdentifying(candidate.left.column),
            right.isSelfIdentifying(candidate.right.column),
            !left.columns[candidate.left.column].type.isList
        else { return false }
        switch (left.kind, right.kind) {
        case (.people, .devices), (.devices, .people): return false
        case (.people, .people), (.devices, .devices): return true
        default:
            // Two lists of the same things overlap both ways; numbers of a few of them are references.
            return left.columns[candidate.left.column].isInteger
                ? min(candidate.leftShare, candidate.rightShare) >= 0.3
                : max(candidate.leftShare, candidate.rightShare) >= 0.3
        }
    }

    private mutating func chooseIdentity(_ accepted: [Candidate]) -> Set<Pair> {
        var groups: [Pair: [Candidate]] = [:]
        for candidate in accepted where isIdentity(candidate) {
            groups[Pair(left: candidate.left.table, right: candidate.right.table), default: []]
                .append(candidate)
        }
        var decided: Set<Pair> = []
        for (pair, candidates) in groups.sorted(by: {
            ($0.key.left, $0.key.right) < ($1.key.left, $1.key.right)
        }) {
            let ordered = candidates.sorted(by: isStronger)
            let named = ordered.filter { rules.kind($0) != .name }
            guard let lead = named.first else {
                for candidate in ordered { rejected.append((candidate, "person names alone")) }
                continue
            }
            decided.insert(pair)
            let plans = rules.identityRules(pair.left, pair.right, leads: named)
            let first = named.first { leads($0, plans) } ?? lead
            for other in named where other.left != first.left || other.right != first.right {
                rejected.append(
                    (other, "a further rule of \(title(first)), which finds the same records"))
            }
            self.plans.append(
                LinkPlan(
                    leftTable: pair.left, rightTable: pair.right,
                    leftFields: [field(first.left)], rightFields: [field(first.right)],
                    kind: .oneToOne, rules: plans, confidence: first.confidence,
                    leftMatched: first.leftShare, rightMatched: first.rightShare,
                    evidence: ["both describe the same things in two tools"] + first.sentences,
                    isIdentity: true))
        }
        return decided
    }

    /// Whether the candidate is the first of the rules.
    private func leads(_ candidate: Candidate, _ plans: [RulePlan]) -> Bool {
        guard let plan = plans.first, case .column(let left) = plan.left,
            case .column(let right) = plan.right
        else { return false }
        return candidate.left.column == left && candidate.right.column == right
    }

    private mutating func chooseReferences(_ accepted: [Candidate]) {
        var byField: [ColumnReference: [Candidate]] = [:]
        for candidate in accepted where rules.kind(candidate) != .name {
            byField[candidate.left, default: []].append(candidate)
        }
        var kept: [Pair: [Candidate]] = [:]
        for (_, candidates) in byField.sorted(by: { $0.key < $1.key }) {
            let owned = candidates.filter { candidate in
                guard let owner = owner(candidate, byField) else { return true }
                rejected.append(
                    (candidate, "'\(field(candidate.right))' itself refers to \(title(owner))"))
                return false
            }
            for candidate in targets(owned.sorted(by: isStronger)) {
                kept[Pair(left: candidate.left.table, right: candidate.right.table), default: []]
                    .append(candidate)
            }
        }
        for (_, candidates) in kept.sorted(by: {
            ($0.key.left, $0.key.right) < ($1.key.left, $1.key.right)
        }) {
            // Of fields that find the same records, the one that names the key leads.
            let ordered = candidates.sorted {
                let a = profiles[$0.right.table].key == $0.right.column
                let b = profiles[$1.right.table].key == $1.right.column
                return a != b ? a : isStronger($0, $1)
            }
            merge(ordered)
        }
    }

    /// The key that a candidate's target itself refers to, where the field could name that one.
    ///
    /// Every group may happen to have one owner, and then `group_owners.groupId` is unique; it still is a
    /// reference to `groups.id`, and so is what equals it.
    private func owner(_ candidate: Candidate, _ byField: [ColumnReference: [Candidate]])
        -> ColumnReference?
    {
        let further = (byField[candidate.right] ?? []).filter {
            $0.leftShare >= 0.95 && profiles[$0.right.table].key == $0.right.column
                && $0.right != candidate.left
                && profiles[$0.right.table].origin == profiles[candidate.right.table].origin
        }
        return further.first { next in
            next.right.table == candidate.left.table
                || (byField[candidate.left] ?? []).contains { $0.right == next.right }
        }?.right
    }

    /// One target for a foreign field: its own tool's before another's, one object in each other tool.
    private mutating func targets(_ ordered: [Candidate]) -> [Candidate] {
        guard let best = ordered.first else { return [] }
        if let rival = rival(of: best, in: ordered) {
            for candidate in ordered {
                rejected.append(
                    (
                        candidate,
                        "\(title(best.right)) and \(title(rival.right)) explain it equally well"
                    ))
            }
            return []
        }
        let origin = profiles[best.left.table].origin
        let isCounter = profiles[best.right.table].columns[best.right.column].isDense
        let local = ordered.filter { profiles[$0.right.table].origin == origin }
        let pool = local.isEmpty ? (isCounter ? [best] : ordered) : local
        var kept: [Candidate] = []
        var origins: Set<String> = []
        for candidate in ordered {
            guard pool.contains(where: { $0.right == candidate.right }) else {
                rejected.append(
                    (candidate, "'\(field(candidate.left))' names \(title(pool[0].right)) already"))
                continue
            }
            let isNew: Bool
            if let first = kept.first, !local.isEmpty {
                // A field may name records of several objects (an event's target); then its values part.
                isNew =
                    first.leftShare + candidate.leftShare <= 1.02 && candidate.leftShare < 0.95
                    && !kept.contains { $0.right.table == candidate.right.table }
            } else {
                isNew = origins.insert(profiles[candidate.right.table].origin).inserted
            }
            if isNew {
                kept.append(candidate)
            } else {
                rejected.append(
                    (
                        candidate,
                        "'\(field(candidate.left))' names \(title(kept[0].right)), the better target"
                    ))
            }
        }
        return kept
    }

    /// Another counter that fits a field of whole numbers as well as the best, where no name tells which.
    private func rival(of best: Candidate, in ordered: [Candidate]) -> Candidate? {
        guard best.likeness.value < 0.5,
            profiles[best.right.table].columns[best.right.column].isDense
        else { return nil }
        return ordered.first {
            $0.right.table != best.right.table && $0.score > best.score - 0.3
                && profiles[$0.right.table].columns[$0.right.column].isDense
        }
    }

    /// Fields of one object that find the same records of another are one link.
    private mutating func merge(_ ordered: [Candidate]) {
        var groups: [[Candidate]] = []
        for candidate in ordered {
            let position = groups.firstIndex { group in
                let lead = group[0]
                let agreement = rules.sample.agreement(
                    (lead.left, lead.right, lead.form),
                    (candidate.left, candidate.right, candidate.form))
                return agreement.both >= 3 && agreement.share >= 0.9
            }
            if let position {
                groups[position].append(candidate)
            } else {
                groups.append([candidate])
            }
        }
        for group in groups {
            let lead = group[0]
            var extras: [Candidate] = []
            for other in group.dropFirst() {
                // Copies of an address or a title are no second way to name a record.
                let kind = rules.kind(other)
                if kind == .email || kind == .login || kind == .number { extras.append(other) }
                rejected.append((other, "finds the same records as \(title(lead))"))
            }
            plans.append(reference(lead, extras))
        }
    }

    private func reference(_ lead: Candidate, _ extras: [Candidate]) -> LinkPlan {
        let source = profiles[lead.left.table].columns[lead.left.column]
        let kind: Link.Kind =
            if lead.left.table == lead.right.table {
                .toSelf
            } else if source.type.isList {
                .manyToMany
            } else if source.isUnique, profiles[lead.left.table].key == lead.left.column,
                profiles[lead.left.table].names[lead.left.column].leaf
                    == profiles[lead.right.table].names[lead.right.column].leaf
            {
                // One record in two objects that share a key; any other reference may repeat tomorrow.
                .oneToOne
            } else {
                .manyToOne
            }
        return LinkPlan(
            leftTable: lead.left.table, rightTable: lead.right.table,
            leftFields: [field(lead.left)], rightFields: [field(lead.right)], kind: kind,
            rules: rules.referenceRules(lead, extras: extras), confidence: lead.confidence,
            leftMatched: lead.leftShare, rightMatched: lead.rightShare, evidence: lead.sentences)
    }

    func isStronger(_ a: Candidate, _ b: Candidate) -> Bool {
        if a.score != b.score { return a.score > b.score }
        return (a.left, a.right) < (b.left, b.right)
    }

    func field(_ reference: ColumnReference) -> String {
        profiles[reference.table].columns[reference.column].field
    }

    private func title(_ reference: ColumnReference) -> String {
        "\(profiles[reference.table].table.name).\(field(reference))"
    }

    private func title(_ candidate: Candidate) -> String {
        "\(title(candidate.left)) = \(title(candidate.right))"
    }
}
