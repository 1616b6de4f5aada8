import Columns

/// Values of some fields of all account objects, brought together where they are equal.
struct SharedValues: Sendable {
    /// A value that more than one entry has: `entries[start ..< start + count]`.
    private struct Block {
        let start: Int32
        let count: Int32
    }

    /// Ascending by hash, then record, then column.
    let entries: [KnownBy]
    /// Where the entries of each value of the hash's top bits begin, and the end.
    private let starts: [Int32]
    private let shift: UInt64
    private let blocks: [Block]
    /// Per object and column, `width` apart, whether its values are further ones.
    private let isFurther: [Bool]
    private let width: Int

    /// - Parameters:
    ///   - columns: the fields whose values a record is known by.
    ///   - further: fields that list what else it is known by.
    init(
        _ objects: [AccountObject], _ cache: KeyCache, form: KeyColumn.Form = .whole, threads: Int,
        further: (AccountObject) -> [Int] = { _ in [] }, columns: (AccountObject) -> [Int]
    ) {
        let width = objects.map(\.profile.columns.count).max() ?? 0
        var isFurther = [Bool](repeating: false, count: objects.count * width)
        var places = [Int32](repeating: -1, count: objects.count * width)
        var fields: [Field] = []
        for (index, object) in objects.enumerated() {
            let own = columns(object)
            for (order, column) in (own + further(object)).enumerated()
            where column < Int(Int16.max) {
                let slot = index * width + column
                guard places[slot] < 0 else { continue }
                places[slot] = Int32(fields.count)
                isFurther[slot] = order >= own.count
                fields.append(Field(object: index, column: column, start: object.start))
            }
        }
        let keys = Parallel.map(fields.count, threads: threads) { [fields] number in
            let field = fields[number]
            return cache.key(
                ColumnReference(table: objects[field.object].table, column: field.column), form)
        }
        let texts = SharedTexts(
            keys: keys, places: places, width: width, starts: objects.map(\.start))
        (entries, starts, shift, blocks) = Self.ordered(fields, keys, texts, threads)
        self.isFurther = isFurther
        self.width = width
    }

    private struct Field {
        let object: Int
        let column: Int
        let start: Int
    }

    /// Some rows of one field.
    private struct Piece {
        let field: Int
        let rows: Range<Int>
    }

    private static func pieces(_ keys: [KeyColumn]) -> [Piece] {
        let pieceRows = 1 << 18
        return keys.indices.flatMap { field in
            stride(from: 0, to: keys[field].rowCount, by: pieceRows).map {
                Piece(field: field, rows: $0..<min($0 + pieceRows, keys[field].rowCount))
            }
        }
    }

    private static func ordered(
        _ fields: [Field], _ keys: [KeyColumn], _ texts: SharedTexts, _ threads: Int
    ) -> (entries: [KnownBy], starts: [Int32], shift: UInt64, blocks: [Block]) {
        let pieces = pieces(keys)
        let count = keys.reduce(0) { total, key in
            if case .list = key.layout { total + key.hashes.count } else { total + key.rowCount }
        }
        var partitions = HashPartitions<KnownBy>(
            count: count, pieces: pieces.count, threads: threads
        ) { piece, body in
            let piece = pieces[piece]
            forEachEntry(fields[piece.field], keys[piece.field], piece.rows, body)
        }
        let bits = partitions.bits
        let bucketBits = HashPartitions<KnownBy>.bucketBits(for: count >> bits)
        let partitionStarts = partitions.starts
        let buckets = 1 << bucketBits
        var starts = [Int32](repeating: 0, count: ((partitionStarts.count - 1) << bucketBits) + 1)
        let found = starts.withUnsafeMutableBufferPointer { starts in
            // A bucket's end is where the next one starts.
            let ends = starts.baseAddress! + 1
            return partitions.forEachPartition(threads: threads) { partition, items in
                let own = ends + partition * buckets
                HashPartitions.sort(items, bits: bits, bucketBits: bucketBits, own)
                let start = Int32(truncatingIfNeeded: partitionStarts[partition])
                for bucket in 0..<buckets { own[bucket] += start }
                return blocks(items, texts, start)
            }
        }
        return (
            partitions.items, starts, UInt64(64 - bits - bucketBits), found.flatMap { $0 }
        )
    }

    @inline(__always)
    private static func forEachEntry(
        _ field: Field, _ key: KeyColumn, _ rows: Range<Int>, _ body: (UInt64, KnownBy) -> Void
    ) {
        key.hashes.withUnsafeBufferPointer { hashes in
            @inline(__always) func take(_ row: Int, _ entry: Int) {
                let hash = hashes[entry]
                guard hash != 0 else { return }
                body(
                    hash,
                    KnownBy(
                        hash: hash, record: Int32(truncatingIfNeeded: field.start + row),
                        object: Int16(truncatingIfNeeded: field.object),
                        column: Int16(truncatingIfNeeded: field.column)))
            }
            switch key.layout {
            case .direct:
                for row in rows { take(row, row) }
            case .coded(let codes):
                for row in rows { take(row, Int(codes[row])) }
            case .list(let starts):
                for row in rows {
                    for entry in Int(starts[row])..<Int(starts[row + 1]) { take(row, entry) }
                }
            }
        }
    }

    /// The values in one partition that several entries have. Equal hashes are not proof: the values are compared.
    private static func blocks(
        _ items: UnsafeMutableBufferPointer<KnownBy>, _ texts: SharedTexts, _ offset: Int32
    ) -> [Block] {
        let located = UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>>.allocate(
            capacity: items.count)
        defer { located.deallocate() }
        // First where the texts are and then what they say: each kind of cache miss overlaps its like.
        for index in 0..<items.count {
            let isShared =
                (index > 0 && items[index - 1].hash == items[index].hash)
                || (index + 1 < items.count && items[index + 1].hash == items[index].hash)
            (located.baseAddress! + index).initialize(
                to: isShared
                    ? texts.bytes(items[index]) : UnsafeBufferPointer(start: nil, count: 0))
        }
        var found: [Block] = []
        var start = 0
        while start < items.count {
            var end = start + 1
            var areEqual = true
            while end < items.count, items[end].hash == items[start].hash {
                if !KeyText.areEqual(located[end], located[start]) { areEqual = false }
                end += 1
            }
            if end - start > 1, areEqual {
                found.append(
                    Block(
                        start: offset + Int32(truncatingIfNeeded: start),
                        count: Int32(truncatingIfNeeded: end - start)))
            }
            start = end
        }
        return found
    }

    /// Whether the value is among those that a record lists as further ones.
    @inline(__always) func isFurther(_ known: KnownBy) -> Bool {
        isFurther[Int(known.object) * width + Int(known.column)]
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
    ///
    /// - Parameter further: whether values that are further ones count too.
    func forEachShared(further: Bool = true, _ body: ([KnownBy]) -> Void) {
        var values: [KnownBy] = []
        for block in blocks {
            values.removeAll(keepingCapacity: true)
            for index in Int(block.start)..<Int(block.start + block.count) {
                let entry = entries[index]
                if entry.record != values.last?.record, further || !isFurther(entry) {
                    values.append(entry)
                }
            }
            if values.count > 1 { body(values) }
        }
    }
}

/// Where the text of an entry is.
private struct SharedTexts {
    let keys: [KeyColumn]
    /// Per object and column, `width` apart, the place in `keys`.
    let places: [Int32]
    let width: Int
    /// Per object its first record.
    let starts: [Int]

    /// The part of the value that is compared; of a list the element with the hash.
    @inline(__always) func bytes(_ known: KnownBy) -> UnsafeBufferPointer<UInt8> {
        let object = Int(known.object)
        let place = Int(places[object * width + Int(known.column)])
        let row = Int(known.record) - starts[object]
        return keys.withUnsafeBufferPointer { keys in
            switch keys[place].layout {
            case .direct: return keys[place].bytes(row)
            case .coded(let codes): return keys[place].bytes(Int(codes[row]))
            case .list(let starts):
                for entry in Int(starts[row])..<Int(starts[row + 1])
                where keys[place].hashes[entry] == known.hash {
                    return keys[place].bytes(entry)
                }
                return UnsafeBufferPointer(start: nil, count: 0)
            }
        }
    }
}
