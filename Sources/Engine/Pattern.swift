/// A compiled regular expression, matched in linear time.
struct Pattern: Sendable {
    let source: String
}
