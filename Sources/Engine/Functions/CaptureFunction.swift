import Columns

/// `capture`: the part of a text that a group of a pattern matches.
enum CaptureFunction {
    static let capture = FunctionSignature(
        name: "capture", family: "text",
        summary: """
            Gives what a pattern's first group matches, or the whole match without groups; a number names another \
            group, 0 the whole.
            """,
        example: ("capture(\"aws#1234#Admin#\", /^aws#.+#(.+)#/)", "Admin"),
        parameters: [
            .init(name: "text", types: []),
            .init(name: "pattern", types: [.text], takesPattern: true),
            .init(name: "group", types: [.integer], isOptional: true),
        ],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            guard case .pattern(let pattern) = operands[1] else {
                throw .other(
                    message: "capture needs a regular expression between slashes",
                    help: "capture(name, /-(.+)$/)")
            }
            var finder = pattern.finder()
            var matcher = pattern.matcher()
            let group =
                operands.count > 2
                ? operands[2].integers
                : FlatArgument([pattern.groupCount > 0 ? 1 : 0], isConstant: true)
            if operands.count > 2, operands[2].isConstant,
                case let number = operands[2].integers[0],
                number < 0 || number > pattern.groupCount
            {
                let groups =
                    pattern.groupCount == 1 ? "1 group" : "\(pattern.groupCount) groups"
                throw .other(
                    message: "the pattern has \(groups), and group \(number) is asked for",
                    help: "parentheses make a group; 0 is the whole match")
            }
            return Rowwise.pieces(of: TextArgument(operands[0]), operands, count) { row, bytes in
                let bytes = Folding.trimmed(bytes)
                let number = group[row]
                guard number >= 0, number <= pattern.groupCount, matcher.matches(bytes),
                    let match = finder.firstMatch(in: bytes)
                else { return nil }
                let start = Int(match[2 * Int(number)])
                let end = Int(match[2 * Int(number) + 1])
                if start < 0 || end < 0 { return nil }
                return UnsafeBufferPointer(rebasing: bytes[start..<end])
            }
        })
}
