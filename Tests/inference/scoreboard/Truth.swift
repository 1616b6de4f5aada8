import Foundation

/// What is known of a set: its keys, the fields a person recognises a record by, and its links.
///
/// Read from `truth.json` of a folder, or made together with the data. Fields are written `table.field`, letter
/// case does not count, and both parts may contain dots.
public struct Truth: Sendable, Decodable {
    public struct Join: Sendable, Decodable {
        public var from: String
        public var to: String
        /// Part of a key of several fields: naming the pair is neither right nor wrong.
        public var composite: String?
        /// The data cannot show it (a field without values).
        public var infeasible: Infeasible?
    }

    /// Its presence is what counts; the value may be anything.
    public struct Infeasible: Sendable, Decodable {
        public init(from decoder: any Decoder) throws {}
        public init() {}
    }

    public struct Group: Sendable, Decodable {
        public var columns: [String]
    }

    public struct Pair: Sendable, Decodable {
        public var a: String
        public var b: String
    }

    public var name: String
    /// Declared key by table: no field, one, or several together.
    public var primary: [String: [String]]
    /// Unique fields that say something to a person, by table.
    public var label: [String: [String]]
    public var joins: [Join]
    /// Fields that hold the same thing in several tables: any spanning tree of them is right.
    public var groups: [Group]?
    /// Pairs that are right to find and right to leave out.
    public var optional: [Pair]?
    /// The same, where values must be transformed first.
    public var hard: [Pair]?
    /// True links whose other end has no file.
    public var absent: [Join]?

    public init(name: String) {
        self.name = name
        primary = [:]
        label = [:]
        joins = []
    }

    public static func read(_ path: String) throws -> Truth {
        try JSONDecoder().decode(Truth.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
