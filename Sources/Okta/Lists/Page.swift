/// Some rows of one list, and where to go on after them.
///
/// Whoever keeps rows keeps `next` with them in one transaction: then a stop at any moment neither loses rows
/// nor reads them twice.
public struct Page: Sendable {
    /// `ObjectList.name`
    public let list: String
    /// `ListPart.key`
    public let part: String
    /// Counted from 0 in its part, and from 0 again after a start from a cursor.
    public let index: Int
    /// None of them was in an earlier page of this reading.
    public let records: [Record]
    /// The cursor: path and query of the page after this one; nil when the part is complete.
    ///
    /// Of a list that ends with an empty page (`events`) the last page has one too: the next reading starts there.
    public let next: String?
    /// Nothing follows now.
    public let isLast: Bool
    /// The server's clock, seconds since 1970.
    public let serverSeconds: Int64?
}

/// From where to read on: what earlier pages said, kept by whoever kept their rows.
public struct ResumePoint: Sendable, Equatable {
    /// By part: its last page's `next`.
    public var cursors: [String: String]
    /// Parts that are complete and not to be read again.
    public var finished: Set<String>

    public init(cursors: [String: String] = [:], finished: Set<String> = []) {
        self.cursors = cursors
        self.finished = finished
    }
}
