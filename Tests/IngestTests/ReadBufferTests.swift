import Columns
import Foundation
import TestSupport
import Testing

@testable import Ingest

/// Files of every format read through one buffer, against the same files read alone.
@Suite(.ownThread) struct ReadBufferTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private let folder = TemporaryFolder()

    /// Regular files below a folder of the repository, in order of their paths.
    private func samples(_ name: String) throws -> [String] {
        let root = Self.repository.appending(path: name).path
        return try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
            .map { "\(root)/\($0)" }
            .filter { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
    }

    /// What samples do not have: nothing at all, what is refused, and what breaks off.
    private func made() -> [String] {
        let csv = "id,name,note,n\n1,Ada,\"a \"\"b\"\"\nc\",1.50\n2,Bob,,007\n"
        let list = (0..<400).map { row in
            #"{"id":\#(row),"name":"n\u00e9\#(row)","tags":["\#(row % 7)","x\#(row)"],"#
                + #""emails":[{"value":"\#(row)@acme.com"}],"when":"2026-01-02T03:04:05Z"}"#
        }
        let json = "[\(list.joined(separator: ","))]"
        let packed = FileTests.stored(Array(csv.utf8))
        let files: [(String, [UInt8])] = [
            ("empty.csv", []), ("blank.json", Array(" \n".utf8)), ("none.json", Array("[]".utf8)),
            ("rows.csv", Array(csv.utf8)), ("rows.json", Array(json.utf8)),
            ("rows.ndjson", Array(list.joined(separator: "\n").utf8)),
            ("packed.json.gz", FileTests.stored(Array(json.utf8))), ("packed.csv.gz", packed),
            ("cut.csv.gz", Array(packed.dropLast(9))),
            ("cut.json", Array(json.utf8.dropLast(json.utf8.count / 3))),
            ("cut.ndjson", Array(list.joined(separator: "\n").utf8.dropLast(20))),
            ("open.csv", Array("a,b\n1,\"never closed\n2,3\n".utf8)),
            (
                "wide.csv",
                [0xFF, 0xFE] + csv.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            ),
            ("page.html", Array("<!DOCTYPE html><html>".utf8)),
            ("archive.zip", [0x50, 0x4B, 3, 4]),
            ("cut.sqlite", Array("SQLite format 3\0".utf8)),
        ]
        var paths = files.map { folder.write($0.0, $0.1) }
        let database = SQLiteWriter("\(folder.path)/two.sqlite")
        database.run("CREATE TABLE a(id INTEGER PRIMARY KEY, name TEXT, size REAL)")
        database.run("INSERT INTO a VALUES (1,'Ada',1.5),(2,NULL,7),(3,'Zoë',NULL)")
        database.run("CREATE TABLE b(a INTEGER, tag TEXT); INSERT INTO b VALUES (1,'x'),(1,'y')")
        database.close()
        paths.append(database.path)
        // Files of sysfs say that they have a page, and hold a line: they shrink while read.
        return paths + [
            "/sys/kernel/mm/transparent_hugepage/enabled", "/proc/self/cmdline",
            "\(folder.path)/missing.csv", folder.path,
        ]
    }

    /// Names, types, parents, every cell, which are missing, and what the report or the error says.
    private func told(_ result: Result<Loaded, LoadError>) -> String {
        switch result {
        case .failure(let error): return "\(error)"
        case .success(let loaded):
            let tables = loaded.tables.map { table in
                let present = table.columns.map { column in
                    (0..<column.count).map { column.isPresent($0) ? "+" : "-" }.joined()
                }
                return "\(table.name) \(String(describing: table.parent)) "
                    + "\(table.fields.map(\.type.name)) \(rows(table)) \(present)"
            }
            return tables.joined(separator: "\n") + "\n\(loaded.report)"
        }
    }

    private func load(
        _ path: String, _ buffer: ReadBuffer?, _ threads: Int, isSplit: Bool
    ) -> Result<Loaded, LoadError> {
        var limits = Limits()
        if isSplit {
            limits.rangeBytesMin = 1
            limits.blockBytes = 3000
        }
        let cancellation = Cancellation()
        return Result { () throws(LoadError) in
            try Loading(
                request: LoadRequest(
                    file: path, object: ObjectName("t.o"), limits: limits, threads: threads,
                    cancellation: cancellation),
                path: path
            ).load(
                FileBytes.read(path, threads: threads, into: buffer, cancellation: cancellation))
        }
    }

    @Test("Files read through one buffer give the tables that they give alone, in any order")
    func manyFiles() throws {
        let paths = try samples("Tests/dialects") + samples("fixtures/acme") + made()
        #expect(paths.count > 110)
        for (threads, isSplit) in [(1, false), (2, false), (2, true)] {
            let alone = paths.map { told(load($0, nil, threads, isSplit: isSplit)) }
            #expect(Set(alone).count > 100)
            var orders = [Array(paths.indices), paths.indices.reversed()]
            var random = SeededNumbers(seed: threads)
            orders.append(paths.indices.shuffled(using: &random))
            for order in orders {
                // Of many sizes, so that short files leave the end of long ones behind them.
                let buffer = try #require(ReadBuffer(sizes: [1 << 20, 1], bytesMin: 1))
                weak let memory = buffer.take(1)
                var kept: [(index: Int, result: Result<Loaded, LoadError>)] = []
                for index in order {
                    let result = load(paths[index], buffer, threads, isSplit: isSplit)
                    #expect(told(result) == alone[index], "\(paths[index])")
                    kept.append((index, result))
                    // No table and no error holds what the next file is read into.
                    #expect(memory != nil && buffer.take(1) === memory, "\(paths[index])")
                }
                for (index, result) in kept {
                    #expect(told(result) == alone[index], "\(paths[index]) at the end")
                }
            }
        }
    }

    @Test("Memory that something still refers to, or that is too small, is not handed out again")
    func referenced() throws {
        let buffer = try #require(ReadBuffer(sizes: [10, 300], bytesMin: 10))
        var first: FileBytes? = FileBytes(capacity: 10, lent: buffer)
        let second = FileBytes(capacity: 10, lent: buffer)
        let held = try #require(first)
        #expect(held.base != second.base)
        held.base.initialize(repeating: UInt8(ascii: "a"), count: 10)
        second.base.initialize(repeating: UInt8(ascii: "b"), count: 10)
        held.finish(count: 10)
        second.finish(count: 10)
        let arena = held.makeArena()
        first = nil
        _ = FileBytes(capacity: 10, lent: buffer)
        #expect((0..<10).allSatisfy { arena.base[$0] == UInt8(ascii: "a") })
        #expect((0..<10).allSatisfy { second.base[$0] == UInt8(ascii: "b") })
        let large = buffer.take(1 << 20)
        #expect(large.capacity >= 1 << 20)
    }

    @Test("Files that are stopped or grow too large leave the buffer fit for the next")
    func failing() throws {
        let csv = "id,name\n" + (0..<900).map { "\($0),name \($0)\n" }.joined()
        let path = folder.write("rows.csv", Array(csv.utf8))
        let alone = told(load(path, nil, 2, isSplit: true))
        let buffer = try #require(ReadBuffer(sizes: [csv.utf8.count, 1], bytesMin: 1))
        let early = load(path, buffer, 2, isSplit: true)
        let stopped = Cancellation()
        stopped.cancel()
        var bounds = SourceOptions()
        bounds.bounds.rows = 10
        #expect(throws: LoadError.self) {
            try Ingest.load(
                file: path, as: ObjectName("t.o"), into: buffer, cancellation: stopped)
        }
        #expect(throws: LoadError.self) {
            try Ingest.load(
                file: path, as: ObjectName("t.o"), options: bounds, into: buffer)
        }
        // The file is written anew, and cut: what was read of it before stays as it was.
        folder.write("rows.csv", Array(csv.utf8.prefix(200).map { $0 == 0x6E ? 0x6D : $0 }))
        let cut = load(path, buffer, 2, isSplit: true)
        #expect(told(cut) == told(load(path, nil, 2, isSplit: true)))
        #expect(told(cut) != alone)
        #expect(told(early) == alone)
    }

    @Test("Few bytes are no reason for a buffer")
    func threshold() {
        #expect(ReadBuffer(sizes: []) == nil)
        #expect(ReadBuffer(sizes: [1 << 30]) == nil)
        #expect(ReadBuffer(sizes: [1 << 30, 1 << 20]) == nil)
        #expect(ReadBuffer(sizes: [200 << 20, 200 << 20, 56 << 20]) != nil)
        #expect(ReadBuffer(sizes: [4, 5, 3], bytesMin: 8) == nil)
        #expect(ReadBuffer(sizes: [4, 5, 4], bytesMin: 8) != nil)
        #expect(ReadBuffer(sizes: [.max, .max, 1]) == nil)
    }
}
