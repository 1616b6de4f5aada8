import Columns
import Ingest

/// Makes an object's raw rows into tables, as a file of the same rows would be.
public struct TableAssembly: Sendable {
    public let list: ObjectList
    /// Of the object's own profile attributes, where it has such: users and groups.
    public let schema: ProfileSchema?

    public init(list: ObjectList, schema: ProfileSchema? = nil) {
        self.list = list
        self.schema = schema
    }

    /// The object's table first, then those of lists of objects in its rows.
    ///
    /// - Parameters:
    ///   - records: each a JSON object; joined into one list.
    ///   - source: what reports and errors call it, `okta: acme.okta.com`.
    public func load(
        _ records: some Sequence<[UInt8]>, source: String, threads: Int = 2,
        cancellation: Cancellation = .init()
    ) throws(LoadError) -> Loaded {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for record in records {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += record
        }
        bytes.append(UInt8(ascii: "]"))
        return try load(list: bytes, source: source, threads: threads, cancellation: cancellation)
    }

    /// The same of one JSON list of all records.
    public func load(
        list bytes: [UInt8], source: String, threads: Int = 2, cancellation: Cancellation = .init()
    ) throws(LoadError) -> Loaded {
        let loaded = try Ingest.load(
            bytes: bytes, file: source, as: list.objectName, threads: threads,
            cancellation: cancellation)
        guard let schema, let own = loaded.tables.first else { return loaded }
        return Loaded(
            tables: [SchemaTypes(schema: schema).applied(to: own)] + loaded.tables.dropFirst(),
            report: loaded.report)
    }
}
