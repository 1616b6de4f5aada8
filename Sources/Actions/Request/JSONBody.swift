import Okta

/// JSON that is sent, members in the order given.
public indirect enum JSONBody: Sendable {
    case text(String)
    case flag(Bool)
    case whole(Int64)
    case number(Double)
    case null
    case list([JSONBody])
    case object([(String, JSONBody)])
    /// Checked JSON text as it is.
    case raw([UInt8])

    /// What an input's value is in a body.
    public init(_ value: InputValue) {
        switch value {
        case .text(let text): self = .text(text)
        case .flag(let flag): self = .flag(flag)
        case .whole(let whole): self = .whole(whole)
        case .number(let number): self = .number(number)
        case .list(let texts): self = .list(texts.map { .text($0) })
        case .json(let bytes): self = .raw(bytes)
        case .secret(let secret): self = secret.withText { .text($0) }
        case .null: self = .null
        }
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): bytes += Self.quoted(text)
        case .flag(let flag): bytes += Array((flag ? "true" : "false").utf8)
        case .whole(let whole): bytes += Array(String(whole).utf8)
        case .number(let number):
            // JSON has no infinity; inputs refuse it before.
            bytes += Array((number.isFinite ? "\(number)" : "null").utf8)
        case .null: bytes += Array("null".utf8)
        case .raw(let text): bytes += text
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += Self.quoted(member.0)
                bytes.append(UInt8(ascii: ":"))
                member.1.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var bytes = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += Array("\\u00\(byte < 16 ? "0" : "")\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
        return bytes + [UInt8(ascii: "\"")]
    }
}
