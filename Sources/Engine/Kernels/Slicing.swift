import Columns

extension Column {
    /// The rows of a range, copied.
    ///
    /// - Parameter range: starts at a multiple of 64, as morsels do.
    func slice(_ range: Range<Int>) -> Column {
        if range == 0..<count { return self }
        let newStorage: Storage =
            switch storage {
            case .text(let text): .text(text.slice(range))
            case .coded(let coded):
                .coded(
                    CodedColumn(codes: Array(coded.codes[range]), dictionary: coded.dictionary))
            case .integer(let values): .integer(Array(values[range]))
            case .number(let values): .number(Array(values[range]))
            case .bool(let values): .bool(Array(values[range]))
            case .date(let values): .date(Array(values[range]))
            case .time(let values): .time(Array(values[range]))
            case .duration(let values): .duration(Array(values[range]))
            case .list(let list):
                .list(list.gather(range.map { Int32($0) }))
            }
        var newSpelling = spelling
        if case .original(let source) = spelling { newSpelling = .original(source.slice(range)) }
        return Column(newStorage, validity: validity?.slice(range), spelling: newSpelling)
    }

    /// Columns of one type below one another.
    ///
    /// Text that lies in one arena stays there; other text is copied into a new one. Spellings are kept where all
    /// are the same, or all row for row.
    static func concatenated(_ columns: [Column]) -> Column {
        guard let first = columns.first else { return .missing(.text, count: 0) }
        if columns.count == 1 { return first }
        let validity = Bitmap.concatenated(columns.map { ($0.validity, $0.count) })
        let spelling = concatenatedSpelling(columns)
        func arrays<Value>(_ pick: (Storage) -> [Value]?) -> [Value] {
            var all: [Value] = []
            all.reserveCapacity(columns.reduce(0) { $0 + $1.count })
            for column in columns { all.append(contentsOf: pick(column.storage) ?? []) }
            return all
        }
        let storage: Storage =
            switch first.storage {
            case .text, .coded: .text(TextColumn.concatenated(columns.map(\.comparedText)))
            case .integer: .integer(arrays { if case .integer(let v) = $0 { v } else { nil } })
            case .number: .number(arrays { if case .number(let v) = $0 { v } else { nil } })
            case .bool: .bool(arrays { if case .bool(let v) = $0 { v } else { nil } })
            case .date: .date(arrays { if case .date(let v) = $0 { v } else { nil } })
            case .time: .time(arrays { if case .time(let v) = $0 { v } else { nil } })
            case .duration: .duration(arrays { if case .duration(let v) = $0 { v } else { nil } })
            case .list: .list(ListColumn.concatenated(columns))
            }
        return Column(storage, validity: validity, spelling: spelling)
    }

    private static func concatenatedSpelling(_ columns: [Column]) -> Spelling {
        var sources: [TextColumn] = []
        for column in columns {
            if case .original(let source) = column.spelling { sources.append(source) }
        }
        if sources.count == columns.count { return .original(TextColumn.concatenated(sources)) }
        let first = columns[0].spelling
        return columns.allSatisfy { $0.spelling == first } ? first : .canonical
    }

    /// The text that the engine compares, sorts and groups by: of a text column the stored values, whatever it is
    /// shown as (`version` stores keys and shows what they were made of).
    var comparedText: TextColumn {
        switch storage {
        case .text(let text): text
        case .coded: Column(storage).text()
        default: text()
        }
    }

    /// The column with rows missing where `mask` is clear, besides those that are missing already.
    func masked(_ mask: Bitmap?) -> Column {
        guard let mask else { return self }
        let present = validity.map { $0 & mask } ?? mask
        return Column(storage, validity: present, spelling: spelling)
    }
}

extension TextColumn {
    func slice(_ range: Range<Int>) -> TextColumn {
        TextColumn(arena: arena, views: Array(views[range]))
    }

    static func concatenated(_ columns: [TextColumn]) -> TextColumn {
        guard let first = columns.first else { return TextColumn(arena: .empty, views: []) }
        if columns.allSatisfy({ $0.arena === first.arena }) {
            return TextColumn(arena: first.arena, views: columns.flatMap { $0.views })
        }
        var builder = TextBuilder(
            reservingRows: columns.reduce(0) { $0 + $1.count },
            bytes: columns.reduce(0) { $0 + $1.views.reduce(0) { $0 + $1.length } })
        for column in columns {
            for row in 0..<column.count { builder.append(column.bytes(row)) }
        }
        return builder.finish()
    }
}

extension ListColumn {
    fileprivate static func concatenated(_ columns: [Column]) -> ListColumn {
        var starts: [Int32] = [0]
        var elements: [Column] = []
        for column in columns {
            guard case .list(let list) = column.storage else { continue }
            let base = starts[starts.count - 1]
            for start in list.starts.dropFirst() { starts.append(base + start) }
            elements.append(list.elements)
        }
        return ListColumn(starts: starts, elements: Column.concatenated(elements))
    }

    /// For each element the row it belongs to.
    var rowOfElement: [Int32] {
        [Int32](unsafeUninitializedCapacity: elements.count) { rows, filled in
            for row in 0..<count {
                for element in Int(starts[row])..<Int(starts[row + 1]) {
                    (rows.baseAddress! + element).initialize(to: Int32(row))
                }
            }
            filled = elements.count
        }
    }
}

extension Bitmap {
    /// - Parameter range: starts at a multiple of 64.
    func slice(_ range: Range<Int>) -> Bitmap {
        precondition(range.lowerBound & 63 == 0)
        let first = range.lowerBound >> 6
        return Bitmap(
            words: Array(words[first..<first + (range.count + 63) >> 6]), count: range.count)
    }

    /// Bitmaps below one another; nil stands for all ones. nil when every bit is one.
    static func concatenated(_ pieces: [(bitmap: Bitmap?, count: Int)]) -> Bitmap? {
        if pieces.allSatisfy({ $0.bitmap == nil }) { return nil }
        let total = pieces.reduce(0) { $0 + $1.count }
        var words: [UInt64] = []
        words.reserveCapacity((total + 63) >> 6 + pieces.count)
        var filled = 0
        for (bitmap, count) in pieces {
            let piece = bitmap ?? Bitmap(repeating: true, count: count)
            let shift = UInt64(filled & 63)
            for word in piece.words {
                if shift == 0 {
                    words.append(word)
                } else {
                    words[words.count - 1] |= word << shift
                    words.append(word >> (64 - shift))
                }
            }
            filled += count
            words.removeLast(words.count - (filled + 63) >> 6)
        }
        return Bitmap(words: words, count: total)
    }
}
