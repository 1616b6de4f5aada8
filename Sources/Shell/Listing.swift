import Columns

/// A small table made of texts: what `.tables`, `.links` and the other commands show.
///
/// It is rendered as any board's answer is, so every output format works for every command.
struct Listing {
    private let name: String
    private var fields: [(name: String, type: ValueType)] = []
    private var rows: [[String]] = []

    /// - Parameter columns: names in order; a name that ends in `#` is a column of integers, one in `@` of times,
    ///   whose cells are microseconds since 1970.
    init(_ name: String, _ columns: [String]) {
        self.name = name
        fields = columns.map { column in
            switch column.last {
            case "#": (String(column.dropLast()), .integer)
            case "@": (String(column.dropLast()), .time)
            default: (column, .text)
            }
        }
    }

    mutating func append(_ row: [String]) {
        precondition(row.count == fields.count)
        rows.append(row)
    }

    var isEmpty: Bool { rows.isEmpty }

    /// Empty cells are missing values.
    func table() -> Table {
        var columns: [Column] = []
        for (index, field) in fields.enumerated() {
            let cells = rows.map { $0[index] }
            var validity = Bitmap(repeating: true, count: cells.count)
            for (row, cell) in cells.enumerated() where cell.isEmpty {
                validity.set(row, to: false)
            }
            let isFull = validity.countOnes == cells.count
            let storage: Column.Storage
            switch field.type {
            case .integer: storage = .integer(cells.map { Int64($0) ?? 0 })
            case .time: storage = .time(cells.map { Int64($0) ?? 0 })
            default:
                var builder = TextBuilder()
                for cell in cells { builder.append(cell) }
                storage = .text(builder.finish())
            }
            columns.append(Column(storage, validity: isFull ? nil : validity))
        }
        return Table(
            name: ObjectName(tool: "cork", object: name),
            fields: fields.map { Field(name: $0.name, type: $0.type) }, columns: columns,
            rowCount: rows.count)
    }
}

/// Counts as a person reads them.
enum Phrase {
    /// `1,318`
    static func count(_ value: Int) -> String {
        var digits = Array(String(value.magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }

    /// `1 row`, `1,318 rows`
    static func count(_ value: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
    }

    /// `87 %`; 100 % and 0 % only when it is so.
    static func percent(_ share: Double) -> String {
        let rounded = Int((share * 100).rounded())
        if share < 1 && rounded >= 100 { return "99 %" }
        if share > 0 && rounded <= 0 { return "1 %" }
        return "\(rounded) %"
    }

    /// `a`, `a and b`, `a, b and c`
    static func list(_ items: [String], and word: String = "and") -> String {
        guard let last = items.last else { return "" }
        return items.count == 1
            ? last : items.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    /// `4 ms`, `1.8 s`
    static func elapsed(nanoseconds: UInt64) -> String {
        let milliseconds = Double(nanoseconds) / 1_000_000
        if milliseconds < 1000 { return "\(max(1, Int(milliseconds.rounded()))) ms" }
        let tenths = Int((milliseconds / 100).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
