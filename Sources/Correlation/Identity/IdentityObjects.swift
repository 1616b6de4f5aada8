import Columns

/// `people`, `accounts` and `devices` with their links to the objects that they were made of.
public final class IdentityObjects: Sendable {
    public let identity: Identity
    public let tables: [Table]
    /// What `people.person` holds, per person.
    public let ids: [String]
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
            added.add(
                from: LinkEnd(object: object.name, fields: ["person"]), to: key, kind: .oneToOne,
                rows: (object.start..<object.start + object.count).map { record in
                    (identity.persons[record], identity.rule(Int32(record)))
                }, of: people.rowCount)
        }
        added.add(
            from: LinkEnd(object: accounts.name, fields: ["person"]), to: key, kind: .manyToOne,
            rows: identity.persons.indices.map {
                (identity.persons[$0], identity.rule(Int32($0)))
            },
            of: people.rowCount)
        let device = LinkEnd(object: devices.name, fields: ["device"])
        for object in matching.objects {
            let rows = object.start..<object.start + object.profile.table.rowCount
            added.add(
                from: LinkEnd(object: object.profile.table.name, fields: ["device"]), to: device,
                kind: .oneToOne, rows: rows.map { (matching.devices[$0], .key) },
                of: devices.rowCount)
        }
        let persons = Dictionary(
            uniqueKeysWithValues: made.ids.enumerated().map { ($1, Int32($0)) })
        let owner = devices.columns[4].text()
        added.add(
            from: LinkEnd(object: devices.name, fields: ["owner"]), to: key, kind: .manyToOne,
            rows: (0..<devices.rowCount).map { (persons[owner.string($0)] ?? -1, .key) },
            of: people.rowCount)
        self.identity = identity
        self.added = added
        ids = made.ids
        self.people = peopleName
        tables = [people, accounts, devices]
    }
}

extension Identity {
    /// What joined a record to its person.
    func rule(_ record: Int32) -> RuleKind {
        joins[Int(record)] < 0 ? .key : edges[Int(joins[Int(record)])].rule
    }
}

/// Links whose rows are known, beside those that a model inferred.
struct AddedLinks: Sendable {
    private let first: Int
    private(set) var links: [Link] = []
    private var arrays: [(forward: LinkArray, backward: LinkArray)] = []
    /// The field that identifies a record, and the one that a person calls it by.
    var keys: [ObjectName: String] = [:]
    var primaries: [ObjectName: String] = [:]

    init(first: Int) { self.first = first }

    /// - Parameters:
    ///   - rows: for each row of the left side the right side's, -1 for none, and the rule.
    ///   - count: rows of the right side.
    mutating func add(
        from left: LinkEnd, to right: LinkEnd, kind: Link.Kind, rows: [(Int32, RuleKind)],
        of count: Int
    ) {
        var matches = RowMatches(rowCount: rows.count)
        for (row, target) in rows.enumerated() where target.0 >= 0 {
            matches.add(row, target.0, target.1)
        }
        let plan = LinkPlan(
            leftTable: 0, rightTable: 0, leftFields: left.fields, rightFields: right.fields,
            kind: kind, rules: [], confidence: 1, leftMatched: 1, rightMatched: 1, evidence: [])
        let builder = LinkArrayBuilder(
            plan: plan, leftCount: rows.count, rightCount: count,
            leftBlank: [Bool](repeating: false, count: rows.count),
            rightBlank: [Bool](repeating: false, count: count))
        let arrays = (builder.forward(matches), builder.backward(matches))
        self.arrays.append(arrays)
        links.append(
            Link(
                id: first + self.arrays.count - 1, left: left, right: right, kind: kind, rules: [],
                confidence: 1,
                leftMatched: arrays.0.matchedShare(countsBlank: true),
                rightMatched: arrays.1.matchedShare(countsBlank: true),
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
        return direction == .forward ? arrays[id - first].forward : arrays[id - first].backward
    }
}
