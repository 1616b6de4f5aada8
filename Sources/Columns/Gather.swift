/// Whole-column rearrangement: the one way rows leave a pipeline.
extension Column {
    /// The values at `rows`, in that order. A row of -1 gives a missing value.
    public func gather(_ rows: [Int32]) -> Column {
        let validity = gatheredValidity(rows)
        let newSpelling: Spelling
        switch spelling {
        case .original(let source): newSpelling = .original(source.gather(rows))
        default: newSpelling = spelling
        }
        let newStorage: Storage =
            switch storage {
            case .text(let text): .text(text.gather(rows))
            case .coded(let coded):
                .coded(
                    CodedColumn(
                        codes: Self.pick(coded.codes, rows, 0), dictionary: coded.dictionary))
            case .integer(let values): .integer(Self.pick(values, rows, 0))
            case .number(let values): .number(Self.pick(values, rows, 0))
            case .bool(let values): .bool(Self.pick(values, rows, false))
            case .date(let values): .date(Self.pick(values, rows, 0))
            case .time(let values): .time(Self.pick(values, rows, 0))
            case .duration(let values): .duration(Self.pick(values, rows, 0))
            case .list(let list): .list(list.gather(rows))
            }
        return Column(newStorage, validity: validity, spelling: newSpelling)
    }

    private func gatheredValidity(_ rows: [Int32]) -> Bitmap? {
        var words = [UInt64](repeating: 0, count: (rows.count + 63) >> 6)
        var ones = 0
        if let validity {
            for (index, row) in rows.enumerated() where row >= 0 && validity[Int(row)] {
                words[index >> 6] |= 1 << UInt64(index & 63)
                ones += 1
            }
        } else {
            for (index, row) in rows.enumerated() where row >= 0 {
                words[index >> 6] |= 1 << UInt64(index & 63)
                ones += 1
            }
        }
        return ones == rows.count ? nil : Bitmap(words: words, count: rows.count)
    }

    static func pick<Value>(_ values: [Value], _ rows: [Int32], _ none: Value) -> [Value] {
        values.withUnsafeBufferPointer { values in
            rows.withUnsafeBufferPointer { rows in
                [Value](unsafeUninitializedCapacity: rows.count) { out, count in
                    for index in 0..<rows.count {
                        let row = Int(rows[index])
                        (out.baseAddress! + index).initialize(to: row < 0 ? none : values[row])
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
    public func gather(_ rows: [Int32]) -> TextColumn {
        TextColumn(arena: arena, views: Column.pick(views, rows, .empty))
    }
}

extension ListColumn {
    public func gather(_ rows: [Int32]) -> ListColumn {
        var starts = [Int32]()
        starts.reserveCapacity(rows.count + 1)
        starts.append(0)
        var picked = [Int32]()
        for row in rows {
            if row >= 0 {
                for element in self.starts[Int(row)]..<self.starts[Int(row) + 1] {
                    picked.append(element)
                }
            }
            starts.append(Int32(picked.count))
        }
        return ListColumn(starts: starts, elements: elements.gather(picked))
    }
}
