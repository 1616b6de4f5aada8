// bench-boards TASK FOLDER [THREADS] [--names FILE] [--literals]: times one task on the exports in a folder, prints
// `BENCH {"wall":[…],"cpu":[…],"rows":n,"sum":"…","first":s,"load_s":s,"peak":MiB}`.
//
// A board is answered once on data just loaded (`first`: links are matched then), once more to warm up, then five
// times. With `--literals` it takes turns with others that differ in their literals only, each timed the first time.
//
// bench-boards list [--names FILE]: every task as JSON, with boards and the SQL that means the same.

import Columns
import Foundation
import Ingest
import Shell

/// What ends the run, on the error output.
struct Refusal: Error, CustomStringConvertible {
    let description: String
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
func workspace(_ folder: String, tables: [String], names: Names) throws -> String {
    let path = NSTemporaryDirectory() + "bench-boards-\(getpid())"
    let manager = FileManager.default
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    for table in tables {
        try manager.createSymbolicLink(
            atPath: path + "/\(table).csv", withDestinationPath: folder + "/\(table).csv")
    }
    // Only what is about files that are here.
    let setup = names.ofBoard(Task.setup).split(separator: "\n").filter { line in
        !line.hasPrefix("link github") || tables.contains("github_members")
    }.filter { line in
        !line.hasPrefix("link hris") || tables.contains("hris_employees")
    }
    try (setup.joined(separator: "\n") + "\n").write(
        toFile: path + "/setup.board", atomically: true, encoding: .utf8)
    return path
}

/// The first board several times; the others once each, between two of its answers.
func answer(_ boards: [String], of task: Task, in folder: String, threads: Int, names: Names) throws
    -> Result
{
    let path = try workspace(folder, tables: task.tables, names: names)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var configuration = SessionConfiguration(folder: path)
    configuration.threads = threads
    let session = Session(configuration)
    let loading = Lap.of { _ = session.open() }
    // As the REPL does while a person types the first line.
    let linking = Lap.of { session.prepareLinks(waits: true) }
    var table: Table?
    func once(_ board: String) throws -> Lap {
        table = nil
        return try Lap.of {
            let reply = session.query(board)
            guard case .table(let answer, _, _) = reply.body, reply.status == .ok else {
                throw Refusal(description: (reply.preface + reply.notes).joined(separator: "\n"))
            }
            table = answer
        }
    }
    let first = try once(boards[0])
    _ = try once(boards[0])
    var result = Result(
        laps: [], rows: 0, first: first.wall, loading: loading.wall, linking: linking.wall)
    var others: [Lap] = []
    for turn in 0..<max(5, boards.count - 1) {
        result.laps.append(try once(boards[0]))
        if turn + 1 < boards.count { others.append(try once(boards[turn + 1])) }
    }
    // Summed up when all is timed: a sum between two answers would push the data out of the caches.
    _ = try once(boards[0])
    result.rows = table?.rowCount ?? 0
    result.sum = table.map(rowSum)
    for (lap, board) in zip(others, boards.dropFirst()) {
        _ = try once(board)
        result.others.append(
            Result.Answered(lap: lap, rows: table?.rowCount ?? 0, sum: table.map(rowSum) ?? 0))
    }
    return result
}

/// Every task as JSON.
func list(_ names: Names) throws -> String {
    var tasks: [String: Any] = [:]
    for task in Task.all {
        var described: [String: Any] = ["tables": task.tables]
        let texts = { (question: Question) in
            question.literals.map { literals in
                let (board, sql, timed) = question.filled(literals, names)
                return ["board": board, "sql": sql, "timed": timed]
            }
        }
        switch task.work {
        case .load(let file): described["file"] = file
        case .board(let question):
            described["asked"] = texts(question)[0]
            described["varied"] = texts(task.varied ?? question)
        case .process(let question): described["process"] = texts(question)[0]
        }
        tasks[task.name] = described
    }
    let data = try JSONSerialization.data(withJSONObject: tasks, options: [.sortedKeys])
    return String(decoding: data, as: UTF8.self)
}

func perform(_ words: [String], names: Names, literals: Bool) throws -> String? {
    if words == ["list"] { return try list(names) }
    guard words.count >= 2, let task = Task.all.first(where: { $0.name == words[0] }) else {
        return nil
    }
    let threads = words.count > 2 ? Int(words[2]) ?? 2 : 2
    switch task.work {
    case .load(let file): return try load(words[1] + "/" + file, threads: threads).line
    case .process: return nil
    case .board(let question):
        let asked = literals ? task.varied ?? question : question
        let boards = (literals ? asked.literals : [asked.literals[0]]).map {
            asked.filled($0, names).board
        }
        return try answer(boards, of: task, in: words[1], threads: threads, names: names).line
    }
}

var words = Array(CommandLine.arguments.dropFirst())
do {
    var names = Names(renamed: [:])
    if let option = words.firstIndex(of: "--names"), option + 1 < words.count {
        let data = try Data(contentsOf: URL(fileURLWithPath: words[option + 1]))
        names = Names(
            renamed: try JSONDecoder().decode([String: [String: String]].self, from: data))
        words.removeSubrange(option...option + 1)
    }
    let literals = words.contains("--literals")
    words.removeAll { $0 == "--literals" }
    guard let line = try perform(words, names: names, literals: literals) else {
        let timed = Task.all.filter { if case .process = $0.work { false } else { true } }
        throw Refusal(
            description: """
                usage: bench-boards TASK FOLDER [THREADS] [--names FILE] [--literals]
                       TASK is one of \(timed.map(\.name).joined(separator: " "))
                       bench-boards list [--names FILE]
                """)
    }
    print(line)
} catch {
    FileHandle.standardError.write(Data("\(words.first ?? ""): \(error)\n".utf8))
    exit(1)
}
