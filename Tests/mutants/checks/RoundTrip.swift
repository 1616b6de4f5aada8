import Columns
import Ingest
import Render

/// A table that was loaded, written and loaded again: types, validity and characters must be the same.
enum RoundTrip {
    /// What differs; nil when nothing does.
    static func difference(
        _ table: Table, through format: OutputFormat, isDatabase: Bool
    ) -> String? {
        // JSON and separated values have no way to write rows of no fields.
        if table.fields.isEmpty { return nil }
        var bytes: [UInt8] = []
        do {
            try render(table, as: format) { bytes.append(contentsOf: $0) }
        } catch {
            return "cannot be written: \(error)"
        }
        var options = SourceOptions()
        if format == .csv || format == .tsv {
            options.delimiter = format == .csv ? "," : "\t"
            options.quote = "\""
            options.escape = "none"
            options.newline = "LF"
            options.comment = "none"
            options.headerLine = 1
            options.dropsTotals = false
            options.encoding = .utf8
        }
        do throws(LoadError) {
            let again = try load(
                bytes: bytes, file: "again.\(format)", as: table.name, options: options, threads: 1)
            return difference(
                table, again.tables[0], isJSON: format != .csv && format != .tsv)
        } catch {
            // Damaged pages of a database may hold any bytes as text.
            if isDatabase, case .notATable(_, "binary data, not text") = error { return nil }
            return "the export is refused: \(error)"
        }
    }

    /// - Parameter isJSON: it writes `TRUE` as `true` and every blank as `null`.
    private static func difference(
        _ one: Table, _ two: Table, isJSON: Bool
    ) -> String? {
        guard one.rowCount == two.rowCount else {
            return "\(one.rowCount) rows became \(two.rowCount)"
        }
        // An export in JSON names no field of a table without rows.
        if one.rowCount == 0, two.fields.isEmpty { return nil }
        guard one.fields.map(\.name) == two.fields.map(\.name) else {
            return "the fields \(one.fields.map(\.name)) became \(two.fields.map(\.name))"
        }
        for (index, field) in one.fields.enumerated() {
            let (a, b) = (one.columns[index], two.columns[index])
            guard a.type == b.type || a.missingCount == one.rowCount else {
                return "\(field.name) was \(a.type), is \(b.type)"
            }
            let (left, right) = (a.text(), b.text())
            for row in 0..<one.rowCount {
                let (p, q) = (a.isPresent(row), b.isPresent(row))
                guard p == q else { return "\(field.name), row \(row): present \(p), is \(q)" }
                if isJSON,
                    !p || a.type == .bool && left.string(row).lowercased() == right.string(row)
                {
                    continue
                }
                guard left.bytes(row).elementsEqual(right.bytes(row)) else {
                    return "\(field.name), row \(row): \(left.string(row).debugDescription) became "
                        + right.string(row).debugDescription
                }
            }
        }
        return nil
    }
}
