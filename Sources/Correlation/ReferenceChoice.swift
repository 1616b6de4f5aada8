import Columns

/// Which record of another object a field names: one target for each field, and one link where several fields
/// find the same records.
extension LinkChoice {
    /// An address that fewer share was entered twice; one that more share is the address of who has several.
    private static let leastUniqueness = 0.95

    mutating func chooseReferences(_ accepted: [Candidate]) {
        var byField: [ColumnReference: [Candidate]] = [:]
        for candidate in accepted where rules.kind(candidate) != .name {
            byField[candidate.left, default: []].append(candidate)
        }
        var kept: [TablePair: [Candidate]] = [:]
        for (_, candidates) in byField.sorted(by: { $0.key < $1.key }) {
            let owned = candidates.filter { candidate in
                guard let owner = owner(candidate, byField) else { return true }
                rejected.append(
                    (candidate, "'\(field(candidate.right))' itself refers to \(title(owner))"))
                return false
            }
            for candidate in targets(owned.sorted(by: isStronger)) {
                kept[
                    TablePair(left: candidate.left.table, right: candidate.right.table), default: []
                ]
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
        let pool = local.isEmpty ? (isCounter ? [best] : named(ordered, like: best)) : local
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

    /// Where a number's name says what it names, an object that it does not say has the same numbers by chance.
    private func named(_ ordered: [Candidate], like best: Candidate) -> [Candidate] {
        guard best.likeness.value >= 0.5,
            profiles[best.left.table].columns[best.left.column].isInteger
        else { return ordered }
        return ordered.filter { $0.likeness.value >= 0.5 && !isThird($0.right, best.right) }
    }

    /// Whether a field is no key and itself called after the key of another thing: visits have a `person_id`,
    /// so what else has one names the person and not the visit.
    private func isThird(_ field: ColumnReference, _ key: ColumnReference) -> Bool {
        let (table, owner) = (profiles[field.table], profiles[key.table])
        guard field != key, owner.key == key.column, table.key != field.column,
            table.kind == .other || table.kind != owner.kind
        else { return false }
        return NameLikeness(field, key, profiles).value >= 0.8
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
                if isOtherReference(lead, candidate) { return false }
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

    /// Two identifiers that both say whose key they are stay two references, although most records name one
    /// and the same (`owner_id`, `created_by_id`).
    private func isOtherReference(_ lead: Candidate, _ other: Candidate) -> Bool {
        let isReference = { (candidate: Candidate) in
            candidate.likeness.value >= 0.8 && rules.kind(candidate) == .key
                && profiles[candidate.right.table].key == candidate.right.column
                && profiles[candidate.left.table].names[candidate.left.column].hasIdentifier
        }
        return lead.right == other.right && isReference(lead) && isReference(other)
    }

    private func reference(_ lead: Candidate, _ extras: [Candidate]) -> LinkPlan {
        let source = profiles[lead.left.table].columns[lead.left.column]
        let target = profiles[lead.right.table].columns[lead.right.column]
        let kind: Link.Kind =
            if source.type.isList || target.uniqueness < Self.leastUniqueness {
                // A record names several, or is named by a value that several have.
                .manyToMany
            } else if lead.left.table == lead.right.table {
                .toSelf
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
            leftMatched: lead.leftShare, rightMatched: lead.rightShare,
            evidence: PieceColumns.sentence(source).map { [$0] + lead.sentences } ?? lead.sentences)
    }
}
