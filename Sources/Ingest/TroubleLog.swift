/// Troubles of one load, grouped by kind, with where they were first seen.
struct TroubleLog {
    enum Kind: Hashable {
        case tooFew(cells: Int)
        case extraBlank(cells: Int)
        case extraValues(cells: Int)
        case strayQuote
        case unclosedQuote
        case runawayQuote
        case paddedQuote
        case cellTooLong(max: Int)
        case closing
        case otherTable(number: Int, isChosen: Bool)
        case comment(mark: String)
        case totalsRow
        case notAnObject
        case loneSurrogate
        case brokenLine
        case other(String)
    }

    struct Group {
        let kind: Kind
        var count = 0
        var positions: [Int] = []
        let example: String
    }

    private(set) var groups: [Group] = []
    private var indexes: [Kind: Int] = [:]

    static let linesMax = 5
    static let exampleBytesMax = 200
    /// Different cell counts beyond this are told together.
    static let groupsMax = 24

    /// - Parameter record: the offending text.
    /// - Parameter count: how many records stand from there on.
    /// - Parameter position: what `troubles` turns into a line number; nil for the record's offset.
    mutating func add(
        _ kind: Kind, _ base: UnsafePointer<UInt8>, _ record: Range<Int>, position: Int? = nil,
        count: Int = 1
    ) {
        let place = position ?? record.lowerBound
        var kind = kind
        if indexes[kind] == nil, groups.count >= Self.groupsMax {
            switch kind {
            case .tooFew: kind = .tooFew(cells: -1)
            case .extraBlank: kind = .extraBlank(cells: -1)
            case .extraValues: kind = .extraValues(cells: -1)
            default: break
            }
        }
        if let index = indexes[kind] {
            groups[index].count += count
            if groups[index].positions.count < Self.linesMax {
                groups[index].positions.append(place)
            }
        } else {
            indexes[kind] = groups.count
            groups.append(
                Group(
                    kind: kind, count: count, positions: [place],
                    example: Self.example(base, record)))
        }
    }

    /// Adds what a later part of the file logged, with `offset` added to its positions.
    mutating func append(_ other: TroubleLog, movedBy offset: Int = 0) {
        for group in other.groups {
            let moved = group.positions.map { $0 + offset }
            if let index = indexes[group.kind] {
                groups[index].count += group.count
                let room = Self.linesMax - groups[index].positions.count
                groups[index].positions += moved.prefix(max(0, room))
            } else {
                indexes[group.kind] = groups.count
                var added = group
                added.positions = moved
                groups.append(added)
            }
        }
    }

    private static func example(_ base: UnsafePointer<UInt8>, _ record: Range<Int>) -> String {
        var end = min(record.upperBound, record.lowerBound + exampleBytesMax)
        if end < record.upperBound {
            while end > record.lowerBound, base[end] & 0xC0 == 0x80 { end -= 1 }
        }
        let bytes = UnsafeBufferPointer(
            start: base + record.lowerBound, count: end - record.lowerBound)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The groups as the report gives them.
    ///
    /// - Parameter lines: the line of every position; the positions are lines already if it is left out.
    func troubles(
        header: Int, lines: ([Int]) -> [Int: Int] = { _ in [:] }
    ) -> [LoadReport.Trouble] {
        let found = lines(groups.flatMap { $0.positions })
        return groups.map { group in
            LoadReport.Trouble(
                what: Self.sentence(group.kind, header), count: group.count,
                lines: group.positions.map { found[$0] ?? $0 }, example: group.example,
                isRefused: Self.isRefused(group.kind), isAside: Self.isAside(group.kind))
        }
    }

    private static func isRefused(_ kind: Kind) -> Bool {
        switch kind {
        case .cellTooLong, .comment, .totalsRow, .closing, .otherTable, .notAnObject, .brokenLine:
            true
        default: false
        }
    }

    private static func isAside(_ kind: Kind) -> Bool {
        switch kind {
        case .comment, .totalsRow, .closing, .otherTable(_, isChosen: true): true
        default: false
        }
    }

    private static func sentence(_ kind: Kind, _ header: Int) -> String {
        func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }
        switch kind {
        case .tooFew(-1):
            return "row has fewer cells than the header's \(header): the rest is missing"
        case .tooFew(let count):
            return "row has \(cells(count)), the header has \(header): the last "
                + (header - count == 1 ? "one is missing" : "\(header - count) are missing")
        case .extraBlank(-1):
            return "row has more cells than the header's \(header): the rest is blank"
        case .extraBlank(let count):
            return
                "row has \(cells(count)), the header has \(header): the rest is blank and left out"
        case .extraValues(-1):
            return "row has more cells than the header's \(header): the rest is left out"
        case .extraValues(let count):
            return "row has \(cells(count)), the header has \(header): the rest is left out"
        case .strayQuote: return "row has a quote inside a cell that is not doubled: kept as text"
        case .unclosedQuote: return "row has a quote that is not closed: kept as text"
        case .runawayQuote:
            return "row has a quote that closes below rows of the table only: kept as text"
        case .paddedQuote: return "row has spaces around a quoted cell: left out"
        case .cellTooLong(let max): return "row has a cell of more than \(Limits.size(max))"
        case .comment(let mark): return "row begins with \(mark) and is taken for a comment"
        case .totalsRow: return "last row begins with a word for a total and is no record"
        case .closing: return "line closes the export and is no record"
        case .otherTable(let number, _):
            return
                "row of table \(number) of the file: left out, table: \(number) in its source line "
                + "takes that one"
        case .notAnObject: return "record is not an object"
        case .loneSurrogate: return "text has half of a surrogate pair: replaced by U+FFFD"
        case .brokenLine: return "line is not one JSON object"
        case .other(let text): return text
        }
    }
}
