import Columns

/// Gives custom attributes the types that the org declares, where looking at the values found another.
///
/// A badge number is text though all badges so far are digits; an attribute that nobody has yet is a field all
/// the same. Dates are left as found: Okta has no type for them and keeps them as strings.
struct SchemaTypes {
    let schema: ProfileSchema

    func applied(to table: Table) -> Table {
        var fields = table.fields
        var columns = Array(table.columns)
        for attribute in schema.attributes {
            let name = "profile.\(attribute.name)"
            let column: Column
            if let index = fields.firstIndex(where: { $0.name == name }) {
                column = Self.typed(columns[index], attribute.kind)
                columns[index] = column
                fields[index] = Field(name: name, type: column.type)
            } else {
                column = Self.empty(attribute.kind, count: table.rowCount)
                columns.append(column)
                fields.append(Field(name: name, type: column.type))
            }
        }
        return Table(
            name: table.name, fields: fields, columns: columns, rowCount: table.rowCount,
            parent: table.parent)
    }

    private static func typed(_ column: Column, _ kind: ProfileSchema.Kind) -> Column {
        if column.missingCount == column.count { return empty(kind, count: column.count) }
        switch (kind, column.storage) {
        case (.string, .integer), (.string, .number), (.string, .bool):
            return Column(.text(column.text()), validity: column.validity)
        case (.number, .integer(let values)):
            // The digits that came stay what an export writes.
            return Column(
                .number(values.map(Double.init)), validity: column.validity,
                spelling: .original(column.text()))
        case (.list(let element), .list(let list)):
            let elements = typed(list.elements, element)
            return Column(
                .list(ListColumn(starts: list.starts, elements: elements)),
                validity: column.validity)
        default: return column
        }
    }

    private static func empty(_ kind: ProfileSchema.Kind, count: Int) -> Column {
        let validity = Bitmap(repeating: false, count: count)
        switch kind {
        case .string:
            var builder = TextBuilder(reservingRows: count, bytes: 0)
            for _ in 0..<count { builder.append("") }
            return Column(.text(builder.finish()), validity: validity)
        case .boolean:
            return Column(.bool([Bool](repeating: false, count: count)), validity: validity)
        case .number:
            return Column(.number([Double](repeating: 0, count: count)), validity: validity)
        case .integer:
            return Column(.integer([Int64](repeating: 0, count: count)), validity: validity)
        case .list(let element):
            let starts = [Int32](repeating: 0, count: count + 1)
            return Column(
                .list(ListColumn(starts: starts, elements: empty(element, count: 0))),
                validity: validity)
        }
    }
}
