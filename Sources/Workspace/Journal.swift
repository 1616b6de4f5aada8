import Crypto

/// One line of what was done to a live tool, written before or after it was done.
public struct JournalLine: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// A run begins: who, why, and the whole plan.
        case begin
        /// A run goes on after it was stopped.
        case resume
        /// A call is about to leave.
        case intent
        /// What became of a step.
        case outcome
        /// A run ends, and why.
        case end
    }

    /// Ascending in the order of writing, whatever the clock said.
    public let number: Int64
    public let run: Int64
    public let kind: Kind
    /// The step's place in its plan, from 0; nil for lines about the whole run.
    public let step: Int?
    /// Microseconds since 1970.
    public let time: Int64
    public let json: [UInt8]
}

/// A line that is not what was written, or not there.
public struct JournalFault: Sendable, Equatable {
    public let line: Int64
    /// nil where the line does not even say it.
    public let run: Int64?
    /// A clause: `it was edited`.
    public let reason: String

    /// `line 17 of run 3: it was edited`
    public var sentence: String {
        "line \(line)" + (run.map { " of run \($0)" } ?? "") + ": \(reason)"
    }
}

extension WorkspaceDatabase {
    /// Begins a run with its first line.
    ///
    /// - Returns: the run's number, which is never given twice.
    public func beginRun(time: Int64, json: [UInt8]) throws(WorkspaceError) -> Int64 {
        try write { connection throws(WorkspaceError) in
            let run = try connection.next("run")
            try connection.append(JournalEntry(.begin, time: time, json: json), run: run)
            return run
        }
    }

    /// Adds lines in one transaction. They are on the disk when this returns.
    public func record(_ entries: [JournalEntry], run: Int64) throws(WorkspaceError) {
        try write { connection throws(WorkspaceError) in
            for entry in entries { try connection.append(entry, run: run) }
        }
    }

    /// The numbers of all runs, in their order.
    public func runNumbers() throws(WorkspaceError) -> [Int64] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement("SELECT DISTINCT run FROM journal ORDER BY run")
            var runs: [Int64] = []
            while try rows.step() { runs.append(rows.integer(0)) }
            return runs
        }
    }

    /// The lines of a run in their order; empty when there is no such run.
    public func journal(ofRun run: Int64) throws(WorkspaceError) -> [JournalLine] {
        try read { connection throws(WorkspaceError) in
            let rows = try connection.statement(
                "SELECT id, run, kind, step, time, json FROM journal WHERE run = ? ORDER BY id")
            rows.bind(1, run)
            var lines: [JournalLine] = []
            while try rows.step() {
                guard let kind = JournalLine.Kind(rawValue: rows.text(2)) else { continue }
                lines.append(
                    JournalLine(
                        number: rows.integer(0), run: rows.integer(1), kind: kind,
                        step: rows.isMissing(3) ? nil : Int(rows.integer(3)),
                        time: rows.integer(4), json: Array(rows.bytes(5))))
            }
            return lines
        }
    }

    /// Looks at every line's checksum: what was edited, taken out or cut off shows.
    ///
    /// - Returns: the first fault of each run, in order.
    public func journalFaults() throws(WorkspaceError) -> [JournalFault] {
        try read { connection throws(WorkspaceError) in
            let due = try connection.next("journal", 0)
            let rows = try connection.statement(
                "SELECT id, run, kind, step, time, json, chain FROM journal ORDER BY id")
            var faults: [JournalFault] = []
            var chain: [UInt8] = []
            var next: Int64 = 1
            while try rows.step() {
                let (line, run) = (rows.integer(0), rows.integer(1))
                let entry = JournalEntry(
                    kind: rows.text(2), step: rows.isMissing(3) ? nil : Int(rows.integer(3)),
                    time: rows.integer(4), json: Array(rows.bytes(5)))
                if line != next {
                    faults.append(
                        JournalFault(
                            line: next, run: nil,
                            reason: "\(line - next) of the lines are missing here"))
                } else if entry.chain(line, run: run, after: chain) != Array(rows.bytes(6)) {
                    faults.append(JournalFault(line: line, run: run, reason: "it was edited"))
                }
                // Later lines are held against what this one says, so that one edit is told once.
                chain = Array(rows.bytes(6))
                next = line + 1
            }
            if next < due {
                faults.append(
                    JournalFault(
                        line: next, run: nil, reason: "\(due - next) lines at the end are missing"))
            }
            var seen: Set<Int64?> = []
            return faults.filter { $0.run == nil || seen.insert($0.run).inserted }
        }
    }
}

/// A line to be written.
public struct JournalEntry: Sendable {
    let kind: String
    let step: Int?
    let time: Int64
    let json: [UInt8]

    public init(_ kind: JournalLine.Kind, step: Int? = nil, time: Int64, json: [UInt8]) {
        self.init(kind: kind.rawValue, step: step, time: time, json: json)
    }

    fileprivate init(kind: String, step: Int?, time: Int64, json: [UInt8]) {
        self.kind = kind
        self.step = step
        self.time = time
        self.json = json
    }

    /// SHA-256 of the line and of the chain before it.
    fileprivate func chain(_ number: Int64, run: Int64, after before: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: before)
        for value in [number, run, Int64(step ?? -1), time] {
            withUnsafeBytes(of: value.littleEndian) { hash.update(bufferPointer: $0) }
        }
        hash.update(data: Array(kind.utf8) + [0])
        hash.update(data: json)
        return Array(hash.finalize())
    }
}

extension Connection {
    fileprivate func append(_ entry: JournalEntry, run: Int64) throws(WorkspaceError) {
        let number = try next("journal")
        let last = try statement("SELECT chain FROM journal ORDER BY id DESC LIMIT 1")
        let before = try last.step() ? Array(last.bytes(0)) : []
        last.reset()
        let insert = try statement(
            """
            INSERT INTO journal(id, run, kind, step, time, json, chain)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, number)
        insert.bind(2, run)
        insert.bind(3, entry.kind)
        insert.bind(4, entry.step.map(Int64.init))
        insert.bind(5, entry.time)
        insert.bind(6, copying: entry.json)
        insert.bind(7, copying: entry.chain(number, run: run, after: before))
        try insert.run()
    }
}
