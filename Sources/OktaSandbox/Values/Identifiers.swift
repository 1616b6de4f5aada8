/// Ids of Okta's shape, a prefix that tells the kind and seventeen letters and digits, the same in every run.
struct Identifiers: Sendable {
    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in `0..<bound`.
    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    /// An id of twenty characters that begins with the prefix of its kind.
    fileprivate mutating func make(_ prefix: String) -> String {
        let length = 20 - prefix.utf8.count
        let tail = (0..<length).map { _ in Self.alphabet[next(below: 62)] }
        return prefix + String(decoding: tail, as: UTF8.self)
    }

    /// A version 4 UUID's shape, for log events.
    mutating func makeUUID() -> String {
        var digits = (0..<32).map { _ in Self.hexadecimal[next(below: 16)] }
        digits[12] = UInt8(ascii: "4")
        let text = String(decoding: digits, as: UTF8.self)
        var parts: [Substring] = []
        var start = text.startIndex
        for length in [8, 4, 4, 4, 12] {
            let end = text.index(start, offsetBy: length)
            parts.append(text[start..<end])
            start = end
        }
        return parts.joined(separator: "-")
    }

    /// An opaque bearer value of the given length.
    mutating func makeSecret(_ length: Int) -> String {
        String(decoding: (0..<length).map { _ in Self.alphabet[next(below: 62)] }, as: UTF8.self)
    }
}

/// The kinds of objects whose ids calls make, by the prefix Okta gives them.
enum IdentifierKind: String {
    case user = "00u"
    case group = "00g"
    case groupRule = "0pr"
    case policy = "00p"
    case policyRule = "0pl"
    case eventHook = "who"
    case role = "ra1"
    case app = "0oa"
    case device = "guo"
    case factor = "ost"
    case apiToken = "00T"
    case request = "req"
    case error = "oae"
    case zone = "nzo"
    case authenticator = "aut"
    case authorizationServer = "aus"
    case identityProvider = "0oi"
    case mapping = "prm"
    case trustedOrigin = "tos"
    case inlineHook = "cal"
    case userType = "oty"
    case other = "0sb"
}

extension Identifiers {
    mutating func makeID(_ kind: IdentifierKind) -> String { make(kind.rawValue) }
}
