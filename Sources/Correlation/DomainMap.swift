import Columns

/// Which mail domains are one organisation under two names, learnt from the records themselves.
///
/// After a merger `ada@acme.com` is `ada@acme.io`. Two domains are taken for one only if at least five
/// otherwise unmatched pairs of them share the local part and, where both names are known, at least nine
/// in ten agree; one coincidence must not join two people.
struct DomainMap: Sendable {
    struct Domains: Hashable, Sendable, Comparable {
        let left: String
        let right: String
        static func < (a: Domains, b: Domains) -> Bool { (a.left, a.right) < (b.left, b.right) }
    }

    static let leastPairs = 5
    static let leastAgreement = 0.9

    private(set) var learnt: Set<Domains> = []
    private var pairs: [Domains: (count: Int, known: Int, agreeing: Int)] = [:]

    mutating func note(_ domains: Domains, left: String, right: String) {
        var entry = pairs[domains] ?? (0, 0, 0)
        entry.count += 1
        if !left.isEmpty && !right.isEmpty {
            entry.known += 1
            if PersonName.agree(left, right) { entry.agreeing += 1 }
        }
        pairs[domains] = entry
    }

    mutating func learn() {
        for (domains, entry) in pairs
        where entry.count >= Self.leastPairs
            && Double(entry.agreeing) >= Self.leastAgreement * Double(entry.known)
        {
            learnt.insert(domains)
        }
    }

    /// `@acme.com = @acme.io (12 pairs)`, for the evidence.
    var sentences: [String] {
        learnt.sorted().map {
            "@\($0.left) = @\($0.right) (\(pairs[$0]?.count ?? 0) pairs share the local part)"
        }
    }

    /// The folded domain of an address; nil when the value is none.
    static func domain(_ text: String) -> String? {
        guard let at = text.lastIndex(of: "@") else { return nil }
        return Folding.folded(String(text[text.index(after: at)...]))
    }
}
