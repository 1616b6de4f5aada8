import Columns
import Ingest
import Synchronization
import Workspace

/// A file whose columns are read from the database when they are asked for, and from the file itself when they turn
/// out to be damaged there.
final class StoredSource: Sendable {
    private let load: StoredLoad
    private let file: DataFile
    private let path: String
    private let options: SourceOptions
    private let threads: Int
    private let damage: StoredDamage
    private let again = Mutex<Again>(.untried)

    private enum Again: Sendable {
        case untried
        case read(Loaded)
        case failed
    }

    init(
        load: StoredLoad, file: DataFile, path: String, options: SourceOptions, threads: Int,
        damage: StoredDamage
    ) {
        self.load = load
        self.file = file
        self.path = path
        self.options = options
        self.threads = threads
        self.damage = damage
    }

    /// Tables that hold no column yet.
    func tables() throws(WorkspaceError) -> [Table] {
        var tables: [Table] = []
        for (number, stored) in load.tables.enumerated() {
            let columns = ColumnList(count: stored.fields.count) { index in
                self.column(index, of: number)
            }
            tables.append(
                Table(
                    name: stored.name, fields: stored.fields, columns: columns,
                    rowCount: stored.rowCount, parent: try stored.parent()))
        }
        return tables
    }

    private func column(_ index: Int, of number: Int) -> Column {
        let stored = load.tables[number]
        if let column = try? stored.columns([index]).first { return column }
        if let loaded = readAgain(), loaded.tables.indices.contains(number) {
            let table = loaded.tables[number]
            if table.name == stored.name, table.fields == stored.fields,
                table.rowCount == stored.rowCount
            {
                return table.columns[index]
            }
        }
        damage.lost(file)
        return .missing(stored.fields[index].type, count: stored.rowCount)
    }

    /// The file parsed once more; nil when it is not the same any more or cannot be read.
    private func readAgain() -> Loaded? {
        again.withLock { again in
            if case .read(let loaded) = again { return loaded }
            guard case .untried = again else { return nil }
            again = .failed
            guard FileSystem.status(path) == file.status,
                let loaded = try? Ingest.load(
                    file: path, as: file.object, options: options, threads: threads),
                FileSystem.status(path) == file.status
            else { return nil }
            again = .read(loaded)
            damage.readAgain(file)
            return loaded
        }
    }
}
