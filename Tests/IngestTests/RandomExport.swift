import TestSupport

/// JSON as programs export it: every field of one kind, in `anomalies` of a hundred places another value.
struct RandomExport {
    private typealias Maker = (inout SeededNumbers) -> String

    private struct Field {
        let key: String
        let value: Maker
        /// Records before this one lack the field.
        let start: Int
    }

    private enum Form: CaseIterable { case list, wrapped, lines, objects }

    private let fields: [Field]
    private let form: Form
    private let anomalies: Int

    /// What the file is called; the name may say that it is of lines.
    let file: String

    init(_ random: inout SeededNumbers, anomalies: Int) {
        self.anomalies = anomalies
        form = Form.allCases.randomElement(using: &random)!
        file = form == .lines && Bool.random(using: &random) ? "test.ndjson" : "test"
        fields = Self.fields(&random, depth: 0)
    }

    private static let keys = [
        "id", "status", "a key longer than eight bytes", "é", #"k\"q"#, "profile", "n", "",
        #"\u006b"#, "a key longer than eight others", "last", "x",
    ]
    private static let odd = [
        "null", "\"\"", "\" \"", "\"n/a\"", "1.0", "7", "true", "[]", "[1,null]", "{\"x\":1}",
        "[{}]",
        "[1,{}]", "\"2026-01-01T00:00:00Z\"", "{}",
    ]

    private static func fields(_ random: inout SeededNumbers, depth: Int) -> [Field] {
        keys.shuffled(using: &random).prefix(Int.random(in: 1...10, using: &random)).map { key in
            let start = Int.random(in: 0...5, using: &random) == 0 ? 60 : 0
            return Field(key: key, value: maker(&random, depth: depth), start: start)
        }
    }

    private static func maker(_ random: inout SeededNumbers, depth: Int) -> Maker {
        let plain: [Maker] = [
            { "\(Int.random(in: -9...900_000, using: &$0))" },
            { "\(Int.random(in: 0...99, using: &$0)).5e1" },
            { ["true", "false"].randomElement(using: &$0)! },
            { "\"2026-0\(Int.random(in: 1...9, using: &$0))-11\"" },
            { "\"2026-01-1\(Int.random(in: 0...9, using: &$0))T03:04:05.000Z\"" },
            { ["\"ACTIVE\"", "\"LEFT\"", "\"Zo\\u00eb\"", "null"].randomElement(using: &$0)! },
            { "\"00u\(Int.random(in: 0...Int.max, using: &$0))\"" },
            { #""\#(Int.random(in: 0...99, using: &$0)) \"said\" Ångström\n},{\ud83c\udf34\\""# },
            { _ in "null" },
            { "\"" + String(repeating: "long ", count: Int.random(in: 0...40, using: &$0)) + "\"" },
        ]
        if depth == 2 || Int.random(in: 0..<3, using: &random) > 0 {
            return plain.randomElement(using: &random)!
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let element = plain.randomElement(using: &random)!
            return { random in
                let count = Int.random(in: 0...3, using: &random)
                return "[" + (0..<count).map { _ in element(&random) }.joined(separator: ", ") + "]"
            }
        case 1:
            let fields = fields(&random, depth: depth + 1)
            return { random in
                let count = Int.random(in: 0...3, using: &random)
                return "["
                    + (0..<count).map { _ in object(fields, &random) }.joined(separator: ",") + "]"
            }
        case 2: return { "[[\(Int.random(in: 0...9, using: &$0))],{}]" }
        default:
            let fields = fields(&random, depth: depth + 1)
            return { object(fields, &$0) }
        }
    }

    private static func object(_ fields: [Field], _ random: inout SeededNumbers) -> String {
        "{" + fields.map { "\"\($0.key)\":\($0.value(&random))" }.joined(separator: ",") + "}"
    }

    private func record(_ row: Int, _ random: inout SeededNumbers) -> String {
        func isOdd() -> Bool { Int.random(in: 0..<100, using: &random) < anomalies }
        var members: [String] = []
        for field in fields where row >= field.start && !isOdd() {
            let value = isOdd() ? Self.odd.randomElement(using: &random)! : field.value(&random)
            members.append("\"\(field.key)\":\(value)")
            if isOdd() { members.append("\"\(field.key)\" : null") }
        }
        if isOdd() { members.shuffle(using: &random) }
        return "{" + members.joined(separator: isOdd() ? " ,\t" : ",") + "}"
    }

    func text(_ random: inout SeededNumbers) -> [UInt8] {
        let newline = Bool.random(using: &random) ? "\n" : "\r\n"
        let count = Int.random(in: 1...300, using: &random)
        let records = (0..<count).map { record($0, &random) }
        var text = Int.random(in: 0...5, using: &random) == 0 ? "\u{FEFF}" : ""
        switch form {
        case .list:
            let comma = [",", "," + newline, " , "].randomElement(using: &random)!
            text += "[" + newline + records.joined(separator: comma) + "]" + newline
        case .wrapped:
            text += #"{"ok": ["[{]}\"", 1], "all": ["#
            text += records.joined(separator: "," + newline)
            text += #" ] , "cursor":"\u0041", "none":[]}"#
        case .lines:
            let gap = Bool.random(using: &random) ? newline : newline + " " + newline
            text += records.joined(separator: gap) + (Bool.random(using: &random) ? newline : "")
        case .objects: text += records.joined(separator: Bool.random(using: &random) ? " " : "")
        }
        return Array(text.utf8)
    }
}
