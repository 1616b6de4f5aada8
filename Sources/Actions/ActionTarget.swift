/// A record that an action needs: what it is called and where it is found.
public struct TargetRole: Sendable, Equatable {
    /// The input's name and the word for it: `user`, `group`, `app`.
    public var name: String
    /// The object of the store whose records it takes: `users`.
    public var object: String
    /// Fields that a person knows its records by, the one that is shown first.
    public var nameFields: [String]

    public init(name: String, object: String, nameFields: [String]) {
        self.name = name
        self.object = object
        self.nameFields = nameFields
    }

    public static let user = TargetRole(
        name: "user", object: "users", nameFields: ["profile.login", "profile.email"])
    public static let group = TargetRole(
        name: "group", object: "groups", nameFields: ["profile.name"])
    public static let app = TargetRole(name: "app", object: "apps", nameFields: ["label"])
    public static let device = TargetRole(
        name: "device", object: "devices", nameFields: ["profile.displayName"])
    public static let policy = TargetRole(
        name: "policy", object: "policies", nameFields: ["name"])
    public static let rule = TargetRole(name: "rule", object: "rules", nameFields: ["name"])
    public static let factor = TargetRole(
        name: "factor", object: "factors", nameFields: ["factorType"])
}

/// The records of one step, named as the person saw them.
public struct ActionTarget: Sendable, Equatable, Hashable {
    public struct Record: Sendable, Equatable, Hashable {
        public var role: String
        public var id: String
        public var name: String

        public init(role: String, id: String, name: String) {
            self.role = role
            self.id = id
            self.name = name
        }
    }

    public var records: [Record]

    public init(records: [Record]) { self.records = records }

    /// The id of that role's record; empty where there is none, which no action is sent for.
    public subscript(role: TargetRole) -> String {
        records.first { $0.role == role.name }?.id ?? ""
    }

    /// The name of that role's record as the person saw it, or its id.
    public func name(_ role: TargetRole) -> String {
        guard let record = records.first(where: { $0.role == role.name }) else { return "" }
        return record.name.isEmpty ? record.id : record.name
    }
}
