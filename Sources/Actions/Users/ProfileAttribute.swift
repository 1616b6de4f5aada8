/// One attribute of a user's profile as an input: the 31 that every org has, and those that an org has added.
public struct ProfileAttribute: Sendable, Equatable {
    public var name: String
    public var kind: ActionInput.Kind

    public init(name: String, kind: ActionInput.Kind) {
        self.name = name
        self.kind = kind
    }

    /// Okta takes no user without these.
    static let required = ["login", "email", "firstName", "lastName"]

    private static let base: [(name: String, summary: String)] = [
        ("login", "what the user signs in by, 5 to 100 characters, in most orgs like an e-mail"),
        ("email", "the primary e-mail"), ("firstName", "the given name"),
        ("lastName", "the family name"), ("secondEmail", "for recovery"),
        ("middleName", "middle name"), ("honorificPrefix", "such as Dr."),
        ("honorificSuffix", "such as MD"), ("title", "the position held"),
        ("displayName", "the name shown"), ("nickName", "the name used by colleagues"),
        ("profileUrl", "address of a page about the user"), ("primaryPhone", "such as home"),
        ("mobilePhone", "mobile number"), ("streetAddress", "street and house number"),
        ("city", "city"), ("state", "state or region"), ("zipCode", "postal code"),
        ("countryCode", "two letters, ISO 3166-1"), ("postalAddress", "whole postal address"),
        ("preferredLanguage", "such as en-US"), ("locale", "such as en_US"),
        ("timezone", "such as Europe/Berlin"), ("userType", "kind of employment"),
        ("employeeNumber", "number or name within the organization"),
        ("costCenter", "cost center"), ("organization", "organization"),
        ("division", "division"), ("department", "department"),
        ("managerId", "id of the manager"), ("manager", "name of the manager"),
    ]

    /// Inputs for all attributes, Okta's own first.
    static func inputs(
        custom: [ProfileAttribute], requiring required: [String]
    ) -> [ActionInput] {
        let lengths = ["login": 100, "email": 100, "firstName": 50, "lastName": 50]
        let own = base.map { attribute in
            ActionInput(
                attribute.name, .text, attribute.summary,
                isRequired: required.contains(attribute.name), lengthMax: lengths[attribute.name])
        }
        let names = Set(own.map(\.name) + Self.reserved)
        return own
            + custom.filter { !names.contains($0.name) }.map {
                ActionInput($0.name, $0.kind, "an attribute that the org has added")
            }
    }

    /// Inputs of these names are no attributes.
    private static let reserved =
        CreateUser.otherInputs.map(\.name) + ["clear", "strict", "typeId"]

    /// Why Okta would refuse a profile's login or e-mail; nil when it would not.
    static func refusal(of inputs: InputValues) -> String? {
        if let login = inputs.text("login"), login.unicodeScalars.count < 5 {
            return "'login' is shorter than 5 characters"
        }
        if let email = inputs.text("email"), !isAddress(email) {
            return "'email' is no e-mail address"
        }
        return nil
    }

    private static func isAddress(_ text: String) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        return halves.count == 2 && halves.allSatisfy { !$0.isEmpty }
            && !text.contains(where: \.isWhitespace)
    }
}
