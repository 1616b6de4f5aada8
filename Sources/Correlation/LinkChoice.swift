import Columns

/// Chooses links among candidates for the whole graph, not pair by pair.
///
/// Per foreign field one target; per pair of objects the fewest links that explain the data; where several
/// fields find the same records they are rules of one link. What loses is kept with the reason.
struct LinkChoice {
    let profiles: [TableProfile]
    let rules: RuleMaker
    var plans: [LinkPlan] = []
    var rejected: [(candidate: Candidate, reason: String)] = []

    /// Fields that mostly repeat another of their own record, as an address does the login it also is.
    private var repeating: Set<ColumnReference> = []

    /// Two objects by their places in the model.
    struct TablePair: Hashable {
        let left: Int
        let right: Int
    }

    init(_ profiles: [TableProfile], _ rules: RuleMaker, scored: [Candidate]) {
        self.profiles = profiles
        self.rules = rules
        var accepted: [Candidate] = []
        for candidate in scored {
            if candidate.score >= Candidate.threshold {
                if candidate.left.table == candidate.right.table,
                    rules.sample.isRepeated(candidate.left, candidate.right)
                {
                    repeating.insert(candidate.left)
                    rejected.append((candidate, "both fields of a record have the same value"))
                    continue
                }
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

    private func isDecided(_ candidate: Candidate, _ identity: Set<TablePair>) -> Bool {
        let (a, b) = (candidate.left.table, candidate.right.table)
        guard
            identity.contains(TablePair(left: a, right: b))
                || identity.contains(TablePair(left: b, right: a))
        else { return false }
        return isIdentity(candidate) || isOfOneRecord(candidate)
            || repeating.contains(candidate.left)
            || (rules.fields[a].contains(candidate.left.column)
                && rules.fields[b].contains(candidate.right.column))
    }

    /// Fields that tell the records of either side apart: between two lists of the same people another way to
    /// recognise them, not a reference.
    private func isOfOneRecord(_ candidate: Candidate) -> Bool {
        let (left, right) = (candidate.left, candidate.right)
        return profiles[left.table].kind == profiles[right.table].kind
            && profiles[left.table].columns[left.column].uniqueness >= 0.9
            && profiles[right.table].columns[right.column].uniqueness >= 0.9
            && !profiles[left.table].names[left.column].hasAny(MatchFields.otherPeople)
    }

    func isIdentity(_ candidate: Candidate) -> Bool {
        if let answer = isIdentity(candidate.left, candidate.right) { return answer }
        let left = profiles[candidate.left.table]
        let right = profiles[candidate.right.table]
        // `from_stop_id` names a stop; that no two records name the same one does not make them stops.
        if candidate.likeness.namesObject,
            left.names[candidate.left.column].leaf != right.names[candidate.right.column].leaf
        {
            return false
        }
        // Two lists of the same things overlap both ways; numbers of a few of them are references.
        return left.columns[candidate.left.column].isInteger
            ? min(candidate.leftShare, candidate.rightShare) >= 0.3
            : max(candidate.leftShare, candidate.rightShare) >= 0.3
    }

    /// Whether equal values of two fields mean the same thing in two tools; nil where their values must tell.
    func isIdentity(_ leftField: ColumnReference, _ rightField: ColumnReference) -> Bool? {
        let left = profiles[leftField.table]
        let right = profiles[rightField.table]
        guard leftField.table != rightField.table, left.origin != right.origin,
            left.isSelfIdentifying(leftField.column),
            right.isSelfIdentifying(rightField.column),
            !left.columns[leftField.column].type.isList
        else { return false }
        switch (left.kind, right.kind) {
        case (.people, .devices), (.devices, .people): return false
        case (.people, .people), (.devices, .devices): return true
        default: return nil
        }
    }

    private mutating func chooseIdentity(_ accepted: [Candidate]) -> Set<TablePair> {
        var groups: [TablePair: [Candidate]] = [:]
        for candidate in accepted where isIdentity(candidate) {
            groups[TablePair(left: candidate.left.table, right: candidate.right.table), default: []]
                .append(candidate)
        }
        var decided: Set<TablePair> = []
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

    func isStronger(_ a: Candidate, _ b: Candidate) -> Bool {
        if a.score != b.score { return a.score > b.score }
        return (a.left, a.right) < (b.left, b.right)
    }

    func field(_ reference: ColumnReference) -> String {
        profiles[reference.table].columns[reference.column].field
    }

    func title(_ reference: ColumnReference) -> String {
        "\(profiles[reference.table].table.name).\(field(reference))"
    }

    func title(_ candidate: Candidate) -> String {
        "\(title(candidate.left)) = \(title(candidate.right))"
    }
}
