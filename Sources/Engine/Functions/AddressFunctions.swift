import Columns

/// `domain` and `localpart` of e-mail addresses and logins.
enum AddressFunctions {
    static let domain = FunctionSignature(
        name: "domain", family: "text",
        summary: "Gives what follows the last @; missing without one.",
        example: ("domain(\"ada@acme.com\")", "acme.com"),
        parameters: [.init(name: "address", types: [])],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            Rowwise.pieces(of: TextArgument(operands[0]), operands, count) { _, bytes in
                guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
                return Folding.trimmed(UnsafeBufferPointer(rebasing: bytes[(at + 1)...]))
            }
        })

    static let localpart = FunctionSignature(
        name: "localpart", family: "text",
        summary: "Gives what stands before the last @, or all of a login without one.",
        example: ("localpart(\"ada@acme.com\")", "ada"),
        parameters: [.init(name: "address", types: [])],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            Rowwise.pieces(of: TextArgument(operands[0]), operands, count) { _, bytes in
                let end = bytes.lastIndex(of: UInt8(ascii: "@")) ?? bytes.count
                return Folding.trimmed(UnsafeBufferPointer(rebasing: bytes[..<end]))
            }
        })
}
