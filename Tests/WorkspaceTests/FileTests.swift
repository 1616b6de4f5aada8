import Columns
import Foundation
import GRDBSQLite
import Testing

@testable import Workspace

@Suite struct DatabaseFiles {
    /// What opening says of a workspace whose file holds `bytes`; the bytes afterwards must be the same.
    private func refusal(_ bytes: [UInt8], _ comment: Comment) throws -> WorkspaceError? {
        let workspace = try TemporaryWorkspace()
        try workspace.replaceFile(bytes)
        var told: WorkspaceError?
        do throws(WorkspaceError) {
            _ = try WorkspaceDatabase.open(StateFolder.make(in: workspace.path), makes: true)
        } catch {
            told = error
        }
        #expect(try workspace.fileBytes == bytes, comment)
        return told
    }

    private func newFile() throws -> [UInt8] {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        try database.keep(
            WorkspaceDatabase.Keeping(
                name: "a.csv", key: sampleKey(), report: [],
                tables: [sampleTable(rows: 9000, seed: 1)]))
        return try workspace.fileBytes
    }

    @Test func `A file that is not ours, not whole or too new is refused and left alone`() throws {
        let whole = try newFile()
        #expect(try refusal(whole, "whole") == nil)
        var newer = whole
        newer[63] += 1
        var foreign = whole
        foreign[70] ^= 1
        var flipped = whole
        flipped[20_000] ^= 4
        var wrongPages = whole
        wrongPages[16] = 0x10
        let cases: [(String, [UInt8], String)] = [
            ("empty", [], "is not a database of cork: it is empty"),
            ("text", Array("id,name\n1,a\n".utf8), "is not a database of cork: it does not begin"),
            ("long text", [UInt8](repeating: 65, count: 200_000), "it does not begin like one"),
            ("magic only", Array(whole[..<50]), "is damaged: it is cut short"),
            ("a page less", Array(whole[..<(whole.count - 65_536)]), "is damaged: it is cut short"),
            ("half", Array(whole[..<(whole.count / 2)]), "is damaged: it is cut short"),
            ("header", Array(whole[..<100]), "is damaged: it is cut short"),
            ("newer", newer, "was made by a later version of cork (format 3, known up to 2)"),
            ("foreign", foreign, "it is an SQLite database of something else"),
            ("flipped", flipped, "is damaged: a page does not have its checksum"),
            ("page size", wrongPages, "is damaged: its header is wrong"),
        ]
        for (name, bytes, sentence) in cases {
            let told = try refusal(bytes, Comment(rawValue: name))?.sentence ?? "accepted"
            #expect(told.contains(sentence), "\(name): \(told)")
        }
    }

    @Test func `A database of another application is refused, whatever its journal`() throws {
        for journal in ["DELETE", "WAL"] {
            let workspace = try TemporaryWorkspace()
            let path = workspace.path + "/other.db"
            var handle: OpaquePointer?
            sqlite3_open(path, &handle)
            sqlite3_exec(
                handle, "PRAGMA journal_mode = \(journal); CREATE TABLE t(a)", nil, nil, nil)
            sqlite3_close(handle)
            let told = try refusal(
                [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), "\(journal)")
            #expect(told?.sentence.contains("database of something else") == true)
        }
    }

    @Test func `The folder and the file are the user's alone whatever the umask`() throws {
        let workspace = try TemporaryWorkspace()
        // The mask belongs to a whole process, so it is another's.
        for mask in ["000", "277", "022"] {
            let one = try TemporaryWorkspace()
            let keeper = try Keeper(["hold", one.path], umask: mask)
            #expect(keeper.hear() == "held\n")
            #expect(try one.mode(one.statePath) == 0o700, "\(mask)")
            #expect(try one.mode(one.databasePath) == 0o600, "\(mask)")
            #expect(try one.mode(one.statePath + "/lock") == 0o600, "\(mask)")
            keeper.kill()
        }
        _ = try workspace.database()
        // Opened up by somebody: closed again.
        chmod(workspace.statePath, 0o755)
        chmod(workspace.databasePath, 0o644)
        _ = try workspace.opened()
        #expect(try workspace.mode(workspace.statePath) == 0o700)
        #expect(try workspace.mode(workspace.databasePath) == 0o600)
    }

    @Test func `A state folder that is a link, a file or another's is refused`() throws {
        let workspace = try TemporaryWorkspace()
        let elsewhere = workspace.path + "/elsewhere"
        mkdir(elsewhere, 0o700)
        symlink(elsewhere, workspace.statePath)
        #expect(
            throws: WorkspaceError.unusableFolder(path: workspace.statePath, reason: .symbolicLink)
        ) {
            try StateFolder.make(in: workspace.path)
        }
        unlink(workspace.statePath)
        try Data().write(to: URL(fileURLWithPath: workspace.statePath))
        #expect(
            throws: WorkspaceError.unusableFolder(path: workspace.statePath, reason: .notAFolder)
        ) {
            try StateFolder.make(in: workspace.path)
        }
        unlink(workspace.statePath)
        mkdir(workspace.statePath, 0o700)
        // Only root can give a folder away.
        if chown(workspace.statePath, 12345, 12345) == 0 {
            #expect(
                throws: WorkspaceError.unusableFolder(
                    path: workspace.statePath, reason: .ownedByAnother)
            ) { try StateFolder.find(in: workspace.path) }
            chown(workspace.statePath, geteuid(), getegid())
        }
        symlink(elsewhere + "/db", workspace.databasePath)
        #expect(throws: WorkspaceError.self) { try workspace.database() }
        unlink(workspace.databasePath)
        #expect(try workspace.opened() == nil)
        symlink(elsewhere + "/lock", workspace.statePath + "/lock")
        #expect(throws: WorkspaceError.self) {
            try ProcessLock(
                in: StateFolder.make(in: workspace.path),
                as: LockHolder(process: 1, command: "a", since: ""))
        }
    }

    @Test func `A file of an earlier version is converted once, with a copy kept`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        try database.keep(
            WorkspaceDatabase.Keeping(
                name: "a.csv", key: sampleKey(), report: [],
                tables: [sampleTable(rows: 10, seed: 1)]))
        let before = try workspace.fileBytes
        let folder = try StateFolder.make(in: workspace.path)
        // A step that fails leaves the file as it was.
        let broken = Schema(steps: Schema.current.steps + ["CREATE TABLE extra(a); NONSENSE;"])
        #expect(throws: WorkspaceError.self) {
            try WorkspaceDatabase.open(folder, makes: false, schema: broken)
        }
        #expect(try workspace.fileBytes == before)
        let next = Schema(
            steps: Schema.current.steps + ["CREATE TABLE extra(a); INSERT INTO extra VALUES (1);"])
        for _ in 0..<2 {
            let converted = try #require(
                try WorkspaceDatabase.open(folder, makes: false, schema: next))
            #expect(try converted.storedLoads().count == 1)
            #expect(try converted.fault() == nil)
        }
        let copy = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: workspace.databasePath + ".before-3")))
        #expect(copy == before)
        #expect(try workspace.mode(workspace.databasePath + ".before-3") == 0o600)
        #expect(throws: WorkspaceError.newer(path: workspace.databasePath, version: 3, known: 2)) {
            try workspace.opened()
        }
    }

    @Test func `A path with characters of a URI is opened as it is`() throws {
        let workspace = try TemporaryWorkspace()
        let odd = workspace.path + "/50%41 a?b#c&d=ä\u{1}"
        mkdir(odd, 0o700)
        let database = try #require(
            try WorkspaceDatabase.open(StateFolder.make(in: odd), makes: true))
        #expect(try database.storedLoads().isEmpty)
        #expect(FileManager.default.fileExists(atPath: odd + "/.cork/workspace.db"))
    }
}
