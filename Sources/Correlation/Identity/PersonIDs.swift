import Columns

/// What each person is called in `people.person`: the canonical address, folded; else the first record, by its
/// object and label.
///
/// Of two persons with one address it is that of who works here. No two are the same.
struct PersonIDs {
    /// Per person.
    let texts: TextColumn

    init(_ identity: Identity, employed: [Bool?]) {
        var bytes: [UInt8] = []
        var views = [TextView](repeating: .empty, count: identity.personCount)
        var taken = Set<UInt64>(minimumCapacity: identity.personCount)
        /// Takes what was written behind `start`, unless another person has it.
        func take(_ start: Int, _ person: Int) -> Bool {
            let hash = bytes.withUnsafeBufferPointer {
                Folding.hashExact(UnsafeBufferPointer(rebasing: $0[start...]))
            }
            guard bytes.count > start, taken.insert(hash).inserted else {
                bytes.removeLast(bytes.count - start)
                return false
            }
            views[person] = TextView(offset: start, length: bytes.count - start)
            return true
        }
        let order =
            views.indices.filter { employed[$0] == true }
            + views.indices.filter { employed[$0] != true }
        for person in order {
            let records = identity.records(of: person)
            let start = bytes.count
            if let email = records.lazy.compactMap({ identity.email($0) }).first {
                Folding.append(email, to: &bytes)
                if take(start, person) { continue }
            }
            let id = records.first.map(identity.recordName) ?? "person \(person + 1)"
            var unique = id
            var number = 2
            bytes += unique.utf8
            while !take(start, person) {
                unique = "\(id) #\(number)"
                number += 1
                bytes += unique.utf8
            }
        }
        texts = TextColumn(arena: TextArena(bytes: bytes), views: views)
    }
}

/// Whether each account can be used, of all objects.
struct AccountStatuses: Sendable {
    /// Per record; nil where nothing says.
    let values: [Bool?]
    let reasons: Column

    init(_ identity: Identity, today: Int) {
        var values: [Bool?] = []
        var phrases = Phrases()
        var numbers: [Int32] = []
        for object in identity.objects {
            let status = AccountStatus(object, today: today)
            values += status.values
            let places = status.reasons.map { phrases.number($0) }
            numbers += status.reason.map { places[Int($0)] }
        }
        self.values = values
        reasons = phrases.column(numbers)
    }
}

/// When each account was last used, of all objects.
struct AccountsSeen: Sendable {
    /// Per record; nil where no field says.
    let values: [Int64?]
    let reasons: Column

    init(_ identity: Identity) {
        var values: [Int64?] = []
        var phrases = Phrases()
        var numbers: [Int32] = []
        for object in identity.objects {
            let seen = LastSeen(object)
            values += seen.values
            let places = object.profile.columns.map { phrases.number($0.field) }
            numbers += seen.columns.map { $0 < 0 ? -1 : places[Int($0)] }
        }
        self.values = values
        reasons = phrases.column(numbers)
    }
}

/// Whose each account is, of all objects.
struct AccountNatures: Sendable {
    /// Per record.
    let kinds: [AccountKind]
    let reasons: Column

    /// - Parameter employed: per person; nil where no register knows them.
    init(_ identity: Identity, employed: [Bool?]) {
        var kinds: [AccountKind] = []
        kinds.reserveCapacity(identity.persons.count)
        var phrases = Phrases()
        var numbers: [Int32] = []
        numbers.reserveCapacity(identity.persons.count)
        let known = identity.objects.map { phrases.number("\($0.name) knows the person") }
        let isRegister = identity.objects.map { $0.register != nil }
        for object in identity.objects {
            let fields = AccountNature.Fields(object)
            for row in 0..<object.count {
                let person = Int(identity.persons[object.start + row])
                if employed[person] != nil,
                    let register = identity.records(of: person).first(where: {
                        isRegister[Int(identity.objectOf[Int($0)])]
                    })
                {
                    kinds.append(.person)
                    numbers.append(known[Int(identity.objectOf[Int(register)])])
                } else {
                    let nature = AccountNature.of(object, fields, row: row)
                    kinds.append(nature.kind)
                    numbers.append(phrases.number(nature.reason))
                }
            }
        }
        self.kinds = kinds
        reasons = phrases.column(numbers)
    }
}
