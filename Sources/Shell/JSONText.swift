/// JSON strings and documents, as far as the shell writes them itself.
enum JSONText {
    static func encode(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case "\r": out += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// The text of a JSON string; nil when the line is not one.
    static func decode(_ line: String) -> String? {
        var scalars = line.unicodeScalars[...]
        guard scalars.popFirst() == "\"", scalars.popLast() == "\"" else { return nil }
        var out = String.UnicodeScalarView()
        var high: UInt32?
        while let scalar = scalars.popFirst() {
            guard scalar == "\\" else {
                guard high == nil else { return nil }
                out.append(scalar)
                continue
            }
            switch scalars.popFirst() {
            case "n": out.append("\n")
            case "t": out.append("\t")
            case "r": out.append("\r")
            case "b": out.append("\u{8}")
            case "f": out.append("\u{C}")
            case "u":
                let digits = String(String.UnicodeScalarView(scalars.prefix(4)))
                guard digits.utf8.count == 4, let unit = UInt32(digits, radix: 16) else {
                    return nil
                }
                scalars = scalars.dropFirst(4)
                if (0xD800..<0xDC00).contains(unit) {
                    high = unit
                    continue
                }
                var value = unit
                if let first = high, (0xDC00..<0xE000).contains(unit) {
                    value = 0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00)
                }
                guard let character = Unicode.Scalar(value) else { return nil }
                out.append(character)
            case let other?: out.append(other)
            case nil: return nil
            }
            high = nil
        }
        return high == nil ? String(out) : nil
    }

    indirect enum Value {
        case null
        case integer(Int)
        case number(Double)
        case text(String)
        case list([Value])
        case object([(String, Value)])
    }

    static func write(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? "\(value)" : "null"
        case .text(let text): encode(text)
        case .list(let values): "[" + values.map(write).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { encode($0.0) + ": " + write($0.1) }.joined(separator: ", ") + "}"
        }
    }

    /// A list with one element a line: readable, and `diff` and `grep` work on it.
    static func document(_ values: [Value]) -> String {
        if values.isEmpty { return "[]\n" }
        return "[\n" + values.map { "  " + write($0) }.joined(separator: ",\n") + "\n]\n"
    }
}
