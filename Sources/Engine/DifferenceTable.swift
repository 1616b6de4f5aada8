import Columns

/// A difference as tables: what a person, a spreadsheet or a script reads.
extension RowDifference {
    /// One line for each row added or gone, and one for each field that changed: `change`, the key's fields, the
    /// row's first column, `field`, `before`, `after`. Values are texts as the answers have them. Without a key, whole
    /// rows.
    public func table(from earlier: BoardResult, to later: BoardResult) -> Table {
        guard let keys = later.key, let earlierKeys = earlier.key else {
            return rows(from: earlier, to: later)
        }
        let lines = lines
        var fields: [Field] = [Field(name: "change", type: .text)]
        var columns: [Column] = [Self.text(lines) { $0.word }]
        var headings: Set<String> = ["change", "field", "before", "after"]
        for (position, part) in keys.parts.enumerated() {
            let full = part.object.map { "\($0).\(part.field)" } ?? "\(part.field) (key)"
            let heading = headings.insert(part.field).inserted ? part.field : full
            let (old, new) = (
                Cells(earlierKeys.parts[position].column), Cells(part.column)
            )
            fields.append(Field(name: heading, type: .text))
            columns.append(
                Self.text(lines) { $0.after.flatMap(new.text) ?? $0.before.flatMap(old.text) })
        }
        if let first = later.table.fields.first, headings.insert(first.name).inserted {
            let (old, new) = (Cells(earlier.table.columns.first), Cells(later.table.columns.first))
            fields.append(Field(name: first.name, type: .text))
            columns.append(
                Self.text(lines) { $0.after.flatMap(new.text) ?? $0.before.flatMap(old.text) })
        }
        let before = self.fields.map { field in
            Cells(field.before.map { earlier.table.columns[$0] })
        }
        let after = self.fields.map { field in Cells(field.after.map { later.table.columns[$0] }) }
        fields += ["field", "before", "after"].map { Field(name: $0, type: .text) }
        columns.append(Self.text(lines) { line in line.field.map { self.fields[$0].heading } })
        columns.append(
            Self.text(lines) { line in
                line.field.flatMap { field in line.before.flatMap { before[field].text($0) } }
            })
        columns.append(
            Self.text(lines) { line in
                line.field.flatMap { field in line.after.flatMap { after[field].text($0) } }
            })
        return Table(
            name: later.table.name, fields: fields, columns: columns, rowCount: lines.count)
    }

    /// The rows themselves, each with `change` before its columns: those added, gone, and changed as they are
    /// now. Columns are the later answer's.
    public func rows(from earlier: BoardResult, to later: BoardResult) -> Table {
        let lines =
            added.map { Line(word: "added", before: nil, after: $0) }
            + gone.map { Line(word: "gone", before: $0, after: nil) }
            + changed.map { Line(word: "changed", before: nil, after: $0.after) }
        var fields = [Field(name: "change", type: .text)]
        var columns = [Self.text(lines) { $0.word }]
        let matching = self.fields.filter { $0.after != nil }
        for field in matching {
            guard let after = field.after else { continue }
            let new = later.table.columns[after]
            let old = field.before.map { earlier.table.columns[$0] }
            fields.append(Field(name: field.heading, type: .text))
            let (oldCells, newCells) = (Cells(old), Cells(new))
            columns.append(
                Self.text(lines) { line in
                    line.after.flatMap(newCells.text) ?? line.before.flatMap(oldCells.text)
                })
        }
        return Table(
            name: later.table.name, fields: fields, columns: columns, rowCount: lines.count)
    }

    private struct Line {
        let word: String
        let before: Int?
        let after: Int?
        var field: Int?
    }

    private var lines: [Line] {
        added.map { Line(word: "added", before: nil, after: $0) }
            + gone.map { Line(word: "gone", before: $0, after: nil) }
            + changed.flatMap { change in
                change.fields.map {
                    Line(word: "changed", before: change.before, after: change.after, field: $0)
                }
            }
    }

    /// A column's cells as they are shown.
    private struct Cells {
        private let shown: TextColumn?
        private let validity: Bitmap?

        init(_ column: Column?) {
            shown = column?.text()
            validity = column?.validity
        }

        func text(_ row: Int) -> String? {
            guard let shown, validity?[row] ?? true else { return nil }
            return shown.string(row)
        }
    }

    private static func text(_ lines: [Line], _ cell: (Line) -> String?) -> Column {
        var builder = TextBuilder()
        var validity = Bitmap(repeating: true, count: lines.count)
        for (row, line) in lines.enumerated() {
            if let text = cell(line) {
                builder.append(text)
            } else {
                builder.append("")
                validity.set(row, to: false)
            }
        }
        return Column(
            .text(builder.finish()), validity: validity.countOnes == lines.count ? nil : validity)
    }
}
