/// Somebody (or something) with accounts, and every account as its tool will write it.
///
/// The plan of the company: trouble is planted by changing one account here, and the findings are read
/// off the same values, never off the files.
struct Person {
    enum Kind { case employee, contractor, service, orphan }

    let kind: Kind
    var first: String
    var last: String
    /// The left part of the company address.
    var local: String
    var domain = "acme.com"
    /// The address before a move or a new name; apps that were assigned then still use it.
    var formerEmail: String?
    /// 0 for people whom HR does not number.
    var number = 0
    var department = ""
    var title = ""
    var location = Location.all[0]
    /// Index into the company's people.
    var manager: Int?
    var hired = Moment.now
    var isManager = false

    var hr: [HRRow] = []
    var okta: OktaAccount?
    var github: GitHubAccount?
    var slack: SlackAccount?
    var google: GoogleAccount?
    var jira: JiraAccount?
    var aws: AWSAccount?
    var contract: Contract?

    var email: String { "\(local)@\(domain)" }
    var name: String { "\(first) \(last)" }
    /// HR has rows for this person, and every one of them says they left.
    var isLeaver: Bool { !hr.isEmpty && hr.allSatisfy { !$0.isActive } }
}

struct Location {
    let office: String
    let city: String
    let country: String
    let zone: String
    let locale: String

    static let all = [
        Location(
            office: "Berlin", city: "Berlin", country: "DE", zone: "Europe/Berlin",
            locale: "de_DE"),
        Location(
            office: "Austin", city: "Austin", country: "US", zone: "America/Chicago",
            locale: "en_US"),
        Location(
            office: "São Paulo", city: "São Paulo", country: "BR", zone: "America/Sao_Paulo",
            locale: "pt_BR"),
        Location(
            office: "Singapore", city: "Singapore", country: "SG", zone: "Asia/Singapore",
            locale: "en_SG"),
        Location(
            office: "Remote - EMEA", city: "", country: "PL", zone: "Europe/Warsaw",
            locale: "pl_PL"),
    ]
}

/// One line of the HR export.
struct HRRow {
    var number: Int
    var first: String
    var last: String
    /// "" where HR has none.
    var email: String
    var title: String
    var department: String
    var supervisor: Int?
    var hired: Moment
    var left: Moment?
    var employment = "Full-Time"

    var isActive: Bool { left == nil }
}

struct OktaAccount {
    enum Factors { case active, pendingOnly, none }

    var id: String
    var status = "ACTIVE"
    var login: String
    var email: String
    /// Mostly a private address; an old company address for some.
    var secondEmail = ""
    var aliases: [String] = []
    var first: String
    var last: String
    var display: String
    var title: String
    var department: String
    var manager: Int?
    var userType = "Employee"
    var created: Moment
    /// Nil for somebody who never signed in.
    var lastLogin: Moment?
    var factors = Factors.active
    /// Labels of administrator roles.
    var roles: [String] = []

    var isActive: Bool { status == "ACTIVE" }
}

struct GitHubAccount {
    var login: String
    var id: Int
    var name: String
    var role = "member"
    var hasTwoFactor = true
    /// "" where the member never signed in by SSO.
    var saml: String
    var lastActive: Moment?
    /// The identity rules tie it to its person's Okta user.
    var isLinked = true
}

struct SlackAccount {
    var id: String
    var name: String
    var real: String
    /// "" for bots.
    var email: String
    var isDeleted = false
    var isBot = false
    var isGuest = false
    var isLinked = true
}

struct GoogleAccount {
    var email: String
    var secondary = ""
    var first: String
    var last: String
    var employeeID: String
    var isSuspended = false
    var hasTwoStep = true
    var lastSignIn: Moment?
}

struct JiraAccount {
    var id: String
    var name: String
    var email: String
    var isActive = true
    var lastSeen: Moment?
    var isLinked = true
}

struct AWSAccount {
    var user: String
    var created: Moment
    var hasPassword: Bool
    var hasMFA: Bool
    var hasKey = false
    var keyRotated: Moment?
    /// Nil for a key that was never used.
    var keyUsed: Moment?
}

struct Contract {
    var email: String
    var company: String
    var sponsor: String
    var start: Moment
    var end: Moment?
}
