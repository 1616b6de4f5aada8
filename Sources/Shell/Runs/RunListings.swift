import Actions
import Columns
import Engine
import Render
import Runs
import Workspace

/// Runs as tables: the log, and the objects `cork.runs` and `cork.steps`.
extension Session {
    /// `cork log`, newest last; with a number the targets of that run.
    func log(_ arguments: String) -> Reply {
        do throws(Refused) {
            guard let database = try knownJournal() else {
                return .note("nothing was done here yet")
            }
            if arguments.isEmpty {
                var reply = show(runsTable(try records(in: database)))
                reply.notes = try faults(in: database)
                if !reply.notes.isEmpty { reply.status = .failure }
                return reply
            }
            let record = try run(arguments, in: database)
            var reply = show(steps(of: record, Array(record.plan.steps.indices)))
            reply.footer = Self.facts(of: record.plan)
            if !settings.isQuiet {
                reply.notes = lines(about: record).map(escapedForTerminal)
            }
            let faults = try faults(in: database)
            reply.notes += faults
            if !faults.isEmpty { reply.status = .failure }
            return reply
        } catch {
            return error.reply
        }
    }

    func records(in database: WorkspaceDatabase) throws(Refused) -> [RunRecord] {
        do throws(WorkspaceError) { return try RunRecord.all(in: database) } catch {
            throw Refused(reply: Self.reply(to: error))
        }
    }

    /// Lines of the journal that are not what was written.
    private func faults(in database: WorkspaceDatabase) throws(Refused) -> [String] {
        do throws(WorkspaceError) {
            return try database.journalFaults().map {
                "error: the journal is not as it was written: \($0.sentence)"
            }
        } catch {
            throw Refused(reply: Self.reply(to: error))
        }
    }

    /// The run of that number.
    func run(_ number: String, in database: WorkspaceDatabase) throws(Refused) -> RunRecord {
        let found: RunRecord?
        let numbers: [Int64]
        do throws(WorkspaceError) {
            numbers = try database.runNumbers()
            found = try Int64(number).flatMap { number throws(WorkspaceError) in
                try RunRecord.find(number, in: database)
            }
        } catch {
            throw Refused(reply: Self.reply(to: error))
        }
        if let found { return found }
        throw Refused(
            reply: .error(
                "there is no run '\(escapedForTerminal(number))'",
                help: numbers.isEmpty
                    ? "nothing was done here yet"
                    : "runs are \(numbers[0]) to \(numbers[numbers.count - 1]); cork log lists them",
                status: .usage))
    }

    /// Refuses to go on with a run whose lines in the journal were changed.
    func checkWhole(_ record: RunRecord, in database: WorkspaceDatabase) throws(Refused) {
        let faults: [JournalFault]
        do throws(WorkspaceError) { faults = try database.journalFaults() } catch {
            throw Refused(reply: Self.reply(to: error))
        }
        guard let fault = faults.first(where: { $0.run == record.number || $0.run == nil }) else {
            return
        }
        throw Refused(
            reply: .error(
                "the journal is not as it was written: \(fault.sentence)",
                help: "look at the targets in Okta and make a new plan", status: .refused))
    }

    private func lines(about record: RunRecord) -> [String] {
        let origin = record.origin
        let first = [
            Self.summary(of: record), Self.time(record.begun), origin.who, origin.host, origin.tool,
        ]
        var lines = [first.filter { !$0.isEmpty }.joined(separator: " · ")]
        if !record.plan.why.isEmpty { lines.append("why: \(record.plan.why)") }
        if !record.plan.board.isEmpty { lines.append("board: \(record.plan.board)") }
        if let undone = record.plan.undoes { lines.append("takes run \(undone) back") }
        for resumed in record.resumed {
            lines.append("gone on with: \(Self.time(resumed.time)) · \(resumed.origin.who)")
        }
        lines.append("plan \(PlanFile.hash(of: record.plan))")
        return lines
    }

    // MARK: - Tables

    /// `cork.runs`
    var ownRuns: Table { runsTable(knownRuns) }

    /// `cork.steps`: a row for each target of each run.
    var ownSteps: Table {
        var listing = Listing("steps", Self.stepColumns)
        for record in knownRuns {
            for index in record.plan.steps.indices { listing.append(row(of: index, in: record)) }
        }
        return listing.table()
    }

    private var knownRuns: [RunRecord] {
        guard let database = try? knownJournal() else { return [] }
        return (try? records(in: database)) ?? []
    }

    private func runsTable(_ records: [RunRecord]) -> Table {
        var listing = Listing(
            "runs",
            [
                "run#", "begun@", "action", "targets#", "done#", "failed#", "unknown#", "left#",
                "end", "who", "host", "why", "undoes#", "tool", "plan", "org",
            ])
        for record in records {
            listing.append([
                String(record.number), Self.whole(record.begun), record.plan.deed.action,
                String(record.plan.count), String(record.count(.done)),
                String(record.count(.failed)), String(record.count(.unknown)),
                String(record.count(.left)), record.end?.reason ?? "stopped without a word",
                record.origin.who, record.origin.host, record.plan.why,
                record.plan.undoes.map(String.init) ?? "", record.origin.tool,
                PlanFile.hash(of: record.plan), record.plan.org,
            ])
        }
        return listing.table()
    }

    private static let stepColumns = [
        "run#", "step#", "state", "action", "target", "target_id", "second", "second_id", "effect",
        "detail", "code", "request", "ended@",
    ]

    func steps(of record: RunRecord, _ indexes: [Int]) -> Table {
        var listing = Listing("steps", Self.stepColumns)
        for index in indexes { listing.append(row(of: index, in: record)) }
        return listing.table()
    }

    /// Targets that need a look, without columns that would be empty for all of them.
    func troubles(of record: RunRecord, _ indexes: [Int]) -> Table {
        let rows = indexes.map { row(of: $0, in: record) }
        let kept = Self.stepColumns.indices.filter { column in
            !["run#", "action", "ended@"].contains(Self.stepColumns[column])
                && rows.contains { !$0[column].isEmpty }
        }
        var listing = Listing("steps", kept.map { Self.stepColumns[$0] })
        for row in rows { listing.append(kept.map { row[$0] }) }
        return listing.table()
    }

    private func row(of index: Int, in record: RunRecord) -> [String] {
        let planned = record.plan.steps[index]
        let step = record.steps[index]
        let first = planned.target.records.first
        let second = planned.target.records.dropFirst().first
        var effect = ""
        var detail = step.outcome?.detail ?? ""
        switch planned.verdict {
        case .does(let text, _, _): effect = text
        case .skips(let why), .refuses(let why): detail = why
        }
        return [
            String(record.number), String(index + 1),
            record.state(of: index) == .planned ? "skipped" : record.state(of: index).rawValue,
            record.plan.deed(of: index).action, first?.name ?? "", first?.id ?? "",
            second?.name ?? "", second?.id ?? "", effect, detail, step.outcome?.code ?? "",
            step.outcome?.request ?? "", step.ended.map(Self.whole) ?? "",
        ]
    }

    /// A cell of a column of times, to the second.
    private static func whole(_ microseconds: Int64) -> String {
        String(microseconds / 1_000_000 * 1_000_000)
    }

    private static func time(_ microseconds: Int64) -> String {
        Column(.time([microseconds / 1_000_000 * 1_000_000])).text().string(0)
    }
}
