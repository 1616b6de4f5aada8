import ArgumentParser
import Glibc
import Shell

struct ConnectCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Connect an org: cork connect okta ORG [as NAME]",
        discussion: """
            ORG is a subdomain, a host, a URL or a custom domain. The token is taken from OKTA_API_TOKEN, from
            stdin, or at a prompt. Without ORG: where a token is made and what it must be allowed.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "okta ORG [as NAME]") var words: [String] = []
    @Option(help: ArgumentHelp("A service app instead of a token.", valueName: "id"))
    var clientId: String?
    @Option(help: ArgumentHelp("Its private key, PEM or JWK.", valueName: "file"))
    var key: String?
    @Option(help: ArgumentHelp("The key's id, where the app has several.", valueName: "id"))
    var keyId: String?
    @Option(help: ArgumentHelp("Scopes to ask for, in one word with spaces.", valueName: "scopes"))
    var scopes: String?

    func validate() throws {
        let isNamed = words.count == 4 && words[2] == "as"
        guard isNamed || (1...2).contains(words.count) else {
            throw ValidationError("connect takes okta ORG, or okta ORG as NAME")
        }
        guard (clientId == nil) == (key == nil) else {
            throw ValidationError("--client-id and --key go together")
        }
    }

    func reply(in session: Session) throws -> Reply {
        var app: ServiceAppInput?
        if let clientId, let key {
            app = ServiceAppInput(
                clientId: clientId, keyFile: key, keyId: keyId,
                scopes: (scopes ?? "").split(separator: " ").map(String.init))
        }
        return session.connect(
            tool: words[0], org: words.count > 1 ? words[1] : nil,
            name: words.count == 4 ? words[3] : nil, app: app)
    }
}

struct DisconnectCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "disconnect", abstract: "Take a connection and its token away.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The connection; the only one when none is named.") var name: String?

    func reply(in session: Session) throws -> Reply { session.disconnect(name) }
}

struct SyncCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Read what has changed in the connected orgs.",
        discussion: """
            The first time users, groups, apps, devices and what connects them; later what changed. A sync that was
            stopped goes on where it was. cork sync factors policies reads these too, and keeps them fresh.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Such as users or okta.factors.") var objects: [String] = []
    @Flag(help: "Read everything, whatever is known.") var full = false
    @Flag(help: "Read what saved boards name too, without a question.") var yes = false
    @Flag(help: "Believe a list that has lost nearly all of its rows.") var acceptLoss = false
    @Option(help: "The connection, when there are several; all unless told.")
    var connection: String?

    var asksQuestions: Bool { true }

    func reply(in session: Session) throws -> Reply {
        var input = SyncInput(objects: objects)
        input.isFull = full
        input.isConfirmed = yes
        input.acceptsLoss = acceptLoss
        input.connection = connection
        return session.syncOnce(input)
    }
}

struct StatusListingCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How old and how complete what was synced is.")

    @OptionGroup var options: GlobalOptions

    func reply(in session: Session) throws -> Reply { session.status() }
}

struct UsersCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Search the users of an org, as they are there now.",
        discussion: #"""
            cork users --search 'status eq "ACTIVE" and profile.department eq "Sales"' --sort lastUpdated:desc
            cork users --filter 'status eq "LOCKED_OUT"' · cork users --q ada
            """#)

    @OptionGroup var options: GlobalOptions
    @Option(help: "A condition on any attribute; Okta's index may lag a moment.") var search:
        String?
    @Option(help: "A condition on status, id, login and a few more; never lags.") var filter:
        String?
    @Option(name: .customLong("q"), help: "The beginning of a name or address.") var words: String?
    @Option(help: ArgumentHelp("With --search.", valueName: "field[:desc]")) var sort: String?
    @Option(help: "The connection, when there are several.") var connection: String?

    func reply(in session: Session) throws -> Reply {
        var wanted = UserSearch()
        wanted.search = search
        wanted.filter = filter
        wanted.words = words
        if let sort { wanted.sort(by: sort) }
        // What is read, not what is shown of it.
        wanted.limit = options.limit == 0 ? nil : options.limit ?? 200
        return session.searchUsers(wanted, connection: connection)
    }
}

struct UserCommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "One user of an org, as it is there now.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: ArgumentHelp("The user's id or login.", valueName: "id|login"))
    var user: String
    @Option(help: "The connection, when there are several.") var connection: String?

    func reply(in session: Session) throws -> Reply {
        session.showUser(user, connection: connection)
    }
}

struct APICommand: ParsableCommand, AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Any call of the org's API; the answer is JSON.",
        discussion: """
            cork api GET /api/v1/users -q limit=5 · cork api GET /api/v1/groups --all
            cork api POST /api/v1/groups --body group.json
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "GET, HEAD, POST, PUT, PATCH or DELETE.") var method: String
    @Argument(help: "Such as /api/v1/users.") var path: String
    @Option(name: .short, help: ArgumentHelp("A query item.", valueName: "name=value"))
    var query: [String] = []
    @Option(
        name: .customShort("H"), help: ArgumentHelp("A header.", valueName: "name:value"))
    var header: [String] = []
    @Option(help: ArgumentHelp("A file to send, or - for stdin.", valueName: "file"))
    var body: String?
    @Flag(help: "Follow the next links to the end.") var all = false
    @Flag(help: "Do not ask before a call that is not GET.") var yes = false
    @Option(help: "The connection, when there are several.") var connection: String?

    var asksQuestions: Bool { true }

    func reply(in session: Session) throws -> Reply {
        var input = ApiInput(method: method, path: path)
        input.query = try query.map { try Self.pair($0, at: "=", option: "-q") }
        input.headers = try header.map { try Self.pair($0, at: ":", option: "-H") }
        input.followsPages = all
        input.isConfirmed = yes
        if body == "-" {
            input.body = Array(StandardStreams.readInput().utf8)
        } else if let body {
            switch Session.contents(of: body) {
            case .success(let bytes): input.body = bytes
            case .failure(let error): throw ValidationError(error.sentence)
            }
        }
        return session.api(input, connection: connection)
    }

    private static func pair(
        _ text: String, at sign: Character, option: String
    ) throws -> (name: String, value: String) {
        guard let index = text.firstIndex(of: sign), index > text.startIndex else {
            throw ValidationError("\(option) takes name\(sign)value, not '\(text)'")
        }
        let value = text[text.index(after: index)...]
        return (String(text[..<index]), String(sign == ":" ? value.drop { $0 == " " } : value))
    }
}
