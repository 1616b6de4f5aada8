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

/// Gathers a column of few different texts, which are kept once each.
struct CodedGathering {
    private var codes: [Int32] = []
    private var known: [String: Int32] = ["": 0]
    private var dictionary = TextBuilder()
    private var missing: [Int] = []

    init() { dictionary.append("") }

    mutating func append(_ text: String?) {
        guard let text, !text.isEmpty else {
            missing.append(codes.count)
            codes.append(0)
            return
        }
        if let code = known[text] {
            codes.append(code)
            return
        }
        let code = Int32(dictionary.count)
        known[text] = code
        dictionary.append(text)
        codes.append(code)
    }

    consuming func finish() -> Column {
        let missing = missing
        let codes = codes
        return Column(
            .coded(CodedColumn(codes: codes, dictionary: dictionary.finish())),
            validity: TextGathering.validity(codes.count, missing))
    }
}

/// Gathers a column of lists of texts; an empty list is missing.
struct ListGathering {
    private var starts: [Int32] = [0]
    private var elements = TextBuilder()
    private var missing: [Int] = []

    mutating func append(_ texts: [String]) {
        if texts.isEmpty { missing.append(starts.count - 1) }
        for text in texts { elements.append(text) }
        starts.append(Int32(elements.count))
    }

    consuming func finish() -> Column {
        let starts = starts
        let missing = missing
        return Column(
            .list(ListColumn(starts: starts, elements: Column(.text(elements.finish())))),
            validity: TextGathering.validity(starts.count - 1, missing))
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
