/// Whole-column rearrangement: the one way rows leave a pipeline.
extension Column {
    /// The values at `rows`, in that order. A row of -1 gives a missing value.
    ///
    /// - Parameter threads: how many cores may take a part of the rows.
    public func gather(_ rows: [Int32], threads: Int = 1) -> Column {
        let validity = gatheredValidity(rows, threads)
        let newSpelling: Spelling
        switch spelling {
        case .original(let source): newSpelling = .original(source.gather(rows, threads: threads))
        default: newSpelling = spelling
        }
        let newStorage: Storage =
            switch storage {
            case .text(let text): .text(text.gather(rows, threads: threads))
            case .coded(let coded):
                .coded(
                    CodedColumn(
                        codes: Self.pick(coded.codes, rows, 0, threads),
                        dictionary: coded.dictionary))
            case .integer(let values): .integer(Self.pick(values, rows, 0, threads))
            case .number(let values): .number(Self.pick(values, rows, 0, threads))
            case .bool(let values): .bool(Self.pick(values, rows, false, threads))
            case .date(let values): .date(Self.pick(values, rows, 0, threads))
            case .time(let values): .time(Self.pick(values, rows, 0, threads))
            case .duration(let values): .duration(Self.pick(values, rows, 0, threads))
            case .list(let list): .list(list.gather(rows))
            }
        return Column(newStorage, validity: validity, spelling: newSpelling)
    }

    /// Row numbers at `rows`, -1 where that is -1.
    public static func pickRows(_ values: [Int32], _ rows: [Int32], threads: Int) -> [Int32] {
        pick(values, rows, -1, threads)
    }

    private func gatheredValidity(_ rows: [Int32], _ threads: Int) -> Bitmap? {
        if validity == nil, !Self.hasNone(rows) { return nil }
        if count == 0 { return rows.isEmpty ? nil : Bitmap(repeating: false, count: rows.count) }
        let valid = validity?.words ?? []
        let words = valid.withUnsafeBufferPointer { valid in
            // Also an empty array has an address.
            let present = validity == nil ? nil : valid.baseAddress
            return rows.withUnsafeBufferPointer { rows in
                [UInt64](unsafeUninitializedCapacity: (rows.count + 63) >> 6) { out, filled in
                    let words = out
                    inPieces(rows.count, threads: threads) { range in
                        for first in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
                            let next = UnsafeBufferPointer(
                                rebasing: rows[first..<min(range.upperBound, first + 64)])
                            words.initializeElement(
                                at: first >> 6, to: Self.presence(next, present))
                        }
                    }
                    filled = (rows.count + 63) >> 6
                }
            }
        }
        let present = Bitmap(words: words, count: rows.count)
        return present.countOnes == rows.count ? nil : present
    }

    /// A bit for each of up to 64 rows: whether there is a row and, where `valid` says so, a value.
    private static func presence(
        _ rows: UnsafeBufferPointer<Int32>, _ valid: UnsafePointer<UInt64>?
    ) -> UInt64 {
        var word: UInt64 = 0
        for (place, row) in rows.enumerated() {
            let isRow = UInt64(bitPattern: Int64(~row)) >> 63
            // A row of -1 reads the first bit, which its sign then clears.
            let known = Int(max(row, 0))
            let bit = valid.map { $0[known >> 6] >> UInt64(known & 63) & isRow } ?? isRow
            word |= bit << UInt64(place)
        }
        return word
    }

    /// Whether a row of -1 is among them.
    private static func hasNone(_ rows: [Int32]) -> Bool {
        var lowest: Int32 = 0
        for row in rows { lowest = min(lowest, row) }
        return lowest < 0
    }

    static func pick<Value>(
        _ values: [Value], _ rows: [Int32], _ none: Value, _ threads: Int = 1
    ) -> [Value] {
        values.withUnsafeBufferPointer { values in
            rows.withUnsafeBufferPointer { rows in
                [Value](unsafeUninitializedCapacity: rows.count) { out, count in
                    if let out = out.baseAddress {
                        inPieces(rows.count, threads: threads) { range in
                            for index in range {
                                let row = Int(rows[index])
                                (out + index).initialize(to: row < 0 ? none : values[row])
                            }
                        }
                    }
                    count = rows.count
                }
            }
        }
    }

    /// A column of `count` missing values.
    public static func missing(_ type: ValueType, count: Int) -> Column {
        let none = Bitmap(repeating: false, count: count)
        switch type {
        case .text:
            return Column(
                .text(
                    TextColumn(arena: .empty, views: [TextView](repeating: .empty, count: count))),
                validity: none)
        case .integer: return Column(.integer([Int64](repeating: 0, count: count)), validity: none)
        case .number: return Column(.number([Double](repeating: 0, count: count)), validity: none)
        case .bool: return Column(.bool([Bool](repeating: false, count: count)), validity: none)
        case .date: return Column(.date([Int32](repeating: 0, count: count)), validity: none)
        case .time: return Column(.time([Int64](repeating: 0, count: count)), validity: none)
        case .duration:
            return Column(.duration([Int64](repeating: 0, count: count)), validity: none)
        case .list(let element):
            return Column(
                .list(
                    ListColumn(
                        starts: [Int32](repeating: 0, count: count + 1),
                        elements: missing(element, count: 0))),
                validity: none)
        }
    }
}

extension TextColumn {
    public func gather(_ rows: [Int32], threads: Int = 1) -> TextColumn {
        TextColumn(arena: arena, views: Column.pick(views, rows, .empty, threads))
    }
}

extension ListColumn {
    public func gather(_ rows: [Int32]) -> ListColumn {
        var starts = [Int32]()
        starts.reserveCapacity(rows.count + 1)
        starts.append(0)
        var picked = [Int32]()
        for row in rows {
            if row >= 0 { picked += self.starts[Int(row)]..<self.starts[Int(row) + 1] }
            starts.append(Int32(picked.count))
        }
        return ListColumn(starts: starts, elements: elements.gather(picked))
    }
}
