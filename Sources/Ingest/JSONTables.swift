import Columns

/// Loads a JSON file: finds where its records are, reads them, and makes a table of the main object and one
/// of every list of objects inside it.
struct JSONTables {
    let bytes: FileBytes
    let file: String
    let object: ObjectName
    let limits: Limits
    let threads: Int
    let cancellation: Cancellation
    /// Where the text begins: behind a byte order mark.
    let start: Int

    func load(notes earlierNotes: [String], container: String) throws(LoadError) -> Loaded {
        var first = start
        while first < bytes.count, Format.isJSONSpace(bytes.base[first]) { first += 1 }
        let shape = try JSONShape.find(bytes.base, first, bytes.count, file: file)
        var records = JSONRecords(
            bytes: bytes, file: file, shape: shape, limits: limits, cancellation: cancellation)
        do throws(JSONStop) {
            try records.read(first: first)
        } catch {
            switch error {
            case .load(let error): throw error
            case .fault(let fault):
                let line = records.line(at: fault.offset)
                if fault.kind == .malformed {
                    throw .malformed(file: file, line: line, reason: fault.reason)
                }
                throw .tooLarge(file: file, limit: "\(fault.reason) (line \(line))")
            }
        }
        let notes = earlierNotes + records.notes()
        let troubles = records.log.troubles(header: 0) { $0 }
        let tree = records.reader.tree
        tree.absorb(in: bytes.base)
        let arena = bytes.makeArena()
        let builder = JSONTableBuilder(trees: [tree], arena: arena, object: object)
        let tables = builder.tables()
        return Loaded(
            tables: tables,
            report: LoadReport(
                file: file, object: object, format: container + shape.sentence(),
                rows: tables[0].rowCount, bytes: arena.count, troubles: troubles,
                notes: notes + builder.notes))
    }
}
