import Columns

/// Whose account a record is: a person's, or a machine's or a team's, and how that can be told.
public enum AccountKind: String, Sendable, CaseIterable {
    case person
    case bot
    case service
    case shared
}

struct AccountNature {
    let kind: AccountKind
    /// A clause: `is_bot is true`, `the address says 'noreply'`.
    let reason: String

    static let ordinary = AccountNature(kind: .person, reason: "nothing says otherwise")

    private static let bots: Set<String> = [
        "bot", "renovate", "dependabot", "automation", "slackbot", "jirabot", "deploybot",
        "statusbot", "hubot", "copilot", "standuply", "zapier", "snyk",
    ]
    private static let services: Set<String> = [
        "svc", "service", "serviceaccount", "sa", "system", "daemon", "ci", "cd", "cicd", "jenkins",
        "terraform", "ansible", "noreply", "donotreply", "integration", "api", "sync", "backup",
        "scanner", "monitoring", "scim", "root", "deploy", "deployment", "webhook", "gitlab-ci",
        "insights",
    ]
    private static let teams: Set<String> = [
        "room", "reception", "careers", "jobs", "invoices", "invoice", "billing", "info", "support",
        "helpdesk", "sales", "office", "team", "hello", "contact", "accounting", "press",
        "marketing", "shared", "mailbox", "kiosk", "frontdesk", "conference", "postmaster", "abuse",
        "security", "webmaster", "hr", "facilities", "orders",
    ]

    /// Fields of an object that say what an account is.
    struct Fields {
        /// `is_bot`, `isServiceAccount`: true says so.
        let flags: [(column: Int, kind: AccountKind)]
        /// `userType`, `Type`: a word says so.
        let types: [Int]
        /// Logins and addresses, whose words say so.
        let names: [Int]

        init(_ object: AccountObject) {
            let profile = object.profile
            var flags: [(Int, AccountKind)] = []
            var types: [Int] = []
            for (index, name) in profile.names.enumerated() where profile.columns[index].present > 0
            {
                let column = profile.columns[index]
                if column.type == .bool || column.shape == .flag {
                    if name.has("bot") { flags.append((index, .bot)) }
                    if name.has("service") && name.hasAny(["account", "is"]) {
                        flags.append((index, .service))
                    }
                    if name.has("shared") { flags.append((index, .shared)) }
                } else if column.type == .text, column.distinct <= 32,
                    name.leaf == ["type"] || name.leaf == ["user", "type"]
                        || name.leaf == ["account", "type"] || name.leaf == ["kind"]
                {
                    types.append(index)
                }
            }
            self.flags = flags
            self.types = types
            var names = object.fields.logins
            if let email = object.fields.emails.first { names.append(email) }
            if let label = object.label, !names.contains(label),
                object.fields.name != .full(label) || object.fields.emails.isEmpty
                    || object.profile.columns[label].shape == .handle
            {
                names.append(label)
            }
            // A bot of a tool without user names is known by its display name alone.
            if names.count <= 1, case .full(let column) = object.fields.name,
                !names.contains(column)
            {
                names.append(column)
            }
            self.names = names
        }
    }

    /// What the fields of a record say. Whom HR or the list of contractors knows is a person whatever they say.
    static func of(_ object: AccountObject, _ fields: Fields, row: Int) -> AccountNature {
        let table = object.profile.table
        for (column, kind) in fields.flags where table.columns[column].isPresent(row) {
            if ["true", "1", "yes"].contains(Folding.folded(table.columns[column].string(row))) {
                return AccountNature(
                    kind: kind, reason: "\(object.fieldName(column)) is true")
            }
        }
        for column in fields.types where table.columns[column].isPresent(row) {
            let value = table.columns[column].string(row)
            if let (kind, _) = kind(of: value) {
                return AccountNature(
                    kind: kind, reason: "\(object.fieldName(column)) is \(value)")
            }
        }
        for column in fields.names where table.columns[column].isPresent(row) {
            let value = table.columns[column].string(row)
            let part = value.lastIndex(of: "@").map { String(value[..<$0]) } ?? value
            if let (kind, word) = kind(of: part) {
                return AccountNature(
                    kind: kind, reason: "\(object.fieldName(column)) says '\(word)'")
            }
        }
        return ordinary
    }

    /// `deploybot` alone; a person may be called Talbot.
    private static func isBotName(_ word: String, of words: [String]) -> Bool {
        word.hasSuffix("bot") && word.utf8.count > 4 && Set(words).count == 1
            && !["talbot", "abbot", "cabot", "turbot", "ebbot"].contains(word)
    }

    /// What the words of a user name or an address say; nil for a person's.
    static func kind(of text: String) -> (AccountKind, String)? {
        var words = FieldName.split(text)
        // FieldName knows plurals; `careers` and `sales` are looked up as they are written, too.
        words += Folding.folded(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for word in words {
            if bots.contains(word) || isBotName(word, of: words) { return (.bot, word) }
        }
        for word in words where services.contains(word) { return (.service, word) }
        if let word = words.first(where: teams.contains) { return (.shared, word) }
        return nil
    }
}
