import Okta

/// One value that an action takes beside its target.
public struct ActionInput: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case text, flag, whole, number, list, json
        case choice([String])
        /// Asked for without echo, taken from a file or variable; never shown, never stored.
        case secret
    }

    public var name: String
    public var kind: Kind
    public var isRequired: Bool
    /// Okta's own value where it is left out, for help.
    public var standard: String?
    public var summary: String
    /// The longest text that Okta takes, in characters.
    public var lengthMax: Int?

    public init(
        _ name: String, _ kind: Kind, _ summary: String, isRequired: Bool = false,
        standard: String? = nil, lengthMax: Int? = nil
    ) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.isRequired = isRequired
        self.standard = standard
        self.lengthMax = lengthMax
    }

    /// The kind as help shows it: `text`, `one of ACTIVE, INACTIVE`.
    public var kindText: String {
        switch kind {
        case .text: "text"
        case .flag: "true or false"
        case .whole: "whole number"
        case .number: "number"
        case .list: "list of texts"
        case .json: "JSON"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .secret: "secret"
        }
    }

    /// Why Okta would not take a value; nil when it would.
    func refusal(of value: InputValue) -> String? {
        let fits =
            switch (kind, value) {
            case (_, .null): !isRequired
            case (.text, .text), (.flag, .flag), (.whole, .whole), (.number, .number),
                (.number, .whole), (.list, .list), (.json, .json), (.choice, .text),
                (.secret, .secret):
                true
            default: false
            }
        guard fits else { return "'\(name)' takes \(kindText)" }
        for text in value.texts where text.unicodeScalars.contains(where: { $0.value > 0xFFFF }) {
            return "'\(name)' has a character that Okta does not store, such as an emoji"
        }
        if let lengthMax, value.texts.contains(where: { $0.unicodeScalars.count > lengthMax }) {
            return "'\(name)' is longer than \(lengthMax) characters"
        }
        switch (kind, value) {
        case (.choice(let words), .text(let word)) where !words.contains(word):
            return "'\(name)' is \(kindText)"
        case (.json, .json(let bytes)):
            guard JSONView(bytes) != nil else { return "'\(name)' is no JSON" }
            // The first byte of a four-byte sequence is 0xF0 or above.
            return bytes.contains { $0 >= 0xF0 }
                ? "'\(name)' has a character that Okta does not store, such as an emoji" : nil
        case (.number, .number(let number)) where !number.isFinite:
            return "'\(name)' is no number that JSON can hold"
        default: return nil
        }
    }
}

public enum InputValue: Sendable, Equatable {
    case text(String)
    case flag(Bool)
    case whole(Int64)
    case number(Double)
    case list([String])
    case json([UInt8])
    case secret(Secret)
    /// Clears an attribute.
    case null

    /// Whether nothing is in it, so that a required input is still missing.
    var isBlank: Bool {
        switch self {
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .list(let texts): texts.isEmpty
        case .json(let bytes): bytes.isEmpty
        case .secret(let secret): secret.isEmpty
        case .null: true
        case .flag, .whole, .number: false
        }
    }

    /// The texts in it, secrets too: for checks that show nothing.
    fileprivate var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let texts): texts
        case .secret(let secret): [secret.withText { $0 }]
        case .flag, .whole, .number, .json, .null: []
        }
    }
}

public typealias InputValues = [String: InputValue]

extension InputValues {
    func text(_ name: String) -> String? {
        if case .text(let text)? = self[name] { text } else { nil }
    }

    func flag(_ name: String) -> Bool? {
        if case .flag(let flag)? = self[name] { flag } else { nil }
    }
}
