import Columns

/// Turns the fields that two objects have in common into an ordered list of rules, the strongest first.
struct RuleMaker {
    let profiles: [TableProfile]
    let fields: [MatchFields]
    let sample: MappingSample

    /// Rules for two objects that describe the same things; `leads` are the candidates between them, best
    /// first, and may be empty when only names connect them.
    func identityRules(_ left: Int, _ right: Int, leads: [Candidate]) -> [RulePlan] {
        let own = fields[left]
        let other = fields[right]
        var rules: [RulePlan] = []
        for lead in leads where kind(lead) == .key { rules.append(plan(lead)) }
        for a in own.emails {
            for b in other.emails where shares(left, a, right, b) {
                rules.append(
                    RulePlan(
                        kind: .email, left: .column(a), right: .column(b),
                        note: "e-mail, case folded"))
            }
        }
        for (a, b) in pairs(own.emails, other.aliases) + pairs(own.aliases, other.emails)
            + pairs(own.aliases, other.aliases) where shares(left, a, right, b)
        {
            rules.append(
                RulePlan(
                    kind: .alias, left: .column(a), right: .column(b),
                    note: "alias or secondary e-mail"))
        }
        rules += loginRules(left, right, lead: rules.first)
        if let a = own.numbers.first, let b = other.numbers.first {
            rules.append(
                RulePlan(
                    kind: .number, left: .column(a), right: .column(b), form: .number,
                    note: "employee number, leading zeros folded"))
        } else if let lead = leads.first(where: { kind($0) == .number }) {
            rules.append(plan(lead))
        }
        if let a = own.name, let b = other.name, profiles[left].kind != .devices,
            profiles[right].kind != .devices
        {
            rules.append(
                RulePlan(
                    kind: .name, left: .name(a), right: .name(b),
                    note: "person name, only where unique on both sides (weak)"))
        }
        return rules
    }

    /// Rules for a reference: the fields that name the record, and for a person the other ways of naming it.
    func referenceRules(_ lead: Candidate, extras: [Candidate]) -> [RulePlan] {
        var rules = ([lead] + extras).map(plan)
        let target = fields[lead.right.table]
        guard lead.left.table != lead.right.table else { return rules }
        if kind(lead) == .email {
            for alias in target.aliases
            where shares(lead.left.table, lead.left.column, lead.right.table, alias) {
                rules.append(
                    RulePlan(
                        kind: .alias, left: .column(lead.left.column), right: .column(alias),
                        note: "alias or secondary e-mail"))
            }
            rules += loginRules(lead)
        }
        return rules.enumerated()
            .sorted {
                ($0.element.kind.rawValue, $0.offset) < ($1.element.kind.rawValue, $1.offset)
            }
            .map(\.element)
    }

    /// A user name beside a reference's address: `Username` next to `Email Address`.
    private func loginRules(_ lead: Candidate) -> [RulePlan] {
        let source = profiles[lead.left.table]
        let target = profiles[lead.right.table]
        let names = source.names.indices.filter {
            source.names[$0].hasAny(MatchFields.loginWords) && !source.columns[$0].isEmail
                && !source.names[$0].hasIdentifier && source.columns[$0].distinct > 1
                && (source.columns[$0].shape == .handle || source.columns[$0].shape == .code)
        }
        let others =
            fields[lead.right.table].logins
            + [fields[lead.right.table].localPart(target)].compactMap { $0 }
        for (a, b) in pairs(names, others) {
            let agreement = sample.values(
                (lead.left, lead.right, lead.form),
                agreeOn: (
                    ColumnReference(table: lead.left.table, column: a),
                    ColumnReference(table: lead.right.table, column: b), .login
                ))
            if agreement.both >= 5, agreement.share >= 0.5 { return [login(a, b)] }
        }
        return []
    }

    private func loginRules(_ left: Int, _ right: Int, lead: RulePlan?) -> [RulePlan] {
        let own = fields[left]
        let other = fields[right]
        let ownLocal = own.localPart(profiles[left])
        let otherLocal = other.localPart(profiles[right])
        var combinations = pairs(own.logins, other.logins)
        if let otherLocal { combinations += own.logins.map { ($0, otherLocal) } }
        if let ownLocal { combinations += other.logins.map { (ownLocal, $0) } }
        if let ownLocal, let otherLocal { combinations.append((ownLocal, otherLocal)) }
        return combinations.compactMap { a, b in
            // Where the records that an address already connects almost never share this login, equal logins
            // elsewhere are chance.
            if case .column(let leadLeft)? = lead?.left, case .column(let leadRight)? = lead?.right
            {
                let agreement = sample.values(
                    (
                        ColumnReference(table: left, column: leadLeft),
                        ColumnReference(table: right, column: leadRight), lead?.form ?? .whole
                    ),
                    agreeOn: (
                        ColumnReference(table: left, column: a),
                        ColumnReference(table: right, column: b), .login
                    ))
                if agreement.both >= 10, agreement.share < 0.05 { return nil }
            }
            return login(a, b)
        }
    }

    private func login(_ a: Int, _ b: Int) -> RulePlan {
        RulePlan(
            kind: .login, left: .column(a), right: .column(b), form: .login,
            note: "user name or local part")
    }

    func kind(_ candidate: Candidate) -> RuleKind {
        if candidate.form == .login { return .login }
        let left = profiles[candidate.left.table].columns[candidate.left.column]
        let right = profiles[candidate.right.table].columns[candidate.right.column]
        if left.isEmail && right.isEmail {
            let aliases = fields[candidate.right.table].aliases
            let own = fields[candidate.left.table].aliases
            return aliases.contains(candidate.right.column) || own.contains(candidate.left.column)
                ? .alias : .email
        }
        if fields[candidate.left.table].logins.contains(candidate.left.column)
            || fields[candidate.right.table].logins.contains(candidate.right.column),
            profiles[candidate.left.table].origin != profiles[candidate.right.table].origin
        {
            return .login
        }
        if fields[candidate.left.table].numbers.contains(candidate.left.column)
            || fields[candidate.right.table].numbers.contains(candidate.right.column),
            profiles[candidate.left.table].origin != profiles[candidate.right.table].origin
        {
            return .number
        }
        if right.shape == .personName { return .name }
        return .key
    }

    func plan(_ candidate: Candidate) -> RulePlan {
        let kind = kind(candidate)
        let left = candidate.left.column
        let right = candidate.right.column
        switch kind {
        case .login: return login(left, right)
        case .email:
            return RulePlan(
                kind: .email, left: .column(left), right: .column(right),
                note: "e-mail, case folded")
        case .alias:
            return RulePlan(
                kind: .alias, left: .column(left), right: .column(right),
                note: "alias or secondary e-mail")
        case .number:
            return RulePlan(
                kind: .number, left: .column(left), right: .column(right), form: .number,
                note: "employee number, leading zeros folded")
        default:
            return RulePlan(
                kind: .key, left: .column(left), right: .column(right),
                note: "same value, case folded")
        }
    }

    private func pairs(_ left: [Int], _ right: [Int]) -> [(Int, Int)] {
        left.flatMap { a in right.map { (a, $0) } }
    }

    private func shares(_ left: Int, _ a: Int, _ right: Int, _ b: Int) -> Bool {
        let own = profiles[left].columns[a].hashSet
        let other = profiles[right].columns[b].hashSet
        return own.sketchHits(in: other, sample: 64) > 0 || own.intersectionCount(other) > 0
    }
}
