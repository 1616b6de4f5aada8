import Columns

/// Links from the rows of a list of objects to the record the list stood in; known from the load.
enum ContainmentLinks {
    static func plans(_ profiles: [TableProfile]) -> [LinkPlan] {
        profiles.indices.compactMap { child in
            guard let parent = profiles[child].table.parent,
                let owner = profiles.firstIndex(where: { $0.table.name == parent.object })
            else { return nil }
            return LinkPlan(
                leftTable: child, rightTable: owner, leftFields: [parent.field],
                rightFields: [parent.field], kind: .manyToOne, rules: [], confidence: 1,
                leftMatched: 1, rightMatched: coverage(parent.rows, profiles[owner].table.rowCount),
                evidence: ["'\(parent.field)' is a list of objects in each record"],
                isContainment: true)
        }
    }

    private static func coverage(_ rows: [Int32], _ count: Int) -> Double {
        var distinct = 0
        for (index, row) in rows.enumerated() where index == 0 || rows[index - 1] != row {
            distinct += 1
        }
        return count == 0 ? 0 : Double(distinct) / Double(count)
    }
}
