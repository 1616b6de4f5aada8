import Okta
import Render
import Runs
import Sync
import Workspace

/// Sending what was agreed to, and what became of it.
extension Session {
    func send(_ start: RunStart, to receiver: ReceiverAddress) throws(Refused) -> Reply {
        let database = try journal()
        let lock: ProcessLock
        do throws(WorkspaceError) {
            lock = try ProcessLock.take(
                in: database.folder, as: lockHolder("cork apply"),
                waitingFor: LogFollower.command, seconds: 30)
        } catch {
            throw Refused(reply: Self.reply(to: error))
        }
        defer { withExtendedLifetime(lock) {} }
        let transport = try transport(to: receiver)
        let control = RunControl()
        let runner = SendRunner(
            to: receiver, over: transport, store: SyncStore(database),
            // No token is used, so nobody but the account is known.
            origin: RunOrigin(
                who: "", host: configuration.account(),
                tool: configuration.userAgent.replacing("/", with: " ")),
            userAgent: configuration.userAgent, clock: configuration.clock, control: control)
        let painter = RunPainter(configuration, isQuiet: settings.isQuiet, control: control)
        let result = AsyncBridge<Result<RunRecord, SyncFailure>>.run(
            cancellation, tick: { painter.tick() },
            work: {
                let result: Result<RunRecord, SyncFailure>
                do {
                    switch start {
                    case .plan(let plan): result = .success(try await runner.apply(plan))
                    case .record(let record): result = .success(try await runner.resume(record))
                    }
                } catch { result = .failure(Self.failure(error)) }
                await transport.close()
                return result
            })
        painter.end()
        switch result {
        case .success(let record): return reply(toSent: record, runner.stop)
        case .failure(.workspace(let error)): throw Refused(reply: Self.reply(to: error))
        case .failure(let error):
            throw Refused(reply: .error(escapedForTerminal("\(error)"), status: .failure))
        }
    }

    private func transport(to receiver: ReceiverAddress) throws(Refused) -> NetworkTransport {
        let proxy: ProxyAddress?
        do {
            proxy = try ProxyAddress.of(receiver.origin, environment: configuration.environment)
        } catch {
            throw Refused(
                reply: .error(
                    "the proxy in \(error.variable) cannot be used",
                    help: "such as http://proxy.acme.com:3128 or socks5://127.0.0.1:1080",
                    status: .failure))
        }
        let roots = configuration.environment("SSL_CERT_FILE").flatMap { $0.isEmpty ? nil : $0 }
        var limits = TransportLimits()
        limits.readSeconds = 15
        limits.totalSeconds = 30
        limits.bodyBytesMax = 1 << 20
        return NetworkTransport(limits: limits, proxy: proxy, trustRoots: roots)
    }

    private func reply(toSent record: RunRecord, _ stop: RunStop?) -> Reply {
        var reply = Reply()
        let troubled = record.plan.steps.indices.filter {
            [.failed, .unknown].contains(record.state(of: $0))
        }
        if !troubled.isEmpty { reply = show(troubles(of: record, troubled)) }
        reply.showsFooter = false
        if !settings.isQuiet || stop != nil { reply.notes.append(Self.summary(of: record)) }
        let resumes =
            !SendRunner.rest(of: record).isEmpty && record.plan.deed.secrets[Sending.address] != nil
        let help = resumes ? ["  help: cork resume \(record.number) sends what is left"] : []
        switch stop {
        case .interrupted?:
            reply.notes += ["interrupted"] + help
            reply.status = .interrupted
        case let stop?:
            reply.notes += [escapedForTerminal("error: \(stop.sentence)")] + help
            reply.status = .failure
        case nil where !troubled.isEmpty:
            reply.notes += ["error: not all of it was sent"] + help
            reply.status = .someFailed
        case nil: break
        }
        return reply
    }
}
