import Columns

/// The objects `people` and `accounts` as tables.
struct IdentityTables {
    let identity: Identity
    /// Per record, in the order of all records.
    private let active: [Bool?]
    private let activeReasons: [String]
    private let lastSeen: [Int64?]
    private let lastSeenReasons: [String?]
    private let natures: [AccountNature]
    /// Per person: whether a register says that they work here; nil where none knows them.
    private let employed: [Bool?]
    /// Per person what `people.person` and `accounts.person` hold; no two are the same.
    let ids: [String]

    /// - Parameter now: microseconds since 1970, for the ends of contracts.
    init(_ identity: Identity, now: Int64) {
        self.identity = identity
        let today = Int((now - (now < 0 ? 86_399_999_999 : 0)) / 86_400_000_000)
        var active: [Bool?] = []
        var activeReasons: [String] = []
        var lastSeen: [Int64?] = []
        var lastSeenReasons: [String?] = []
        for object in identity.objects {
            let status = AccountStatus(object, today: today)
            active += status.values
            activeReasons += status.reason.map { status.reasons[Int($0)] }
            let seen = LastSeen(object)
            lastSeen += seen.values
            lastSeenReasons += seen.columns.map { $0 < 0 ? nil : object.fieldName(Int($0)) }
        }
        let employed = Self.employed(identity, active)
        var natures: [AccountNature] = []
        for object in identity.objects {
            let fields = AccountNature.Fields(object)
            for row in 0..<object.count {
                let person = Int(identity.persons[object.start + row])
                natures.append(
                    .of(
                        object, fields, row: row,
                        register: employed[person] == nil
                            ? nil : Self.register(identity, person)))
            }
        }
        self.active = active
        self.activeReasons = activeReasons
        self.lastSeen = lastSeen
        self.lastSeenReasons = lastSeenReasons
        self.natures = natures
        self.employed = employed
        ids = Self.ids(identity, employed)
    }

    private static func register(_ identity: Identity, _ person: Int) -> String? {
        identity.records(of: person).lazy.map { identity.object(of: $0) }
            .first { $0.register != nil }.map { "\($0.name)" }
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

    /// The canonical address, folded; else the first record, by its object and label.
    ///
    /// Of two persons with one address it is that of who works here.
    private static func ids(_ identity: Identity, _ employed: [Bool?]) -> [String] {
        var taken: Set<String> = []
        var ids = [String](repeating: "", count: identity.personCount)
        let order =
            ids.indices.filter { employed[$0] == true }
            + ids.indices.filter { employed[$0] != true }
        for person in order {
            let records = identity.records(of: person)
            let email = records.lazy.compactMap { identity.email($0) }.first
            var id = email.map(Folding.folded) ?? ""
            if id.isEmpty || taken.contains(id) {
                id = records.first.map(identity.recordName) ?? "person \(person + 1)"
            }
            var unique = id
            var number = 2
            while !taken.insert(unique).inserted {
                unique = "\(id) #\(number)"
                number += 1
            }
            ids[person] = unique
        }
        return ids
    }

    // MARK: - People

    func people(_ name: ObjectName) -> Table {
        var person = TextGathering()
        var names = TextGathering()
        var emails = TextGathering()
        var kinds = CodedGathering()
        var human: [Bool?] = []
        var tools = ListGathering()
        var domains = ListGathering()
        var seen: [Int64?] = []
        var conflicts = CodedGathering()
        for index in 0..<identity.personCount {
            let records = identity.records(of: index)
            person.append(ids[index])
            names.append(records.lazy.compactMap { identity.name($0) }.first)
            emails.append(records.lazy.compactMap { identity.email($0) }.first.map(Folding.folded))
            let kind = kind(of: records)
            kinds.append(kind.rawValue)
            human.append(kind == .person)
            var ownTools: [String] = []
            var ownDomains: [String] = []
            for record in records {
                let tool = identity.object(of: record).name.tool
                if ownTools.last != tool, !ownTools.contains(tool) { ownTools.append(tool) }
                if let domain = identity.email(record).flatMap(DomainMap.domain),
                    !ownDomains.contains(domain)
                {
                    ownDomains.append(domain)
                }
            }
            tools.append(ownTools)
            domains.append(ownDomains)
            seen.append(records.lazy.compactMap { lastSeen[Int($0)] }.max())
            let conflict = identity.conflicts(of: index) { active[Int($0)] == true }
            conflicts.append(conflict.isEmpty ? nil : conflict.joined(separator: ", "))
        }
        return Self.table(
            name,
            [
                ("person", person.finish()), ("name", names.finish()), ("email", emails.finish()),
                ("kind", kinds.finish()), ("human", .bools(human)), ("employed", .bools(employed)),
                ("tools", tools.finish()), ("domains", domains.finish()),
                ("lastSeen", .times(seen)), ("conflict", conflicts.finish()),
            ])
    }

    /// A person by any account; else what most of the accounts are said to be.
    private func kind(of records: ArraySlice<Int32>) -> AccountKind {
        let kinds = records.map { natures[Int($0)].kind }
        return kinds.first { $0 != .person } ?? .person
    }

    // MARK: - Accounts

    func accounts(_ name: ObjectName) -> Table {
        let doubts = identity.doubts()
        var account = TextGathering()
        var tools = CodedGathering()
        var objects = CodedGathering()
        var names = TextGathering()
        var emails = TextGathering()
        var person = TextGathering()
        var personReasons = CodedGathering()
        var kinds = CodedGathering()
        var human: [Bool?] = []
        var humanReasons = CodedGathering()
        var activeColumn = CodedGathering()
        var seenColumn = CodedGathering()
        var doubtColumn = TextGathering()
        for object in identity.objects {
            for row in 0..<object.count {
                let record = Int32(object.start + row)
                account.append(object.label(row))
                tools.append(object.name.tool)
                objects.append("\(object.name)")
                names.append(identity.name(record))
                emails.append(identity.email(record))
                person.append(ids[Int(identity.persons[Int(record)])])
                personReasons.append(personReason(record))
                let nature = natures[Int(record)]
                kinds.append(nature.kind.rawValue)
                human.append(nature.kind == .person)
                humanReasons.append(nature.reason)
                activeColumn.append(activeReasons[Int(record)])
                seenColumn.append(lastSeenReasons[Int(record)])
                doubtColumn.append(doubts[record])
            }
        }
        return Self.table(
            name,
            [
                ("account", account.finish()), ("tool", tools.finish()),
                ("object", objects.finish()), ("name", names.finish()),
                ("email", emails.finish()), ("person", person.finish()),
                ("personReason", personReasons.finish()), ("kind", kinds.finish()),
                ("human", .bools(human)), ("humanReason", humanReasons.finish()),
                ("active", .bools(active)), ("activeReason", activeColumn.finish()),
                ("lastSeen", .times(lastSeen)), ("lastSeenReason", seenColumn.finish()),
                ("doubt", doubtColumn.finish()),
            ])
    }

    /// Why the record is the person's.
    func personReason(_ record: Int32) -> String {
        let person = Int(identity.persons[Int(record)])
        let records = identity.records(of: person)
        if records.count == 1 { return "no other record is this person's" }
        guard records.first != record, identity.joins[Int(record)] >= 0 else {
            return "the record believed first"
        }
        return identity.reason(identity.edges[Int(identity.joins[Int(record)])], from: record)
    }

    static func table(_ name: ObjectName, _ columns: [(String, Column)]) -> Table {
        Table(
            name: name, fields: columns.map { Field(name: $0.0, type: $0.1.type) },
            columns: columns.map(\.1), rowCount: columns.first?.1.count ?? 0)
    }
}
