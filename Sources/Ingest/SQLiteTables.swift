import Columns

/// Loads a SQLite database: every table, or the one that was asked for, as a table of its own.
///
/// Views are left out: they are SQL of whoever wrote the file, and nothing bounds what one costs. So are
/// virtual tables and the tables in which they keep their state.
struct SQLiteTables {
    let bytes: FileBytes
    let file: String
    /// Where the file is, if nothing was unpacked on the way.
    let path: String?
    let object: ObjectName
    let options: SourceOptions
    let limits: Limits
    let cancellation: Cancellation

    func load(notes earlierNotes: [String], container: String) throws(LoadError) -> Loaded {
        let image = try SQLiteImage(bytes, file: file, path: path, cancellation: cancellation)
        let size = image.bytes.count
        let database = try SQLiteDatabase(image.bytes, file: file, cancellation: cancellation)
        try database.checkStructure()
        let schema = try Schema(database)
        let chosen = try choose(from: schema)
        var notes = earlierNotes + image.notes
        var tables: [Table] = []
        var log = TroubleLog()
        for (name, object) in chosen {
            let rows = SQLiteRows(file: file, table: name, limits: limits, fileBytes: size)
            let (table, remarks) = try rows.read(database, as: object)
            tables.append(table)
            notes += remarks
            log.append(rows.log)
        }
        notes += Self.note("views", schema.views) + Self.note("virtual tables", schema.virtual)
        let count = tables.count == 1 ? "1 table" : "\(tables.count) tables"
        return Loaded(
            tables: tables,
            report: LoadReport(
                file: file, object: object, format: "\(container)SQLite, \(count)",
                rows: tables.reduce(0) { $0 + $1.rowCount }, bytes: size,
                troubles: log.troubles(header: 0), notes: notes))
    }

    /// What the database says it holds, in the order in which it was made.
    private struct Schema {
        var tables: [String] = []
        var views: [String] = []
        var virtual: [String] = []

        init(_ database: SQLiteDatabase) throws(LoadError) {
            var all: [String] = []
            try database.query(
                "SELECT type, name, substr(sql, 1, 20) FROM sqlite_schema "
                    + "WHERE type IN ('table', 'view') ORDER BY rowid"
            ) { row throws(LoadError) in
                let name = row.text(1)
                if name.lowercased().hasPrefix("sqlite_") { return }
                if row.text(0) == "view" {
                    views.append(name)
                } else if row.text(2).uppercased().hasPrefix("CREATE VIRTUAL") {
                    virtual.append(name)
                } else {
                    all.append(name)
                }
            }
            tables = all.filter { !isState($0) }
        }

        /// Whether the table keeps what a virtual table (FTS, R-Tree) holds.
        private func isState(_ table: String) -> Bool {
            let parts = [
                "content", "segments", "segdir", "docsize", "stat", "data", "idx", "config", "node",
                "rowid", "parent",
            ]
            return virtual.contains { owner in parts.contains { table == "\(owner)_\($0)" } }
        }
    }

    private func choose(
        from schema: Schema
    ) throws(LoadError) -> [(name: String, object: ObjectName)] {
        if schema.tables.isEmpty {
            throw .notATable(file: file, reason: "a SQLite database without tables")
        }
        let shown = schema.tables.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
        let names = shown + (schema.tables.count > 8 ? " …" : "")
        switch options.table {
        case .each:
            let tool = object.tool == "files" ? object.object : object.tool
            return schema.tables.map {
                ($0, ObjectName(tool: tool, object: $0.isEmpty ? "table" : $0))
            }
        case .only:
            guard schema.tables.count == 1 else {
                throw .needsTable(
                    file: file,
                    reason: "it holds \(schema.tables.count) tables (\(names)) and one is read")
            }
            return [(schema.tables[0], object)]
        case .named(let name):
            guard let found = schema.tables.first(where: { $0.lowercased() == name.lowercased() })
            else {
                throw .needsTable(file: file, reason: "it has no table '\(name)', but \(names)")
            }
            return [(found, object)]
        }
    }

    private static func note(_ kind: String, _ names: [String]) -> [String] {
        if names.isEmpty { return [] }
        let shown = names.prefix(8).joined(separator: ", ")
        let more = names.count > 8 ? " and \(names.count - 8) more" : ""
        return ["\(kind) left out: \(shown)\(more)"]
    }
}
