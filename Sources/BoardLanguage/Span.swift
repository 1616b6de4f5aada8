/// A range of the source text in UTF-8 bytes, for carets under errors.
public struct Span: Hashable, Sendable {
    public var start: Int
    public var end: Int

    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// The span from this one's start to the other's end.
    public func to(_ other: Span) -> Span { Span(start, other.end) }
}
