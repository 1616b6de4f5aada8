import Columns

/// Joins the records of all account objects into persons, the strongest evidence first: what a person said,
/// addresses, employee numbers, further addresses, addresses of a renamed domain, user names.
struct PersonMatching {
    let objects: [AccountObject]
    let names: PersonNames
    let cache: KeyCache
    var clusters: PersonClusters
    let domains: MailDomains
    /// The parts before the @ of each object's first field of addresses.
    private let locals: SharedValues
    private let threads: Int
    /// What was learnt on the way, in words.
    private(set) var notes: [String] = []
    /// Field pairs that an `unlink` statement forbids.
    private let unlinked: Set<FieldPair>

    struct FieldPair: Hashable {
        let left: Int
        let leftColumn: Int
        let right: Int
        let rightColumn: Int
    }

    init(_ model: LinkModel) {
        objects = AccountObject.all(in: model)
        threads = model.threads
        names = PersonNames(objects, threads: threads)
        cache = model.understanding.cache
        clusters = PersonClusters(objects, names: names)
        domains = MailDomains(objects)
        locals = SharedValues(objects, cache, form: .login, threads: threads) {
            Array($0.fields.emails.prefix(1))
        }
        unlinked = Self.unlinked(objects, model.pins)
        guard objects.count <= Int(Int16.max) else { return }
        pin(model)
        let addresses = SharedValues(objects, cache, threads: threads) {
            $0.fields.aliases
        } columns: {
            $0.fields.emails
        }
        matchAddresses(addresses)
        matchNumbers()
        matchAliases(addresses)
        matchDomains()
        matchLogins()
    }

    private func edge(_ left: KnownBy, _ right: KnownBy, _ rule: RuleKind) -> PersonEdge {
        PersonEdge(
            left: left.record, right: right.record, rule: rule, leftColumn: left.column,
            rightColumn: right.column)
    }

    private mutating func unite(
        _ left: KnownBy, _ right: KnownBy, _ rule: RuleKind, least: NameAgreement,
        leastTwice: NameAgreement?
    ) {
        if !unlinked.isEmpty,
            unlinked.contains(
                FieldPair(
                    left: Int(left.object), leftColumn: Int(left.column), right: Int(right.object),
                    rightColumn: Int(right.column)))
        {
            return
        }
        clusters.unite(edge(left, right, rule), least: least, leastTwice: leastTwice)
    }

    // MARK: - Addresses

    /// Records with one address are one person's, unless names or two records of one tool say otherwise.
    private mutating func matchAddresses(_ shared: SharedValues) {
        shared.forEachShared(further: false) { block in
            if block.count == 2, block[0].object != block[1].object {
                unite(block[0], block[1], .email, least: .unknown, leastTwice: .same)
            } else {
                matchAddress(block)
            }
        }
    }

    /// One address in many records: those whose names agree are a person; who has no name belongs to the
    /// only person there is.
    private mutating func matchAddress(_ block: [KnownBy]) {
        if names.areSame(block) {
            for known in block.dropFirst() {
                unite(block[0], known, .email, least: .unknown, leastTwice: .same)
            }
            return
        }
        var people: [[KnownBy]] = []
        var nameless: [KnownBy] = []
        for known in block {
            guard names.isKnown(known.record) else {
                nameless.append(known)
                continue
            }
            if let index = people.indices.first(where: {
                names.agreement(people[$0][0].record, known.record) == .same
            }) {
                people[index].append(known)
            } else {
                people.append([known])
            }
        }
        for person in people {
            for known in person.dropFirst() {
                unite(person[0], known, .email, least: .unknown, leastTwice: .same)
            }
        }
        // A new family name, a nickname: the same address in another tool, and nobody else has it there.
        for (index, person) in people.enumerated().dropFirst() {
            let others = people.indices.filter { $0 < index }
            if others.count == 1 {
                unite(people[0][0], person[0], .email, least: .unknown, leastTwice: nil)
            } else {
                for other in others {
                    clusters.refuse(
                        edge(people[other][0], person[0], .email),
                        "the address stands for several names")
                }
            }
        }
        guard let first = people.first?.first ?? nameless.first else { return }
        for known in nameless where known.record != first.record {
            if people.count > 1,
                !people.dropFirst().allSatisfy({
                    clusters.areOne(first.record, $0[0].record)
                })
            {
                clusters.refuse(
                    edge(first, known, .email), "the address stands for several names")
            } else {
                unite(first, known, .email, least: .unknown, leastTwice: nil)
            }
        }
    }

    // MARK: - Employee numbers

    /// Employee numbers join where the records that addresses joined show that two fields count alike.
    private mutating func matchNumbers() {
        let shared = SharedValues(objects, cache, form: .number, threads: threads) {
            $0.fields.numbers.prefix(1).map { $0 }
        }
        let trusted = NumberFields(shared, objects, &clusters)
        shared.forEachShared { block in
            var isRepeated: [Int16: Int] = [:]
            for known in block { isRepeated[known.object, default: 0] += 1 }
            let once = block.filter { isRepeated[$0.object] == 1 }
            guard let first = once.first else { return }
            for known in once.dropFirst() {
                unite(
                    first, known, .number,
                    least: trusted.areAlike(first.object, known.object) ? .unknown : .same,
                    leastTwice: .same)
            }
        }
    }

    // MARK: - Further addresses

    /// An address that one record lists as a further one is the other's own.
    private mutating func matchAliases(_ shared: SharedValues) {
        guard objects.contains(where: { !$0.fields.aliases.isEmpty }) else { return }
        shared.forEachShared { block in
            guard block.contains(where: shared.isFurther) else { return }
            let claims = block.filter(shared.isFurther)
            let owners = block.filter { !shared.isFurther($0) }
            if let owner = owners.first {
                let isOnePerson = owners.allSatisfy { clusters.areOne(owner.record, $0.record) }
                let claimants = Set(claims.map { clusters.find($0.record) })
                for claim in claims {
                    guard isOnePerson else {
                        clusters.refuse(
                            edge(owner, claim, .alias), "the address is several records' own")
                        continue
                    }
                    // Several claim it: only who bears the owner's name.
                    unite(
                        owner, claim, .alias, least: claimants.count > 1 ? .same : .unknown,
                        leastTwice: .same)
                }
            } else {
                for claim in claims.dropFirst() {
                    unite(claims[0], claim, .alias, least: .same, leastTwice: .same)
                }
            }
        }
    }

    // MARK: - Renamed domains

    /// `ada@acme.com` is `ada@acme.io` where enough pairs of the two domains agree on the name.
    private mutating func matchDomains() {
        var map = PersonDomains(objects, domains, locals: locals)
        let pairs = map.pairs { clusters.areOne($0, $1) }
        for pair in pairs {
            map.note(
                pair.domains,
                clusters.areOne(pair.left.record, pair.right.record)
                    ? .same
                    : clusters.shareObject(pair.left.record, pair.right.record)
                        ? nil : clusters.agreement(pair.left.record, pair.right.record))
        }
        notes += map.sentences
        for pair in pairs {
            guard map.isLearnt(pair.domains) else {
                if !clusters.areOne(pair.left.record, pair.right.record) {
                    clusters.refuse(
                        edge(pair.left, pair.right, .login),
                        "the same before the @, and nothing says that the domains are one")
                }
                continue
            }
            unite(pair.left, pair.right, .login, least: .unknown, leastTwice: nil)
        }
    }

    // MARK: - User names

    /// A bare user name is the part before the @ of somebody's address.
    private mutating func matchLogins() {
        let logins = PersonLogins(objects, cache, domains, locals: locals)
        for field in logins.fields {
            var matched: [(known: KnownBy, owners: [KnownBy])] = []
            var tried = 0
            var agreeing = 0
            logins.forEach(field) { known in
                tried += 1
                var owners: [KnownBy] = []
                var isAgreeing = false
                logins.forEachOwner(of: known) { owner in
                    isAgreeing = clusters.areOne(owner.record, known.record)
                    if !isAgreeing { owners.append(owner) }
                    return !isAgreeing
                }
                if isAgreeing {
                    agreeing += 1
                } else if !owners.isEmpty {
                    matched.append((known, owners))
                }
            }
            let roots = matched.map { entry in
                Set(entry.owners.map { clusters.find($0.record) })
            }
            let clear = roots.filter { $0.count == 1 }.count
            let isMade = agreeing + clear >= 5 && (agreeing + clear) * 2 >= tried
            for (entry, roots) in zip(matched, roots) {
                if roots.count > 1 {
                    clusters.refuse(
                        edge(entry.owners[0], entry.known, .login),
                        "the user name fits several people")
                } else {
                    unite(
                        entry.owners[0], entry.known, .login, least: isMade ? .unknown : .same,
                        leastTwice: nil)
                }
            }
        }
    }
}
