/// The name of an object: a tool and what it holds, `okta.users`; a child object adds its field, `okta.events.target`.
public struct ObjectName: Hashable, Sendable, CustomStringConvertible, Comparable {
    /// The part before the first dot, `okta`.
    public let tool: String
    /// What follows it, `users` or `events.target`.
    public let object: String

    public init(tool: String, object: String) {
        self.tool = tool
        self.object = object
    }

    public init(_ dotted: String) {
        if let dot = dotted.firstIndex(of: ".") {
            tool = String(dotted[..<dot])
            object = String(dotted[dotted.index(after: dot)...])
        } else {
            tool = "files"
            object = dotted
        }
    }

    /// Objects of the tool `files` are written without it.
    public var description: String { tool == "files" ? object : "\(tool).\(object)" }

    public static func < (left: ObjectName, right: ObjectName) -> Bool {
        left.description < right.description
    }
}

/// A field as a user names it: the header as in the file, dots included.
public struct Field: Hashable, Sendable {
    public let name: String
    public let type: ValueType

    public init(name: String, type: ValueType) {
        self.name = name
        self.type = type
    }
}

/// Records of one object, or the result of a board: fields and columns of one length.
///
/// Immutable; what is derived from it (profiles, link arrays) lives elsewhere and dies with it.
public final class Table: Sendable {
    public let name: ObjectName
    public let fields: [Field]
    public let columns: ColumnList
    public let rowCount: Int
    /// For a list of objects inside another object's records: which record each row came from.
    public let parent: Parent?

    public struct Parent: Sendable {
        public let object: ObjectName
        /// The list's field in the parent, `target`.
        public let field: String
        /// For each row of the child the parent's row, ascending.
        public let rows: [Int32]

        public init(object: ObjectName, field: String, rows: [Int32]) {
            self.object = object
            self.field = field
            self.rows = rows
        }
    }

    public init(
        name: ObjectName, fields: [Field], columns: [Column], rowCount: Int, parent: Parent? = nil
    ) {
        precondition(fields.count == columns.count)
        precondition(columns.allSatisfy { $0.count == rowCount })
        self.name = name
        self.fields = fields
        self.columns = ColumnList(columns)
        self.rowCount = rowCount
        self.parent = parent
    }

    /// A table whose columns may be read later; each has `rowCount` rows and the type of its field.
    public init(
        name: ObjectName, fields: [Field], columns: ColumnList, rowCount: Int,
        parent: Parent? = nil
    ) {
        precondition(fields.count == columns.count)
        self.name = name
        self.fields = fields
        self.columns = columns
        self.rowCount = rowCount
        self.parent = parent
    }

    /// The index of the field with exactly this name.
    public func index(of field: String) -> Int? { fields.firstIndex { $0.name == field } }
}

/// The tables a board may name. A value: a load, a pin or an action makes a new one.
public struct Catalog: Sendable {
    public private(set) var tables: [Table]
    private var positions: [ObjectName: Int]

    public init(tables: [Table] = []) {
        self.tables = tables
        positions = [:]
        for (position, table) in tables.enumerated() { positions[table.name] = position }
    }

    public subscript(name: ObjectName) -> Table? { positions[name].map { tables[$0] } }

    /// This catalog with `table` added, or put in place of the one with its name.
    public func with(_ table: Table) -> Catalog {
        var copy = tables
        if let position = positions[table.name] {
            copy[position] = table
        } else {
            copy.append(table)
        }
        return Catalog(tables: copy)
    }
}
