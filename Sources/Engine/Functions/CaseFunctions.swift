import Columns

/// `lower`, `upper`, `trim`, `length`: functions of one text.
enum CaseFunctions {
    static let lower = FunctionSignature(
        name: "lower", family: "text",
        summary: "Gives the text in lower case.",
        example: ("lower(\"Ada LOVELACE\")", "ada lovelace"),
        parameters: [.init(name: "text", types: [])],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            try recased(operands, count, ascii: Folding.lowercase) { $0.lowercased() }
        })

    static let upper = FunctionSignature(
        name: "upper", family: "text",
        summary: "Gives the text in upper case.",
        example: ("upper(\"de\")", "DE"),
        parameters: [.init(name: "text", types: [])],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            try recased(operands, count, ascii: { $0 &- 97 < 26 ? $0 & 0xDF : $0 }) {
                $0.uppercased()
            }
        })

    static let trim = FunctionSignature(
        name: "trim", family: "text",
        summary: "Gives the text without the white space at both ends.",
        example: ("trim(\"  Ada \")", "Ada"),
        parameters: [.init(name: "text", types: [])],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            Rowwise.pieces(of: TextArgument(operands[0]), operands, count) { _, bytes in
                Folding.trimmed(bytes)
            }
        })

    static let length = FunctionSignature(
        name: "length", family: "text",
        summary: "Counts the characters a person sees: é is one however it is encoded.",
        example: ("length(\"Zoë\")", "3"),
        parameters: [.init(name: "text", types: [])],
        resultType: { _ in .integer },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let text = TextArgument(operands[0])
            return Rowwise.values(operands, count, zero: Int64(0), Column.Storage.integer) { row in
                let bytes = text[row]
                // CR LF is the one pair of ASCII bytes that is a single character.
                if Folding.isASCII(bytes), !bytes.contains(13) { return Int64(bytes.count) }
                return Int64(String(decoding: bytes, as: UTF8.self).count)
            }
        })

    private static func recased(
        _ operands: [Operand], _ count: Int, ascii: (UInt8) -> UInt8,
        unicode: (String) -> String
    ) throws(EvaluationError) -> Column {
        let text = TextArgument(operands[0])
        return try Rowwise.text(operands, count) { row, out in
            let bytes = text[row]
            if Folding.isASCII(bytes) {
                for byte in bytes { out.append(ascii(byte)) }
            } else {
                out.append(contentsOf: unicode(String(decoding: bytes, as: UTF8.self)).utf8)
            }
            return true
        }
    }
}
