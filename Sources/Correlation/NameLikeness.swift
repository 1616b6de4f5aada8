import Columns

/// How far a field's name says that it names another object's record.
///
/// `managerId` ~ `users.id`, `customer_id` ~ `customers.id`, `l_orderkey` ~ `o_orderkey`, `assignee` ~ a
/// user's e-mail.
struct NameLikeness: Sendable {
    /// 0 none to 1 the same.
    let value: Double
    let sentence: String
    /// The name says the other object, not only the other field.
    let namesObject: Bool

    static let none = NameLikeness(value: 0, sentence: "")

    private init(value: Double, sentence: String, namesObject: Bool = false) {
        self.value = value
        self.sentence = sentence
        self.namesObject = namesObject
    }

    /// Names so common that two fields sharing one say nothing.
    private static let generic: Set<String> = [
        "name", "title", "type", "status", "state", "value", "label", "description", "date",
    ]
    /// Words for a person in a part: whoever reports, owns, approves.
    static let roles: Set<String> = [
        "manager", "supervisor", "owner", "assignee", "reporter", "author", "creator", "approver",
        "reviewer", "user", "employee", "member", "lead", "agent", "rep", "representative",
        "requester", "sponsor", "boss", "actor", "person", "merged", "created", "updated",
        "assigned",
        "requested", "approved", "contact", "principal", "holder", "custodian", "supervised",
    ]
    /// Words by which a record names another of its own kind.
    static let selfRoles: Set<String> = [
        "manager", "supervisor", "parent", "boss", "lead", "report", "reporting", "predecessor",
        "replaced", "superior", "mentor",
    ]

    init(_ left: ColumnReference, _ right: ColumnReference, _ profiles: [TableProfile]) {
        let own = profiles[left.table]
        let other = profiles[right.table]
        let name = own.names[left.column]
        let target = other.names[right.column]
        let isKey = other.key == right.column || target.hasIdentifier
        self = Self.compare(name, target, other, isKey: isKey, isSelf: left.table == right.table)
    }

    private static func compare(
        _ name: FieldName, _ target: FieldName, _ other: TableProfile, isKey: Bool, isSelf: Bool
    ) -> NameLikeness {
        let stem = name.stem
        let targetStem = target.stem
        if isSelf {
            return name.hasAny(selfRoles)
                ? NameLikeness(
                    value: 1, sentence: "'\(name.words.joined(separator: " "))' names a superior")
                : tail(name, target).scaled(0.8)
        }
        if name.leaf == target.leaf, !targetStem.isEmpty, !targetStem.allSatisfy(generic.contains) {
            return NameLikeness(value: 1, sentence: "the fields have the same name")
        }
        if let last = other.words.last, !stem.isEmpty {
            let shown = other.table.name.description
            // `linkTypeId` says a type of another thing than `postTypes`.
            let isOther =
                stem.count > 1 && other.words.count > 1 && stem.last == last
                && Set(stem.dropLast()).isDisjoint(with: other.words.dropLast())
            if isKey, isOther {
                return NameLikeness(
                    value: 0.5, sentence: "the name says '\(last)', as \(shown) does")
            }
            if isKey, stem == other.words || stem.last == last || name.leaf.first == last {
                return NameLikeness(value: 1, sentence: "the name says \(shown)", namesObject: true)
            }
            if isKey, other.words.count > 1, stem == [other.words.joined()] {
                return NameLikeness(value: 1, sentence: "the name says \(shown)", namesObject: true)
            }
            if stem.contains(last) {
                return NameLikeness(
                    value: 0.8, sentence: "the name says \(shown)", namesObject: true)
            }
            if let word = stem.last, isAbbreviation(word, last) || isAbbreviation(last, word) {
                return NameLikeness(
                    value: 0.7, sentence: "'\(word)' is short for \(shown)", namesObject: true)
            }
        }
        let ending = tail(name, target)
        if ending.value > 0 { return ending }
        if let last = other.words.last, isKey,
            let word = stem.first(where: { isAbbreviation($0, last) && !generic.contains($0) })
        {
            return NameLikeness(
                value: 0.5, sentence: "'\(word)' is short for \(other.table.name)",
                namesObject: true)
        }
        if other.kind == .people, name.hasAny(roles) {
            return NameLikeness(
                value: 0.6,
                sentence: "'\(name.leaf.joined(separator: " "))' is a part that a person plays")
        }
        return .none
    }

    /// `asset_hostname` ends in `hostname`; `Work Email` and `emailAddress` both say e-mail.
    private static func tail(_ name: FieldName, _ target: FieldName) -> NameLikeness {
        let a = name.leaf
        let b = target.leaf
        let meaningful = target.stem.filter { !generic.contains($0) }
        if !meaningful.isEmpty, a.count >= b.count, Array(a.suffix(b.count)) == b {
            return NameLikeness(value: 0.9, sentence: "the name ends in the other field's")
        }
        if !meaningful.isEmpty, name.stem.suffix(meaningful.count) == meaningful[...] {
            return NameLikeness(value: 0.9, sentence: "the names say the same")
        }
        let shared = Set(name.stem.filter { !generic.contains($0) }).intersection(meaningful)
        if let word = shared.sorted().first {
            return NameLikeness(value: 0.6, sentence: "both names say '\(word)'")
        }
        return .none
    }

    private func scaled(_ factor: Double) -> NameLikeness {
        NameLikeness(value: value * factor, sentence: sentence, namesObject: namesObject)
    }

    /// `cust` for `customer`, `supp` for `supplier`.
    static func isAbbreviation(_ short: String, _ long: String) -> Bool {
        short.utf8.count >= 3 && short.utf8.count < long.utf8.count && long.hasPrefix(short)
    }
}
