import Columns

/// Tells objects that only connect two others from objects that are something themselves.
enum Membership {
    /// Columns that name records of other objects.
    static func referring(_ table: Int, _ plans: [LinkPlan], _ profile: TableProfile) -> Set<Int> {
        Set(
            plans.filter { $0.leftTable == table && $0.kind == .manyToOne && !$0.isContainment }
                .compactMap { plan in
                    plan.leftFields.count == 1 ? profile.table.index(of: plan.leftFields[0]) : nil
                })
    }

    static func isMembership(_ table: Int, _ profile: TableProfile, _ plans: [LinkPlan]) -> Bool {
        let columns = referring(table, plans, profile).sorted()
        guard columns.count >= 2, profile.table.rowCount > 0 else { return false }
        // A value of its own (a title, a price, a counted quantity) makes the record a thing, not a connection.
        for (index, column) in profile.columns.enumerated() where !columns.contains(index) {
            switch column.shape {
            case .time, .flag, .category, .blank: continue
            default: break
            }
            let isSurrogate = profile.key == index && profile.names[index].hasIdentifier
            let isDetail = column.distinct * 4 < column.values || column.fill < 0.5
            if !isSurrogate && !(isDetail && column.type != .number) && column.present > 0 {
                return false
            }
        }
        for (position, second) in columns.enumerated() {
            for first in columns.prefix(position) {
                let share = KeyInference.pairShare(
                    KeyInference.rowHashes(profile.table.columns[first]),
                    KeyInference.rowHashes(profile.table.columns[second]))
                if share >= 0.95 { return true }
            }
        }
        return false
    }
}
