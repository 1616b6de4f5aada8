/// Everything one org holds. A value: a copy taken at the start is what a reset goes back to.
///
/// Endpoints change it while the server holds its lock, so every call sees the effect of those before it.
public struct Tenant: Sendable {
    var users = Records()
    /// Passwords and recovery answers that calls have set; never answered with.
    var passwords: [String: String] = [:]
    var recoveryAnswers: [String: String] = [:]
    var groups = Records()
    /// Groups on the left, users on the right.
    var members = Relation<Instant>()
    var owners: [String: Records] = [:]
    var groupRules = Records()
    var apps = Records()
    /// Apps on the left, users on the right.
    var appUsers = Relation<AppUser>()
    /// Apps on the left, groups on the right.
    var appGroups = Relation<AppGroup>()
    var devices = Records()
    /// Devices on the left, users on the right.
    var deviceUsers = Relation<Record>()
    var policies = Records()
    var policyRules: [String: Records] = [:]
    /// Enrolled factors by user.
    var factors: [String: Records] = [:]
    var userTypes = Records()
    /// Custom attributes of user profiles by user type, as Okta's schema describes them.
    var customAttributes: [String: Record] = [:]
    var linkedObjects = Records()
    /// Primary users on the left, associated users on the right, by the primary name of the relation.
    var linkedUsers: [String: Relation<Bool>] = [:]
    /// Role assignments by user, by group and by client.
    var userRoles: [String: Records] = [:]
    var groupRoles: [String: Records] = [:]
    var clientRoles: [String: Records] = [:]
    var eventHooks = Records()
    /// Lists that are only read, by the last part of their path.
    var lists: [String: Records] = [:]
    /// Lists below one object, by `list/id`.
    var childLists: [String: Records] = [:]
    var org: Record = [:]

    /// In the order they were persisted, which is the order a polling query gives them in.
    var events: [Record] = []
    var deliveries: [HookDelivery] = []
    /// Changes made by calls since the start, by event type and target: twice done is seen here.
    var effects: [String: Int] = [:]

    /// API tokens that are accepted, by value.
    var tokens: [String: APIToken] = [:]
    var clients: [String: ServiceClient] = [:]
    var accessTokens: [String: AccessToken] = [:]
    var usedAssertions: Set<String> = []

    var identifiers = Identifiers(seed: 0x0C0F_FEE0)

    /// An org of its owner alone.
    public init() {
        org = [
            "id": "00o1sandboxtenant0001", "subdomain": "sandbox", "companyName": "Sandbox",
            "status": "ACTIVE", "created": "2018-01-01T00:00:00.000Z",
            "lastUpdated": "2025-01-01T00:00:00.000Z", "expiresAt": nil, "website": nil,
            "address1": nil, "address2": nil, "city": nil, "state": nil, "postalCode": nil,
            "country": nil, "phoneNumber": nil, "supportPhoneNumber": nil,
            "endUserSupportHelpURL": nil,
        ]
    }

    /// The group of all users; orgs have exactly one.
    var everyoneID: String? {
        groups.rows.first { $0.value.text("type") == "BUILT_IN" }?.id
    }

    /// Looks a user up by id, login, `me`, or the part of a login before `@` when only one user has it.
    func userID(_ key: String, _ call: Call) throws -> String {
        if users.contains(key) { return key }
        if key == "me", let id = call.caller.userID { return id }
        let wanted = key.lowercased()
        var short: [String] = []
        for row in users.rows {
            guard let login = row.value.text("profile.login")?.lowercased() else { continue }
            if login == wanted { return row.id }
            if login.hasPrefix(wanted), login.dropFirst(wanted.count).first == "@" {
                short.append(row.id)
            }
        }
        guard short.count == 1 else { throw APIError.notFound(key, "User") }
        return short[0]
    }

    /// Accepts a token and lists it, without its value.
    ///
    /// - Parameter scopes: What it may do, as OAuth scopes; nil is a super admin's rights.
    public mutating func addToken(_ value: String, owner: String? = nil, scopes: Set<String>? = nil)
    {
        let id = identifiers.makeID(.apiToken)
        let ownerID = owner ?? self.ownerID ?? ""
        tokens[value] = APIToken(id: id, ownerID: ownerID, name: "Sandbox token", scopes: scopes)
        lists["api-tokens", default: Records()].set(
            id,
            [
                "id": .string(id), "name": "Sandbox token", "clientName": "Okta API",
                "userId": .string(ownerID), "created": "2026-01-01T00:00:00.000Z",
                "lastUpdated": "2026-07-01T00:00:00.000Z",
                "expiresAt": "2026-12-31T00:00:00.000Z", "tokenWindow": "P30D",
                "network": ["connection": "ANYWHERE"],
            ])
    }

    /// Lets a service app get access tokens by assertions signed with one of its keys.
    ///
    /// - Parameter keys: A JWKS, `{"keys": [...]}`, of public RSA or P-256 keys.
    /// - Throws: `TenantError` when `keys` is no JWKS.
    public mutating func addServiceApp(
        clientID: String, name: String, keys: String, scopes: Set<String>
    ) throws {
        let jwks = try? JSONParser.parse(Array(keys.utf8)).record
        guard let rows = jwks?["keys"]?.elements?.compactMap(\.record), !rows.isEmpty else {
            throw TenantError(description: "the keys of '\(clientID)' are not a JWKS")
        }
        clients[clientID] = ServiceClient(name: name, keys: rows, scopes: scopes)
    }

    func user(_ id: String) -> Record { users[id] ?? [:] }

    func status(ofUser id: String) -> String { user(id).text("status") ?? "" }
}

/// An API token as the server knows it; the list of tokens never shows its value.
struct APIToken: Sendable {
    var id: String
    var ownerID: String
    var name: String
    /// Nil is all the rights of a super admin.
    var scopes: Set<String>?
}

/// An app that gets its tokens by a signed assertion.
struct ServiceClient: Sendable {
    var name: String
    /// Public keys as JWKs.
    var keys: [Record]
    var scopes: Set<String>
    /// Without an admin role a token is given, but may do nothing.
    var hasRole = true
}

struct AccessToken: Sendable {
    var clientID: String
    var scopes: Set<String>
    var expires: Instant
}

/// A user's account in an app. There may be hundreds of thousands, so it is no `Record`.
struct AppUser: Sendable {
    enum Scope: String, Sendable {
        case user = "USER"
        case group = "GROUP"
    }

    var scope: Scope
    var status = "ACTIVE"
    var created: Instant
    var lastUpdated: Instant
    var statusChanged: Instant
    var syncState = "DISABLED"
    var externalID: String?
    var userName: String
    var profile: Record = [:]
}

struct AppGroup: Sendable {
    var priority: Int
    var lastUpdated: Instant
    var profile: Record = [:]
}

/// One event on its way to one receiver.
struct HookDelivery: Sendable {
    var hookID: String
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]
}
