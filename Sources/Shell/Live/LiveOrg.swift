import Okta
import Render

/// The org that a command talks to, and how errors of it are told.
extension Session {
    /// `setup.board` alone: commands that ask Okta itself need no data loaded.
    func readSetup() throws(Refused) -> Setup {
        let path = FileSystem.join(folder.root, Setup.fileName)
        guard FileSystem.status(path) != nil else { return Setup() }
        do {
            return Setup(text: try FileSystem.readText(path))
        } catch {
            throw Refused(
                reply: .error(escapedForTerminal(error.sentence), status: .failure))
        }
    }

    /// The connection with this name, or the only one.
    func connection(_ name: String?) throws(Refused) -> Connection {
        let setup = try readSetup()
        if let problem = setup.problems.first {
            var reply = Reply()
            reply.notes = lines(of: problem)
            reply.status = .badBoard
            throw Refused(reply: reply)
        }
        let names = setup.connections.map(\.name)
        if let name {
            if let found = setup.connections.first(where: { $0.name == name }) { return found }
            throw Refused(
                reply: .error(
                    "no connection '\(escapedForTerminal(name))'",
                    help: Suggestion.nearestOrAll(name, in: names)
                        ?? "cork connect okta ORG makes one", status: .usage))
        }
        if setup.connections.count == 1 { return setup.connections[0] }
        throw Refused(
            reply: names.isEmpty
                ? .error(
                    "no org is connected", help: "cork connect okta ORG, such as acme.okta.com",
                    status: .usage)
                : .error(
                    "several orgs are connected",
                    help: "name one: \(Phrase.list(names, and: "or"))", status: .usage))
    }

    func credentialFile(_ org: OrgAddress) throws(Refused) -> CredentialFile {
        do {
            return try CredentialFile(org, environment: configuration.environment)
        } catch {
            throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .failure))
        }
    }

    func keptCredential(_ org: OrgAddress) throws(Refused) -> Credential? {
        let file = try credentialFile(org)
        do { return try file.read() } catch {
            throw Refused(
                reply: .error(
                    escapedForTerminal(error.sentence),
                    help: "if nobody else has read it, make it its owner's alone (chmod 600, its "
                        + "folder 700); else remove it and connect again",
                    status: .refused))
        }
    }

    /// A client of the org with the credential that is kept for it.
    func client(of connection: Connection, notes: LiveNotes) throws(Refused) -> OktaClient {
        guard let credential = try keptCredential(connection.org) else {
            throw Refused(
                reply: .error(
                    "there is no token for \(connection.org.name)",
                    help: "cork connect okta \(connection.org.name)"
                        + (connection.name == "okta" ? "" : " as \(connection.name)"),
                    status: .usage))
        }
        return try client(connection.org, credential, notes: notes)
    }

    func client(
        _ org: OrgAddress, _ credential: Credential, notes: LiveNotes
    ) throws(Refused) -> OktaClient {
        let proxy: ProxyAddress?
        do {
            proxy = try ProxyAddress.of(org.origin, environment: configuration.environment)
        } catch {
            throw Refused(
                reply: .error(
                    "the proxy in \(error.variable) cannot be used",
                    help: "such as http://proxy.acme.com:3128 or socks5://127.0.0.1:1080",
                    status: .failure))
        }
        let roots = configuration.environment("SSL_CERT_FILE").flatMap { $0.isEmpty ? nil : $0 }
        let transport = NetworkTransport(proxy: proxy, trustRoots: roots)
        var settings = ClientSettings()
        settings.userAgent = configuration.userAgent
        let isVerbose = self.settings.isVerbose
        return OktaClient(
            org: org, credential: credential,
            surroundings: ClientSurroundings(transport: transport), settings: settings
        ) { event in
            if let line = Self.line(of: event, isVerbose: isVerbose) { notes.add(line) }
        }
    }

    /// Waits are told; what passed by itself only to who asked for all.
    private static func line(of event: ClientEvent, isVerbose: Bool) -> String? {
        switch event {
        case .throttled(let bucket, let seconds):
            guard seconds > 2 || isVerbose else { return nil }
            return
                "waiting \(Int(seconds.rounded(.up))) s: half of the limit of \(bucket) is left to "
                + "the org's other clients"
        case .rateLimited(let bucket, let seconds):
            return "waiting \(Int(seconds.rounded(.up))) s: the limit of \(bucket) is used up"
        case .concurrencyLimited(let width):
            return isVerbose ? "the org has too many calls at once: going on with \(width)" : nil
        case .retried(let target, let reason, _):
            return isVerbose ? escapedForTerminal("again: \(target): \(reason)") : nil
        }
    }

    /// Runs asynchronous work of a client and closes it.
    func wait<Value: Sendable>(
        for client: OktaClient, notes: LiveNotes,
        _ work: @escaping @Sendable () async throws(OktaError) -> Value
    ) throws(Refused) -> Value {
        let isQuiet = settings.isQuiet
        let progress = configuration.progress
        let tell: (String) -> Void = { if !isQuiet { progress?($0) } }
        let result = AsyncBridge<Result<Value, OktaError>>.run(
            cancellation, notes: notes, tell: tell,
            work: {
                let result: Result<Value, OktaError>
                do throws(OktaError) { result = .success(try await work()) } catch {
                    result = .failure(error)
                }
                await client.close()
                return result
            })
        switch result {
        case .success(let value): return value
        case .failure(let error): throw Refused(reply: Self.reply(to: error, org: client.org))
        }
    }

    static func reply(to error: OktaError, org: OrgAddress) -> Reply {
        if case .cancelled = error { return .error("interrupted", status: .interrupted) }
        var help: String?
        switch error {
        case .refused(let refusal) where refusal.isBadCredential:
            help = "a new token is taken with cork connect okta \(org.name)"
        case .refused(let refusal) where refusal.isMissingRight:
            help = "cork connect okta \(org.name) lists what the token may read"
        case .transport(.untrusted, _):
            help =
                "SSL_CERT_FILE names a file of certificates to trust, for a proxy that has its own"
        case .transport(.cannotConnect, _): help = "the org was taken to be at \(org.name)"
        default: break
        }
        return .error(
            escapedForTerminal("\(org.name): \(error.sentence)"),
            help: help.map(escapedForTerminal), status: .failure)
    }
}
