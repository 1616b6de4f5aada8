/// How much goes wrong if it was a mistake.
public enum Risk: String, Sendable, Codable, CaseIterable {
    /// Nothing that anyone would want back.
    case safe
    /// Another action takes it back.
    case reversible
    /// People notice, and nothing is lost for good.
    case disruptive
    /// Something is gone for good.
    case destructive
}
