import Columns

/// What a chart of a table draws: one numeric column, and what its rows are called.
///
/// The values are the first numeric column that is not the table's first (`group month` puts the key
/// there), or the first itself if no other is. Labels are the columns before it; if there is none, the
/// first text column.
struct ChartSeries {
    let name: String
    /// nil where the value is missing or not finite.
    let values: [Double?]
    let valueColumn: DrawnColumn
    let labelColumns: [DrawnColumn]
    private let glyphs: Glyphs

    init(_ table: Table, format: OutputFormat, glyphs: Glyphs) throws(RenderError) {
        let columns = zip(table.fields, table.columns).map {
            DrawnColumn(field: $0, column: $1, glyphs: glyphs)
        }
        let numeric = columns.indices.filter { columns[$0].isRightAligned }
        guard let chosen = numeric.first(where: { $0 > 0 }) ?? numeric.first else {
            throw .noNumericColumn(format)
        }
        self.glyphs = glyphs
        valueColumn = columns[chosen]
        name = valueColumn.header
        values = Self.numbers(valueColumn.column)
        if chosen > 0 {
            labelColumns = Array(columns[..<chosen])
        } else {
            labelColumns = columns.first { $0.column.type == .text }.map { [$0] } ?? []
        }
    }

    /// The column as doubles; nil where missing, not finite, or not a number.
    static func numbers(_ column: Column) -> [Double?] {
        (0..<column.count).map { row in
            guard column.isPresent(row) else { return nil }
            let value: Double? =
                switch column.storage {
                case .integer(let values), .duration(let values), .time(let values):
                    Double(values[row])
                case .number(let values): values[row]
                case .date(let values): Double(values[row])
                default: nil
                }
            return value.flatMap { $0.isFinite ? $0 : nil }
        }
    }

    var labelName: String {
        labelColumns.isEmpty ? "row" : labelColumns.map(\.header).joined(separator: glue)
    }

    func label(_ row: Int) -> String {
        if labelColumns.isEmpty { return grouped(row + 1) }
        return labelColumns.map { column in
            column.column.isPresent(row) ? column.whole(row) : glyphs.missing
        }.joined(separator: glue)
    }

    private var glue: String { " \(glyphs.dot) " }

    func value(_ row: Int) -> String {
        valueColumn.column.isPresent(row) ? valueColumn.whole(row) : glyphs.missing
    }
}
