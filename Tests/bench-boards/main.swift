import Columns
import Foundation
import Ingest
import Shell

/// bench-boards TASK FOLDER [THREADS]: times one task on the exports in a folder and prints one line
/// `BENCH {"wall":[…],"cpu":[…],"rows":n,"sum":"…","first":s,"load_s":s,"peak":MiB}`.
///
/// A board is answered once on data just loaded (`first`: links are matched then), once more to warm up, then five times.
struct Refusal: Error, CustomStringConvertible {
    let description: String
}

struct Result {
    var laps: [Lap]
    var rows: Int
    var sum: UInt64?
    var first: Double?
    var loading: Double?

    var line: String {
        let list = { (values: [Double]) in
            "[" + values.map { String(format: "%.6f", $0) }.joined(separator: ",") + "]"
        }
        var parts = [
            "\"wall\":\(list(laps.map(\.wall)))", "\"cpu\":\(list(laps.map(\.cpu)))",
            "\"rows\":\(rows)",
        ]
        if let sum { parts.append("\"sum\":\"\(sum)\"") }
        if let first { parts.append(String(format: "\"first\":%.6f", first)) }
        if let loading { parts.append(String(format: "\"load_s\":%.6f", loading)) }
        parts.append("\"peak\":\(peakMemory())")
        return "BENCH {" + parts.joined(separator: ",") + "}"
    }
}

func load(_ file: String, threads: Int) throws -> Result {
    var rows = 0
    let lap = try Lap.of {
        let loaded = try Ingest.load(
            file: file, as: ObjectName("bench.table"), options: SourceOptions(), threads: threads,
            cancellation: Cancellation())
        rows = loaded.tables[0].rowCount
    }
    return Result(laps: [lap], rows: rows)
}

/// A workspace of its own, with links to the files.
func workspace(_ folder: String, files: [String]) throws -> String {
    let path = NSTemporaryDirectory() + "bench-boards-\(getpid())"
    let manager = FileManager.default
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    for file in files {
        try manager.createSymbolicLink(
            atPath: path + "/" + file, withDestinationPath: folder + "/" + file)
    }
    // Only what is about files that are here.
    let setup = Task.setup.split(separator: "\n").filter { line in
        !line.hasPrefix("link github") || files.contains("github_members.csv")
    }.filter { line in
        !line.hasPrefix("link hris") || files.contains("hris_employees.csv")
    }
    try (setup.joined(separator: "\n") + "\n").write(
        toFile: path + "/setup.board", atomically: true, encoding: .utf8)
    return path
}

func answer(_ board: String, files: [String], in folder: String, threads: Int) throws -> Result {
    let path = try workspace(folder, files: files)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var configuration = SessionConfiguration(folder: path)
    configuration.threads = threads
    let session = Session(configuration)
    let loading = Lap.of { _ = session.open() }
    var table: Table?
    func once() throws {
        table = nil
        let reply = session.query(board)
        guard case .table(let answer, _, _) = reply.body, reply.status == .ok else {
            throw Refusal(description: (reply.preface + reply.notes).joined(separator: "\n"))
        }
        table = answer
    }
    let first = try Lap.of(once)
    try once()
    var laps: [Lap] = []
    for _ in 0..<5 { laps.append(try Lap.of(once)) }
    return Result(
        laps: laps, rows: table?.rowCount ?? 0, sum: table.map(rowSum), first: first.wall,
        loading: loading.wall)
}

let words = Array(CommandLine.arguments.dropFirst())
guard words.count >= 2, let task = Task.all.first(where: { $0.name == words[0] }) else {
    FileHandle.standardError.write(
        Data(
            "usage: bench-boards \(Task.all.map(\.name).joined(separator: "|")) FOLDER [THREADS]\n"
                .utf8))
    exit(2)
}
let threads = words.count > 2 ? Int(words[2]) ?? 2 : 2
do {
    let result =
        switch task.work {
        case .load(let file): try load(words[1] + "/" + file, threads: threads)
        case .board(let files, let board):
            try answer(board, files: files, in: words[1], threads: threads)
        }
    print(result.line)
} catch {
    FileHandle.standardError.write(Data("\(task.name): \(error)\n".utf8))
    exit(1)
}
