import Columns

/// `starts` and `ends`, which fold case and trim as `=` does.
enum AffixFunctions {
    static let starts = FunctionSignature(
        name: "starts", family: "text",
        summary: "Says whether the text begins with another, in any case.",
        example: ("starts(\"ADM-ada\", \"adm-\")", "true"),
        parameters: [.init(name: "text", types: []), .init(name: "beginning", types: [.text])],
        resultType: { _ in .bool },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            test(operands, count) { text, part in text.starts(with: part) }
        })

    static let ends = FunctionSignature(
        name: "ends", family: "text",
        summary: "Says whether the text ends with another, in any case.",
        example: ("ends(\"ada@ACME.com\", \"@acme.com\")", "true"),
        parameters: [.init(name: "text", types: []), .init(name: "ending", types: [.text])],
        resultType: { _ in .bool },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            test(operands, count) { text, part in text.suffix(part.count).elementsEqual(part) }
        })

    private static func test(
        _ operands: [Operand], _ count: Int,
        _ holds: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Column {
        let text = TextArgument(operands[0])
        let part = TextArgument(operands[1])
        return Rowwise.values(operands, count, zero: false, Column.Storage.bool) { row in
            Folding.withFolded(text[row]) { text in
                Folding.withFolded(part[row]) { part in holds(text, part) }
            }
        }
    }
}
