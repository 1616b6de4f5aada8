import Columns

/// Links to a membership by both of its fields: a line of an order names a part and a supplier, and so
/// the record that says what this supplier asks for this part.
enum CompositeLinks {
    static func plans(
        _ profiles: [TableProfile], references: [LinkPlan], threads: Int
    ) -> [LinkPlan] {
        var byTable: [Int: [LinkPlan]] = [:]
        for plan in references where plan.kind == .manyToOne && !plan.isContainment {
            byTable[plan.leftTable, default: []].append(plan)
        }
        var found: [LinkPlan] = []
        for target in profiles.indices where profiles[target].keys.isEmpty {
            guard let own = byTable[target], own.count >= 2 else { continue }
            let referring = Set(own.compactMap { column($0, profiles) })
            let key = CompositeKey(profiles[target], referring: referring, threads: threads)
                .columns()
            guard key.count >= 2, key.allSatisfy(referring.contains) else { continue }
            for source in profiles.indices where source != target {
                guard let others = byTable[source] else { continue }
                if let plan = plan(source, others, target, own, key, profiles) {
                    found.append(plan)
                }
            }
        }
        return found
    }

    private static func column(_ plan: LinkPlan, _ profiles: [TableProfile]) -> Int? {
        profiles[plan.leftTable].table.index(of: plan.leftFields[0])
    }

    private static func plan(
        _ source: Int, _ others: [LinkPlan], _ target: Int, _ own: [LinkPlan], _ key: [Int],
        _ profiles: [TableProfile]
    ) -> LinkPlan? {
        var columns: [Int] = []
        for part in key {
            guard let reference = own.first(where: { column($0, profiles) == part }) else {
                return nil
            }
            let same = others.filter {
                $0.rightTable == reference.rightTable && $0.rightFields == reference.rightFields
            }
            // Two fields that name the same object (author, merger) leave it open which one is meant.
            guard same.count == 1, let index = column(same[0], profiles) else { return nil }
            columns.append(index)
        }
        guard Set(columns).count == columns.count else { return nil }
        let left = KeyColumn(composite: columns.map { profiles[source].table.columns[$0] })
        let right = KeyColumn(composite: key.map { profiles[target].table.columns[$0] })
        let set = DistinctHashes(unsorted: left.hashes)
        let others = DistinctHashes(unsorted: right.hashes)
        let common = set.intersectionCount(others)
        guard set.count >= 3, Double(common) >= 0.95 * Double(set.count) else { return nil }
        let leftFields = columns.map { profiles[source].columns[$0].field }
        let rightFields = key.map { profiles[target].columns[$0].field }
        return LinkPlan(
            leftTable: source, rightTable: target, leftFields: leftFields,
            rightFields: rightFields, kind: .manyToOne,
            rules: [
                RulePlan(
                    kind: .key, left: .computed(left), right: .computed(right),
                    note: "both fields, case folded")
            ],
            confidence: 0.9, leftMatched: Double(common) / Double(set.count),
            rightMatched: Double(common) / Double(max(1, others.count)),
            evidence: [
                "\(LinkFacts.percent(Double(common) / Double(set.count))) of "
                    + "\(set.count) distinct pairs are found",
                "'\(rightFields.joined(separator: "' and '"))' identify a record together",
            ])
    }
}

extension KeyColumn {
    /// Several columns as one key; blank where any of them is.
    init(composite columns: [Column]) {
        let texts = columns.map { $0.text() }
        var builder = TextBuilder(
            reservingRows: columns[0].count, bytes: columns[0].count * 8 * columns.count)
        for row in 0..<columns[0].count {
            let isWhole = columns.allSatisfy { $0.isPresent(row) }
            builder.append { bytes in
                guard isWhole else { return }
                for (index, text) in texts.enumerated() {
                    if index > 0 { bytes.append(0x1F) }
                    bytes.append(contentsOf: KeyText.fold(text.bytes(row)))
                }
            }
        }
        self.init(builder.finish())
    }
}
