import Foundation
import TestSupport
import Testing
import Workspace

@testable import Runs

/// A run that sends rows and whose process is killed: no row leaves twice, and one that nobody knows of is told.
@Suite(.ownThread, .serialized) struct SendKillTests {
    private static let rows = 120
    private static let kills = 8

    @Test
    func `Rows that are sent while the process is killed again and again leave once or are told`()
        async throws
    {
        let folder = NSTemporaryDirectory() + "cork-send-kill-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try WebhookReceiver()
        defer { receiver.stop() }
        let people = (0..<Self.rows).map { "\($0),person \($0)\n" }.joined()
        try ("number,name\n" + people).write(
            toFile: folder + "/hris_people.csv", atomically: true, encoding: .utf8)
        let hook = ["HOOK": receiver.url]
        func cork(_ arguments: [String]) throws -> CorkRun {
            try CorkRun(arguments, in: folder, environment: hook)
        }
        let planned = try cork([
            "plan", "hris.people | show name | send \"env:HOOK\"", "-o", "plan.json",
        ])
        await planned.wait()
        #expect(planned.status == 0, "\(planned.output)")

        var inside = 0
        for kill in 1...Self.kills {
            let due = Self.rows * kill / (Self.kills + 1)
            let process = try cork(try next(folder))
            await process.kill(when: { receiver.requests.count >= due })
            let arrived = receiver.requests.count
            if process.wasKilled, arrived > 0, arrived < Self.rows { inside += 1 }
            try check(folder, receiver)
        }
        let last = try cork(try next(folder))
        await last.wait()
        try check(folder, receiver)

        let record = try #require(try record(in: folder))
        let unknown = (0..<Self.rows).filter { record.state(of: $0) == .unknown }
        #expect(record.count(.done) + unknown.count == Self.rows)
        #expect(unknown.count <= Self.kills && inside * 10 >= Self.kills * 7, "\(inside) kills")
        print("send: \(inside) of \(Self.kills) kills inside, \(unknown.count) rows unknown")
        // Each row that nobody knows of is named, and is not sent for being asked for.
        let log = try cork(["log", String(record.number), "--format", "csv"])
        await log.wait()
        for row in unknown {
            let line = log.output.split(separator: "\n").first { $0.contains("person \(row),") }
            #expect(line?.contains("unknown") == true, "person \(row): \(log.output)")
        }
        let arrived = receiver.requests.count
        let again = try cork(["resume", String(record.number), "--apply", "--confirm", "1"])
        await again.wait()
        #expect(again.output.contains("has nothing left that may be sent"), "\(again.output)")
        #expect(receiver.requests.count == arrived)
    }

    /// The first command, and afterwards the one that goes on.
    private func next(_ folder: String) throws -> [String] {
        guard let run = try record(in: folder) else {
            return ["apply", "plan.json", "--confirm", String(Self.rows)]
        }
        return [
            "resume", String(run.number), "--apply", "--confirm",
            String(SendRunner.rest(of: run).count),
        ]
    }

    private func record(in folder: String) throws -> RunRecord? {
        let state = try StateFolder.make(in: folder)
        return try RunRecord.all(in: try #require(try WorkspaceDatabase.open(state, makes: true)))
            .last
    }

    /// No row twice; what the journal calls done has arrived, and what it calls left has not.
    private func check(_ folder: String, _ receiver: WebhookReceiver) throws {
        let bodies = receiver.requests.map(\.body)
        #expect(Set(bodies).count == bodies.count, "a row was sent twice")
        guard let run = try record(in: folder) else { return }
        for row in 0..<Self.rows {
            let hasArrived = bodies.contains("{\"name\":\"person \(row)\"}")
            switch run.state(of: row) {
            case .done: #expect(hasArrived, "row \(row) is done in the journal only")
            case .left: #expect(!hasArrived, "row \(row) has arrived and is not in the journal")
            case .unknown: break
            case .failed, .skipped, .planned:
                Issue.record("row \(row) is \(run.state(of: row))")
            }
        }
    }
}
