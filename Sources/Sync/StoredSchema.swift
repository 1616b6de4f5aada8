import Columns
import Okta
import Workspace

/// The custom attributes of an org's users and groups, kept beside their rows.
struct StoredSchema {
    let object: SyncedObject
    let database: WorkspaceDatabase

    init(connection: String, in database: WorkspaceDatabase) {
        object = SyncedObject(
            connection: connection, name: ObjectName(tool: "okta", object: "schemas"))
        self.database = database
    }

    static func exists(for list: ObjectList) -> Bool { ["users", "groups"].contains(list.name) }

    /// nil where an object has none, or they were never read.
    func schema(of list: ObjectList) throws -> ProfileSchema? {
        guard Self.exists(for: list),
            let bytes = try database.record(list.name, part: "", of: object)
        else { return nil }
        return ProfileSchema(kept: bytes)
    }

    func keep(_ schema: ProfileSchema, of list: ObjectList) throws {
        try database.change(
            object, part: "", put: [RawRecord(key: list.name, json: schema.kept)])
    }
}
