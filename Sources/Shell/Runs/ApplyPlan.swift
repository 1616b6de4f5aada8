import Actions
import Columns
import Engine
import Okta
import Render
import Runs
import Sync
import Workspace

/// Carrying plans out.
extension Session {
    /// What a run is begun with, or gone on with.
    enum RunStart {
        case plan(Plan)
        case record(RunRecord)

        var plan: Plan {
            switch self {
            case .plan(let plan): plan
            case .record(let record): record.plan
            }
        }
    }

    /// Makes a plan, shows it, and carries it out when somebody agrees.
    func act(on intention: Intention) -> Reply {
        do throws(Refused) {
            let deeds = [intention.deed] + intention.wanted.compactMap(\.deed)
            for action in Set(deeds.map(\.action)).sorted() {
                if let refused = denial(of: action) { return refused }
            }
            if intention.wanted.isEmpty,
                !(ActionRegistry()[intention.deed.action]?.roles.isEmpty ?? true)
            {
                return .note("there are no rows, so there is nothing to do")
            }
            let org = try actingOrg(
                intention.connection, deed: intention.deed, wanted: intention.wanted)
            let plan = try plan(intention, org)
            let shown = reply(to: plan, notes: intention.notes + [org.remark].compactMap { $0 })
            if let path = acting.planFile { return try write(plan, to: path, shown: shown) }
            if acting.onlyPlans { return shown }
            return try decide(on: .plan(plan), shown: shown, org)
        } catch {
            return error.reply
        }
    }

    /// Shows what would be done and does it when somebody agrees.
    func decide(on start: RunStart, shown: Reply, _ org: ActingOrg) throws(Refused) -> Reply {
        try decide(on: start.plan, shown: shown) { () throws(Refused) in try run(start, org) }
    }

    /// - Parameter carryOut: called when somebody agrees.
    func decide(
        on plan: Plan, shown: Reply, _ carryOut: () throws(Refused) -> Reply
    ) throws(Refused) -> Reply {
        var shown = shown
        guard plan.count > 0 else {
            if !settings.isQuiet { shown.notes.append("there is nothing to do") }
            return shown
        }
        let asks = !acting.applies && configuration.ask != nil
        if !acting.applies, !asks {
            shown.notes += Self.nobodyAsked(plan.count)
            shown.status = .refused
            return shown
        }
        if asks { configuration.show?(shown) }
        switch consent(to: plan) {
        case .refused(let reply): return reply
        case .given: return try carryOut()
        }
    }

    /// A script that does not say that it means it must not go on as if it had been done.
    static func nobodyAsked(_ count: Int) -> [String] {
        [
            "error: nothing was done, and nobody is here to be asked",
            "  help: --apply --confirm \(count) carries it out",
        ]
    }

    // MARK: - The run

    func run(_ start: RunStart, _ org: ActingOrg) throws(Refused) -> Reply {
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
        let sink: SecretSink
        do throws(FileError) { sink = try SecretSink(path: acting.secretsFile) } catch {
            throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .refused))
        }
        let plan = start.plan
        let values = try secrets(of: plan.deed, plan.steps.compactMap(\.deed))
        let client = try client(org.connection.org, org.credential, notes: org.notes)
        let registry = actionLookup(org.connection)
        let request = RunRequest(
            client: client, store: SyncStore(database), origin: origin(org),
            protection: org.protection, clock: configuration.clock,
            registry: registry,
            values: { deed throws(OktaError) in values.values(of: deed) },
            keepSecret: { sink.keep($0, $1, $2) })
        let control = RunControl()
        let runner = Runner(request, control: control)
        let syncing = self.request(org.connection, [])
        let painter = RunPainter(configuration, isQuiet: settings.isQuiet, control: control)
        let result = AsyncBridge<Result<(RunRecord, EventSync.Outcome?), SyncFailure>>.run(
            cancellation, notes: org.notes, tell: { painter.tell($0) }, tick: { painter.tick() },
            work: {
                let result: Result<(RunRecord, EventSync.Outcome?), SyncFailure>
                do {
                    let record =
                        switch start {
                        case .plan(let plan): try await runner.apply(plan)
                        case .record(let record): try await runner.resume(record)
                        }
                    // Reading back must not be cut off by the Ctrl-C that ended the run.
                    let effects = record.effects(registry)
                    let seen = await Task.detached {
                        try? await EventSync(
                            syncing, client: client, store: request.store
                        ).readAgain(effects)
                    }.value
                    result = .success((record, seen))
                } catch { result = .failure(Self.failure(error)) }
                await client.close()
                return result
            })
        painter.end()
        switch result {
        case .success(let (record, seen)):
            return reply(to: record, stop: runner.stop, seen, sink)
        case .failure(.workspace(let error)): throw Refused(reply: Self.reply(to: error))
        case .failure(let error):
            throw Refused(reply: .error(escapedForTerminal("\(error)"), status: .failure))
        }
    }

    static func failure(_ error: any Error) -> SyncFailure {
        if let error = error as? WorkspaceError { return .workspace(error) }
        return SyncFailure.of(error)
    }

    // MARK: - What became of it

    private func reply(
        to record: RunRecord, stop: RunStop?, _ seen: EventSync.Outcome?, _ sink: SecretSink
    ) -> Reply {
        var reply = Reply()
        let troubled = record.plan.steps.indices.filter {
            let state = record.state(of: $0)
            return state == .failed || state == .unknown
                || record.steps[$0].outcome?.detail != ""
                    && state == .done
        }
        if !troubled.isEmpty { reply = show(troubles(of: record, troubled)) }
        reply.showsFooter = false
        if !settings.isQuiet || stop != nil { reply.notes.append(Self.summary(of: record)) }
        reply.notes += sink.take().map(escapedForTerminal)
        if let stop { tell(stop, record, &reply) }
        if reply.status == .ok, record.count(.failed) + record.count(.unknown) > 0 {
            reply.notes.append(
                "error: not all of it was done\n  help: cork resume \(record.number) tries the rest"
            )
            reply.status = .someFailed
        }
        if reply.status == .ok, !settings.isQuiet, Undo(record) != nil {
            reply.notes.append("cork undo \(record.number) takes it back")
        }
        for trouble in seen?.troubles ?? [] {
            reply.notes.append("note: \(escapedForTerminal(trouble))")
        }
        if seen == nil {
            reply.notes.append("note: what has changed could not be read back; cork sync shows it")
        }
        do { _ = try refresh() } catch {
            reply.notes.append("error: \(escapedForTerminal(error.sentence))")
        }
        return reply
    }

    /// `run 3: 36 done, 1 failed, 5 left`
    static func summary(of record: RunRecord) -> String {
        var parts: [String] = []
        for (state, word) in [
            (RunRecord.State.done, "done"), (.failed, "failed"), (.unknown, "unknown"),
            (.skipped, "skipped"), (.left, "left"),
        ] {
            let count = record.count(state)
            if count > 0 || state == .done { parts.append("\(Phrase.count(count)) \(word)") }
        }
        return "run \(record.number): " + parts.joined(separator: ", ")
    }

    private func tell(_ stop: RunStop, _ record: RunRecord, _ reply: inout Reply) {
        let resume = "cork resume \(record.number) goes on with what is left"
        switch stop {
        case .interrupted:
            reply.notes += ["interrupted", "  help: \(resume)"]
            reply.status = .interrupted
        case .changed(let step, let what):
            let target = record.plan.steps[step].target
            let name = target.records.first.map { "'\($0.name)' (\($0.id))" } ?? ""
            reply.notes += [
                escapedForTerminal("error: \(name) has changed since the plan: \(what)"),
                "  help: nothing was done to it nor to those behind it; make a new plan of what is "
                    + "left",
            ]
            reply.status = .refused
        case .forbidden(let why), .unreachable(let why):
            reply.notes += [escapedForTerminal("error: \(why)"), "  help: \(resume)"]
            reply.status = .failure
        case .unwritten:
            reply.notes += [escapedForTerminal("error: \(stop.sentence)"), "  help: \(resume)"]
            reply.status = .failure
        }
    }
}

extension TargetRole {
    /// The object whose records have that role: `users` for `user`.
    static func object(ofRole name: String) -> String? {
        ActionRegistry().all.lazy.flatMap(\.roles).first { $0.name == name }?.object
    }
}

extension RunRecord {
    /// What its targets may have changed: all for which a call may have left.
    func effects(_ registry: (String) -> (any Action)?) -> [RunEffect] {
        plan.steps.indices.compactMap { index in
            guard steps[index].intended != nil,
                let action = registry(plan.deed(of: index).action)
            else { return nil }
            var records: [String: String] = [:]
            for role in action.roles {
                records[role.object] = plan.steps[index].target[role]
            }
            // What a run has made is not among its targets.
            if let id = steps[index].outcome?.created, let role = steps[index].inverse?.created,
                let object = TargetRole.object(ofRole: role)
            {
                records[object] = id
            }
            return RunEffect(
                records: records, changes: action.changes, joins: action.name.hasPrefix("add "))
        }
    }
}
