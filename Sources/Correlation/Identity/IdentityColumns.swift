import Columns

/// Gathers a column of texts, some of them missing.
struct TextGathering {
    private var builder = TextBuilder()
    private var missing: [Int] = []

    mutating func append(_ text: String?) {
        guard let text, !Folding.trimmedIsEmpty(text) else {
            missing.append(builder.count)
            builder.append("")
            return
        }
        builder.append(text)
    }

    /// Appends a value's bytes; nil, or white space alone, is missing.
    mutating func append(bytes: UnsafeBufferPointer<UInt8>?) {
        guard let bytes, !Folding.isBlank(bytes) else {
            missing.append(builder.count)
            builder.append("")
            return
        }
        builder.append(bytes)
    }

    /// Appends what `write` adds to the bytes, which is not blank.
    mutating func append(writing write: (inout [UInt8]) -> Void) {
        builder.append(writing: write)
    }

    consuming func finish() -> Column {
        let missing = missing
        let text = builder.finish()
        return Column(.text(text), validity: Self.validity(text.count, missing))
    }

    static func validity(_ count: Int, _ missing: [Int]) -> Bitmap? {
        guard !missing.isEmpty else { return nil }
        var validity = Bitmap(repeating: true, count: count)
        for row in missing { validity.set(row, to: false) }
        return validity
    }
}

extension Folding {
    /// Whether nothing but white space is there.
    static func trimmedIsEmpty(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isBlank($0) }
    }
}

/// Gathers a column of lists of a few different texts, given by number; an empty list is missing.
struct ListGathering {
    private let arena: TextArena
    private let texts: [TextView]
    private var starts: [Int32] = [0]
    private var elements: [TextView] = []
    private var missing: [Int] = []

    init(_ texts: [String]) {
        var builder = TextBuilder()
        for text in texts { builder.append(text) }
        let text = builder.finish()
        arena = text.arena
        self.texts = text.views
    }

    mutating func append(_ numbers: [Int32]) {
        if numbers.isEmpty { missing.append(starts.count - 1) }
        for number in numbers { elements.append(texts[Int(number)]) }
        starts.append(Int32(elements.count))
    }

    consuming func finish() -> Column {
        let starts = starts
        let missing = missing
        let text = TextColumn(arena: arena, views: elements)
        return Column(
            .list(ListColumn(starts: starts, elements: Column(.text(text)))),
            validity: TextGathering.validity(starts.count - 1, missing))
    }
}

/// Sentences that many records share, kept once each.
struct Phrases: Sendable {
    private(set) var texts: [String] = []
    private var known: [String: Int32] = [:]

    mutating func number(_ text: String) -> Int32 {
        if let number = known[text] { return number }
        let number = Int32(texts.count)
        known[text] = number
        texts.append(text)
        return number
    }

    /// A column of them; -1 is missing.
    func column(_ numbers: [Int32]) -> Column {
        var dictionary = TextBuilder()
        dictionary.append("")
        for text in texts { dictionary.append(text) }
        return Column(
            .coded(
                CodedColumn(codes: numbers.map { $0 + 1 }, dictionary: dictionary.finish())),
            validity: TextGathering.validity(
                numbers.count, numbers.indices.filter { numbers[$0] < 0 }))
    }
}

extension Column {
    static func bools(_ values: [Bool?]) -> Column {
        Column(
            .bool(values.map { $0 ?? false }),
            validity: TextGathering.validity(
                values.count, values.indices.filter { values[$0] == nil }))
    }

    static func times(_ values: [Int64?]) -> Column {
        Column(
            .time(values.map { $0 ?? 0 }),
            validity: TextGathering.validity(
                values.count, values.indices.filter { values[$0] == nil }))
    }
}
