import Columns

/// `join`: a list as one text.
enum JoinFunction {
    static let join = FunctionSignature(
        name: "join", family: "text",
        summary:
            "Puts the values of a list into one text, with a comma and a space or another text between them.",
        example: ("join((\"red\", \"green\"), \" + \")", "red + green"),
        parameters: [
            .init(name: "list", types: [], takesList: true),
            .init(name: "separator", types: [.text], isOptional: true),
        ],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let separator = TextArgument(operands.count > 1 ? operands[1] : .text(", "))
            guard case .list(let list)? = operands[0].values?.storage else {
                let text = TextArgument(operands[0])
                return try Rowwise.text([operands[0]], count) { row, out in
                    out.append(contentsOf: text[row])
                    return true
                }
            }
            let elements = list.elements.text()
            let isConstant = operands[0].isConstant
            return try Rowwise.text(operands, count) { row, out in
                let row0 = isConstant ? 0 : row
                let first = list.starts[row0]
                for element in first..<list.starts[row0 + 1] {
                    if element > first { out.append(contentsOf: separator[row]) }
                    out.append(contentsOf: elements.bytes(Int(element)))
                }
                return true
            }
        })
}
