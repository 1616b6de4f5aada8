import Columns
import EventHooks
import Okta
import Render

/// A receiver of event hooks, as the command line gives it.
public struct HookInput: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    public var port: Int
    /// The hook's name in Okta.
    public var name: String
    /// Event types, `user.lifecycle.*` for all that begin so; every known one when there is none.
    public var types: [String] = []
    /// The address that Okta is to call; nil where the hook is there already.
    public var url: String?
    /// `--yes`: nobody is asked.
    public var isConfirmed = false

    /// - Parameter address: `:8080`, `8080` or `0.0.0.0:8080`; nil for what is none.
    public init?(address: String, name: String) {
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let port = parts.last.flatMap({ Int($0) }),
            (0...65_535).contains(port)
        else { return nil }
        if parts.count == 2, !parts[0].isEmpty { host = String(parts[0]) }
        self.port = port
        self.name = name
    }
}

/// A receiver that runs, for one watch.
final class HookReceiver {
    private let receiver: EventReceiver

    fileprivate init(_ receiver: EventReceiver) { self.receiver = receiver }

    func stop() {
        let receiver = receiver
        _ = AsyncBridge<Bool>.run(
            Cancellation(),
            work: {
                await receiver.stop()
                return true
            })
    }
}

extension Session {
    /// Listens for an org's event hook, and makes the hook in the org where that was asked for.
    func listen(
        _ input: HookInput, _ follower: LogFollower, wake: WakeSignal
    ) throws(Refused) -> HookReceiver {
        let org = follower.connection.org
        let (types, unknown) = HookTypes.types(input.types.isEmpty ? ["*"] : input.types)
        if let unknown {
            throw Refused(
                reply: .error(
                    "no event type begins like '\(escapedForTerminal(unknown))'",
                    help: Suggestion.nearest(unknown, in: HookTypes.known)
                        ?? "such as user.lifecycle.*", status: .usage))
        }
        let file = try hookFile(org, input.name)
        let (secret, isNew) = try hookSecret(file, input)
        var configuration = secret.withText { EventReceiver.Configuration(secret: $0) }
        configuration.host = input.host
        configuration.port = input.port
        let receiver = follower.receiver(configuration, wake: wake)
        let started = AsyncBridge<Result<Int, EventReceiver.Failure>>.run(
            cancellation,
            work: {
                do throws(EventReceiver.Failure) {
                    return .success(try await receiver.start())
                } catch {
                    return .failure(error)
                }
            })
        let running = HookReceiver(receiver)
        switch started {
        case .failure(let failure):
            throw Refused(
                reply: .error(escapedForTerminal(failure.sentence), status: .failure))
        case .success(let port):
            tell("listening on \(input.host):\(port) for events of \(org.name)")
        }
        do throws(Refused) {
            if let url = input.url {
                try register(input, url, types, secret, isNew ? file : nil, follower)
            }
        } catch {
            running.stop()
            throw error
        }
        return running
    }

    private func tell(_ line: String) {
        if settings.isQuiet { return }
        var reply = Reply()
        reply.notes = [escapedForTerminal(line)]
        configuration.show?(reply)
    }

    // MARK: - The secret

    private func hookFile(_ org: OrgAddress, _ name: String) throws(Refused) -> CredentialFile {
        let isPlain =
            !name.isEmpty && name.utf8.count <= 60
            && name.utf8.allSatisfy {
                $0 == 0x2D || $0 == 0x5F || (0x30...0x39).contains($0)
                    || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
        guard isPlain else {
            throw Refused(
                reply: .error(
                    "'\(escapedForTerminal(name))' cannot name an event hook here",
                    help: "a name is of letters, digits, - and _", status: .usage))
        }
        do {
            return try CredentialFile(org, hook: name, environment: configuration.environment)
        } catch {
            throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .failure))
        }
    }

    /// The one in the environment, then the one that was kept, then a new one for a hook that is to be made.
    private func hookSecret(
        _ file: CredentialFile, _ input: HookInput
    ) throws(Refused) -> (secret: Secret, isNew: Bool) {
        if let given = configuration.environment("CORK_HOOK_SECRET"), !given.isEmpty {
            return (Secret(given), false)
        }
        do throws(CredentialFile.Refusal) {
            if case .token(let secret)? = try file.read() { return (secret, false) }
        } catch {
            throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .refused))
        }
        guard input.url != nil else {
            throw Refused(
                reply: .error(
                    "the secret of the event hook '\(escapedForTerminal(input.name))' is not known",
                    help: "--register URL makes the hook with a secret of its own; for one that is "
                        + "there, CORK_HOOK_SECRET is its Authorization header", status: .usage))
        }
        var random = SystemRandomNumberGenerator()
        let digits = (0..<40).map { _ in String(UInt8.random(in: 0..<16, using: &random), radix: 16)
        }
        return (Secret(digits.joined()), true)
    }

    private func keep(_ secret: Secret, _ file: CredentialFile) throws(Refused) {
        do throws(CredentialFile.Refusal) { try file.write(.token(secret)) } catch {
            throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .failure))
        }
    }

    // MARK: - The hook in the org

    /// Makes the hook and has it verified, unless it is there already.
    ///
    /// - Parameter file: where a new secret is kept; nil when the secret was known before.
    private func register(
        _ input: HookInput, _ url: String, _ types: [String], _ secret: Secret,
        _ file: CredentialFile?, _ follower: LogFollower
    ) throws(Refused) {
        let org = escapedForTerminal(follower.connection.org.name)
        let name = input.name
        let hooks = try follower.call(in: self) { client async throws(OktaError) in
            try await EventHookCalls.all(client)
        }
        if let hook = hooks.first(where: { $0.name == name }) {
            guard hook.url == url, file == nil else {
                throw Refused(
                    reply: .error(
                        hook.url == url
                            ? "\(org) has the event hook '\(name)', with a secret not known here"
                            : "the event hook '\(name)' of \(org) sends to "
                                + escapedForTerminal(hook.url),
                        help: "cork watch --remove \(name) deletes it", status: .refused))
            }
            if !hook.isVerified { try verify(hook, isNew: false, follower) }
            tell("the event hook '\(name)' is there already")
            return
        }
        try ask(
            "create the event hook '\(name)' in \(org), which sends "
                + "\(Phrase.count(types.count, "event type")) to \(escapedForTerminal(url))?",
            input.isConfirmed)
        if let file { try keep(secret, file) }
        let hook = try follower.call(in: self) { client async throws(OktaError) in
            try await EventHookCalls.create(
                name: name, url: url, types: types, secret: secret, client)
        }
        do throws(Refused) { try verify(hook, isNew: true, follower) } catch {
            _ = try? file?.remove()
            throw error
        }
        tell("created and verified the event hook '\(name)': \(url)")
    }

    /// A hook that was just made and does not reach the receiver is taken away again.
    private func verify(
        _ hook: EventHookCalls.Hook, isNew: Bool, _ follower: LogFollower
    ) throws(Refused) {
        do throws(Refused) {
            let verified = try follower.call(in: self) { client async throws(OktaError) in
                try await EventHookCalls.verify(hook.id, client)
            }
            if verified.isVerified { return }
            throw Refused(
                reply: .error("Okta did not verify the event hook", status: .failure))
        } catch {
            if isNew {
                _ = try? follower.call(in: self) { client async throws(OktaError) in
                    try await EventHookCalls.delete(hook, client)
                }
            }
            var reply = error.reply
            reply.notes.append(
                escapedForTerminal(
                    "  help: Okta must reach \(hook.url), and that must lead to the address that is "
                        + "listened on"))
            throw Refused(reply: reply)
        }
    }

    private func ask(_ question: String, _ isConfirmed: Bool) throws(Refused) {
        if isConfirmed { return }
        guard let confirm = configuration.confirm else {
            throw Refused(
                reply: .error(
                    "nobody is here to be asked: \(question)",
                    help: "--yes does it without a question", status: .refused))
        }
        guard confirm(question) else {
            throw Refused(reply: .error("not done", status: .refused))
        }
    }

    /// `cork watch --remove NAME`: deletes the hook in the org, and its secret here.
    public func removeHook(
        _ name: String, connection: String?, isConfirmed: Bool
    ) -> Reply {
        do throws(Refused) {
            let connection = try self.connection(connection)
            let file = try hookFile(connection.org, name)
            let notes = LiveNotes()
            let asking = try client(of: connection, notes: notes)
            let hooks = try wait(for: asking, notes: notes) { () async throws(OktaError) in
                try await EventHookCalls.all(asking)
            }
            guard let hook = hooks.first(where: { $0.name == name }) else {
                return .error(
                    "no event hook '\(name)' in \(escapedForTerminal(connection.org.name))",
                    help: hooks.isEmpty
                        ? "it has none"
                        : Suggestion.nearestOrAll(name, in: hooks.map(\.name)).map(
                            escapedForTerminal), status: .usage)
            }
            try ask(
                "delete the event hook '\(name)' of \(escapedForTerminal(connection.org.name)), which "
                    + "sends to \(escapedForTerminal(hook.url))?", isConfirmed)
            let client = try client(of: connection, notes: notes)
            try wait(for: client, notes: notes) { () async throws(OktaError) in
                try await EventHookCalls.delete(hook, client)
            }
            _ = try? file.remove()
            return .note("deleted the event hook '\(name)'")
        } catch {
            return error.reply
        }
    }
}
