import GRDB
import GRDBSQLite
import Testing

@testable import Workspace

/// The journal of runs: what was written stays, and what was not is told.
@Suite struct JournalTests {
    private func line(_ text: String) -> [UInt8] { Array("{\"text\":\"\(text)\"}".utf8) }

    /// Two runs whose lines lie between each other.
    private func journal() throws -> (TemporaryWorkspace, WorkspaceDatabase) {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        let first = try database.beginRun(time: 100, json: line("first"))
        let second = try database.beginRun(time: 50, json: line("second"))
        #expect((first, second) == (1, 2))
        for step in 0..<3 {
            for run in [first, second] {
                try database.record(
                    [
                        JournalEntry(.intent, step: step, time: 60, json: line("intent \(step)")),
                        JournalEntry(.outcome, step: step, time: 40, json: line("done \(step)")),
                    ], run: run)
            }
        }
        return (workspace, database)
    }

    @Test func `Lines come back in the order of writing whatever the clock said`() throws {
        let (workspace, database) = try journal()
        defer { withExtendedLifetime(workspace) {} }
        #expect(try database.runNumbers() == [1, 2])
        let lines = try database.journal(ofRun: 2)
        #expect(
            lines.map(\.kind)
                == [.begin, .intent, .outcome, .intent, .outcome, .intent, .outcome])
        #expect(lines.map(\.step) == [nil, 0, 0, 1, 1, 2, 2])
        #expect(lines.map(\.number) == [2, 5, 6, 9, 10, 13, 14])
        #expect(lines[3].json == line("intent 1"))
        #expect(try database.journal(ofRun: 3).isEmpty)
        #expect(try database.journalFaults().isEmpty)
    }

    @Test func `An edited, a missing and a torn line are told, each by its number`() throws {
        let changes: [(String, String, [String])] = [
            ("nothing", "SELECT 1", []),
            ("written again as it was", "UPDATE journal SET time = time WHERE id = 9", []),
            (
                "edited outcome",
                "UPDATE journal SET json = CAST('{\"text\":\"done 7\"}' AS BLOB) WHERE id = 10",
                ["line 10 of run 2: it was edited"]
            ),
            (
                "moved to another run", "UPDATE journal SET run = 1 WHERE id = 14",
                ["line 14 of run 1: it was edited"]
            ),
            (
                "taken out", "DELETE FROM journal WHERE id IN (7, 8)",
                ["line 7: 2 of the lines are missing here"]
            ),
            (
                "cut off", "DELETE FROM journal WHERE id > 12",
                ["line 13: 2 lines at the end are missing"]
            ),
            (
                "cut off by who knows of the counter, which no checksum without a key can tell",
                "DELETE FROM journal WHERE id > 12; UPDATE counters SET value = 13 WHERE name = 'journal'",
                []
            ),
        ]
        for (name, sql, faults) in changes {
            let (workspace, database) = try journal()
            defer { withExtendedLifetime(workspace) {} }
            try database.write { connection throws(WorkspaceError) in
                try connection.execute(sql)
            }
            #expect(try database.journalFaults().map(\.sentence) == faults, "\(name)")
        }
    }

    @Test func `A run's number is not given twice also after its lines were taken out`() throws {
        let (workspace, database) = try journal()
        defer { withExtendedLifetime(workspace) {} }
        try database.write { connection throws(WorkspaceError) in
            try connection.execute("DELETE FROM journal WHERE run = 2")
        }
        #expect(try database.beginRun(time: 1, json: line("third")) == 3)
        #expect(try !database.journalFaults().isEmpty)
    }
}
