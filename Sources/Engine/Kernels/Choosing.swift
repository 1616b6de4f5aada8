import Columns

extension ValueType {
    /// The one type that holds values of all these types: integers become numbers beside numbers, one value a
    /// list beside lists; nil when there is none.
    static func unified(_ types: [ValueType]) -> ValueType? {
        guard var result = types.first?.scalar else { return nil }
        for type in types.dropFirst() {
            switch (result, type.scalar) {
            case (let a, let b) where a == b: break
            case (.integer, .number), (.number, .integer): result = .number
            default: return nil
            }
        }
        return types.contains { $0.isList } ? .list(result) : result
    }
}

extension Column {
    /// The column as a type that `ValueType.unified` gave: integers as numbers, values as lists of one.
    func converted(to type: ValueType) -> Column {
        if self.type == type { return self }
        switch (storage, type) {
        case (.integer(let values), .number):
            return Column(.number(values.map { Double($0) }), validity: validity)
        case (.list(let list), .list(let element)):
            let elements = list.elements.converted(to: element)
            return Column(
                .list(ListColumn(starts: list.starts, elements: elements)), validity: validity)
        case (_, .list(let element)):
            return Column.list(
                of: converted(to: element), rows: (0..<Int32(count)).map { $0 }, rowCount: count)
        default: return self
        }
    }

    /// Takes each row's value from one of several operands of one unified type.
    ///
    /// - Parameter source: for each row the index of the operand, or -1 for missing.
    static func choosing(
        from operands: [Operand], type: ValueType, source: [Int32]
    ) -> Column {
        var columns: [Column] = []
        var bases: [Int32] = []
        var strides: [Int32] = []
        var total: Int32 = 0
        for operand in operands {
            let column = (operand.values ?? .missing(type, count: 1)).converted(to: type)
            columns.append(column)
            bases.append(total)
            strides.append(operand.isConstant ? 0 : 1)
            total += Int32(column.count)
        }
        var rows: [Int32] = []
        rows.reserveCapacity(source.count)
        for (row, index) in source.enumerated() {
            rows.append(index < 0 ? -1 : bases[Int(index)] + strides[Int(index)] * Int32(row))
        }
        return Column.concatenated(columns).gather(rows)
    }
}

/// `a ?? b`: the left value, or the right one where the left is missing.
enum Coalesce {
    /// The result's type; nil when the two do not go together.
    static func type(_ left: ValueType, _ right: ValueType) -> ValueType? {
        ValueType.unified([left, right])
    }

    /// A list counts as one value: missing when it has no element.
    static func apply(_ left: Operand, _ right: Operand, count: Int) -> Operand {
        guard let type = type(left.type, right.type) else { return left }
        let isConstant = left.isConstant && right.isConstant
        let present = Logic.present(left, count: isConstant ? 1 : count)
        let source = (0..<present.count).map { present[$0] ? 0 : 1 as Int32 }
        let column = Column.choosing(from: [left, right], type: type, source: source)
        return isConstant ? .constant(column) : .column(column)
    }
}
