import Columns

/// `replace`: every occurrence of a text, or every match of a pattern, becomes another text.
enum ReplaceFunction {
    static let replace = FunctionSignature(
        name: "replace", family: "text",
        summary: """
            Replaces every occurrence of a text, case and all, or every match of a pattern, where $1 is its first \
            group.
            """,
        example: ("replace(\"Lovelace, Ada\", /(\\w+), (\\w+)/, \"$2 $1\")", "Ada Lovelace"),
        parameters: [
            .init(name: "text", types: []),
            .init(name: "from", types: [.text], takesPattern: true),
            .init(name: "to", types: [.text]),
        ],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let text = TextArgument(operands[0])
            let to = TextArgument(operands[2])
            if case .pattern(let pattern) = operands[1] {
                var finder = pattern.finder()
                return try Rowwise.text(operands, count) { row, out in
                    replace(&finder, in: text[row], with: to[row], &out)
                    return true
                }
            }
            let from = TextArgument(operands[1])
            return try Rowwise.text(operands, count) { row, out in
                let bytes = text[row]
                let part = from[row]
                var start = 0
                while let place = ByteSearch.first(part, in: bytes, from: start) {
                    out.append(contentsOf: bytes[start..<place])
                    out.append(contentsOf: to[row])
                    start = place + part.count
                }
                out.append(contentsOf: bytes[start...])
                return true
            }
        })

    private static func replace(
        _ finder: inout PatternFinder, in bytes: UnsafeBufferPointer<UInt8>,
        with template: UnsafeBufferPointer<UInt8>, _ out: inout [UInt8]
    ) {
        var start = 0
        while start <= bytes.count, let match = finder.firstMatch(in: bytes, from: start) {
            out.append(contentsOf: bytes[start..<Int(match[0])])
            expand(template, match, bytes, &out)
            start = Int(match[1])
            if match[0] == match[1] {
                // An empty match leaves the next character as it is and goes on behind it.
                if start >= bytes.count { return }
                let length = ScalarDecoding.decode(bytes, at: start).length
                out.append(contentsOf: bytes[start..<start + length])
                start += length
            }
        }
        if start < bytes.count { out.append(contentsOf: bytes[start...]) }
    }

    /// `$1` to `$9` are groups, `$0` the whole match, `$$` a dollar sign.
    private static func expand(
        _ template: UnsafeBufferPointer<UInt8>, _ match: [Int32],
        _ bytes: UnsafeBufferPointer<UInt8>, _ out: inout [UInt8]
    ) {
        let dollar = UInt8(ascii: "$")
        var index = 0
        while index < template.count {
            let byte = template[index]
            let next = index + 1 < template.count ? template[index + 1] : 0
            if byte == dollar, next == dollar {
                out.append(dollar)
                index += 2
            } else if byte == dollar, next &- 48 < 10 {
                let group = Int(next - 48)
                if 2 * group + 1 < match.count, match[2 * group] >= 0, match[2 * group + 1] >= 0 {
                    out.append(
                        contentsOf: bytes[Int(match[2 * group])..<Int(match[2 * group + 1])])
                }
                index += 2
            } else {
                out.append(byte)
                index += 1
            }
        }
    }
}
