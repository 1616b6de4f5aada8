import Columns

/// The objects `people` and `accounts` as tables, each column made when a board first reads it.
struct IdentityTables: Sendable {
    private let identity: Identity
    private let statuses: OnDemand<AccountStatuses>
    private let lastSeen: OnDemand<AccountsSeen>
    private let employed: OnDemand<[Bool?]>
    private let natures: OnDemand<AccountNatures>
    /// Per person what `people.person` and `accounts.person` hold; no two are the same.
    let ids: OnDemand<TextColumn>

    /// - Parameter now: microseconds since 1970, for the ends of contracts.
    init(_ identity: Identity, now: Int64) {
        self.identity = identity
        let today = Int((now - (now < 0 ? 86_399_999_999 : 0)) / 86_400_000_000)
        let statuses = OnDemand { AccountStatuses(identity, today: today) }
        let employed = OnDemand { Self.employed(identity, statuses.value.values) }
        self.statuses = statuses
        self.employed = employed
        lastSeen = OnDemand { AccountsSeen(identity) }
        natures = OnDemand { AccountNatures(identity, employed: employed.value) }
        ids = OnDemand { PersonIDs(identity, employed: employed.value).texts }
    }

    private static func employed(_ identity: Identity, _ active: [Bool?]) -> [Bool?] {
        var employed = [Bool?](repeating: nil, count: identity.personCount)
        for object in identity.objects where object.register != nil {
            for record in object.start..<object.start + object.count {
                let person = Int(identity.persons[record])
                employed[person] = employed[person] == true || active[record] == true
            }
        }
        return employed
    }

    // MARK: - People

    func people(_ name: ObjectName) -> Table {
        let columns: [(String, ValueType, @Sendable () -> Column)] = [
            ("person", .text, { Column(.text(ids.value)) }),
            ("name", .text, names), ("email", .text, emails),
            ("kind", .text, { kinds(kindOfPeople()) }),
            ("human", .bool, { .bools(kindOfPeople().map { $0 == .person }) }),
            ("employed", .bool, { .bools(employed.value) }),
            ("tools", .list(.text), tools), ("domains", .list(.text), domains),
            ("lastSeen", .time, seen), ("conflict", .text, conflicts),
        ]
        return Self.table(name, columns, rowCount: identity.personCount)
    }

    private func names() -> Column {
        var names = TextGathering()
        for person in 0..<identity.personCount {
            let named = identity.records(of: person).first { identity.names.isKnown($0) }
            if let named {
                identity.names.append(
                    named, of: Int(identity.objectOf[Int(named)]), to: &names)
            } else {
                names.append(nil)
            }
        }
        return names.finish()
    }

    private func emails() -> Column {
        var emails = TextGathering()
        for person in 0..<identity.personCount {
            let email = identity.records(of: person).lazy.compactMap { identity.email($0) }.first
            if let email, !Folding.isBlank(email) {
                emails.append { Folding.append(email, to: &$0) }
            } else {
                emails.append(nil)
            }
        }
        return emails.finish()
    }

    /// A person by any account; else what most of the accounts are said to be.
    private func kindOfPeople() -> [AccountKind] {
        let kinds = natures.value.kinds
        return (0..<identity.personCount).map { person in
            let other = identity.records(of: person).first { kinds[Int($0)] != .person }
            return other.map { kinds[Int($0)] } ?? .person
        }
    }

    private func kinds(_ kinds: [AccountKind]) -> Column {
        var phrases = Phrases()
        let numbers = AccountKind.allCases.map { phrases.number($0.rawValue) }
        var places: [AccountKind: Int32] = [:]
        for (kind, number) in zip(AccountKind.allCases, numbers) { places[kind] = number }
        return phrases.column(kinds.map { places[$0] ?? -1 })
    }

    private func tools() -> Column {
        var phrases = Phrases()
        let tools = identity.objects.map { phrases.number($0.name.tool) }
        var lists = ListGathering(phrases.texts)
        var own: [Int32] = []
        for person in 0..<identity.personCount {
            own.removeAll(keepingCapacity: true)
            for record in identity.records(of: person) {
                let tool = tools[Int(identity.objectOf[Int(record)])]
                if !own.contains(tool) { own.append(tool) }
            }
            lists.append(own)
        }
        return lists.finish()
    }

    private func domains() -> Column {
        var lists = ListGathering(identity.domains.names)
        var own: [Int32] = []
        for person in 0..<identity.personCount {
            own.removeAll(keepingCapacity: true)
            for record in identity.records(of: person) {
                if let domain = identity.domain(record), !own.contains(domain) {
                    own.append(domain)
                }
            }
            lists.append(own)
        }
        return lists.finish()
    }

    private func seen() -> Column {
        let seen = lastSeen.value.values
        return .times(
            (0..<identity.personCount).map { person in
                identity.records(of: person).lazy.compactMap { seen[Int($0)] }.max()
            })
    }

    private func conflicts() -> Column {
        let active = statuses.value.values
        var phrases = Phrases()
        // Numbered first: the column is made of the phrases as they are when all are known.
        let numbers = (0..<identity.personCount).map { person -> Int32 in
            let conflict = identity.conflicts(of: person) { active[Int($0)] == true }
            return conflict.isEmpty ? -1 : phrases.number(conflict.joined(separator: ", "))
        }
        return phrases.column(numbers)
    }

    static func table(
        _ name: ObjectName, _ columns: [(String, ValueType, @Sendable () -> Column)], rowCount: Int
    ) -> Table {
        Table(
            name: name, fields: columns.map { Field(name: $0.0, type: $0.1) },
            columns: ColumnList(count: columns.count) { columns[$0].2() }, rowCount: rowCount)
    }
}

extension IdentityTables {
    // MARK: - Accounts

    func accounts(_ name: ObjectName) -> Table {
        let columns: [(String, ValueType, @Sendable () -> Column)] = [
            ("account", .text, labels),
            ("tool", .text, { perObject { $0.name.tool } }),
            ("object", .text, { perObject { "\($0.name)" } }),
            ("name", .text, accountNames), ("email", .text, accountEmails),
            ("person", .text, persons), ("personReason", .text, personReasons),
            ("kind", .text, { kinds(natures.value.kinds) }),
            ("human", .bool, { .bools(natures.value.kinds.map { $0 == .person }) }),
            ("humanReason", .text, { natures.value.reasons }),
            ("active", .bool, { .bools(statuses.value.values) }),
            ("activeReason", .text, { statuses.value.reasons }),
            ("lastSeen", .time, { .times(lastSeen.value.values) }),
            ("lastSeenReason", .text, { lastSeen.value.reasons }),
            ("doubt", .text, doubts),
        ]
        return Self.table(name, columns, rowCount: identity.persons.count)
    }

    private func labels() -> Column {
        var labels = TextGathering()
        for record in identity.persons.indices.lazy.map(Int32.init) {
            if let label = identity.label(record) {
                labels.append(bytes: label)
            } else {
                labels.append("row \(identity.row(record) + 1)")
            }
        }
        return labels.finish()
    }

    private func perObject(_ text: (AccountObject) -> String) -> Column {
        var phrases = Phrases()
        let numbers = identity.objects.map { phrases.number(text($0)) }
        return phrases.column(identity.objectOf.map { numbers[Int($0)] })
    }

    private func accountNames() -> Column {
        var names = TextGathering()
        for record in identity.persons.indices.lazy.map(Int32.init) {
            if identity.names.isKnown(record) {
                identity.names.append(
                    record, of: Int(identity.objectOf[Int(record)]), to: &names)
            } else {
                names.append(nil)
            }
        }
        return names.finish()
    }

    private func accountEmails() -> Column {
        var emails = TextGathering()
        for record in identity.persons.indices {
            emails.append(bytes: identity.email(Int32(record)))
        }
        return emails.finish()
    }

    /// The persons' own texts serve as the dictionary: each is there once.
    private func persons() -> Column {
        let ids = ids.value
        return Column(
            .coded(
                CodedColumn(
                    codes: identity.persons.map { $0 + 1 },
                    dictionary: TextColumn(arena: ids.arena, views: [.empty] + ids.views))))
    }

    private func doubts() -> Column {
        let known = identity.doubts()
        var doubts = TextGathering()
        for record in identity.persons.indices { doubts.append(known[Int32(record)]) }
        return doubts.finish()
    }

    /// Why each record is its person's.
    private func personReasons() -> Column {
        var phrases = Phrases()
        let only = phrases.number("no other record is this person's")
        let believed = phrases.number("the record believed first")
        var known: [Joint: Int32] = [:]
        let numbers = identity.persons.indices.map { index -> Int32 in
            let record = Int32(index)
            let records = identity.records(of: Int(identity.persons[index]))
            if records.count == 1 { return only }
            let join = identity.joins[index]
            guard records.first != record, join >= 0 else { return believed }
            let edge = identity.edges[Int(join)]
            let joint = Joint(edge, record, identity)
            if let number = known[joint] { return number }
            let number = phrases.number(identity.reason(edge, from: record))
            known[joint] = number
            return number
        }
        return phrases.column(numbers)
    }

    /// What the sentence about an edge depends on.
    private struct Joint: Hashable {
        let own: Int16
        let other: Int16
        let ownColumn: Int16
        let otherColumn: Int16
        let rule: UInt8

        init(_ edge: PersonEdge, _ record: Int32, _ identity: Identity) {
            let isLeft = edge.left == record
            own = identity.objectOf[Int(record)]
            other = identity.objectOf[Int(isLeft ? edge.right : edge.left)]
            ownColumn = isLeft ? edge.leftColumn : edge.rightColumn
            otherColumn = isLeft ? edge.rightColumn : edge.leftColumn
            rule = edge.rule.rawValue
        }
    }
}
