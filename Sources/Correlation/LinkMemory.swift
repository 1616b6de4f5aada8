import Columns

/// What inference has decided about a set of tables, so that the same tables need not be looked at again.
///
/// Only whoever kept it knows whether the tables are the same; that they have the same names and fields is checked.
public struct LinkMemory: Sendable, Equatable {
    public struct Object: Sendable, Equatable {
        public var name: ObjectName
        public var fields: [String]
        public var key: [String]
        public var primary: String?
        public var isMembership: Bool

        public init(
            name: ObjectName, fields: [String], key: [String], primary: String?, isMembership: Bool
        ) {
            self.name = name
            self.fields = fields
            self.key = key
            self.primary = primary
            self.isMembership = isMembership
        }
    }

    /// A rule that compares two columns.
    public struct Rule: Sendable, Equatable {
        public var kind: RuleKind
        public var left: Int
        public var right: Int
        /// Leading zeros do not count.
        public var isNumber: Bool
        public var note: String

        public init(kind: RuleKind, left: Int, right: Int, isNumber: Bool, note: String) {
            self.kind = kind
            self.left = left
            self.right = right
            self.isNumber = isNumber
            self.note = note
        }
    }

    public struct Plan: Sendable, Equatable {
        public var leftTable: Int
        public var rightTable: Int
        /// nil when its rows are matched by more than columns: then the tables are profiled after all.
        public var rules: [Rule]?
        public var isContainment: Bool

        public init(leftTable: Int, rightTable: Int, rules: [Rule]?, isContainment: Bool) {
            self.leftTable = leftTable
            self.rightTable = rightTable
            self.rules = rules
            self.isContainment = isContainment
        }
    }

    public var objects: [Object]
    /// By their `id`, each with the plan of the same index.
    public var links: [Link]
    public var plans: [Plan]

    public init(objects: [Object], links: [Link], plans: [Plan]) {
        self.objects = objects
        self.links = links
        self.plans = plans
    }

    /// Whether it can be about these tables.
    func fits(_ tables: [Table]) -> Bool {
        guard objects.count == tables.count, links.count == plans.count,
            zip(objects, tables).allSatisfy({ object, table in
                object.name == table.name && object.fields == table.fields.map(\.name)
            })
        else { return false }
        return zip(links, plans).enumerated().allSatisfy { index, pair in
            let (link, plan) = pair
            guard link.id == index, tables.indices.contains(plan.leftTable),
                tables.indices.contains(plan.rightTable)
            else { return false }
            let (left, right) = (tables[plan.leftTable], tables[plan.rightTable])
            return left.name == link.left.object && right.name == link.right.object
                && (plan.rules ?? []).allSatisfy {
                    left.fields.indices.contains($0.left)
                        && right.fields.indices.contains($0.right)
                }
        }
    }

    /// The plan of a link whose rows can be matched without profiles.
    func plan(of id: Int) -> LinkPlan? {
        guard plans.indices.contains(id), let rules = plans[id].rules else { return nil }
        let link = links[id]
        return LinkPlan(
            leftTable: plans[id].leftTable, rightTable: plans[id].rightTable,
            leftFields: link.left.fields, rightFields: link.right.fields, kind: link.kind,
            rules: rules.map {
                RulePlan(
                    kind: $0.kind, left: .column($0.left), right: .column($0.right),
                    form: $0.isNumber ? .number : .whole, note: $0.note)
            },
            confidence: link.confidence, leftMatched: link.leftMatched,
            rightMatched: link.rightMatched, evidence: link.evidence, name: link.name,
            isPinned: link.isPinned, isWeak: link.isWeak, isContainment: link.isContainment,
            isIdentity: link.isIdentity)
    }
}

extension LinkMemory.Plan {
    init(_ plan: LinkPlan, _ profiles: [TableProfile]) {
        var rules: [LinkMemory.Rule]? = []
        for rule in plan.rules {
            guard case .column(let left) = rule.left, case .column(let right) = rule.right,
                rule.kind != .login, rule.kind != .name,
                rule.form == .whole || rule.form == .number,
                profiles[plan.leftTable].columns[left].pieces == nil,
                profiles[plan.rightTable].columns[right].pieces == nil
            else {
                rules = nil
                break
            }
            rules?.append(
                LinkMemory.Rule(
                    kind: rule.kind, left: left, right: right, isNumber: rule.form == .number,
                    note: rule.note))
        }
        self.init(
            leftTable: plan.leftTable, rightTable: plan.rightTable,
            rules: plan.isContainment ? [] : rules, isContainment: plan.isContainment)
    }
}

extension LinkModel {
    /// Whether everything has been inferred: then what was decided is there to be kept.
    public var hasInferred: Bool { remembered == nil && isInferred }

    /// What has been decided about the tables; infers what nobody has asked for yet.
    public var memory: LinkMemory {
        if let remembered { return remembered }
        return LinkMemory(
            objects: tables.map { table in
                LinkMemory.Object(
                    name: table.name, fields: table.fields.map(\.name), key: key(of: table.name),
                    primary: primaryField(of: table.name), isMembership: isMembership(table.name))
            }, links: links,
            plans: inference.plans.map { LinkMemory.Plan($0, inference.profiles) })
    }
}
