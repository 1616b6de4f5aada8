import Actions
import Okta

/// What is done to each target: an action with its inputs.
///
/// - Invariant: holds no secret. A secret input is a reference, `env:NAME`, `file:PATH`, `prompt` or `generate`, that is
///   followed when the call is made.
public struct Deed: Sendable, Equatable {
    public var action: String
    /// Inputs that may be shown and written down.
    public var inputs: InputValues
    /// Where secret inputs come from, by their names.
    public var secrets: [String: String]

    /// The reference of a secret that is made anew for every target, and handed out when the call was made.
    public static let generated = "generate"

    /// The reference of a secret that somebody is asked for when it is needed.
    public static let prompted = "prompt"

    public init(_ action: String, _ inputs: InputValues = [:], secrets: [String: String] = [:]) {
        self.action = action
        self.inputs = inputs.filter { !$0.value.isSecret }
        self.secrets = secrets
    }
}

extension InputValue {
    var isSecret: Bool { if case .secret = self { true } else { false } }
}

extension Deed {
    var json: JSONBody {
        var members: [(String, JSONBody)] = [("action", .text(action))]
        if !inputs.isEmpty {
            members.append(
                ("inputs", .object(inputs.sorted { $0.key < $1.key }.map { ($0, $1.tagged) })))
        }
        if !secrets.isEmpty {
            members.append(
                ("secrets", .object(secrets.sorted { $0.key < $1.key }.map { ($0, .text($1)) })))
        }
        return .object(members)
    }

    init?(_ view: JSONView) {
        guard let action = view["action"]?.string else { return nil }
        self.init(action)
        for (name, value) in view["inputs"]?.members() ?? [] {
            guard let value = InputValue(tagged: value) else { return nil }
            inputs[name] = value
        }
        for (name, source) in view["secrets"]?.members() ?? [] {
            guard let source = source.string else { return nil }
            secrets[name] = source
        }
    }
}

extension InputValue {
    /// The value under the name of its kind: a text `5` and a whole number 5 are two things.
    fileprivate var tagged: JSONBody {
        switch self {
        case .text(let text): .object([("text", .text(text))])
        case .flag(let flag): .object([("flag", .flag(flag))])
        case .whole(let whole): .object([("whole", .whole(whole))])
        case .number(let number): .object([("number", .number(number))])
        case .list(let texts): .object([("list", .list(texts.map { .text($0) }))])
        // As a text: a plan's file is laid out in lines, and these bytes must come back as they are.
        case .json(let bytes): .object([("json", .text(String(decoding: bytes, as: UTF8.self)))])
        case .null, .secret: .null
        }
    }

    fileprivate init?(tagged view: JSONView) {
        if view.isNull {
            self = .null
            return
        }
        guard let (kind, value) = view.members().first else { return nil }
        let text = String(decoding: value.text, as: UTF8.self)
        switch kind {
        case "text": if let text = value.string { self = .text(text) } else { return nil }
        case "flag": if let flag = value.bool { self = .flag(flag) } else { return nil }
        case "whole": if let whole = Int64(text) { self = .whole(whole) } else { return nil }
        case "number": if let number = Double(text) { self = .number(number) } else { return nil }
        case "list": self = .list(value.elements().compactMap(\.string))
        case "json":
            guard let text = value.string, JSONView(Array(text.utf8)) != nil else { return nil }
            self = .json(Array(text.utf8))
        default: return nil
        }
    }
}
