import Columns

/// Tells objects that only connect two others from objects that are something themselves.
enum Membership {
    /// Columns that name records of other objects.
    static func referring(_ table: Int, _ plans: [LinkPlan], _ profile: TableProfile) -> Set<Int> {
        Set(
            plans.filter {
                $0.leftTable == table && !$0.isIdentity && !$0.isContainment
                    && $0.kind != .manyToMany && $0.kind != .toSelf
            }
            .compactMap { plan in
                plan.leftFields.count == 1 ? profile.table.index(of: plan.leftFields[0]) : nil
            })
    }

    static func isMembership(
        _ table: Int, _ profile: TableProfile, _ plans: [LinkPlan], threads: Int
    ) -> Bool {
        let columns = referring(table, plans, profile).sorted()
        guard columns.count >= 2, profile.table.rowCount > 0 else { return false }
        // A record with a key of its own is a thing, unless all else about it describes the connection.
        for (index, column) in profile.columns.enumerated() where !columns.contains(index) {
            guard profile.keys.contains(where: { !columns.contains($0.column) }) else { break }
            switch column.shape {
            case .time, .flag, .category, .blank: continue
            default: break
            }
            let isSurrogate = profile.key == index && profile.names[index].hasIdentifier
            if !isSurrogate && column.present > 0 { return false }
        }
        let hashes = columns.map {
            RowHashes(profile.table.columns[$0], key: profile.columns[$0].key)
        }
        let rows = Double(profile.table.rowCount)
        for (position, second) in hashes.enumerated() {
            for first in hashes.prefix(position) {
                let pairs = RowHashes.distinctCount([first, second], threads: threads)
                if Double(pairs) >= 0.95 * rows { return true }
            }
        }
        return false
    }
}
