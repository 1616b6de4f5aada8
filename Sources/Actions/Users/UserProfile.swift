import Okta

/// What two actions on a user's profile share: who may not be edited, and values as they are kept.
enum UserProfile {
    /// Why Okta would not take an edit of this user; nil when it would.
    static func refusal(_ user: JSONView) -> Assessment? {
        if user["status"]?.string == "DEPROVISIONED" {
            return .refuses("it is DEPROVISIONED: activate user comes first")
        }
        let provider = user["credentials", "provider", "type"]?.string ?? "OKTA"
        return ["ACTIVE_DIRECTORY", "LDAP", "IMPORT"].contains(provider)
            ? .refuses("its profile is kept by \(provider), and changes there") : nil
    }

    /// Whether an attribute has that value already; null and absent are the same.
    static func holds(_ value: InputValue, _ kept: JSONView?) -> Bool {
        guard let kept, !kept.isNull else { return value == .null }
        if case .text(let text) = value { return kept.string == text }
        return JSONBody(value).bytes == Array(kept.text)
    }

    /// A kept value as an input that writes it again; nil for what no input can hold.
    static func input(_ kept: JSONView) -> InputValue? {
        if let text = kept.string { return .text(text) }
        if let flag = kept.bool { return .flag(flag) }
        if let whole = kept.integer { return .whole(Int64(whole)) }
        if kept.isList {
            let texts = kept.elements().compactMap(\.string)
            return texts.count == kept.elements().count ? .list(texts) : nil
        }
        return Double(String(decoding: kept.text, as: UTF8.self)).map { .number($0) }
    }

    /// A value in a sentence: short, and without what would start another line.
    static func shown(_ kept: JSONView?) -> String {
        guard let kept, !kept.isNull else { return "nothing" }
        return kept.string.map(quoted) ?? String(decoding: kept.text.prefix(60), as: UTF8.self)
    }

    static func shown(_ value: InputValue) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .null: "nothing"
        case .secret: "<redacted>"
        default: String(decoding: JSONBody(value).bytes.prefix(60), as: UTF8.self)
        }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.prefix(40) + (text.count > 40 ? "…" : "") + "'"
    }
}
