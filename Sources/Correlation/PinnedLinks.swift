import Columns

/// Applies what a person declared: a pinned link stands, and inferred ones that contradict it go.
struct PinnedLinks {
    let profiles: [TableProfile]
    let pins: Pins

    init(_ profiles: [TableProfile], _ pins: Pins) {
        self.profiles = profiles
        self.pins = pins
    }

    func applied(to inferred: [LinkPlan]) -> [LinkPlan] {
        let pinned = pins.links.compactMap(plan).map { takingIdentity($0, inferred) }
        let kept = inferred.filter { plan in !pinned.contains { replaces($0, plan) } }
        return kept + pinned
    }

    /// A pin of the fields that say who is who takes the inferred match's place, even if some values repeat
    /// (two accounts of one person): records claimed twice are then told as ambiguous.
    ///
    /// A pinned reference (an employee's manager) repeats most of its values, and is left a reference.
    private func takingIdentity(_ pin: LinkPlan, _ inferred: [LinkPlan]) -> LinkPlan {
        guard pin.kind == .manyToOne else { return pin }
        let takes = inferred.contains { plan in
            guard plan.isIdentity else { return false }
            if pin.leftTable == plan.leftTable, pin.rightTable == plan.rightTable {
                return pin.leftFields == plan.leftFields || pin.rightFields == plan.rightFields
            }
            return pin.leftTable == plan.rightTable && pin.rightTable == plan.leftTable
                && (pin.leftFields == plan.rightFields || pin.rightFields == plan.leftFields)
        }
        guard takes, let rule = pin.rules.first, case .computed(let key) = rule.left,
            uniqueness(of: key) >= 0.5
        else { return pin }
        var taking = pin
        taking.kind = .oneToOne
        taking.isIdentity = true
        return taking
    }

    /// A pin replaces what was inferred for the same fields, for the same foreign field into the same object,
    /// and, where both are matches between two tools, for the same pair of objects.
    private func replaces(_ pin: LinkPlan, _ plan: LinkPlan) -> Bool {
        guard !plan.isContainment else { return false }
        let isAligned = pin.leftTable == plan.leftTable && pin.rightTable == plan.rightTable
        let isCrossed = pin.leftTable == plan.rightTable && pin.rightTable == plan.leftTable
        if plan.isIdentity && pin.isIdentity { return isAligned || isCrossed }
        return (isAligned && pin.leftFields == plan.leftFields)
            || (isCrossed && pin.leftFields == plan.rightFields && plan.isIdentity)
            || (isCrossed && pin.rightFields == plan.leftFields
                && pin.leftFields == plan.rightFields)
    }

    private func plan(_ pin: Pins.PinnedLink) -> LinkPlan? {
        guard let left = table(pin.left), let right = table(pin.right),
            let leftKey = key(pin.left, left), let rightKey = key(pin.right, right)
        else { return nil }
        let leftIsKey = isNearlyUnique(leftKey)
        let rightIsKey = isNearlyUnique(rightKey)
        // The referring side is the left one: `link users.id = cards.owner_id` says the same either way round.
        let isSwapped = leftIsKey && !rightIsKey && left != right
        let (from, to) = isSwapped ? (pin.right, pin.left) : (pin.left, pin.right)
        let (a, b) = isSwapped ? (right, left) : (left, right)
        let (fromKey, toKey) = isSwapped ? (rightKey, leftKey) : (leftKey, rightKey)
        let kind: Link.Kind =
            if left == right {
                .toSelf
            } else if !leftIsKey && !rightIsKey {
                .manyToMany
            } else if leftIsKey && rightIsKey {
                .oneToOne
            } else {
                .manyToOne
            }
        let set = DistinctHashes(unsorted: fromKey.hashes)
        let others = DistinctHashes(unsorted: toKey.hashes)
        let common = Double(set.intersectionCount(others))
        return LinkPlan(
            leftTable: a, rightTable: b, leftFields: [from.field], rightFields: [to.field],
            kind: kind,
            rules: [
                RulePlan(
                    kind: .pinned, left: .computed(fromKey), right: .computed(toKey),
                    note: pin.isWeak ? "pinned, weak" : "pinned")
            ],
            confidence: 1, leftMatched: common / Double(max(1, set.count)),
            rightMatched: common / Double(max(1, others.count)),
            evidence: ["pinned by a 'link' statement"], name: pin.name, isPinned: true,
            isWeak: pin.isWeak,
            isIdentity: kind == .oneToOne && profiles[a].origin != profiles[b].origin)
    }

    private func table(_ side: Pins.Side) -> Int? {
        profiles.firstIndex { $0.table.name == side.object }
    }

    private func key(_ side: Pins.Side, _ table: Int) -> KeyColumn? {
        if let computed = side.computed {
            return computed.count == profiles[table].table.rowCount ? KeyColumn(computed) : nil
        }
        guard let index = profiles[table].table.index(of: side.field) else { return nil }
        return profiles[table].columns[index].key
            ?? KeyColumn(profiles[table].table.columns[index])
    }

    private func isNearlyUnique(_ key: KeyColumn) -> Bool { uniqueness(of: key) >= 0.95 }

    /// Distinct values per value, 0 when there are none or the column holds lists.
    private func uniqueness(of key: KeyColumn) -> Double {
        var values = 0
        switch key.layout {
        case .list: return 0
        case .direct: values = key.hashes.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
        case .coded(let codes): values = codes.reduce(0) { $0 + (key.hashes[Int($1)] == 0 ? 0 : 1) }
        }
        return Double(DistinctHashes(unsorted: key.hashes).count) / Double(max(1, values))
    }
}
