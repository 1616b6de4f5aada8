import Columns

/// Finds the field a person recognises a record by: a login, an address, a name, a label.
enum PrimaryInference {
    struct Ranked: Sendable {
        let column: Int
        let score: Double
        let evidence: String
    }

    /// Fields in order of fitness; empty only for an object without fields.
    ///
    /// What repeats does not tell records apart: where the best readable field does, and the key is short
    /// enough to be read out (a ticket's or an invoice's number), the key comes first. A long id is worse
    /// than a name that two records share.
    static func rank(_ profile: TableProfile) -> [Ranked] {
        var ranked = profile.columns.indices.map { index in
            let (score, reasons) = score(profile, index)
            return Ranked(
                column: index, score: score - 0.05 * Double(index),
                evidence: reasons.joined(separator: ", "))
        }.sorted { ($0.score, -$0.column) > ($1.score, -$1.column) }
        guard let best = ranked.first, let key = profile.key, best.column != key,
            isShort(profile.columns[key]), repeats(profile, best.column),
            let place = ranked.firstIndex(where: { $0.column == key })
        else { return ranked }
        ranked.remove(at: place)
        let field = profile.columns[best.column].field
        ranked.insert(
            Ranked(
                column: key, score: best.score,
                evidence: "the key is short, and '\(field)' repeats"), at: 0)
        return ranked
    }

    private static func isShort(_ key: ColumnProfile) -> Bool {
        guard key.averageLength <= 16 else { return false }
        switch key.shape {
        case .counter, .number, .code, .handle, .text: return true
        default: return key.isInteger
        }
    }

    /// A login or an address may be missing or entered twice and still is what a person goes by.
    private static func repeats(_ profile: TableProfile, _ index: Int) -> Bool {
        let column = profile.columns[index]
        let isOwnName = column.isEmail || profile.names[index].hasAny(MatchFields.loginWords)
        let least =
            isOwnName ? 0.6 : profile.kind == .devices ? 0.8 : 0.95
        return column.uniqueness * column.fill < least
    }

    private static func score(_ profile: TableProfile, _ index: Int) -> (Double, [String]) {
        let column = profile.columns[index]
        let name = profile.names[index]
        var score = 0.0
        var reasons: [String] = []
        if column.type != .text {
            score -= column.isInteger && profile.key == index ? 1 : 5
        }
        switch column.shape {
        case .email: add(2.5, "e-mail addresses")
        case .handle: add(1.8, "one word each")
        case .personName: add(1.8, "person names")
        case .text: add(1.2, "short text")
        case .code:
            // `PLAT-12`, `CVE-2024-3094`: made to be said; a bare number is not.
            add(profile.key == index && !column.isInteger ? 1.8 : 1.0, "codes")
        case .domain: add(1.5, "domains")
        case .serial: add(0.6, "serial numbers")
        case .freeText: score -= 1
        case .uuid: score -= 3.5
        case .prefixedID, .counter, .url, .phone: score -= 2.5
        case .flag, .time, .blank, .number: score -= 5
        case .category: score -= 2
        }
        let word = wordScore(name, profile)
        if word > 0 {
            add(word, "called '\(column.field)'")
        } else {
            score += word
        }
        if isOfAnotherRecord(profile, index) { score -= 3 }
        let distinct = column.uniqueness
        if column.isUnique && column.present == column.rows {
            add(2, "unique, never missing")
        } else {
            score += 2.2 * distinct * column.fill - 1.2
            if distinct >= 0.9 {
                reasons.append("unique but for \(LinkFacts.percent(1 - distinct))")
            }
        }
        if profile.key == index, isReadable(column) { add(1.5, "the key itself is readable") }
        return (score, reasons)

        func add(_ points: Double, _ reason: String) {
            score += points
            reasons.append(reason)
        }
    }

    /// A field of a nested object that has an `id` of its own, such as `actor.displayName` of an event beside
    /// `actor.id`: it names that object, unless that `id` is the record's key.
    private static func isOfAnotherRecord(_ profile: TableProfile, _ index: Int) -> Bool {
        let field = profile.columns[index].field
        guard let dot = field.lastIndex(of: ".") else { return false }
        let id = field[...dot] + "id"
        guard let other = profile.columns.firstIndex(where: { $0.field == id }) else {
            return false
        }
        return other != profile.key
    }

    private static func isReadable(_ column: ColumnProfile) -> Bool {
        switch column.shape {
        case .email, .handle, .code, .text, .domain: !column.isInteger && column.averageLength <= 40
        default: false
        }
    }

    /// What many records share, even where a short list does not show it.
    private static let qualities: Set<String> = [
        "city", "state", "country", "title", "lang", "language", "locale", "timezone", "currency",
    ]

    private static func wordScore(_ name: FieldName, _ profile: TableProfile) -> Double {
        if name.words.contains(where: MatchFields.otherPeople.contains)
            || name.hasAny(MatchFields.aliasWords)
        {
            return -2
        }
        if profile.kind == .devices {
            if name.leaf == ["computer", "name"] || name.hasAny(["hostname"]) { return 3 }
            if name.hasAny(["email", "username", "user"]) || name.leaf == ["real", "name"] {
                return -4
            }
        }
        if name.hasAny(["login", "username", "hostname"]) { return 2.5 }
        if name.hasAny(["email", "mail"]) { return 2 }
        if name.leaf == ["label"] { return 2.4 }
        if name.leaf == ["name"] { return 2.2 }
        if name.leaf == ["display", "name"] || name.leaf == ["full", "name"] { return 1.5 }
        if name.leaf.last == "name" {
            let isPart = name.hasAny(["first", "last", "given", "family", "middle", "company"])
            return isPart ? -1.5 : 2
        }
        if name.leaf.last == "message" { return 2 }
        // `Cost Center` of a list of cost centers.
        if name.leaf.count > 1, name.leaf == profile.words { return 2.2 }
        if name.leaf == ["title"] || name.leaf == ["slug"] { return 1.5 }
        if name.leaf == ["user"] { return 1.5 }
        if name.hasAny(KeyInference.measures) || name.hasAny(Self.qualities) {
            return -2
        }
        if name.leaf == ["id"] { return -1 }
        return 0
    }
}
