// Changes a workspace's database until it is done or killed; the tests watch what is left.
//
//   keeper read WORKSPACE PAGES [LIMIT]   a reading of so many pages, gone on with where it was stopped; files may
//                                         have at most LIMIT bytes
//   keeper columns WORKSPACE              one source's columns, kept again and again
//   keeper count WORKSPACE TIMES          adds a row of its own so many times
//   keeper hold WORKSPACE                 takes the lock of the workspace and waits
import Columns
import Glibc
import Workspace

let object = SyncedObject(connection: "acme.okta.com", name: ObjectName("okta.users"))
let rowsPerPage = 100

func say(_ text: String) {
    print(text)
    fflush(nil)
}

func read(_ database: WorkspaceDatabase, pages: Int) throws {
    let reading = try database.begin(.everything, of: object, now: 1)
    var page = reading.cursors[""].flatMap { Int($0) } ?? 0
    if reading.finished.contains("") { page = pages }
    while page < pages {
        let records = (page * rowsPerPage..<(page + 1) * rowsPerPage).map { row in
            RawRecord(
                key: "u\(row)",
                json: Array(
                    "{\"id\":\"u\(row)\",\"text\":\"\(String(repeating: "x", count: 400))\"}".utf8))
        }
        let isLast = page + 1 == pages
        try database.add(
            RawPage(
                part: "", records: records, next: isLast ? nil : String(page + 1), isLast: isLast,
                mark: Int64(page)), to: reading)
        page += 1
        say("\(page)")
    }
    _ = try database.finish(
        reading, LedgerEntry(kind: .everything, started: 1, ended: 2, calls: pages, scope: ""))
    say("done")
}

func keepColumns(_ database: WorkspaceDatabase) throws {
    try database.boundStates(bytesMax: 4_000_000)
    var version = 0
    while true {
        version += 1
        // All values of one version are the same number, so that a mixture would show.
        let column = Column(.integer([Int64](repeating: Int64(version), count: 200_000)))
        let table = Table(
            name: ObjectName("a.rows"), fields: [Field(name: "version", type: .integer)],
            columns: [column], rowCount: 200_000)
        let key = SourceKey(
            size: Int64(version), modified: 0, changed: 0, inode: 0, content: 0, loader: "1",
            seen: 0)
        try database.keep(
            WorkspaceDatabase.Keeping(name: "a.csv", key: key, report: [], tables: [table]))
        try database.keepState(
            of: ["a.csv"], taken: Int64(version), label: "")
        say("\(version)")
    }
}

func count(_ database: WorkspaceDatabase, times: Int) throws {
    for time in 0..<times {
        let record = RawRecord(key: "\(getpid())-\(time)", json: Array("{}".utf8))
        try database.change(object, part: "", put: [record], remove: [])
    }
    say("done")
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { exit(2) }
let number = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0
if arguments.count > 4, let limit = rlim_t(arguments[4]) {
    var limits = rlimit(rlim_cur: limit, rlim_max: limit)
    setrlimit(__rlimit_resource_t(1), &limits)
    signal(SIGXFSZ, SIG_IGN)
}
do {
    let folder = try StateFolder.make(in: arguments[2])
    guard let database = try WorkspaceDatabase.open(folder, makes: true) else { exit(1) }
    if arguments[1] == "hold" {
        let lock = try ProcessLock(
            in: folder,
            as: LockHolder(process: getpid(), command: "cork sync", since: "2026-08-03 14:05"))
        say("held")
        while true { sleep(1) }
        withExtendedLifetime(lock) {}
    }
    switch arguments[1] {
    case "read": try read(database, pages: number)
    case "columns": try keepColumns(database)
    case "count": try count(database, times: number)
    default: exit(2)
    }
} catch let error as WorkspaceError {
    say("error: \(error.sentence)")
    exit(1)
}
