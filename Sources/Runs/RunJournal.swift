import Actions
import Okta
import Sync
import Workspace

/// What a run writes down while it goes on.
struct RunJournal: Sendable {
    let store: SyncStore
    let origin: RunOrigin
    /// Microseconds since 1970.
    let clock: @Sendable () -> Int64

    /// - Returns: the run's number.
    /// - Throws: when the journal cannot be begun; nothing may be sent then.
    func begin(_ plan: Plan) async throws -> Int64 {
        let json = JSONBody.object([
            ("origin", origin.json), ("hash", .text(PlanFile.hash(of: plan))),
            ("plan", PlanFile.json(plan, hash: nil)),
        ]).bytes
        let time = clock()
        return try await store.run { try $0.beginRun(time: time, json: json) }
    }

    func resume(_ run: Int64) async throws {
        let json = JSONBody.object([("origin", origin.json)]).bytes
        let time = clock()
        try await store.run {
            try $0.record([JournalEntry(.resume, time: time, json: json)], run: run)
        }
    }

    func write(
        _ kind: JournalLine.Kind, _ step: Int, _ json: JSONBody, _ run: Int64
    ) async throws(RunStop) {
        let entry = JournalEntry(kind, step: step, time: clock(), json: json.bytes)
        do {
            try await store.run { try $0.record([entry], run: run) }
        } catch {
            throw .unwritten((error as? WorkspaceError)?.sentence ?? "\(error)")
        }
    }

    /// - Returns: the run as the journal has it now.
    func end(_ run: Int64, _ stop: RunStop?) async throws -> RunRecord {
        let json = JSONBody.object([("reason", .text(stop?.sentence ?? "finished"))]).bytes
        let time = clock()
        let record = try await store.run { database in
            try database.record([JournalEntry(.end, time: time, json: json)], run: run)
            return try RunRecord.find(run, in: database)
        }
        guard let record else {
            throw WorkspaceError.damaged(path: "the journal", reason: "run \(run) is not in it")
        }
        return record
    }
}
