import Columns

/// `people`, `accounts` and `devices` with their links to the objects that they were made of.
public final class IdentityObjects: Sendable {
    public let identity: Identity
    public let tables: [Table]
    /// What `people.person` holds, per person.
    private let ids: OnDemand<TextColumn>
    let people: ObjectName
    let added: AddedLinks

    /// - Parameters:
    ///   - now: microseconds since 1970, for the ends of contracts.
    ///   - name: what an object is called, given its plain name; an export may have taken that.
    public init(_ model: LinkModel, now: Int64, name: (String) -> ObjectName) {
        let identity = Identity(model)
        let made = IdentityTables(identity, now: now)
        let (peopleName, accountsName, devicesName) = (
            name("people"), name("accounts"), name("devices")
        )
        let people = made.people(peopleName)
        let accounts = made.accounts(accountsName)
        let matching = DeviceMatching(model, identity)
        let devices = matching.table(devicesName, ids: made.ids)
        var added = AddedLinks(first: model.links.count)
        added.keys = [people.name: "person", devices.name: "device"]
        added.primaries = added.keys
        added.primaries[accounts.name] = "account"
        let key = LinkEnd(object: people.name, fields: ["person"])
        for object in identity.objects {
            let records = object.start..<object.start + object.count
            var isThere = [Bool](repeating: false, count: identity.personCount)
            for record in records { isThere[Int(identity.persons[record])] = true }
            added.add(
                from: LinkEnd(object: object.name, fields: ["person"]), to: key, kind: .oneToOne,
                leftCount: object.count, rightCount: people.rowCount,
                shares: (1, Self.share(isThere))
            ) {
                identity.matches(records)
            }
        }
        added.add(
            from: LinkEnd(object: accounts.name, fields: ["person"]), to: key, kind: .manyToOne,
            leftCount: accounts.rowCount, rightCount: people.rowCount, shares: (1, 1)
        ) {
            identity.matches(identity.persons.indices)
        }
        let device = LinkEnd(object: devices.name, fields: ["device"])
        for object in matching.objects {
            let rows = object.start..<object.start + object.profile.table.rowCount
            var isThere = [Bool](repeating: false, count: matching.deviceCount)
            for row in rows { isThere[Int(matching.devices[row])] = true }
            added.add(
                from: LinkEnd(object: object.profile.table.name, fields: ["device"]), to: device,
                kind: .oneToOne, leftCount: rows.count, rightCount: devices.rowCount,
                shares: (1, Self.share(isThere))
            ) {
                RowMatches(targets: matching.devices[rows].map { $0 })
            }
        }
        let owners = matching.owners
        var owns = [Bool](repeating: false, count: people.rowCount)
        for owner in owners where owner >= 0 { owns[Int(owner)] = true }
        added.add(
            from: LinkEnd(object: devices.name, fields: ["owner"]), to: key, kind: .manyToOne,
            leftCount: devices.rowCount, rightCount: people.rowCount,
            shares: (Self.share(owners.map { $0 >= 0 }), Self.share(owns))
        ) {
            RowMatches(targets: owners)
        }
        self.identity = identity
        self.added = added
        ids = made.ids
        self.people = peopleName
        tables = [people, accounts, devices]
    }

    private static func share(_ found: [Bool]) -> Double {
        found.isEmpty ? 1 : Double(found.count { $0 }) / Double(found.count)
    }

    /// What `people.person` holds of a person.
    func id(_ person: Int) -> String { ids.value.string(person) }

    /// Persons with this id, folded.
    func persons(withID folded: String) -> [Int] {
        let wanted = Array(folded.utf8)
        let ids = ids.value
        return (0..<ids.count).filter { KeyText.fold(ids.bytes($0)) == wanted }
    }
}

extension RowMatches {
    /// One target a row, -1 for none, each by its key.
    init(targets: [Int32]) {
        first = targets
        rules = targets.map { $0 < 0 ? 0 : RuleKind.key.rawValue }
    }
}

extension Identity {
    /// What joined a record to its person.
    func rule(_ record: Int32) -> RuleKind {
        joins[Int(record)] < 0 ? .key : edges[Int(joins[Int(record)])].rule
    }

    /// The person of each of some records, and what joined them.
    func matches(_ records: Range<Int>) -> RowMatches {
        var matches = RowMatches(targets: Array(persons[records]))
        for (row, record) in records.enumerated() {
            matches.rules[row] = rule(Int32(record)).rawValue
        }
        return matches
    }
}

/// Links whose rows are known, beside those that a model inferred.
struct AddedLinks: Sendable {
    private let first: Int
    private(set) var links: [Link] = []
    /// Per link both directions, made when one of them is first followed.
    private var arrays: [OnDemand<Arrays>] = []

    private struct Arrays: Sendable {
        let forward: LinkArray
        let backward: LinkArray
    }
    /// The field that identifies a record, and the one that a person calls it by.
    var keys: [ObjectName: String] = [:]
    var primaries: [ObjectName: String] = [:]

    init(first: Int) { self.first = first }

    /// - Parameters:
    ///   - shares: of the left and of the right side's rows those that the link joins.
    ///   - matches: for each row of the left side the right side's.
    mutating func add(
        from left: LinkEnd, to right: LinkEnd, kind: Link.Kind, leftCount: Int, rightCount: Int,
        shares: (left: Double, right: Double), matches: @escaping @Sendable () -> RowMatches
    ) {
        let plan = LinkPlan(
            leftTable: 0, rightTable: 0, leftFields: left.fields, rightFields: right.fields,
            kind: kind, rules: [], confidence: 1, leftMatched: 1, rightMatched: 1, evidence: [])
        arrays.append(
            OnDemand {
                let builder = LinkArrayBuilder(
                    plan: plan, leftCount: leftCount, rightCount: rightCount,
                    leftBlank: [Bool](repeating: false, count: leftCount),
                    rightBlank: [Bool](repeating: false, count: rightCount), threads: 1)
                let matches = matches()
                return Arrays(
                    forward: builder.forward(matches), backward: builder.backward(matches))
            })
        links.append(
            Link(
                id: first + arrays.count - 1, left: left, right: right, kind: kind, rules: [],
                confidence: 1, leftMatched: shares.left, rightMatched: shares.right,
                evidence: ["the records of a person: .why tells what joined each"]))
    }

    /// Without what leads to or from these objects; the numbers of the other links stay.
    func without(_ objects: Set<ObjectName>) -> AddedLinks {
        var rest = self
        rest.links.removeAll {
            objects.contains($0.left.object) || objects.contains($0.right.object)
        }
        return rest
    }

    func array(_ id: Int, _ direction: LinkModel.Direction) -> LinkArray? {
        guard arrays.indices.contains(id - first) else { return nil }
        return direction == .forward
            ? arrays[id - first].value.forward : arrays[id - first].value.backward
    }
}
