import Columns

/// The fields of an object by which its records can be recognised in another tool.
struct MatchFields: Sendable {
    /// Addresses that are the record's own, and further ones (secondary e-mails, lists of aliases).
    private(set) var emails: [Int] = []
    private(set) var aliases: [Int] = []
    /// User names; a login that is written as an address counts by what stands before `@`.
    private(set) var logins: [Int] = []
    private(set) var numbers: [Int] = []
    private(set) var name: PersonName?

    static let loginWords: Set<String> = [
        "login", "username", "handle", "upn", "user", "samaccountname",
        "screen",
    ]
    static let aliasWords: Set<String> = [
        "alias", "aliase", "secondary", "second", "alternate", "alternative", "other", "recovery",
        "personal", "additional", "previous", "former", "old", "home", "private",
    ]
    /// Fields with these words are about somebody else.
    static let otherPeople: Set<String> = [
        "manager", "supervisor", "boss", "reporting", "report", "owner", "creator", "sponsor",
        "assignee", "approver", "lead", "emergency", "contact", "actor",
    ]
    private static let numberOwners: Set<String> = [
        "employee", "worker", "personnel", "staff", "badge", "person", "emp",
    ]

    init(_ profile: TableProfile) {
        for (index, column) in profile.columns.enumerated() where column.present > 0 {
            let words = profile.names[index]
            if words.hasAny(Self.otherPeople) { continue }
            if column.isEmail {
                if column.type.isList || words.hasAny(Self.aliasWords) {
                    aliases.append(index)
                } else if column.uniqueness >= 0.9 {
                    emails.append(index)
                }
            } else if isLogin(column, words) {
                logins.append(index)
            }
            if Self.isPersonNumber(profile, index) { numbers.append(index) }
        }
        sortEmails(profile)
        name = PersonName(profile)
    }

    private func isLogin(_ column: ColumnProfile, _ words: FieldName) -> Bool {
        guard column.type == .text, column.uniqueness >= 0.9, !words.hasIdentifier,
            column.shape == .handle || column.shape == .code,
            !words.hasAny(ObjectKind.deviceFields), !words.hasAny(["last", "display"])
        else { return false }
        if words.hasAny(Self.loginWords) { return true }
        // Nobody says that it is a login, so it must look and behave like one in every row.
        return column.shape == .handle
            && (words.leaf == ["name"]
                || (column.isUnique && column.present == column.rows && column.rarity >= 8))
    }

    /// Whether a column is called an employee number and tells records apart.
    static func isPersonNumber(_ profile: TableProfile, _ index: Int) -> Bool {
        let column = profile.columns[index]
        let words = profile.names[index]
        return words.hasIdentifier && words.hasAny(numberOwners) && column.uniqueness >= 0.9
            && !column.type.isList && !words.hasAny(otherPeople)
    }

    /// Whether a column is one that records are recognised by.
    func contains(_ column: Int) -> Bool {
        emails.contains(column) || aliases.contains(column) || logins.contains(column)
            || numbers.contains(column)
    }

    /// A field called e-mail comes before a login that happens to be one; what is mostly blank beside a
    /// full one is a further address.
    private mutating func sortEmails(_ profile: TableProfile) {
        func rank(_ index: Int) -> Int {
            profile.names[index].hasAny(["email", "mail"]) ? 0 : 1
        }
        if let fullest = emails.map({ profile.columns[$0].fill }).max() {
            let sparse = emails.filter {
                profile.columns[$0].fill < 0.5 * fullest && rank($0) == 1
            }
            emails.removeAll { sparse.contains($0) }
            aliases += sparse
        }
        emails.sort { (rank($0), $0) < (rank($1), $1) }
    }

    /// The field that a local part is taken from: a login written as an address, else the first address.
    func localPart(_ profile: TableProfile) -> Int? {
        emails.first { profile.names[$0].hasAny(Self.loginWords) } ?? emails.first
    }
}

/// Where a record's person name stands: in one field, or in two.
enum PersonName: Sendable, Equatable {
    case full(Int)
    case parts(first: Int, last: Int)

    init?(_ profile: TableProfile) {
        func field(_ matches: (FieldName) -> Bool) -> Int? {
            profile.names.indices.first {
                profile.columns[$0].type == .text && profile.columns[$0].present > 0
                    && !profile.columns[$0].isEmail
                    && !profile.names[$0].hasAny(MatchFields.otherPeople)
                    && matches(profile.names[$0])
            }
        }
        let first = field {
            $0.leaf == ["first", "name"] || $0.leaf == ["given", "name"] || $0.leaf == ["firstname"]
                || $0.leaf == ["forename"] || $0.leaf == ["legal", "first", "name"]
                || $0.leaf == ["first"]
        }
        let last = field {
            $0.leaf == ["last", "name"] || $0.leaf == ["family", "name"] || $0.leaf == ["lastname"]
                || $0.leaf == ["surname"] || $0.leaf == ["legal", "last", "name"]
                || $0.leaf == ["last"]
        }
        if let first, let last {
            self = .parts(first: first, last: last)
            return
        }
        let named = field {
            $0.leaf == ["full", "name"] || $0.leaf == ["real", "name"]
                || $0.leaf == ["display", "name"]
        }
        let shaped = profile.columns.indices.first {
            profile.columns[$0].shape == .personName && profile.columns[$0].uniqueness >= 0.5
                && !profile.names[$0].hasAny(MatchFields.otherPeople)
        }
        guard let index = shaped ?? named else { return nil }
        self = .full(index)
    }

    /// As a rule shows it: `First Name + Last Name`.
    func title(_ profile: TableProfile) -> String {
        switch self {
        case .full(let index): profile.columns[index].field
        case .parts(let first, let last):
            "\(profile.columns[first].field) + \(profile.columns[last].field)"
        }
    }

    /// The folded name of each row given, in order; empty where it is not known.
    ///
    /// `Lovelace, Ada` is `ada lovelace`; runs of white space count once.
    func folded(_ table: Table, rows: [Int32]) -> [String] {
        rows.map { row in
            switch self {
            case .full(let index): Self.normalise(table.columns[index].string(Int(row)))
            case .parts(let first, let last):
                Self.normalise(
                    table.columns[first].string(Int(row)) + " "
                        + table.columns[last].string(Int(row)))
            }
        }
    }

    static func normalise(_ name: String) -> String {
        let folded = Folding.folded(name)
        let halves = folded.split(separator: ",", maxSplits: 1)
        let ordered = halves.count == 2 ? "\(halves[1]) \(halves[0])" : folded
        return ordered.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether two known names can be one person's: the same words, or one has a middle name more.
    static func agree(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        let a = Set(left.split(separator: " "))
        let b = Set(right.split(separator: " "))
        return a.isSubset(of: b) || b.isSubset(of: a)
    }
}
