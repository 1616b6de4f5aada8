import Columns
import Ingest
import Render

/// What must hold for any bytes: they load or are refused; of what loads no record is missing; and an export
/// loads as the same table.
package struct Check {
    package enum Verdict {
        case refused
        case loaded(rows: Int)
        case wrong(String)
    }

    /// - Parameter name: what the file is called; its suffix tells the loader about lines of JSON.
    package static func run(_ bytes: [UInt8], name: String) -> Verdict {
        let loaded: Loaded
        do throws(LoadError) {
            loaded = try load(bytes: bytes, file: name, as: ObjectName("t.o"), threads: 1)
        } catch {
            return refusal(error, of: bytes)
        }
        let report = loaded.report
        // Of a database all tables are records, of a JSON text the lists inside records are none.
        let isDatabase = report.format.contains("SQLite, ")
        let tables = isDatabase ? loaded.tables : [loaded.tables[0]]
        let rowCount = tables.reduce(0) { $0 + $1.rowCount }
        guard report.rows == rowCount else {
            return .wrong("the report says \(report.rows) rows, the tables have \(rowCount)")
        }
        guard let records = Self.records(of: bytes, report) else {
            return .wrong("the plain reader makes nothing of: \(report.format)")
        }
        guard report.rows + report.refusedRows == records else {
            return .wrong(
                "\(records) records, but \(report.rows) rows and \(report.refusedRows) refused: "
                    + "\(report.format) \(report.notes) \(report.troubles.map(\.what))")
        }
        let isJSON = report.format.contains("JSON")
        let formats: [OutputFormat] = !isJSON ? [.csv, .tsv, .ndjson] : [.json, .ndjson]
        for format in formats {
            for table in loaded.tables {
                if let difference = RoundTrip.difference(
                    table, through: format, isDatabase: isDatabase)
                {
                    return .wrong("through \(format): \(difference)")
                }
            }
        }
        return .loaded(rows: report.rows)
    }

    /// A whole and valid JSON text must not be called malformed.
    private static func refusal(_ error: LoadError, of bytes: [UInt8]) -> Verdict {
        guard case .malformed(_, _, let reason) = error else { return .refused }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = bytes[start...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let values = try? PlainJSON.values(Array(bytes[start...])), values.count == 1
        else { return .refused }
        return .wrong("valid JSON is called malformed: \(reason)")
    }

    /// How many records the file holds, by a plain reader that is told how the file is written.
    private static func records(of bytes: [UInt8], _ report: LoadReport) -> Int? {
        var packed = bytes
        var format = Substring(report.format)
        if format.hasPrefix("gzip, ") {
            guard let unpacked = gunzipped(bytes) else { return nil }
            packed = unpacked
            format = format.dropFirst(6)
        }
        if format.hasPrefix("SQLite, ") { return sqliteRowCount(packed) }
        if let dialect = Dialect(format: report.format, notes: report.notes) {
            guard let text = plainUTF8(packed, from: dialect.encoding) else { return nil }
            let unclosed = report.troubles.filter { $0.what.contains("quote that closes below") }
            let records = PlainCSV(
                text: text, dialect: dialect, unclosedLines: Set(unclosed.flatMap(\.lines))
            ).recordCount()
            // A table above the one that was taken is refused, and not behind the header.
            let above = report.troubles.filter {
                $0.what.hasPrefix("row of table ")
                    && $0.lines[0] < dialect.headerLine ?? 1
            }
            return records + above.reduce(0) { $0 + $1.count }
        }
        guard let comma = format.lastIndex(of: ","),
            let text = plainUTF8(packed, from: String(format[comma...].dropFirst(2)))
        else { return nil }
        let shape = format[..<comma]
        // Nothing, null or an empty object.
        if shape == "JSON" {
            let rest = String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace }
            return ["", "null", "{}"].contains(rest) ? 0 : nil
        }
        if shape == "NDJSON, one object per line" {
            return text.split(separator: 0x0A).count { line in
                line.contains { ![0x20, 0x09, 0x0D].contains($0) }
            }
        }
        guard let values = try? PlainJSON.values(text) else { return nil }
        return records(in: values, shape: String(shape))
    }

    private static func records(in values: [PlainJSON.Value], shape: String) -> Int? {
        switch shape {
        case "JSON, a list of objects":
            var count = 0
            for case .list(let elements) in values { count += elements.count }
            return count
        case "JSON, objects one after another": return values.count
        default:
            guard shape.hasPrefix("JSON, the list '"), shape.hasSuffix("' of an object"),
                values.count == 1, case .object(let members) = values[0]
            else { return nil }
            let lists = members.compactMap { member -> (String, [PlainJSON.Value])? in
                guard case .list(let elements) = member.value else { return nil }
                return (member.key, elements)
            }
            let full = lists.filter { $0.1.first?.isObject == true }
            return (full.first ?? lists.first { $0.1.isEmpty })?.1.count
        }
    }
}
