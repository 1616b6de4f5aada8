import Actions
import Columns
import Engine
import Okta
import Render
import Runs
import Workspace

extension MetaCommand {
    /// What has to do with runs.
    static let runCommands = [
        MetaCommand(
            name: "plan", usage: "BOARD [-o FILE]",
            summary: "what a board's action would do, without a question; -o writes it down",
            argument: .board
        ) { arguments, session in
            arguments.isEmpty ? usageError("plan") : session.planLine(arguments)
        },
        MetaCommand(
            name: "log", usage: "[RUN]", summary: "what was done to orgs; a run's targets",
            argument: .free
        ) { arguments, session in session.log(arguments) },
        MetaCommand(
            name: "resume", usage: "RUN",
            summary: "go on with a run that stopped: what is left, failed or unknown",
            argument: .free, isWrittenOut: true
        ) { arguments, session in
            arguments.isEmpty ? usageError("resume") : session.resumeRun(arguments)
        },
        MetaCommand(
            name: "undo", usage: "[RUN]",
            summary: "take a run back, the last that can be; from the state noted before it",
            argument: .free, isWrittenOut: true
        ) { arguments, session in session.undoRun(arguments) },
        MetaCommand(
            name: "apply", usage: "PLAN-FILE", summary: "carry out a plan that was written down",
            argument: .free, isWrittenOut: true
        ) { arguments, session in
            arguments.isEmpty ? usageError("apply") : session.applyFile(arguments)
        },
        MetaCommand(
            name: "rehearse", usage: "PLAN-FILE",
            summary: "try a plan on a copy of the org: which saved boards would change",
            argument: .free
        ) { arguments, session in
            arguments.isEmpty ? usageError("rehearse") : session.rehearseFile(arguments)
        },
    ]
}

extension Session {
    /// `cork apply plan.json`
    public func apply(file: String) -> Reply { answering { applyFile(file) } }

    /// `cork log [RUN]`
    public func showLog(_ run: String) -> Reply { answering { log(run) } }

    /// `cork resume RUN`
    public func resume(_ run: String) -> Reply { answering { resumeRun(run) } }

    /// `cork undo [RUN]`
    public func undo(_ run: String) -> Reply { answering { undoRun(run) } }

    // MARK: - Plan files

    func write(_ plan: Plan, to path: String, shown: Reply) throws(Refused) -> Reply {
        let file = FileSystem.join(configuration.outputFolder, path)
        do throws(WriteError) {
            try TextFile.write(PlanFile.text(plan), to: file, replaces: acting.replacesFile)
        } catch {
            throw Refused(reply: .error(error.sentence, status: .refused))
        }
        var reply = shown
        if !settings.isQuiet {
            // A copy of the org cannot show what a receiver would do.
            let tries = plan.deed.action == Sending.name ? "" : "cork rehearse tries it, "
            reply.notes.append(
                "plan written to '\(escapedForTerminal(path))'; \(tries)cork apply carries it out")
        }
        return reply
    }

    /// The plan in a file, with the connection that it is for.
    func plan(inFile path: String) throws(Refused) -> (Plan, Connection) {
        let plan = try plan(alone: path)
        return (plan, try connection(ofOrg: plan.org, what: "'\(escapedForTerminal(path))'"))
    }

    private func plan(alone path: String) throws(Refused) -> Plan {
        let shown = escapedForTerminal(path)
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileSystem.read(FileSystem.join(configuration.outputFolder, path))
        } catch {
            throw Refused(reply: .error(escapedForTerminal(error.sentence), status: .failure))
        }
        do throws(PlanFile.Refusal) { return try PlanFile.plan(bytes) } catch {
            throw Refused(
                reply: .error(
                    "'\(shown)' is no plan that can be applied: \(error.sentence)",
                    help: "cork plan NAME -o FILE makes one", status: .refused))
        }
    }

    private func connection(
        ofOrg org: String, what: String
    ) throws(Refused) -> Connection {
        let connections = try readSetup().connections
        if let found = connections.first(where: { $0.org.name == org }) { return found }
        throw Refused(
            reply: .error(
                "\(what) is for \(escapedForTerminal(org)), which is not connected here",
                help: connections.isEmpty
                    ? "no org is connected"
                    : "connected: \(Phrase.list(connections.map { escapedForTerminal($0.org.name) }))",
                status: .refused))
    }

    func applyFile(_ path: String) -> Reply {
        do throws(Refused) {
            let plan = try plan(alone: path)
            if plan.deed.action == Sending.name { return try applySend(plan, file: path) }
            let connection = try connection(
                ofOrg: plan.org, what: "'\(escapedForTerminal(path))'")
            for action in Set(plan.steps.indices.map { plan.deed(of: $0).action }).sorted() {
                if let refused = denial(of: action) { return refused }
            }
            let wanted = plan.steps.map { Planner.Wanted($0.target) }
            let org = try actingOrg(connection, deed: plan.deed, wanted: wanted)
            return try decide(on: .plan(plan), shown: reply(to: plan), org)
        } catch {
            return error.reply
        }
    }

    // MARK: - Runs

    func resumeRun(_ number: String) -> Reply {
        do throws(Refused) {
            let (record, database) = try knownRun(number)
            try checkWhole(record, in: database)
            if record.plan.deed.action == Sending.name { return try resumeSend(record) }
            guard record.isOpen else {
                return .note("run \(record.number) has nothing left to do")
            }
            for action in Set(record.plan.steps.indices.map { record.plan.deed(of: $0).action }) {
                if let refused = denial(of: action) { return refused }
            }
            let connection = try connection(
                ofOrg: record.plan.org, what: "run \(record.number)")
            let rest = record.plan.steps.indices.filter {
                [.left, .failed, .unknown].contains(record.state(of: $0))
            }
            let wanted = rest.map { Planner.Wanted(record.plan.steps[$0].target) }
            let org = try actingOrg(connection, deed: record.plan.deed, wanted: wanted)
            var shown = show(steps(of: record, rest))
            shown.footer = [Self.summary(of: record), escapedForTerminal(record.plan.org)]
            return try decideOnRest(record, rest.count, shown, org)
        } catch {
            return error.reply
        }
    }

    /// The plan was agreed to; what is left of it is agreed to again.
    private func decideOnRest(
        _ record: RunRecord, _ count: Int, _ shown: Reply, _ org: ActingOrg
    ) throws(Refused) -> Reply {
        var rest = record.plan
        rest.steps = Array(rest.steps.filter { $0.verdict.isDone }.prefix(count))
        let asks = !acting.applies && configuration.ask != nil
        if !acting.applies, !asks {
            var reply = shown
            reply.notes += Self.nobodyAsked(count)
            reply.status = .refused
            return reply
        }
        if asks { configuration.show?(shown) }
        switch consent(to: rest) {
        case .refused(let reply): return reply
        case .given: return try run(.record(record), org)
        }
    }

    func undoRun(_ number: String) -> Reply {
        do throws(Refused) {
            let (record, database) =
                try number.isEmpty ? lastRunToTakeBack() : knownRun(number)
            try checkWhole(record, in: database)
            guard let undo = Undo(record) else {
                return .error(
                    "nothing of run \(record.number) can be taken back",
                    help: "cork log \(record.number) tells what was done", status: .refused)
            }
            var intention = Intention(
                deed: undo.deed, wanted: undo.wanted,
                connection: try connection(
                    ofOrg: record.plan.org, what: "run \(record.number)"))
            intention.undoes = record.number
            intention.notes = undo.lost.map { target, why in
                "not taken back: \(target.records.first?.name ?? ""): \(why)"
            }
            if number.isEmpty { intention.notes.insert(Self.named(record), at: 0) }
            return act(on: intention)
        } catch {
            return error.reply
        }
    }

    /// The last run that something takes back: neither one that took another back, nor one that was taken back.
    private func lastRunToTakeBack() throws(Refused) -> (RunRecord, WorkspaceDatabase) {
        guard let database = try knownJournal() else {
            throw Refused(reply: .error("nothing was done here yet", status: .usage))
        }
        let all = try records(in: database)
        let undone = Set(all.filter { $0.count(.done) > 0 }.compactMap(\.plan.undoes))
        let found = all.last { record in
            record.plan.undoes == nil && !undone.contains(record.number) && Undo(record) != nil
        }
        if let found { return (found, database) }
        throw Refused(
            reply: .error(
                "no run is left that can be taken back",
                help: "cork log lists the runs; .undo RUN takes one by its number",
                status: .refused))
    }

    /// Which run it is when nobody named it: `takes back run 3: suspend user, 4 done`.
    private static func named(_ record: RunRecord) -> String {
        "takes back run \(record.number): \(record.plan.deed.action), "
            + "\(Phrase.count(record.count(.done))) done"
    }

    private func knownRun(_ number: String) throws(Refused) -> (RunRecord, WorkspaceDatabase) {
        guard let database = try knownJournal() else {
            throw Refused(reply: .error("nothing was done here yet", status: .usage))
        }
        return (try run(number, in: database), database)
    }
}
