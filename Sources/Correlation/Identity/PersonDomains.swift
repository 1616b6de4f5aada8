import Columns

/// Which mail domains are one organisation under two names, learnt from all accounts together.
struct PersonDomains {
    /// By number, the one whose name comes first in front.
    struct Domains: Hashable, Comparable {
        let first: Int32
        let second: Int32
        static func < (a: Domains, b: Domains) -> Bool {
            (a.first, a.second) < (b.first, b.second)
        }
    }
    /// Two records that share what stands before the @ and nothing after it.
    struct Pair {
        let left: KnownBy
        let right: KnownBy
        let domains: Domains
    }

    /// Anybody may have an address there.
    private static let open: Set<String> = [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
        "icloud.com", "me.com", "proton.me", "protonmail.com", "gmx.net", "gmx.de", "web.de",
        "aol.com", "fastmail.com", "zoho.com", "mail.com", "yandex.ru", "qq.com", "163.com",
    ]
    private static let leastPairs = 5
    private static let leastAgreement = 0.9
    /// A local part that more records have (`info`, `admin`) says nothing.
    private static let blockMax = 64

    private let objects: [AccountObject]
    private let domains: MailDomains
    private let isOpen: [Bool]
    private let shared: SharedValues
    private var counts: [Domains: (known: Int, agreeing: Int)] = [:]

    /// - Parameter locals: the parts before the @ of each object's first field of addresses.
    init(_ objects: [AccountObject], _ domains: MailDomains, locals: SharedValues) {
        self.objects = objects
        self.domains = domains
        isOpen = domains.names.map(Self.open.contains)
        shared = locals
    }

    /// One pair for two addresses, whichever records have them.
    func pairs(_ areOne: (Int32, Int32) -> Bool) -> [Pair] {
        var found: [Pair] = []
        var firsts: [(domain: Int32, known: KnownBy)] = []
        shared.forEachShared { block in
            guard block.count <= Self.blockMax else { return }
            firsts.removeAll(keepingCapacity: true)
            for known in block {
                guard let domain = domain(known), !isOpen[Int(domain)],
                    !firsts.contains(where: {
                        $0.domain == domain && areOne($0.known.record, known.record)
                    })
                else { continue }
                firsts.append((domain, known))
            }
            for (index, left) in firsts.enumerated() {
                for right in firsts.dropFirst(index + 1) where left.domain != right.domain {
                    let domains = Domains(
                        first: min(left.domain, right.domain),
                        second: max(left.domain, right.domain))
                    found.append(Pair(left: left.known, right: right.known, domains: domains))
                }
            }
        }
        return found
    }

    private func domain(_ known: KnownBy) -> Int32? {
        let object = Int(known.object)
        return domains.domain(object, field: 0, row: Int(known.record) - objects[object].start)
    }

    /// - Parameter agreement: nil for two people who have an account each in one tool.
    mutating func note(_ domains: Domains, _ agreement: NameAgreement?) {
        var entry = counts[domains] ?? (0, 0)
        switch agreement {
        case .same: entry = (entry.known + 1, entry.agreeing + 1)
        case .partly, .different: entry.known += 1
        case .unknown, nil: break
        }
        counts[domains] = entry
    }

    func isLearnt(_ domains: Domains) -> Bool {
        guard let entry = counts[domains] else { return false }
        return entry.agreeing >= Self.leastPairs
            && Double(entry.agreeing) >= Self.leastAgreement * Double(entry.known)
    }

    /// `@acme.io = @acme.com: 41 of 44 pairs agree on the name`
    var sentences: [String] {
        counts.keys.sorted().compactMap { domains in
            guard let entry = counts[domains], entry.known > 0 else { return nil }
            let verdict = isLearnt(domains) ? "" : ", too few to take them for one"
            let first = self.domains.names[Int(domains.first)]
            let second = self.domains.names[Int(domains.second)]
            return "@\(first) = @\(second): \(entry.agreeing) of \(entry.known) "
                + "pairs agree on the name\(verdict)"
        }
    }
}

/// Bare user names beside the parts of addresses before the @.
struct PersonLogins {
    /// A field that holds user names, by object and column.
    struct Field {
        let object: Int
        let column: Int
    }

    private let objects: [AccountObject]
    private let cache: KeyCache
    private let domains: MailDomains
    private let locals: SharedValues
    /// Per domain whether it is the organisation's own.
    private let isOwn: [Bool]
    let fields: [Field]

    /// - Parameter locals: the parts before the @ of each object's first field of addresses.
    init(
        _ objects: [AccountObject], _ cache: KeyCache, _ domains: MailDomains, locals: SharedValues
    ) {
        self.objects = objects
        self.cache = cache
        self.domains = domains
        self.locals = locals
        fields = objects.enumerated().flatMap { index, object in
            object.fields.logins.map { Field(object: index, column: $0) }
        }
        isOwn = fields.isEmpty ? [] : Self.ownDomains(objects, domains)
    }

    /// Domains that one in a hundred has in the registers and the directory: a guest's local part is nobody's
    /// user name here.
    private static func ownDomains(_ objects: [AccountObject], _ domains: MailDomains) -> [Bool] {
        var counts = [Int](repeating: 0, count: domains.names.count)
        var total = 0
        let indices = objects.indices.filter { !objects[$0].fields.emails.isEmpty }
        let believed = indices.filter { objects[$0].trust < 3 }
        for index in believed.isEmpty ? indices : believed {
            let count = objects[index].count
            for row in stride(from: 0, to: count, by: max(1, count / 2000)) {
                guard let domain = domains.domain(index, field: 0, row: row) else { continue }
                counts[Int(domain)] += 1
                total += 1
            }
        }
        return counts.map { $0 > 0 && $0 * 100 >= total }
    }

    /// Every record with a value in the field.
    func forEach(_ field: Field, _ body: (KnownBy) -> Void) {
        let object = objects[field.object]
        let key = cache.key(ColumnReference(table: object.table, column: field.column), .login)
        for row in 0..<object.count {
            for entry in key.entries(row) where key.hashes[entry] != 0 {
                body(
                    KnownBy(
                        hash: key.hashes[entry], record: Int32(object.start + row),
                        object: Int16(field.object), column: Int16(clamping: field.column)))
            }
        }
    }

    /// Calls `body` with the records of other objects that have an own address which begins with the user name,
    /// until it answers false.
    func forEachOwner(of known: KnownBy, _ body: (KnownBy) -> Bool) {
        for owner in locals.entries(of: known.hash) where owner.object != known.object {
            let object = Int(owner.object)
            let row = Int(owner.record) - objects[object].start
            guard let domain = domains.domain(object, field: 0, row: row), isOwn[Int(domain)] else {
                continue
            }
            if !body(owner) { return }
        }
    }
}

/// Which fields of employee numbers count alike, judged by the records that addresses have joined.
struct NumberFields {
    private struct ObjectPair: Hashable {
        let first: Int16
        let second: Int16
    }
    private var counts: [ObjectPair: (agreeing: Int, differing: Int)] = [:]

    init(_ shared: SharedValues, _ objects: [AccountObject], _ clusters: inout PersonClusters) {
        let entries = shared.entries
        let count = objects.last.map { $0.start + $0.count } ?? 0
        var first = [Int32](repeating: -1, count: count)
        for index in Self.byRecord(entries, count) {
            let known = entries[Int(index)]
            let root = Int(clusters.find(known.record))
            guard first[root] >= 0 else {
                first[root] = index
                continue
            }
            let other = entries[Int(first[root])]
            guard other.object != known.object else { continue }
            let pair = ObjectPair(
                first: min(other.object, known.object), second: max(other.object, known.object))
            if other.hash == known.hash {
                counts[pair, default: (0, 0)].agreeing += 1
            } else {
                counts[pair, default: (0, 0)].differing += 1
            }
        }
    }

    /// The places of the entries, ascending by record.
    private static func byRecord(_ entries: [KnownBy], _ count: Int) -> [Int32] {
        var next = [Int32](repeating: 0, count: count + 1)
        for entry in entries { next[Int(entry.record) + 1] += 1 }
        for record in 0..<count { next[record + 1] += next[record] }
        var places = [Int32](repeating: 0, count: entries.count)
        for (place, entry) in entries.enumerated() {
            places[Int(next[Int(entry.record)])] = Int32(truncatingIfNeeded: place)
            next[Int(entry.record)] += 1
        }
        return places
    }

    func areAlike(_ left: Int16, _ right: Int16) -> Bool {
        guard let count = counts[ObjectPair(first: min(left, right), second: max(left, right))]
        else { return false }
        return count.agreeing >= 3 && count.agreeing >= 9 * count.differing
    }
}
