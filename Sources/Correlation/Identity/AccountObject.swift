import Columns

/// An object whose records are people's, with the fields that say whose each record is.
struct AccountObject: Sendable {
    /// What a register says of a person counts for more than what a tool does.
    enum Register: Sendable { case employees, contractors }

    let table: Int
    let profile: TableProfile
    let fields: MatchFields
    let register: Register?
    /// The number of the object's first record among all records of all objects.
    let start: Int
    let label: Int?

    var name: ObjectName { profile.table.name }
    var count: Int { profile.table.rowCount }

    /// Who is believed first, when tools disagree on a name or an address: the registers, the directory, the rest.
    var trust: Int {
        if register == .employees { return 0 }
        if register == .contractors { return 1 }
        return Self.directories.contains(name.tool.lowercased()) ? 2 : 3
    }

    private static let directories: Set<String> = [
        "okta", "entra", "azuread", "azure", "aad", "ad", "activedirectory", "ldap", "jumpcloud",
        "onelogin", "ping", "auth0", "keycloak",
    ]
    /// Records of people who do not work here.
    private static let outsiders: Set<String> = [
        "customer", "contact", "lead", "subscriber", "prospect", "patient", "student", "guest",
    ]
    private static let registerTools: Set<String> = [
        "hris", "hr", "hrm", "hcm", "bamboohr", "bamboo", "workday", "personio", "adp", "rippling",
        "gusto", "hibob", "successfactors", "ukg", "paylocity", "paycom", "deel", "sage",
    ]

    /// Every account object of a model, those that are believed first in front.
    static func all(in model: LinkModel) -> [AccountObject] {
        let understanding = model.understanding
        let identities = Self.identities(model)
        var found: [(table: Int, register: Register?)] = []
        for (table, profile) in understanding.profiles.enumerated() {
            guard profile.table.parent == nil, !model.isMembership(profile.table.name) else {
                continue
            }
            let isPeople =
                profile.kind == .people && !profile.words.contains(where: outsiders.contains)
            guard isPeople || identities.contains(table) else { continue }
            found.append((table, Self.register(profile)))
        }
        func made(_ entry: (table: Int, register: Register?), _ start: Int) -> AccountObject {
            let profile = understanding.profiles[entry.table]
            return AccountObject(
                table: entry.table, profile: profile, fields: MatchFields(profile),
                register: entry.register, start: start, label: model.primaryColumn(entry.table))
        }
        let ordered = found.map { made($0, 0) }.sorted {
            ($0.trust, $0.name) < ($1.trust, $1.name)
        }
        var start = 0
        return ordered.map { object in
            defer { start += object.count }
            return made((object.table, object.register), start)
        }
    }

    /// Objects that an identity link joins to people, though they look like nobody's (AWS's credential report).
    private static func identities(_ model: LinkModel) -> Set<Int> {
        let understanding = model.understanding
        var joined: Set<Int> = []
        for link in model.links where link.isIdentity && link.kind == .oneToOne {
            guard let left = understanding.positions[link.left.object],
                let right = understanding.positions[link.right.object],
                understanding.profiles[left].kind != .devices,
                understanding.profiles[right].kind != .devices
            else { continue }
            if understanding.profiles[left].kind == .people { joined.insert(right) }
            if understanding.profiles[right].kind == .people { joined.insert(left) }
        }
        return joined
    }

    /// HR's list of employees, or a list of contractors with the end of each contract.
    private static func register(_ profile: TableProfile) -> Register? {
        let words = Set(profile.words)
        func has(_ parts: Set<String>) -> Bool {
            profile.names.contains { parts.isSubset(of: Set($0.leaf)) }
        }
        let tool = Set(FieldName.split(profile.table.name.tool))
        if !words.union(tool).isDisjoint(with: ["contractor", "freelancer", "vendor"]),
            has(["end", "date"]) || has(["contract", "end"])
        {
            return .contractors
        }
        let isHR =
            !tool.isDisjoint(with: registerTools)
            || !words.isDisjoint(with: ["employee", "worker", "staff", "personnel"])
        let isKept =
            has(["hire", "date"]) || has(["termination", "date"]) || has(["start", "date"])
            || has(["employment", "status"]) || MatchFields(profile).numbers.first != nil
        return isHR && isKept ? .employees : nil
    }

    /// How a person recognises a record.
    func label(_ row: Int) -> String {
        for column in [label, profile.key].compactMap({ $0 })
        where profile.table.columns[column].isPresent(row) {
            return profile.table.columns[column].string(row)
        }
        return "row \(row + 1)"
    }

    /// A name for the record and the field that gave it, for sentences: `hris.employees 1042`.
    func recordName(_ row: Int) -> String { "\(name) \(label(row))" }

    func fieldName(_ column: Int) -> String { profile.columns[column].field }
}
