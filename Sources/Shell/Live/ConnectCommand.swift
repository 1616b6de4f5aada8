import BoardLanguage
import Engine
import Okta
import Render

/// A service app as the command line gives it; the key is read from a file.
public struct ServiceAppInput {
    public var clientId: String
    public var keyFile: String
    public var keyId: String?
    public var scopes: [String]

    public init(clientId: String, keyFile: String, keyId: String?, scopes: [String]) {
        self.clientId = clientId
        self.keyFile = keyFile
        self.keyId = keyId
        self.scopes = scopes
    }
}

extension Session {
    /// `cork connect okta [ORG] [as NAME]`
    ///
    /// Asks the org who it is and what the credential may read; keeps the credential and writes the line into
    /// `setup.board` only when the org has accepted it.
    public func connect(
        tool: String, org: String?, name: String?, app: ServiceAppInput?
    ) -> Reply {
        do throws(Refused) {
            guard tool == "okta" else {
                return .error(
                    "'\(escapedForTerminal(tool))' cannot be connected", help: "there is okta",
                    status: .usage)
            }
            guard let org else { return tokenGuide(nil) }
            let address = try Self.address(org)
            let name = try connectionName(name, for: address)
            guard let credential = try credential(for: address, app: app) else {
                var guide = tokenGuide(address)
                guide.notes = ["error: no token for \(escapedForTerminal(address.name)) was given"]
                guide.status = .usage
                return guide
            }
            return try connect(address, name: name, credential: credential)
        } catch {
            return error.reply
        }
    }

    private static func address(_ text: String) throws(Refused) -> OrgAddress {
        do { return try OrgAddress(text) } catch {
            throw Refused(
                reply: .error(
                    escapedForTerminal(error.message.error), help: error.message.help,
                    status: .usage))
        }
    }

    /// The name to connect under; not one that another org has.
    private func connectionName(
        _ typed: String?, for org: OrgAddress
    ) throws(Refused) -> String {
        let name = typed ?? "okta"
        let isName = (try? parseFile(Connection.line(org, name: name)))?.statements.count == 1
        guard isName else {
            throw Refused(
                reply: .error(
                    "'\(escapedForTerminal(name))' is no name",
                    help: "letters, digits and _, such as emea", status: .usage))
        }
        let taken = try readSetup().connections.first { $0.name == name && $0.org != org }
        if let taken {
            throw Refused(
                reply: .error(
                    "'\(name)' is connected to \(escapedForTerminal(taken.org.name))",
                    help: "cork disconnect \(name) first, or another name: cork connect okta "
                        + "\(escapedForTerminal(org.name)) as NAME", status: .refused))
        }
        return name
    }

    private func credential(
        for org: OrgAddress, app: ServiceAppInput?
    ) throws(Refused) -> Credential? {
        if let app {
            do {
                return .serviceApp(
                    ServiceApp(
                        clientId: app.clientId,
                        privateKey: Secret(try FileSystem.readText(app.keyFile)),
                        keyId: app.keyId,
                        scopes: app.scopes.isEmpty ? Self.readScopes : app.scopes))
            } catch {
                throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .failure))
            }
        }
        let sources = configuration.credentials
        let given = sources.environment ?? sources.piped?()
        if let given, !given.isEmpty { return try Self.token(given) }
        if let kept = try keptCredential(org) { return kept }
        let typed = sources.prompt?("API token for \(escapedForTerminal(org.name)) (not shown): ")
        guard let typed, !typed.isEmpty else { return nil }
        return try Self.token(typed)
    }

    private static func token(_ secret: Secret) throws(Refused) -> Credential {
        guard secret.isHeaderSafe else {
            throw Refused(
                reply: .error(
                    "the token has spaces or letters that no token has",
                    help: "it is one word of about 42 letters, digits, - and _", status: .usage))
        }
        return .token(secret)
    }

    private func connect(
        _ org: OrgAddress, name: String, credential: Credential
    ) throws(Refused) -> Reply {
        let notes = LiveNotes()
        let client = try client(org, credential, notes: notes)
        let found = try wait(for: client, notes: notes) { () async throws(OktaError) in
            try await Introduction.ask(client)
        }
        do { try credentialFile(org).write(credential) } catch let refused as Refused {
            throw refused
        } catch {
            let sentence = (error as? CredentialFile.Refusal)?.sentence ?? "\(error)"
            throw Refused(reply: .error(escapedForTerminal(sentence), status: .failure))
        }
        var reply = show(Self.listing(found.rights))
        let organisation = found.organisation
        var facts = [organisation.name ?? organisation.id, org.name, organisation.engine.name]
        facts.append(organisation.tokenOwner.map { "as \($0)" } ?? "with a \(credential.kind)")
        reply.preface = [escapedForTerminal("connected: " + facts.joined(separator: " · "))]
        reply.notes = found.attributes.map(escapedForTerminal)
        let setup = try readSetup()
        let files = filesOfTool(name, setup)
        let line = Connection.line(org, name: name, replacesFiles: !files.isEmpty)
        if setup.connections.contains(where: { $0.name == name && $0.org == org }) {
            reply.notes.append("\(Setup.fileName) has it already: \(escapedForTerminal(line))")
            return reply
        }
        do {
            try SetupFile(workspace: folder.root).append(line)
        } catch let error as FileError {
            throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .failure))
        } catch let error as WriteError {
            throw Refused(reply: .error(error.sentence, status: .failure))
        } catch {
            throw Refused(reply: .error("\(error)", status: .failure))
        }
        reply.notes.append("\(Setup.fileName): \(escapedForTerminal(line))")
        if !files.isEmpty {
            let list = Phrase.list(
                files.prefix(3).map { "'\($0)'" } + (files.count > 3 ? ["…"] : []))
            reply.notes.append(
                "\(escapedForTerminal(list)): left out from now on, since the org is read instead of "
                    + "files; connected as another name, both would be there")
        }
        reply.notes.append("cork sync reads it")
        return reply
    }

    /// Files that are objects of a tool already: they and what is synced would have the same names.
    private func filesOfTool(_ name: String, _ setup: Setup) -> [String] {
        let declared = setup.sources.map { FolderScan.Declared(object: $0.object, path: $0.file) }
        let scan = try? FolderScan.scan(folder.root, declared: declared, skips: setup.skips)
        return (scan?.files ?? []).filter {
            NameFolding.fold($0.object.tool) == NameFolding.fold(name)
        }.map(\.path).sorted()
    }

    private static func listing(_ rights: Rights) -> Listing {
        var listing = Listing("rights", ["object", "may it be read", "scope", "why"])
        for object in rights.objects {
            let (word, why) =
                switch object.answer {
                case .allowed: ("yes", "")
                case .refused(let reason): ("no", reason)
                case .absent(let reason): ("not in this org", reason)
                case .unknown(let reason): ("unknown", reason)
                }
            listing.append([object.list.objectName.description, word, object.list.scope, why])
        }
        return listing
    }

    // MARK: - Without a token

    private static var readScopes: [String] {
        var scopes: [String] = []
        for list in ListRegistry.objects where !scopes.contains(list.scope) {
            scopes.append(list.scope)
        }
        return scopes + ["okta.schemas.read", "okta.orgs.read"]
    }

    /// Where a token is made and what it must be allowed, object by object.
    private func tokenGuide(_ org: OrgAddress?) -> Reply {
        var listing = Listing("rights", ["object", "scope"])
        for list in ListRegistry.objects {
            listing.append([list.objectName.description, list.scope])
        }
        var reply = show(listing)
        let name = org.map { escapedForTerminal($0.name) } ?? "ORG"
        reply.preface = """
            An API token is made in the Admin Console, Security > API > Tokens, by an admin who may read the
            objects below: it has that admin's rights, is shown once, and ends after 30 days without use.
            It is never an argument. It is taken from OKTA_API_TOKEN, from stdin, or at a prompt:
              cork connect okta \(name) < FILE
            A service app has a private key instead, an admin role, and the scopes below (with
            okta.schemas.read for custom attributes and okta.orgs.read for the org's name):
              cork connect okta \(name) --client-id ID --key FILE
            """.split(separator: "\n").map(String.init)
        return reply
    }
}

/// What `connect` finds out about an org.
private struct Introduction: Sendable {
    let organisation: Organisation
    let rights: Rights
    /// The custom attributes as sentences, or why they could not be read.
    let attributes: [String]

    static func ask(_ client: OktaClient) async throws(OktaError) -> Introduction {
        let organisation = try await Organisation.ask(client)
        let rights = try await Rights.ask(client, engine: organisation.engine)
        var sentences: [String] = []
        for (word, read) in [("users", ProfileSchema.users), ("groups", ProfileSchema.groups)] {
            do throws(OktaError) {
                let schema = try await read(client)
                sentences.append(sentence(schema, of: word))
            } catch {
                guard case .refused = error else { throw error }
                sentences.append(
                    "custom attributes of \(word) are typed by their values: \(error.sentence)")
            }
        }
        return Introduction(organisation: organisation, rights: rights, attributes: sentences)
    }

    private static func sentence(_ schema: ProfileSchema, of word: String) -> String {
        if schema.attributes.isEmpty { return "custom attributes of \(word): none" }
        let names = schema.attributes.map { "\($0.name) (\($0.kind.name))" }
        return "custom attributes of \(word): " + names.joined(separator: ", ")
    }
}
