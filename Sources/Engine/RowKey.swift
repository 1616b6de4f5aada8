import Columns

/// What tells the rows of an answer apart, whatever else changes in them: the keys of the records that each row is
/// made of, or what it was grouped by.
public struct RowKey: Sendable {
    public struct Part: Sendable {
        /// nil for what a group was made by, and for the element of a list.
        public let object: ObjectName?
        public let field: String
        /// One value per row of the answer.
        public let column: Column
    }

    public let parts: [Part]

    /// The key fields by object, so that the same ones tell the rows of another answer apart.
    public var fields: [ObjectName: [String]] {
        var fields: [ObjectName: [String]] = [:]
        for part in parts {
            guard let object = part.object else { continue }
            if fields[object]?.contains(part.field) != true {
                fields[object, default: []].append(part.field)
            }
        }
        return fields
    }
}

extension Environment {
    /// The fields that identify a record; empty when nothing does.
    func key(of object: ObjectName) -> [String] { keys[object] ?? links.key(of: object) }
}

extension BoardAnswer {
    /// nil when nothing identifies a row: after an `append` of another object, or where an object has no key.
    func key(of frame: Frame) throws(BoardError) -> RowKey? {
        let scope = bound.scope
        var parts: [RowKey.Part] = []
        func add(_ object: ObjectName?, _ field: String, _ expression: BoundExpression)
            throws(BoardError)
        {
            let column = try execution.value(expression, frame).column(count: frame.rowCount)
            parts.append(RowKey.Part(object: object, field: field, column: column))
        }
        guard let record = scope.record else {
            let isAppended = bound.stages.contains { $0 is AppendStage }
            guard !isAppended,
                let group = bound.stages.last(where: { $0 is GroupStage }) as? GroupStage
            else { return nil }
            for (index, key) in group.keys.enumerated() {
                let column = BoundExpression(
                    .made(slot: group.slot, column: index, origins: [group.slot]), type: key.type,
                    place: key.place)
                try add(nil, key.place.excerpt, column)
            }
            return RowKey(parts: parts)
        }
        let others = scope.sides.flatMap { side in
            (side.scope.record.map { [$0] } ?? []) + side.scope.expanded
        }
        for record in [record] + scope.expanded + others {
            let object = bases[record.table.name] ?? record.table.name
            let fields = execution.environment.key(of: object)
            if fields.isEmpty { return nil }
            for field in fields {
                guard let column = record.table.index(of: field) else { return nil }
                var path = BoundPath(
                    slot: record.slot, start: record.table, steps: [], leaf: .field(column))
                path.isManyAtStart = record.isMany
                let type = record.table.columns[column].type
                try add(
                    object, field,
                    BoundExpression(
                        .path(path), type: record.isMany ? .list(type.scalar) : type,
                        place: bound.place))
            }
        }
        for element in scope.elements {
            try add(nil, element.expression.place.excerpt, element.expression)
        }
        return RowKey(parts: parts)
    }
}
