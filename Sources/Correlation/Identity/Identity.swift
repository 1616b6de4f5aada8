import Columns

/// Who is who: the records of all account objects as persons, with the reasons.
///
/// Made when a board first names `people`, `accounts` or `devices`; the answers depend on the tables, the pins and the
/// day, on nothing else.
public final class Identity: Sendable {
    let objects: [AccountObject]
    let names: PersonNames
    let domains: MailDomains
    /// Per object its fields of addresses.
    private let emails: [[PresentText]]
    /// Per object the fields that a record is called by, the best first.
    private let labels: [[PresentText]]
    /// Per record the place of its object.
    let objectOf: [Int16]
    /// Per record the person, numbered in the order of their first records.
    let persons: [Int32]
    public let personCount: Int
    /// Per person the records, those believed first in front: `records[starts[p] ..< starts[p + 1]]`.
    let starts: [Int32]
    let records: [Int32]
    /// What joined the records.
    let edges: [PersonEdge]
    /// Per record the edge that first joined it to another; -1 for none.
    let joins: [Int32]
    let refused: [RefusedEdge]
    /// What was learnt on the way: domains that are one organisation.
    public let notes: [String]

    public init(_ model: LinkModel) {
        let matching = PersonMatching(model)
        var clusters = matching.clusters
        objects = matching.objects
        names = matching.names
        domains = matching.domains
        emails = objects.map { object in
            object.fields.emails.map { PresentText(object.profile.table.columns[$0]) }
        }
        labels = objects.map { object in
            [object.label, object.profile.key].compactMap { $0 }
                .map { PresentText(object.profile.table.columns[$0]) }
        }
        notes = matching.notes
        edges = clusters.edges
        let count = objects.last.map { $0.start + $0.count } ?? 0
        var objectOf: [Int16] = []
        objectOf.reserveCapacity(count)
        for (index, object) in objects.enumerated() {
            objectOf += repeatElement(Int16(clamping: index), count: object.count)
        }
        self.objectOf = objectOf
        var number = [Int32](repeating: -1, count: count)
        var persons = [Int32](repeating: 0, count: count)
        var sizes: [Int32] = []
        for record in 0..<count {
            let root = Int(clusters.find(Int32(record)))
            if number[root] < 0 {
                number[root] = Int32(sizes.count)
                sizes.append(0)
            }
            persons[record] = number[root]
            sizes[Int(number[root])] += 1
        }
        var starts: [Int32] = [0]
        for size in sizes { starts.append((starts.last ?? 0) + size) }
        var next = starts
        var records = [Int32](repeating: 0, count: count)
        for record in 0..<count {
            let person = Int(persons[record])
            records[Int(next[person])] = Int32(record)
            next[person] += 1
        }
        var joins = [Int32](repeating: -1, count: count)
        for (index, edge) in edges.enumerated() {
            for record in [edge.left, edge.right] where joins[Int(record)] < 0 {
                joins[Int(record)] = Int32(index)
            }
        }
        self.persons = persons
        self.starts = starts
        self.records = records
        self.joins = joins
        personCount = sizes.count
        // Of two records that are one person's after all, nothing was kept apart.
        refused = clusters.refused.filter {
            persons[Int($0.edge.left)] != persons[Int($0.edge.right)]
        }
    }

    func records(of person: Int) -> ArraySlice<Int32> {
        records[Int(starts[person])..<Int(starts[person + 1])]
    }

    func object(of record: Int32) -> AccountObject {
        objects[Int(objectOf[Int(record)])]
    }

    func row(_ record: Int32) -> Int { Int(record) - object(of: record).start }

    /// `hris.employees 1042`
    func recordName(_ record: Int32) -> String {
        let object = object(of: record)
        return object.recordName(Int(record) - object.start)
    }

    /// The first of the record's own addresses, as it is written; nil where it has none.
    func email(_ record: Int32) -> UnsafeBufferPointer<UInt8>? {
        let object = Int(objectOf[Int(record)])
        let row = Int(record) - objects[object].start
        for field in emails[object] {
            if let bytes = field.bytes(row) { return bytes }
        }
        return nil
    }

    /// The domain of that address, by number.
    func domain(_ record: Int32) -> Int32? {
        let object = Int(objectOf[Int(record)])
        let row = Int(record) - objects[object].start
        for (index, field) in emails[object].enumerated() where field.bytes(row) != nil {
            return domains.domain(object, field: index, row: row)
        }
        return nil
    }

    /// How a person recognises the record; nil where its key and primary field are missing.
    func label(_ record: Int32) -> UnsafeBufferPointer<UInt8>? {
        let object = Int(objectOf[Int(record)])
        let row = Int(record) - objects[object].start
        for field in labels[object] {
            if let bytes = field.bytes(row) { return bytes }
        }
        return nil
    }

    /// The record's name; nil where it has none.
    func name(_ record: Int32) -> String? {
        names.isKnown(record) ? names[record] : nil
    }

    /// Which fields joined two records: `email: saml_name_id = hris.employees.Work Email`, seen from `record`.
    func reason(_ edge: PersonEdge, from record: Int32) -> String {
        let isLeft = edge.left == record
        let other = object(of: isLeft ? edge.right : edge.left)
        let own = isLeft ? edge.leftColumn : edge.rightColumn
        let theirs = isLeft ? edge.rightColumn : edge.leftColumn
        guard own >= 0, theirs >= 0 else { return "pinned to \(other.name)" }
        return "\(edge.rule.word): \(object(of: record).fieldName(Int(own))) = "
            + "\(other.name).\(other.fieldName(Int(theirs)))"
    }
}

extension Identity {
    /// Two records of one object in a person, with how many: HR's, or accounts that are open.
    func conflicts(of person: Int, isActive: (Int32) -> Bool) -> [String] {
        let records = records(of: person)
        guard
            zip(records, records.dropFirst()).contains(where: {
                objectOf[Int($0)] == objectOf[Int($1)]
            })
        else { return [] }
        var found: [String] = []
        var index = records.startIndex
        while index < records.endIndex {
            let object = object(of: records[index])
            var end = index
            var active = 0
            while end < records.endIndex, Int(records[end]) < object.start + object.count {
                if isActive(records[end]) { active += 1 }
                end += 1
            }
            let count = end - index
            if count > 1, object.register == .employees {
                found.append("\(count) records in \(object.name)")
            } else if active > 1 {
                found.append("\(active) active accounts in \(object.name)")
            }
            index = end
        }
        return found
    }

    /// Per record why it may be somebody's without being joined; nil for most.
    func doubts() -> [Int32: String] {
        var doubts: [Int32: String] = [:]
        for refusal in refused {
            let edge = refusal.edge
            let record = max(edge.left, edge.right)
            let other = min(edge.left, edge.right)
            if doubts[record] == nil {
                doubts[record] =
                    "\(reason(edge, from: record)) (\(recordName(other))), but \(refusal.reason)"
            }
        }
        // Only records that nothing joined are looked at; a name says nothing where several bear it.
        var alone: [(record: Int32, name: UInt64)] = []
        var bearers: [UInt64: Bearers] = [:]
        for person in 0..<personCount {
            let own = records(of: person)
            guard own.count == 1, let record = own.first, names.isKnown(record),
                let name = names.normalHash(record)
            else { continue }
            alone.append((record, name))
            bearers[name] = Bearers()
        }
        guard !alone.isEmpty else { return doubts }
        for person in 0..<personCount {
            var last: UInt64?
            for record in records(of: person) where names.isKnown(record) {
                let name = names.normalHash(record)
                guard let name, name != last else { continue }
                bearers[name]?.add(Int32(person))
                last = name
            }
        }
        for (record, name) in alone where doubts[record] == nil {
            guard let person = bearers[name]?.other(than: persons[Int(record)]),
                let first = records(of: Int(person)).first
            else { continue }
            let object = object(of: record)
            // Two records of one tool that share a name are two people, or their tool would have said so.
            guard
                !records(of: Int(person)).contains(where: {
                    Int($0) >= object.start && Int($0) < object.start + object.count
                })
            else { continue }
            doubts[record] = "only the name agrees with \(recordName(first))"
        }
        return doubts
    }
}

/// The persons who have one name, as far as it matters who they are: two of them.
private struct Bearers {
    private var first: Int32 = -1
    private var second: Int32 = -1
    private var isMany = false

    mutating func add(_ person: Int32) {
        if first < 0 || first == person {
            first = person
        } else if second < 0 || second == person {
            second = person
        } else {
            isMany = true
        }
    }

    /// The only other person; nil where there is none, or several.
    func other(than person: Int32) -> Int32? {
        if isMany || second < 0 { return nil }
        return first == person ? second : second == person ? first : nil
    }
}
