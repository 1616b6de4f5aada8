import Columns
import Correlation
import Foundation
import TestSupport
import Testing
import Workspace

@testable import Shell

@Suite(.ownThread) struct LinkArrayStoreTests {
    /// A folder of a test's own with a state folder.
    private final class Folder {
        let path = NSTemporaryDirectory() + "cork-arrays-\(UUID().uuidString)"

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path + "/.cork", withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func database() throws -> WorkspaceDatabase {
            try #require(try WorkspaceDatabase.open(StateFolder.make(in: path), makes: true))
        }
    }

    @Test func `Arrays of every shape come back as they were, and only to their own key`() throws {
        let folder = try Folder()
        let key = RuleKind.key.rawValue
        let email = RuleKind.email.rawValue
        var some = Bitmap(repeating: false, count: 70)
        some.set(64, to: true)
        let shapes: [(String, LinkArray)] = [
            ("one rule", array([3, -1, 0], [key, 0, key], blank: 1)),
            ("several rules", array([3, -1, 0], [key, 0, email])),
            ("no match", array([-1, -1], [0, 0], unmatched: 2)), ("no row", array([], [])),
            ("lists", array([5, 6, 0], [key, key, key], starts: [0, 2, 2, 3])),
            (
                "lists of several rules",
                array([5, 6, 0], [key, email, key], starts: [0, 2, 2, 3])
            ),
            ("empty lists", array([], [], starts: [0, 0, 0])),
            (
                "ambiguous rows",
                array(
                    (0..<70).map { Int32($0) }, [UInt8](repeating: email, count: 70),
                    ambiguous: some)
            ),
        ]
        for (shape, array) in shapes {
            for direction in [LinkModel.Direction.forward, .backward] {
                let database = try folder.database()
                let made = MadeArray(link: 3, direction: direction, array: array)
                try LinkArrayStore.keep([made], key: "k", now: 1, in: database)
                var loads: [String: StoredLoad] = [:]
                for load in try database.storedLoads() { loads[load.name] = load }
                let kept = LinkArrayStore(loads, key: "k").kept
                let back = try #require(kept.array(3, direction), "\(shape)")
                #expect(back.rows == array.rows && back.starts == array.starts, "\(shape)")
                #expect(back.rules == array.rules, "\(shape)")
                #expect(back.ambiguous?.words == array.ambiguous?.words, "\(shape)")
                #expect(back.ambiguous?.count == array.ambiguous?.count, "\(shape)")
                #expect(back.blankCount == array.blankCount, "\(shape)")
                #expect(back.unmatchedCount == array.unmatchedCount, "\(shape)")
                #expect(kept.array(4, direction) == nil)
                #expect(LinkArrayStore(loads, key: "other").kept.array(3, direction) == nil)
            }
        }
    }

    private func array(
        _ rows: [Int32], _ rules: [UInt8], starts: [Int32] = [], ambiguous: Bitmap? = nil,
        blank: Int = 0, unmatched: Int = 0
    ) -> LinkArray {
        LinkArray(
            starts: starts, rows: rows, rules: rules, ambiguous: ambiguous, blankCount: blank,
            unmatchedCount: unmatched)
    }

    @Test func `A second start follows the links of the first, and a changed file is matched anew`()
        throws
    {
        let folder = try Folder()
        let (users, assignments) = (20_000, 70_000)
        func write(_ name: String, _ lines: [String]) throws {
            try lines.joined(separator: "\n").write(
                toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
        }
        func writeUsers(_ state: (Int) -> String) throws {
            try write(
                "okta_users.csv",
                ["id,login,status,note"]
                    + (0..<users).map {
                        "00u\(100_000 + $0),u\($0)@acme.com,\(state($0)),a note that is long enough \($0)"
                    })
        }
        try writeUsers { $0 % 10 == 0 ? "SUSPENDED" : "ACTIVE" }
        try write(
            "okta_app_users.csv",
            ["id,userId,appId"]
                + (0..<assignments).map { "0ua\($0),00u\(100_000 + $0 * 7 % users),0oa\($0 % 9)" })
        // Files that were written a moment ago are not taken for what they were.
        var configuration = SessionConfiguration(folder: folder.path)
        configuration.loader = "test"
        configuration.clock = { Int64((Date().timeIntervalSince1970 + 60) * 1_000_000) }
        func answer() throws -> (count: String, made: Int) {
            let session = Session(configuration)
            let reply = session.query(
                "okta.app_users | where user.status == \"SUSPENDED\" | group : n = count()")
            let made = session.folder.model.takeMadeArrays(rowsMin: 0).count
            let rows = try CSVText(reply).rows
            return (rows.first?.first ?? "", made)
        }
        // The first start makes the array and keeps it.
        let session = Session(configuration)
        let reply = session.query(
            "okta.app_users | where user.status == \"SUSPENDED\" | group : n = count()")
        #expect(try CSVText(reply).rows == [["7000"]])
        session.finish()
        for _ in 0..<2 { #expect(try answer() == ("7000", 0)) }
        // Another row of users: what was kept of the links is about others.
        try writeUsers { $0 % 5 == 0 ? "SUSPENDED" : "ACTIVE" }
        #expect(try answer() == ("14000", 1))
    }
}
