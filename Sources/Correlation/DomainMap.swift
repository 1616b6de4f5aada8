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
    static let leastUnnamedPairs = 20
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
        for (domains, entry) in pairs where Self.isOverwhelming(entry) { learnt.insert(domains) }
    }

    /// Names must confirm a map: five people who share the part before `@` are chance where two companies
    /// both have an `info` and an `admin`. Where no names are known, only many pairs are enough.
    private static func isOverwhelming(_ entry: (count: Int, known: Int, agreeing: Int)) -> Bool {
        if entry.known == 0 { return entry.count >= leastUnnamedPairs }
        return entry.count >= leastPairs
            && Double(entry.agreeing) >= leastAgreement * Double(entry.known)
    }

    /// `acme.com = northwind.io: 41 of 44 pairs agree on the name`; what was not enough is told too.
    var sentences: [String] {
        pairs.sorted { $0.key < $1.key }.compactMap { domains, entry in
            let isLearnt = learnt.contains(domains)
            guard isLearnt || entry.count >= Self.leastPairs else { return nil }
            let what =
                entry.known == 0
                ? "\(entry.count) pairs share the part before @, no names to compare"
                : "\(entry.agreeing) of \(entry.known) pairs agree on the name"
            return "\(domains.left) = \(domains.right): " + what
                + (isLearnt ? "" : " (not applied)")
        }
    }

    /// The folded domain of an address; nil when the value is none.
    static func domain(_ text: String) -> String? {
        guard let at = text.lastIndex(of: "@") else { return nil }
        return Folding.folded(String(text[text.index(after: at)...]))
    }
}
