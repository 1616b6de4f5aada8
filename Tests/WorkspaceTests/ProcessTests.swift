import Columns
import Foundation
import TestSupport
import Testing

@testable import Workspace

private let users = SyncedObject(connection: "acme.okta.com", name: ObjectName("okta.users"))

@Suite(.ownThread) struct Processes {
    @Test func `A reading that is killed at fifty moments has every page once`() throws {
        let workspace = try TemporaryWorkspace()
        var kills = 0
        var random = SeededNumbers(seed: 7)
        let pages = 400
        while kills < 50 {
            let keeper = try Keeper(["read", workspace.path, "\(pages)"])
            // Begins when it does and not when the process starts; some before the database is there.
            let wait = kills < 5 ? 500 * kills : Int.random(in: 0..<12_000, using: &random)
            if kills >= 5 { _ = keeper.hear() }
            usleep(UInt32(wait))
            keeper.kill()
            kills += 1
            guard let database = try workspace.opened() else { continue }
            #expect(try database.fault() == nil)
            let state = try database.objectStates().first
            let keys = try database.keys(of: users)
            #expect(state?.rows ?? 0 == keys.count)
            let reading = try database.begin(.everything, of: users, now: 1)
            let page = reading.cursors[""].flatMap { Int($0) } ?? 0
            if reading.finished.isEmpty {
                #expect(keys.count == page * 100, "kill \(kills)")
            }
        }
        let end = try Keeper(["read", workspace.path, "\(pages)"]).finish()
        #expect(end.output.hasSuffix("done\n") && end.status == 0)
        let database = try #require(try workspace.opened())
        let keys = Set(try database.keys(of: users).map(\.key))
        #expect(keys == Set((0..<pages * 100).map { "u\($0)" }))
        let entry = try #require(try database.objectStates().first?.ledger.first)
        #expect(entry.pages == pages && entry.rows == pages * 100 && entry.isComplete)
    }

    @Test func `Columns that are killed while they are kept are of one version`() throws {
        let workspace = try TemporaryWorkspace()
        var random = SeededNumbers(seed: 8)
        var versions: Set<Int64> = []
        for _ in 0..<25 {
            let keeper = try Keeper(["columns", workspace.path])
            _ = keeper.hear()
            usleep(UInt32.random(in: 0..<20_000, using: &random))
            keeper.kill()
            let database = try #require(try workspace.opened())
            #expect(try database.fault() == nil)
            let load = try #require(try database.storedLoads().first)
            let table = try load.tables[0].table()
            guard case .integer(let values) = table.columns[0].storage else { continue }
            #expect(Set(values).count == 1)
            #expect(values.first == load.key?.size)
            versions.insert(values[0])
            let bytes = try database.states().reduce(0) { $0 + $1.ownBytes }
            #expect(bytes <= 4_000_000)
        }
        #expect(!versions.isEmpty)
    }

    @Test func `Two processes that write at once lose nothing`() throws {
        let workspace = try TemporaryWorkspace()
        let keepers = try (0..<3).map { _ in try Keeper(["count", workspace.path, "60"]) }
        for keeper in keepers {
            let end = keeper.finish()
            #expect(end.output == "done\n" && end.status == 0, "\(end.output)")
        }
        let database = try #require(try workspace.opened())
        #expect(try database.keys(of: users).count == 180)
        #expect(try database.objectStates().first?.rows == 180)
        #expect(try database.fault() == nil)
    }

    @Test func `The lock names its holder and ends with it`() throws {
        let workspace = try TemporaryWorkspace()
        let folder = try StateFolder.make(in: workspace.path)
        #expect(ProcessLock.holder(in: folder) == nil)
        let keeper = try Keeper(["hold", workspace.path])
        #expect(keeper.hear() == "held\n")
        let holder = LockHolder(
            process: keeper.processID, command: "cork sync", since: "2026-08-03 14:05")
        let own = LockHolder(process: getpid(), command: "cork apply", since: "")
        #expect(throws: WorkspaceError.busy(path: folder.path, holder: holder)) {
            try ProcessLock(in: folder, as: own)
        }
        #expect(ProcessLock.holder(in: folder) == holder)
        #expect(
            WorkspaceError.busy(path: "w", holder: holder).sentence
                == "'w' is in use by 'cork sync' (process \(keeper.processID), since 2026-08-03 14:05)"
        )
        keeper.kill()
        #expect(ProcessLock.holder(in: folder) == nil)
        let lock = try ProcessLock(in: folder, as: own)
        #expect(throws: WorkspaceError.busy(path: folder.path, holder: own)) {
            try ProcessLock(in: folder, as: holder)
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `The lock ends with its holder although a program that is being started has a copy`()
        throws
    {
        let workspace = try TemporaryWorkspace()
        let folder = try StateFolder.make(in: workspace.path)
        let own = LockHolder(process: getpid(), command: "cork apply", since: "")
        var lock: ProcessLock? = try ProcessLock(in: folder, as: own)
        // As a fork has of every file until its program runs.
        let path = workspace.path + "/.cork/lock"
        let copies = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
            let file = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/" + $0)
            return file == URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        }.compactMap { Int32($0) }.map { dup($0) }
        defer { for copy in copies { close(copy) } }
        #expect(copies.count == 1)
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(ProcessLock.holder(in: folder) == nil)
        _ = try ProcessLock(in: folder, as: own)
    }

    @Test func `A file that may not grow is told and stays as it was`() throws {
        let workspace = try TemporaryWorkspace()
        let end = try Keeper(["read", workspace.path, "200", "3000000"]).finish()
        #expect(end.status == 1)
        #expect(end.output.contains("\nerror: "), "\(end.output)")
        let database = try #require(try workspace.opened())
        #expect(try database.fault() == nil)
        let reading = try database.begin(.everything, of: users, now: 1)
        let page = try #require(reading.cursors[""].flatMap { Int($0) })
        #expect(page > 3 && page < 200)
        #expect(try database.keys(of: users).count == page * 100)
        #expect(try Keeper(["read", workspace.path, "200"]).finish().output.hasSuffix("done\n"))
    }

    @Test func `A disk without room is told and stays as it was`() throws {
        let workspace = try TemporaryWorkspace()
        let mount = Process()
        mount.executableURL = URL(fileURLWithPath: "/bin/mount")
        mount.arguments = ["-t", "tmpfs", "-o", "size=3m", "none", workspace.path]
        mount.standardError = FileHandle.nullDevice
        try mount.run()
        mount.waitUntilExit()
        // Only root mounts; the failing disks show the same elsewhere.
        guard mount.terminationStatus == 0 else { return }
        defer {
            let unmount = try? Process.run(
                URL(fileURLWithPath: "/bin/umount"), arguments: [workspace.path])
            unmount?.waitUntilExit()
        }
        let end = try Keeper(["read", workspace.path, "300"]).finish()
        #expect(end.status == 1)
        #expect(end.output.contains("error: the disk is full: '"), "\(end.output)")
        do {
            let database = try #require(try workspace.opened())
            #expect(try database.fault() == nil)
            let rows = try #require(try database.objectStates().first?.rows)
            #expect(rows > 0 && rows % 100 == 0)
        }
    }

    @Test func `What is kept in a folder that cannot be written to is read`() throws {
        let workspace = try TemporaryWorkspace()
        do {
            let database = try workspace.database()
            try database.keep(
                WorkspaceDatabase.Keeping(
                    name: "a.csv", key: sampleKey(), report: [],
                    tables: [sampleTable(rows: 50, seed: 1)]))
        }
        let mount = Process()
        mount.executableURL = URL(fileURLWithPath: "/bin/mount")
        mount.arguments = ["--bind", workspace.path, workspace.path]
        mount.standardError = FileHandle.nullDevice
        try mount.run()
        mount.waitUntilExit()
        // Root may write everywhere but on a mount that is read-only.
        let isMounted = mount.terminationStatus == 0
        if isMounted {
            let again = try Process.run(
                URL(fileURLWithPath: "/bin/mount"),
                arguments: ["-o", "remount,ro,bind", workspace.path])
            again.waitUntilExit()
        } else {
            chmod(workspace.databasePath, 0o400)
            chmod(workspace.statePath, 0o500)
        }
        defer {
            if isMounted {
                let unmount = try? Process.run(
                    URL(fileURLWithPath: "/bin/umount"), arguments: [workspace.path])
                unmount?.waitUntilExit()
            }
        }
        guard isMounted else { return }
        let database = try #require(try workspace.opened())
        #expect(!database.isWritable)
        let table = try #require(try database.storedLoads().first?.tables.first).table()
        #expect(contents(table) == contents(sampleTable(rows: 50, seed: 1)))
        #expect(throws: WorkspaceError.readOnly(path: workspace.databasePath)) {
            try database.change(users, part: "", put: [], remove: [])
        }
        #expect(throws: WorkspaceError.self) {
            try ProcessLock(
                in: database.folder, as: LockHolder(process: 1, command: "", since: ""))
        }
    }
}
