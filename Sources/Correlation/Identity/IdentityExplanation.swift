import Columns

/// Why records are one person's, or are not, in sentences.
extension IdentityObjects {
    /// Persons with this canonical address, name or record: folded, as text is compared everywhere.
    public func persons(called text: String) -> [Int] {
        let folded = Folding.folded(text)
        let byID = persons(withID: folded)
        if !byID.isEmpty { return byID }
        var found: Set<Int> = []
        for object in identity.objects {
            for record in records(called: folded, in: object) {
                found.insert(Int(identity.persons[Int(record)]))
            }
        }
        if found.isEmpty {
            for record in identity.persons.indices
            where identity.names.isKnown(Int32(record))
                && Folding.folded(identity.names[Int32(record)]) == folded
            {
                found.insert(Int(identity.persons[record]))
            }
        }
        return found.sorted()
    }

    /// Whether records of the object are accounts of persons.
    public func isAccountObject(_ object: ObjectName) -> Bool {
        identity.objects.contains { $0.name == object }
    }

    /// Records of one object by their key, primary field or own address.
    public func records(called text: String, in object: ObjectName) -> [Int32] {
        guard let object = identity.objects.first(where: { $0.name == object }) else { return [] }
        return records(called: Folding.folded(text), in: object)
    }

    private func records(called folded: String, in object: AccountObject) -> [Int32] {
        let wanted = Array(folded.utf8)
        for column in [object.label, object.profile.key].compactMap({ $0 }) + object.fields.emails {
            let text = object.profile.table.columns[column].text()
            let rows = (0..<text.count).filter { KeyText.fold(text.bytes($0)) == wanted }
            if !rows.isEmpty { return rows.map { Int32(object.start + $0) } }
        }
        return []
    }

    public func person(of record: Int32) -> Int { Int(identity.persons[Int(record)]) }

    // MARK: - A person

    /// The records of a person, what joined each, what is odd, and what was not joined.
    public func explain(person: Int) -> [String] {
        let records = identity.records(of: person)
        var lines = [id(person)]
        for record in records {
            lines.append("  \(identity.recordName(record))\(named(record))")
            lines.append("    \(explanation(of: record, in: records))")
        }
        let conflicts = identity.conflicts(of: person) { _ in true }
        for conflict in conflicts { lines.append("  several: \(conflict)") }
        let refused = identity.refused.filter {
            identity.persons[Int($0.edge.left)] == Int32(person)
                || identity.persons[Int($0.edge.right)] == Int32(person)
        }
        if !refused.isEmpty { lines.append("  not joined") }
        for refusal in refused.prefix(10) {
            let isOwn = identity.persons[Int(refusal.edge.left)] == Int32(person)
            let other = isOwn ? refusal.edge.right : refusal.edge.left
            lines.append("    \(identity.recordName(other))\(named(other))")
            lines.append("      \(sentence(refusal.edge, from: other)), but \(refusal.reason)")
        }
        if refused.count > 10 { lines.append("    and \(refused.count - 10) more") }
        return lines
    }

    private func named(_ record: Int32) -> String {
        identity.name(record).map { " · \($0)" } ?? ""
    }

    private func explanation(of record: Int32, in records: ArraySlice<Int32>) -> String {
        if records.count == 1 { return "no other record is this person's" }
        let join = identity.joins[Int(record)]
        guard records.first != record, join >= 0 else { return "the record believed first" }
        return sentence(identity.edges[Int(join)], from: record)
    }

    /// `email: saml_name_id = hris.employees.Work Email, ada@acme.com`; where the two sides are not written
    /// alike, both values: `number: Emp = hris.employees.Employee #, 0042 = 42`.
    private func sentence(_ edge: PersonEdge, from record: Int32) -> String {
        let isLeft = edge.left == record
        let reason = identity.reason(edge, from: record)
        let own = value(record, isLeft ? edge.leftColumn : edge.rightColumn)
        guard !own.isEmpty else { return reason }
        let other = value(
            isLeft ? edge.right : edge.left, isLeft ? edge.rightColumn : edge.leftColumn)
        if other.isEmpty || Folding.folded(own) == Folding.folded(other) {
            return "\(reason), \(own)"
        }
        return "\(reason), \(own) = \(other)"
    }

    private func value(_ record: Int32, _ column: Int16) -> String {
        guard column >= 0 else { return "" }
        return identity.object(of: record).profile.table.columns[Int(column)]
            .string(identity.row(record))
    }

    // MARK: - Two records

    /// What makes two records one person's, step by step, or what keeps them apart.
    public func explain(_ first: Int32, _ second: Int32) -> [String] {
        let title = "\(identity.recordName(first)) and \(identity.recordName(second))"
        if first == second { return ["\(title) are the same record"] }
        let agreement = identity.names.agreement(first, second)
        var lines: [String] = []
        if identity.persons[Int(first)] == identity.persons[Int(second)] {
            lines.append("\(title) are one person's")
            for (record, edge) in path(first, second) {
                lines.append("  \(identity.recordName(record))\(named(record))")
                lines.append("    \(sentence(edge, from: record))")
            }
            lines.append("  \(identity.recordName(second))\(named(second))")
            lines.append("  the names: \(Self.word(agreement))")
            return lines
        }
        lines.append("\(title) are not joined")
        let own = identity.persons[Int(first)]
        let other = identity.persons[Int(second)]
        let refused = identity.refused.filter {
            let pair = [identity.persons[Int($0.edge.left)], identity.persons[Int($0.edge.right)]]
            return pair == [own, other] || pair == [other, own]
        }
        for refusal in refused.prefix(5) {
            lines.append("  \(identity.recordName(refusal.edge.right))")
            lines.append(
                "    \(sentence(refusal.edge, from: refusal.edge.right)), but \(refusal.reason)")
        }
        if refused.isEmpty { lines.append("  no address, number or user name is in both") }
        lines.append("  the names: \(Self.word(agreement))")
        if agreement >= .partly, refused.isEmpty {
            lines.append("  a name alone joins nobody")
        }
        return lines
    }

    private static func word(_ agreement: NameAgreement) -> String {
        switch agreement {
        case .same: "the same"
        case .partly: "in part the same"
        case .unknown: "not known on both sides"
        case .different: "different"
        }
    }

    /// The edges that lead from one record to another of the same person; each with the record it leaves.
    private func path(_ first: Int32, _ second: Int32) -> [(Int32, PersonEdge)] {
        let person = identity.persons[Int(first)]
        var around: [Int32: [Int]] = [:]
        for (index, edge) in identity.edges.enumerated()
        where identity.persons[Int(edge.left)] == person {
            around[edge.left, default: []].append(index)
            around[edge.right, default: []].append(index)
        }
        var came: [Int32: (from: Int32, edge: Int)] = [:]
        var front = [first]
        while !front.isEmpty, came[second] == nil {
            var next: [Int32] = []
            for record in front {
                for index in around[record] ?? [] {
                    let edge = identity.edges[index]
                    let to = edge.left == record ? edge.right : edge.left
                    guard to != first, came[to] == nil else { continue }
                    came[to] = (record, index)
                    next.append(to)
                }
            }
            front = next
        }
        var steps: [(Int32, PersonEdge)] = []
        var at = second
        while at != first, let step = came[at] {
            steps.insert((step.from, identity.edges[step.edge]), at: 0)
            at = step.from
        }
        return steps
    }
}
