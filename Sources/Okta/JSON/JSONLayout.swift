/// Writes JSON for people and for terminals.
public enum JSONLayout {
    /// A string with its quotes, as bytes.
    static func string(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar {
        case "\"": bytes += Array("\\\"".utf8)
        case "\\": bytes += Array("\\\\".utf8)
        case "\n": bytes += Array("\\n".utf8)
        case "\t": bytes += Array("\\t".utf8)
        case _ where isUnsafe(scalar):
            let digits = String(scalar.value, radix: 16)
            bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
        default: bytes += Array(String(scalar).utf8)
        }
    }

    /// Control characters and those that change the direction of text: a terminal would act on them.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// One member or element a line, two spaces deeper each level; what a terminal would act on is escaped,
    /// which leaves the value the same.
    ///
    /// `{"a":[1]}` gives `{`, `  "a": [`, `    1`, `  ]`, `}`.
    public static func indented(_ view: JSONView) -> String {
        var bytes: [UInt8] = []
        append(view, depth: 0, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Several values as one list.
    public static func indentedList(_ views: [JSONView]) -> String {
        var bytes: [UInt8] = []
        appendList(views, depth: 0, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func newLine(_ depth: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\n"))
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: depth * 2)
    }

    private static func append(_ view: JSONView, depth: Int, to bytes: inout [UInt8]) {
        if view.isObject {
            let members = view.members()
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(depth + 1, &bytes)
                bytes += string(member.key)
                bytes += Array(": ".utf8)
                append(member.value, depth: depth + 1, to: &bytes)
            }
            if !members.isEmpty { newLine(depth, &bytes) }
            bytes.append(UInt8(ascii: "}"))
        } else if view.isList {
            appendList(view.elements(), depth: depth, to: &bytes)
        } else if let text = view.string {
            bytes += string(text)
        } else {
            bytes += view.text
        }
    }

    private static func appendList(_ views: [JSONView], depth: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in views.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            newLine(depth + 1, &bytes)
            append(element, depth: depth + 1, to: &bytes)
        }
        if !views.isEmpty { newLine(depth, &bytes) }
        bytes.append(UInt8(ascii: "]"))
    }
}
