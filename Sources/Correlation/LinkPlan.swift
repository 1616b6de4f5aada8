import Columns

/// How one rule of a link is carried out: which columns, in which form.
struct RulePlan: Sendable {
    enum Operand: Sendable {
        case column(Int)
        /// Values that stand in no field: an expression of a pinned link, the parts of a composite key.
        case computed(KeyColumn)
        case name(PersonName)
    }
    let kind: RuleKind
    let left: Operand
    let right: Operand
    var form: KeyColumn.Form = .whole
    let note: String
}

/// A chosen link with what is needed to match its rows.
struct LinkPlan: Sendable {
    let leftTable: Int
    let rightTable: Int
    let leftFields: [String]
    let rightFields: [String]
    var kind: Link.Kind
    var rules: [RulePlan]
    let confidence: Double
    let leftMatched: Double
    let rightMatched: Double
    var evidence: [String]
    var name: String?
    var isPinned = false
    var isWeak = false
    var isContainment = false
    var isIdentity = false

    func link(id: Int, profiles: [TableProfile]) -> Link {
        let left = profiles[leftTable]
        let right = profiles[rightTable]
        return Link(
            id: id, left: LinkEnd(object: left.table.name, fields: leftFields),
            right: LinkEnd(object: right.table.name, fields: rightFields), kind: kind,
            rules: rules.map { rule in
                MatchRule(
                    kind: rule.kind, leftField: Self.title(rule.left, left, leftFields),
                    rightField: Self.title(rule.right, right, rightFields), note: rule.note)
            },
            confidence: confidence, leftMatched: leftMatched, rightMatched: rightMatched,
            evidence: evidence, name: name, isPinned: isPinned, isWeak: isWeak,
            isContainment: isContainment, isIdentity: isIdentity)
    }

    private static func title(
        _ operand: RulePlan.Operand, _ profile: TableProfile, _ fields: [String]
    ) -> String {
        switch operand {
        case .column(let index): profile.columns[index].field
        case .name(let name): name.title(profile)
        case .computed: fields.joined(separator: " + ")
        }
    }
}
