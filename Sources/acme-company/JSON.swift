/// A JSON value that keeps its members in the order they were written.
indirect enum JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case null
    case bool(Bool)
    case integer(Int)
    /// A decimal number, spelt as it shall stand in the file.
    case number(String)
    case text(String)
    case list([JSON])
    case object([(String, JSON)])

    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(arrayLiteral elements: JSON...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }

    /// Text, or null for none.
    static func optional(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }

    static func texts(_ values: [String]) -> JSON { .list(values.map { .text($0) }) }

    /// The value on one line, without spaces, as an API sends it.
    var line: String {
        var out = ""
        write(into: &out)
        return out
    }

    private func write(into out: inout String) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .integer(let value): out += "\(value)"
        case .number(let spelling): out += spelling
        case .text(let value): Self.quote(value, into: &out)
        case .list(let values):
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += "," }
                value.write(into: &out)
            }
            out += "]"
        case .object(let members):
            out += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { out += "," }
                Self.quote(member.0, into: &out)
                out += ":"
                member.1.write(into: &out)
            }
            out += "}"
        }
    }

    private static func quote(_ value: String, into out: inout String) {
        out += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{0}"..."\u{1f}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }

    /// An array with one record a line: what an API sends, cut where a person can read a diff.
    static func array(_ records: [JSON]) -> String {
        records.isEmpty ? "[]\n" : "[\n" + records.map(\.line).joined(separator: ",\n") + "\n]\n"
    }

    static func lines(_ records: [JSON]) -> String { records.map { $0.line + "\n" }.joined() }
}
