import Columns

/// Profiles of a table's columns and what follows from them about its records.
struct TableProfile: Sendable {
    let table: Table
    let columns: [ColumnProfile]
    /// Singular words of the object's name without its tool: `okta.group_members` → group, member.
    let words: [String]
    /// Field names without the prefix that all of them share.
    let names: [FieldName]
    let kind: ObjectKind
    /// Columns that identify a record by themselves, the best first; and why, one sentence each.
    private(set) var keys: [KeyInference.Ranked]
    /// The columns before some were seen as lists; nil when none is.
    private var columnsAsWritten: [ColumnProfile]?

    init(_ table: Table, _ columns: [ColumnProfile]) {
        self.table = table
        self.columns = columns
        words = FieldName.split(table.name.object)
        let all = columns.map(\.name)
        // `c_custkey`, `c_name` … : the prefix says only which object this is.
        if let prefix = all.first?.words.first, prefix.utf8.count <= 3, all.count >= 3,
            all.allSatisfy({ $0.words.first == prefix && $0.words.count > 1 })
        {
            names = all.map { $0.dropping(prefix: prefix) }
        } else {
            names = all
        }
        kind = ObjectKind.of(words: words, columns: columns, names: names)
        // What stands before the object's name may be a tool or the first of its words (`drug_exposure.csv`).
        keys = KeyInference.rank(
            words: words + FieldName.split(table.name.tool), columns: columns, names: names)
    }

    var key: Int? { keys.first?.column }

    /// The same with some columns profiled by the pieces of their cells.
    func replacing(_ changed: [Int: ColumnProfile]) -> TableProfile {
        var copy = TableProfile(
            table, columns.indices.map { changed[$0] ?? columns[$0] })
        copy.columnsAsWritten = columns
        return copy
    }

    /// What the table itself says, whatever other tables made of it.
    var asWritten: TableProfile { columnsAsWritten.map { TableProfile(table, $0) } ?? self }

    /// The same with another of the columns that could be the key put first.
    func withKey(_ column: Int, because reason: String) -> TableProfile {
        guard let place = keys.firstIndex(where: { $0.column == column }) else { return self }
        var copy = self
        let chosen = copy.keys.remove(at: place)
        copy.keys.insert(
            KeyInference.Ranked(
                column: column, score: max(chosen.score, keys[0].score),
                evidence: "\(chosen.evidence), \(reason)"), at: 0)
        return copy
    }

    /// Whether a column says which thing its own record is about, rather than naming another: the key, or
    /// a person's address or login, or a device's serial number.
    func isSelfIdentifying(_ column: Int) -> Bool {
        let profile = columns[column]
        guard profile.uniqueness >= 0.85, !names[column].hasAny(MatchFields.otherPeople) else {
            return false
        }
        if key == column { return true }
        switch kind {
        case .people: return profile.rarity >= 5 || MatchFields.isPersonNumber(self, column)
        case .devices:
            return !profile.isEmail
                && (profile.shape == .serial || names[column].hasAny(ObjectKind.deviceFields)
                    || (profile.isUnique && profile.rarity >= 4))
        case .other:
            return profile.isUnique && !profile.isEmail
                && names[column].hasAny(MatchFields.loginWords)
        }
    }

    /// What objects of one origin share; a file of no tool is an origin of its own.
    var origin: String {
        table.name.tool == "files" ? "files.\(table.name.object)" : table.name.tool
    }
}

/// What sort of thing an object's records are, where that can be told.
enum ObjectKind: Sendable {
    case people
    case devices
    case other

    static let peopleWords: Set<String> = [
        "user", "employee", "member", "people", "person", "contractor", "staff", "worker",
        "account",
        "identity", "contact", "customer", "teammate", "associate",
    ]
    private static let deviceWords: Set<String> = [
        "device", "computer", "host", "machine", "laptop", "endpoint", "workstation", "server",
        "phone", "mobile", "hardware",
    ]
    static let deviceFields: Set<String> = [
        "serial", "hostname", "udid", "imei", "mac",
    ]
    static func of(words: [String], columns: [ColumnProfile], names: [FieldName]) -> ObjectKind {
        let isNearlyUnique = { (column: ColumnProfile) in
            column.values > 0 && column.uniqueness >= 0.9 && !column.type.isList
        }
        let unique = columns.filter(isNearlyUnique)
        if unique.isEmpty { return .other }
        let hasName =
            columns.contains { $0.shape == .personName && $0.uniqueness >= 0.5 }
            || zip(columns, names).contains { $0.type == .text && $1.isPersonName }
        let isDeviceNamed = zip(columns, names).contains {
            isNearlyUnique($0) && $1.hasAny(deviceFields) && $0.shape != .counter
        }
        if isDeviceNamed { return .devices }
        // An address of its own per record makes a person; a computer's user may have two computers.
        if hasName, columns.contains(where: { $0.isEmail && $0.isUnique && $0.fill >= 0.3 }) {
            return .people
        }
        // An id may look like a serial number; a name says that it is none.
        if zip(columns, names).contains(where: {
            $0.shape == .serial && isNearlyUnique($0) && !$1.hasIdentifier
        }) {
            return .devices
        }
        if let last = words.last, deviceWords.contains(last) { return .devices }
        let hasAddress = unique.contains { $0.isEmail && $0.fill >= 0.3 }
        if hasAddress && hasName { return .people }
        let hasLogin = zip(columns, names).contains {
            isNearlyUnique($0) && ($0.isEmail || $0.shape == .handle || $0.shape == .code)
                && ($1.hasAny(MatchFields.loginWords) || $0.isEmail)
        }
        if hasLogin, let last = words.last, peopleWords.contains(last) { return .people }
        return .other
    }
}
