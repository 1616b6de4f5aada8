import Columns

/// A value by which a record is known: which record, in which field, and the value's hash.
struct KnownBy: Sendable {
    let hash: UInt64
    /// Among all records of all account objects.
    let record: Int32
    let object: Int16
    let column: Int16

    /// By value, and within one value by record.
    static func isBefore(_ left: KnownBy, _ right: KnownBy) -> Bool {
        left.hash != right.hash
            ? left.hash < right.hash
            : left.record != right.record
                ? left.record < right.record : left.column < right.column
    }
}

/// Values of some fields of all account objects, brought together where they are equal.
struct SharedValues: Sendable {
    /// Ascending by hash, then record, then column.
    private(set) var entries: [KnownBy] = []
    /// Where the entries of each value of the hash's top bits begin, and the end.
    private let starts: [Int32]
    private let shift: UInt64
    private let objects: [AccountObject]
    private var keys: [KeyColumn] = []
    /// Per object and column the place in `keys`; -1 for fields that were not asked for.
    private var places: [[Int32]]

    init(
        _ objects: [AccountObject], _ cache: KeyCache, form: KeyColumn.Form = .whole,
        columns: (AccountObject) -> [Int]
    ) {
        self.objects = objects
        places = objects.map { [Int32](repeating: -1, count: $0.profile.columns.count) }
        var unsorted: [KnownBy] = []
        unsorted.reserveCapacity(
            objects.reduce(0) { $0 + columns($1).count * $1.count })
        for (index, object) in objects.enumerated() {
            for column in columns(object) where places[index][column] < 0 {
                let key = cache.key(ColumnReference(table: object.table, column: column), form)
                places[index][column] = Int32(keys.count)
                keys.append(key)
                Self.add(key, object.start, Int16(index), Int16(clamping: column), &unsorted)
            }
        }
        (entries, starts, shift) = Self.ordered(unsorted)
    }

    private static func add(
        _ key: KeyColumn, _ start: Int, _ object: Int16, _ column: Int16,
        _ entries: inout [KnownBy]
    ) {
        key.hashes.withUnsafeBufferPointer { hashes in
            func append(_ row: Int, _ entry: Int) {
                guard hashes[entry] != 0 else { return }
                entries.append(
                    KnownBy(
                        hash: hashes[entry], record: Int32(start + row), object: object,
                        column: column))
            }
            switch key.layout {
            case .direct:
                for row in 0..<key.rowCount { append(row, row) }
            case .coded(let codes):
                for row in 0..<key.rowCount { append(row, Int(codes[row])) }
            case .list(let starts):
                for row in 0..<key.rowCount {
                    for entry in Int(starts[row])..<Int(starts[row + 1]) { append(row, entry) }
                }
            }
        }
    }

    /// The entries in order: distributed by the top bits of their hashes into buckets of about four.
    private static func ordered(
        _ unsorted: [KnownBy]
    ) -> (entries: [KnownBy], starts: [Int32], shift: UInt64) {
        let bits = min(22, max(4, Int.bitWidth - (unsorted.count >> 2).leadingZeroBitCount))
        let shift = UInt64(64 - bits)
        var starts = [Int32](repeating: 0, count: (1 << bits) + 1)
        for entry in unsorted { starts[Int(entry.hash >> shift) + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        var next = starts
        let entries = unsorted.withUnsafeBufferPointer { unsorted in
            [KnownBy](unsafeUninitializedCapacity: unsorted.count) { out, count in
                for entry in unsorted {
                    let bucket = Int(entry.hash >> shift)
                    (out.baseAddress! + Int(next[bucket])).initialize(to: entry)
                    next[bucket] += 1
                }
                for bucket in 0..<starts.count - 1 {
                    sort(out, Int(starts[bucket]), Int(starts[bucket + 1]))
                }
                count = unsorted.count
            }
        }
        return (entries, starts, shift)
    }

    @inline(__always)
    private static func sort(
        _ entries: UnsafeMutableBufferPointer<KnownBy>, _ start: Int, _ end: Int
    ) {
        // A bucket grows large only where a value repeats; then insertion would be quadratic.
        if end - start > 24 {
            entries[start..<end].sort(by: KnownBy.isBefore)
            return
        }
        var index = start + 1
        while index < end {
            let entry = entries[index]
            var hole = index
            while hole > start, KnownBy.isBefore(entry, entries[hole - 1]) {
                entries[hole] = entries[hole - 1]
                hole -= 1
            }
            entries[hole] = entry
            index += 1
        }
    }

    /// All entries of one hash, ascending by record.
    func entries(of hash: UInt64) -> ArraySlice<KnownBy> {
        let bucket = Int(hash >> shift)
        var low = Int(starts[bucket])
        let end = Int(starts[bucket + 1])
        while low < end, entries[low].hash < hash { low += 1 }
        var high = low
        while high < end, entries[high].hash == hash { high += 1 }
        return entries[low..<high]
    }

    /// Calls `body` with every value that several records have: one entry a record, ascending.
    func forEachShared(_ body: ([KnownBy]) -> Void) {
        var block: [KnownBy] = []
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].hash == entries[start].hash { end += 1 }
            if end - start > 1 {
                block.removeAll(keepingCapacity: true)
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
        let first = bytes(block[0])
        for index in 1..<block.count where !KeyText.areEqual(bytes(block[index]), first) {
            return false
        }
        return true
    }

    /// The part of the value that is compared; of a list the element with the hash.
    private func bytes(_ known: KnownBy) -> UnsafeBufferPointer<UInt8> {
        let place = Int(places[Int(known.object)][Int(known.column)])
        let row = Int(known.record) - objects[Int(known.object)].start
        for entry in keys[place].entries(row) where keys[place].hashes[entry] == known.hash {
            return keys[place].bytes(entry)
        }
        return UnsafeBufferPointer(start: nil, count: 0)
    }
}
