import Columns

/// `text`, `if`, `differs`, `via`: functions of values of any type.
enum ValueFunctions {
    static let text = FunctionSignature(
        name: "text", family: "any",
        summary: "Gives a value as text, spelt as in its source.",
        example: ("text(1.50)", "1.5"),
        parameters: [.init(name: "value", types: [])],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            guard let values = operands[0].values else { return .missing(.text, count: count) }
            let column = Column(.text(values.text()), validity: values.validity)
            return operands[0].isConstant && count != 1
                ? Operand.constant(column).column(count: count) : column
        })

    static let conditional = FunctionSignature(
        name: "if", family: "any",
        summary:
            "Gives the value behind the first condition that holds, else the last; missing without one.",
        example: ("if(1 > 2, \"a\", 2 > 1, \"b\", \"c\")", "b"),
        parameters: [
            .init(name: "condition", types: [.bool]),
            .init(name: "then", types: [], takesList: true),
            .init(name: "else", types: [], isOptional: true, isVariadic: true, takesList: true),
        ],
        resultType: { types in
            var values: [ValueType] = []
            for (index, type) in types.enumerated() {
                if index % 2 == 0, index + 1 < types.count {
                    if type != .bool { return nil }
                } else {
                    values.append(type)
                }
            }
            return ValueType.unified(values)
        },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            var source = [Int32](repeating: -1, count: count)
            var open = Bitmap(repeating: true, count: count)
            var values: [Operand] = []
            for index in stride(from: 0, to: operands.count, by: 2) {
                let isElse = index + 1 == operands.count
                let chosen = isElse ? open : open & Logic.truth(operands[index], count: count)
                values.append(operands[isElse ? index : index + 1])
                for row in chosen.rows() { source[Int(row)] = Int32(values.count - 1) }
                open = open & ~chosen
            }
            guard let type = ValueType.unified(values.map(\.type)) else {
                throw .other(message: "if gives values of types that do not go together", help: nil)
            }
            return Column.choosing(from: values, type: type, source: source)
        })

    static let differs = FunctionSignature(
        name: "differs", family: "any",
        summary:
            "Says whether two values, or two lists as sets, are not the same; two missing ones are.",
        example: ("differs((\"a\", \"b\"), (\"B\", \"A\"))", "false"),
        parameters: [
            .init(name: "left", types: [], takesList: true),
            .init(name: "right", types: [], takesList: true),
        ],
        resultType: { types in
            ValueType.unified([types[0].scalar, types[1].scalar]) == nil ? nil : .bool
        },
        evaluate: { (operands, count, context) throws(EvaluationError) in
            try difference(operands[0], operands[1], count, context)
        })

    static let via = FunctionSignature(
        name: "via", family: "any",
        summary: """
            Names the rule by which a link's record was matched: key, email, alias, login, number, name or pinned.
            """,
        example: ("via(okta.users)", "email"),
        parameters: [.init(name: "link", types: [])],
        isSpecialForm: true,
        resultType: { _ in .text },
        evaluate: { (_, _, _) throws(EvaluationError) in
            throw .other(message: "via takes a path over a link", help: "via(okta.users)")
        })

    /// Compares the sets of both sides row by row, as codes that are equal where the values are.
    private static func difference(
        _ left: Operand, _ right: Operand, _ count: Int, _ context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        guard let scalar = ValueType.unified([left.type.scalar, right.type.scalar]) else {
            throw .other(message: "differs takes two values of one type", help: nil)
        }
        func list(_ operand: Operand) -> ListColumn? {
            let column = (operand.values ?? .missing(scalar, count: 1)).converted(to: .list(scalar))
            if case .list(let list) = column.storage { return list }
            return nil
        }
        guard let a = list(left), let b = list(right) else { return .missing(.bool, count: count) }
        let codes = try KeyCodes(
            Column.concatenated([a.elements, b.elements]), context: context
        ).codes
        func set(_ list: ListColumn, _ row: Int, _ base: Int) -> [Int32] {
            let range = Int(list.starts[row]) + base..<Int(list.starts[row + 1]) + base
            if range.count < 2 { return Array(codes[range]) }
            var sorted = codes[range].sorted()
            var kept = 1
            for index in 1..<sorted.count where sorted[index] != sorted[kept - 1] {
                sorted[kept] = sorted[index]
                kept += 1
            }
            return Array(sorted[..<kept])
        }
        let differing = (0..<count).map { row in
            set(a, left.isConstant ? 0 : row, 0)
                != set(b, right.isConstant ? 0 : row, a.elements.count)
        }
        return Column(.bool(differing))
    }
}
