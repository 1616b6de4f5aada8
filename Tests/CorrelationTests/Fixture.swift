import Columns

/// Small tables written as text, typed the way a load would type them.
enum Fixture {
    /// The first line names the fields; cells are separated by `|` and trimmed, lists written `[a, b]`.
    static func table(_ name: String, _ text: String) -> Table {
        let lines = text.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
                String(cell).trimmed
            }
        }
        let header = lines[0]
        let rows = lines.dropFirst()
        let columns = header.indices.map { index in
            column(rows.map { index < $0.count ? $0[index] : "" })
        }
        return Table(
            name: ObjectName(name),
            fields: zip(header, columns).map { Field(name: $0, type: $1.type) }, columns: columns,
            rowCount: rows.count)
    }

    static func table(_ name: String, _ fields: [(String, [String])]) -> Table {
        let columns = fields.map { column($0.1) }
        return Table(
            name: ObjectName(name),
            fields: zip(fields, columns).map { Field(name: $0.0, type: $1.type) },
            columns: columns, rowCount: fields.first?.1.count ?? 0)
    }

    static func column(_ cells: [String]) -> Column {
        let present = cells.map { !$0.trimmed.isEmpty }
        var validity = Bitmap(repeating: true, count: cells.count)
        for (row, isPresent) in present.enumerated() where !isPresent {
            validity.set(row, to: false)
        }
        let optional: Bitmap? = present.contains(false) ? validity : nil
        let values = zip(cells, present).filter(\.1).map(\.0)
        if !values.isEmpty {
            if values.allSatisfy({ $0.hasPrefix("[") }) { return list(cells, optional) }
            if values.allSatisfy({ Int64($0).map(String.init) == $0 }) {
                return Column(.integer(cells.map { Int64($0) ?? 0 }), validity: optional)
            }
            if values.allSatisfy({ ["true", "false"].contains($0) }) {
                return Column(.bool(cells.map { $0 == "true" }), validity: optional)
            }
        }
        return Column(.text(text(cells)), validity: optional)
    }

    static func text(_ cells: [String]) -> TextColumn {
        var builder = TextBuilder()
        for cell in cells { builder.append(cell) }
        return builder.finish()
    }

    /// The same values dictionary-coded.
    static func coded(_ cells: [String]) -> Column {
        var codes: [String: Int32] = ["": 0]
        var dictionary = [""]
        var column: [Int32] = []
        for cell in cells {
            if codes[cell] == nil {
                codes[cell] = Int32(dictionary.count)
                dictionary.append(cell)
            }
            column.append(codes[cell] ?? 0)
        }
        var validity = Bitmap(repeating: true, count: cells.count)
        for (row, cell) in cells.enumerated() where cell.isEmpty { validity.set(row, to: false) }
        return Column(
            .coded(CodedColumn(codes: column, dictionary: text(dictionary))),
            validity: cells.contains("") ? validity : nil)
    }

    private static func list(_ cells: [String], _ validity: Bitmap?) -> Column {
        var starts: [Int32] = [0]
        var elements: [String] = []
        for cell in cells {
            let inner = cell.hasPrefix("[") ? String(cell.dropFirst().dropLast()) : ""
            elements += inner.split(separator: ",").map { String($0).trimmed }
            starts.append(Int32(elements.count))
        }
        return Column(
            .list(ListColumn(starts: starts, elements: Column(.text(text(elements))))),
            validity: validity)
    }
}

extension String {
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
