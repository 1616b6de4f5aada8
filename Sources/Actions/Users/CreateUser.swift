import Okta

extension UserActions {
    static func create(_ attributes: [ProfileAttribute]) -> CreateUser {
        CreateUser(
            name: "create user",
            summary: "makes a user, with any attribute, credential, group or provider",
            credentials: CreateUser.credentialInputs, attributes: attributes)
    }
}

/// All five ways to make a user are one call; they differ in the credentials that they ask for.
struct CreateUser: Action {
    let name: String
    let summary: String
    let inputs: [ActionInput]
    private let attributes: [String]

    let roles: [TargetRole] = []
    let risk = Risk.reversible
    let scope = UserActions.scope
    let precondition = "no user of that login, case and accents aside"
    let endpoint = "POST /api/v1/users"
    let changes = ["users", "group_members", "app_users"]

    static let question = ActionInput("recoveryQuestion", .text, "the question of a recovery")
    static let answer = ActionInput("recoveryAnswer", .secret, "its answer, 4 characters or more")
    static let password = ActionInput("password", .secret, "the first password")

    static let credentialInputs = [
        password,
        ActionInput("passwordHash", .json, "a hash with its algorithm, salt and work factor"),
        ActionInput("passwordHook", .flag, "the first sign-in asks a hook for the password"),
        question, answer,
        ActionInput(
            "providerType", .choice(["OKTA", "FEDERATION", "SOCIAL"]), "who keeps the password",
            standard: "OKTA"),
        ActionInput("providerName", .text, "the provider's name", standard: "its type"),
    ]
    static let otherInputs = [
        ActionInput("groupIds", .list, "ids of groups to join, 20 at most"),
        ActionInput("userTypeId", .text, "id of the user type", standard: "the default type"),
        ActionInput("realmId", .text, "id of the realm"),
        ActionInput(
            "activate", .flag, "lets the user in at once; without a password Okta mails a welcome",
            standard: "true"),
        ActionInput(
            "nextLogin", .choice(["changePassword"]), "the first sign-in asks for a new password"),
        ActionInput("provider", .flag, "makes the user with a provider", standard: "false"),
    ]

    init(
        name: String, summary: String, credentials: [ActionInput], attributes: [ProfileAttribute]
    ) {
        self.name = name
        self.summary = summary
        let profile = ProfileAttribute.inputs(
            custom: attributes.filter { attribute in
                !Self.credentialInputs.contains { $0.name == attribute.name }
            }, requiring: ProfileAttribute.required)
        self.attributes = profile.map(\.name)
        inputs = profile + credentials + Self.otherInputs
    }

    private static let namesake = "user of that login"

    func readings(_ target: ActionTarget, _ inputs: InputValues) -> [Reading] {
        guard let login = inputs.text("login") else { return [] }
        return [Reading(Self.namesake, ActionPath.of("users", login), mayBeMissing: true)]
    }

    /// Okta finds users by the part before the @ too, which is another user's business.
    private func isThere(_ inputs: InputValues, _ state: TargetState) -> Bool {
        let found = state.text(Self.namesake, "profile", "login")
        return found != nil && found?.lowercased() == inputs.text("login")?.lowercased()
    }

    func facts(_ target: ActionTarget, _ state: TargetState) -> [Fact] {
        state[Self.namesake]?["id"]?.string.map { [Fact(Self.namesake, $0)] } ?? []
    }

    func refusal(of inputs: InputValues) -> String? {
        if let reason = ProfileAttribute.refusal(of: inputs) { return reason }
        if case .list(let ids)? = inputs["groupIds"], ids.count > 20 {
            return "'groupIds' has \(ids.count) ids, and Okta takes 20: add user to group adds more"
        }
        let passwords = ["password", "passwordHash", "passwordHook"].filter { inputs[$0] != nil }
        if passwords.count > 1 {
            return "'\(passwords[0])' and '\(passwords[1])' exclude each other"
        }
        return credentialRefusal(of: inputs, hasPassword: !passwords.isEmpty)
    }

    private func credentialRefusal(of inputs: InputValues, hasPassword: Bool) -> String? {
        if inputs["nextLogin"] != nil {
            if !hasPassword { return "'nextLogin' needs a password to be changed" }
            if inputs.flag("activate") == false {
                return "'nextLogin' needs a user that is activated"
            }
        }
        if (inputs["recoveryQuestion"] == nil) != (inputs["recoveryAnswer"] == nil) {
            return "'recoveryQuestion' and 'recoveryAnswer' come together"
        }
        if case .secret(let answer)? = inputs["recoveryAnswer"],
            answer.withText({ $0.unicodeScalars.count }) < 4
        {
            return "'recoveryAnswer' is shorter than 4 characters"
        }
        if case .json(let bytes)? = inputs["passwordHash"] {
            let algorithms = ["BCRYPT", "SHA-512", "SHA-256", "SHA-1", "MD5", "PBKDF2"]
            guard let algorithm = JSONView(bytes)?["algorithm"]?.string,
                algorithms.contains(algorithm)
            else {
                return "'passwordHash' is an object whose algorithm is one of "
                    + algorithms.joined(separator: ", ")
            }
        }
        let isForeign = ["FEDERATION", "SOCIAL"].contains(inputs.text("providerType"))
        if isForeign, hasPassword {
            return "a user of another provider has no password in Okta"
        }
        if isForeign, inputs.flag("provider") == false {
            return "'providerType' needs provider: true"
        }
        if inputs["providerName"] != nil, inputs["providerType"] == nil {
            return "'providerName' needs 'providerType'"
        }
        return nil
    }

    func judge(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Assessment {
        let login = inputs.text("login") ?? ""
        if isThere(inputs, state) {
            return .refuses("a user '\(login)' is there already: update user changes one")
        }
        let hasPassword = ["password", "passwordHash", "passwordHook"].contains {
            inputs[$0] != nil
        }
        let isForeign = ["FEDERATION", "SOCIAL"].contains(inputs.text("providerType"))
        let status =
            if inputs.flag("activate") == false { "STAGED" } else if inputs["nextLogin"] != nil {
                "PASSWORD_EXPIRED"
            } else if hasPassword || isForeign { "ACTIVE" } else {
                "PROVISIONED, and Okta mails a welcome"
            }
        return .does(
            effect: "a new user '\(login)', \(status)", losses: [],
            inverse: Inverse("delete user", target: .created(role: TargetRole.user.name)))
    }

    func calls(_ target: ActionTarget, _ inputs: InputValues, _ state: TargetState) -> [Call] {
        let profile = attributes.compactMap { name in
            inputs[name].map { (name, JSONBody($0)) }
        }
        var members: [(String, JSONBody)] = [("profile", .object(profile))]
        let credentials = credentials(inputs)
        if !credentials.isEmpty { members.append(("credentials", .object(credentials))) }
        if let groups = inputs["groupIds"] { members.append(("groupIds", JSONBody(groups))) }
        if let type = inputs["userTypeId"] {
            members.append(("type", .object([("id", JSONBody(type))])))
        }
        if let realm = inputs["realmId"] { members.append(("realmId", JSONBody(realm))) }
        var query: [(String, String)] = []
        if let activate = inputs.flag("activate") {
            query.append(("activate", activate ? "true" : "false"))
        }
        let isForeign = ["FEDERATION", "SOCIAL"].contains(inputs.text("providerType"))
        if let provider = inputs.flag("provider") ?? (isForeign ? true : nil) {
            query.append(("provider", provider ? "true" : "false"))
        }
        if let next = inputs.text("nextLogin") { query.append(("nextLogin", next)) }
        return [.json(.post, ActionPath.of("users"), query: query, .object(members))]
    }

    private func credentials(_ inputs: InputValues) -> [(String, JSONBody)] {
        var credentials: [(String, JSONBody)] = []
        if let password = inputs["password"] {
            credentials.append(("password", .object([("value", JSONBody(password))])))
        } else if let hash = inputs["passwordHash"] {
            credentials.append(("password", .object([("hash", JSONBody(hash))])))
        } else if inputs.flag("passwordHook") == true {
            let hook = JSONBody.object([("type", .text("default"))])
            credentials.append(("password", .object([("hook", hook)])))
        }
        if let question = inputs["recoveryQuestion"], let answer = inputs["recoveryAnswer"] {
            let members = [("question", JSONBody(question)), ("answer", JSONBody(answer))]
            credentials.append(("recovery_question", .object(members)))
        }
        if let type = inputs.text("providerType") {
            let name = inputs.text("providerName") ?? type
            credentials.append(
                ("provider", .object([("type", .text(type)), ("name", .text(name))])))
        }
        return credentials
    }

    /// Logins are unique, and none was there before.
    func isDone(
        _ target: ActionTarget, _ inputs: InputValues, _ state: TargetState
    ) -> Bool? {
        isThere(inputs, state)
    }
}

extension ActionInput {
    /// The same input as one that cannot be left out.
    var required: ActionInput {
        var copy = self
        copy.isRequired = true
        return copy
    }
}
