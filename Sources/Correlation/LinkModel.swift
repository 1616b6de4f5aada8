import Columns

/// Everything inferred about a catalog: profiles, keys, primary fields, links and their arrays.
///
/// A value that belongs to one catalog. Each part is worked out when it is first asked for, once, behind a
/// lock, and lives as long as the model: a board that crosses no link never pays for inference.
public final class LinkModel: Sendable {
    public let tables: [Table]
    public let pins: Pins

    public init(tables: [Table], pins: Pins = Pins()) {
        self.tables = tables
        self.pins = pins
    }

    public enum Direction: Sendable { case forward, backward }

    /// Chosen links, in a stable order (object names, then fields).
    public var links: [Link] { [] }

    /// Candidates that lost, with the reason as the last line of their evidence.
    public var rejected: [Link] { [] }

    /// The field or fields that identify a record; empty when nothing does.
    public func key(of object: ObjectName) -> [String] { [] }

    /// The field a person recognises a record by; nil when the object has no fields.
    public func primaryField(of object: ObjectName) -> String? { nil }

    /// The link as rows, from left to right (`forward`) or from right to left.
    public func array(of link: Link, _ direction: Direction) -> LinkArray {
        LinkArray(starts: [], rows: [], rules: [], ambiguous: nil, blankCount: 0, unmatchedCount: 0)
    }

    /// Pure membership and assignment objects (`okta.group_members`), which paths walk through.
    public func isMembership(_ object: ObjectName) -> Bool { false }
}
