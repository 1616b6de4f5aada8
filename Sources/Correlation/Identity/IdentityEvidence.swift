import Columns

/// A value by which a record is known: which record, in which field, and the value's hash.
struct KnownBy: Sendable {
    let hash: UInt64
    /// Among all records of all account objects.
    let record: Int32
    let object: Int16
    let column: Int16
}

/// Values of some fields of all account objects, brought together where they are equal.
struct SharedValues {
    private(set) var entries: [KnownBy] = []
    private let objects: [AccountObject]
    private let cache: KeyCache
    private let form: KeyColumn.Form

    init(
        _ objects: [AccountObject], _ cache: KeyCache, form: KeyColumn.Form = .whole,
        columns: (AccountObject) -> [Int]
    ) {
        self.objects = objects
        self.cache = cache
        self.form = form
        for (index, object) in objects.enumerated() {
            for column in columns(object) { add(index, column) }
        }
        entries.sort {
            $0.hash != $1.hash
                ? $0.hash < $1.hash
                : $0.record != $1.record ? $0.record < $1.record : $0.column < $1.column
        }
    }

    private mutating func add(_ index: Int, _ column: Int) {
        let object = objects[index]
        let key = cache.key(ColumnReference(table: object.table, column: column), form)
        for row in 0..<object.count {
            for entry in key.entries(row) where key.hashes[entry] != 0 {
                entries.append(
                    KnownBy(
                        hash: key.hashes[entry], record: Int32(object.start + row),
                        object: Int16(index), column: Int16(clamping: column)))
            }
        }
    }

    /// Calls `body` with every value that several records have: one entry a record, ascending.
    func forEachShared(_ body: ([KnownBy]) -> Void) {
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].hash == entries[start].hash { end += 1 }
            if end - start > 1 {
                var block: [KnownBy] = []
                for entry in entries[start..<end] where entry.record != block.last?.record {
                    block.append(entry)
                }
                if block.count > 1, areEqual(block) { body(block) }
            }
            start = end
        }
    }

    /// Equal hashes are not proof: the values themselves are compared.
    private func areEqual(_ block: [KnownBy]) -> Bool {
        let first = value(block[0])
        return block.dropFirst().allSatisfy { value($0) == first }
    }

    /// The folded value of an entry; of a list the element with the hash.
    func value(_ known: KnownBy) -> [UInt8] {
        let object = objects[Int(known.object)]
        let reference = ColumnReference(table: object.table, column: Int(known.column))
        let key = cache.key(reference, form)
        let entry = key.entries(Int(known.record) - object.start).first {
            key.hashes[$0] == known.hash
        }
        return entry.map { KeyText.fold(key.bytes($0)) } ?? []
    }
}
