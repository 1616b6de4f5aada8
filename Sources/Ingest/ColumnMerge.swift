import Columns

/// Makes one column of the parts that the threads read, in file order.
///
/// The parts' types decide: all alike, that type; integers and numbers, numbers; else text, for which the
/// views are there. So the result does not depend on where the file was split.
struct ColumnMerge {
    let parts: [ColumnPart]
    let arena: TextArena
    let count: Int
    /// Whether the arena is another file's next: the column gets one of its own.
    private let isLent: Bool

    init(_ parts: [ColumnPart], arena: TextArena, isLent: Bool = false) {
        self.parts = parts
        self.arena = arena
        self.isLent = isLent
        count = parts.reduce(0) { $0 + $1.count }
    }

    /// Whether the parts still have all the text that the column is made of.
    var isWhole: Bool {
        let hasBlankText = parts.contains { $0.hasBlankText }
        let needsText =
            switch mergedPlan() {
            case .undecided, .text, .number: true
            case .coded: false
            case .integer: hasBlankText
            case .bool: spelling(hasBlankText, \.boolStyle) == nil
            case .date: hasBlankText || !parts.allSatisfy { $0.isCanonicalDate }
            case .time: spelling(hasBlankText, \.timeStyle) == nil
            }
        return !needsText || parts.allSatisfy { $0.hasText }
    }

    /// The column, and the parts' memory given back.
    func takenColumn() -> Column {
        defer { for part in parts { part.release() } }
        return column()
    }

    func column() -> Column {
        let validity = mergedValidity()
        let hasBlankText = parts.contains { $0.hasBlankText }
        switch mergedPlan() {
        case .undecided, .text: return Column(.text(views()), validity: validity)
        case .coded: return coded(validity)
        case .integer:
            return Column(
                .integer(flat { $0.wide.base }), validity: validity,
                spelling: hasBlankText ? .original(views()) : .canonical)
        case .number:
            return Column(.number(numbers()), validity: validity, spelling: .original(views()))
        case .bool:
            let values = flat { $0.narrow.base }
            return Column(
                .bool(values.map { $0 != 0 }), validity: validity,
                spelling: spelling(hasBlankText, \.boolStyle).map { .bool($0) }
                    ?? .original(views()))
        case .date:
            let isCanonical = !hasBlankText && parts.allSatisfy { $0.isCanonicalDate }
            return Column(
                .date(flat { $0.narrow.base }), validity: validity,
                spelling: isCanonical ? .canonical : .original(views()))
        case .time:
            return Column(
                .time(flat { $0.wide.base }), validity: validity,
                spelling: spelling(hasBlankText, \.timeStyle).map { .time($0) }
                    ?? .original(views()))
        }
    }

    private func mergedPlan() -> ColumnPart.Plan {
        var merged = ColumnPart.Plan.undecided
        for part in parts where part.plan != .undecided && part.plan != merged {
            switch (merged, part.plan) {
            case (.undecided, _): merged = part.plan
            case (.integer, .number), (.number, .integer): merged = .number
            default: return .text
            }
        }
        return merged
    }

    /// The style that all parts with values share.
    private func spelling<Style: Equatable>(
        _ hasBlankText: Bool, _ style: KeyPath<ColumnPart, Style?>
    ) -> Style? {
        if hasBlankText { return nil }
        let deciding = parts.filter { $0.plan != .undecided }
        guard let first = deciding.first?[keyPath: style] else { return nil }
        return deciding.allSatisfy { $0[keyPath: style] == first } ? first : nil
    }

    private func views() -> TextColumn { text(flat { $0.texts }) }

    private func text(_ views: [TextView]) -> TextColumn {
        let text = TextColumn(arena: arena, views: views)
        return isLent ? text.compacted() : text
    }

    private func flat<Element: BitwiseCopyable>(
        _ base: (ColumnPart) -> UnsafeMutablePointer<Element>
    ) -> [Element] {
        [Element](unsafeUninitializedCapacity: count) { out, filled in
            if let memory = out.baseAddress {
                adviseHugePages(memory, count * MemoryLayout<Element>.stride)
            }
            for part in parts where part.count > 0 {
                // An undecided part has no values: all its rows are missing, which is zero.
                prepare(part)
                (out.baseAddress! + filled).initialize(from: base(part), count: part.count)
                filled += part.count
            }
        }
    }

    private func prepare(_ part: ColumnPart) {
        part.wide.reserve(part.plan == .undecided ? part.count : 0)
        part.narrow.reserve(part.plan == .undecided ? part.count : 0)
    }

    private func numbers() -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { out, filled in
            for part in parts {
                prepare(part)
                for row in 0..<part.count {
                    let raw = part.wide.base[row]
                    let value =
                        part.plan == .integer
                        ? Double(raw) : Double(bitPattern: UInt64(bitPattern: raw))
                    (out.baseAddress! + filled + row).initialize(to: value)
                }
                filled += part.count
            }
        }
    }

    /// One dictionary in order of first appearance; the later parts' codes are renumbered.
    private func coded(_ validity: Bitmap?) -> Column {
        if parts.count == 1 {
            let part = parts[0]
            let dictionary = entries(part)
            return Column(
                .coded(
                    CodedColumn(
                        codes: flat { $0.narrow.base }, dictionary: text(dictionary))),
                validity: validity)
        }
        let all = TextDictionary()
        var codes = flat { $0.narrow.base }
        var start = 0
        for part in parts {
            let own = entries(part)
            var renumbered = [Int32](repeating: 0, count: own.count)
            for code in own.indices.dropFirst() {
                renumbered[code] = all.code(
                    of: own[code], in: arena.base, readable: arena.count)
            }
            for row in start..<start + part.count { codes[row] = renumbered[Int(codes[row])] }
            start += part.count
        }
        let dictionary = Array(UnsafeBufferPointer(start: all.entries.base, count: all.count))
        return Column(
            .coded(
                CodedColumn(codes: codes, dictionary: text(dictionary))),
            validity: validity)
    }

    /// A part without any value has only the empty text.
    private func entries(_ part: ColumnPart) -> [TextView] {
        guard let entries = part.dictionary?.entries else { return [.empty] }
        return Array(UnsafeBufferPointer(start: entries.base, count: entries.count))
    }

    private func mergedValidity() -> Bitmap? {
        guard parts.contains(where: { $0.missing > 0 }) else { return nil }
        var words = [UInt64](repeating: 0, count: (count + 63) >> 6)
        var row = 0
        for part in parts {
            let shift = UInt64(row & 63)
            for word in 0..<(part.count + 63) >> 6 {
                let bits = part.validity.base[word]
                words[row >> 6 + word] |= bits << shift
                if shift != 0, bits >> (64 - shift) != 0 {
                    words[row >> 6 + word + 1] |= bits >> (64 - shift)
                }
            }
            row += part.count
        }
        return Bitmap(words: words, count: count)
    }
}

extension TextColumn {
    /// The same values in an arena that holds nothing else, one after another.
    func compacted() -> TextColumn {
        let from = arena.base
        var total = 0
        for view in views { total &+= view.length }
        var placed: [TextView] = []
        let arena = TextArena(count: total) { out in
            placed = views.withUnsafeBufferPointer { views in
                [TextView](unsafeUninitializedCapacity: views.count) { placed, count in
                    var at = 0
                    for index in 0..<views.count {
                        let view = views[index]
                        (out + at).initialize(from: from + view.offset, count: view.length)
                        (placed.baseAddress! + index).initialize(
                            to: TextView(offset: at, length: view.length))
                        at &+= view.length
                    }
                    count = views.count
                }
            }
        }
        return TextColumn(arena: arena, views: placed)
    }
}
