import Columns

/// Finds what identifies a record.
enum KeyInference {
    struct Ranked: Sendable {
        let column: Int
        let score: Double
        let evidence: String
    }

    private static let generic: Set<String> = [
        "user", "account", "record", "object", "item", "row", "entity", "member", "unique",
    ]
    static let measures: Set<String> = [
        "count", "amount", "price", "total", "cost", "quantity", "qty", "size", "bytes", "length",
        "duration", "age", "score", "rank", "percent", "balance", "year", "month", "day", "week",
        "rating", "level", "priority", "weight", "height", "millisecond", "second", "minute",
        "hour",
        "position", "order", "sequence", "index", "version", "fax", "phone", "address", "street",
        "zip", "postal", "description", "comment", "note", "password", "url", "avatar", "salary",
        "wage", "fee", "rate", "tax", "discount", "seat", "used", "free", "limit", "quota",
        "budget",
        "population", "distance", "depth", "speed", "latitude", "longitude", "lat", "lon",
    ]

    /// Single columns without a gap or a repeat, best first.
    static func rank(words: [String], columns: [ColumnProfile], names: [FieldName]) -> [Ranked] {
        var ranked: [Ranked] = []
        let isNamed = names.contains { $0.hasIdentifier }
        for (index, column) in columns.enumerated() {
            guard column.rows > 0, column.isUnique, column.present == column.rows,
                !column.type.isList, column.shape != .time, column.shape != .freeText
            else { continue }
            let (score, reason) = score(column, names[index], words, isNamed: isNamed)
            // Exports begin with what the record is called by.
            let place = index == 0 ? 0.6 : -Double(index) * 0.12
            ranked.append(
                Ranked(
                    column: index, score: score + place,
                    evidence: "unique in all \(column.rows) rows, never missing\(reason)"))
        }
        return ranked.sorted { ($0.score, -$0.column) > ($1.score, -$1.column) }
    }

    /// - Parameter isNamed: some field of the object is called an identifier, so that names can be trusted.
    private static func score(
        _ column: ColumnProfile, _ name: FieldName, _ words: [String], isNamed: Bool
    ) -> (Double, String) {
        var score = 0.0
        var reasons: [String] = []
        let stem = name.stem
        if name.hasIdentifier {
            let isOwn =
                stem.isEmpty
                || stem.allSatisfy { word in
                    generic.contains(word) || words.contains(word)
                        || words.contains { NameLikeness.isAbbreviation(word, $0) }
                }
            if name.leaf == ["id"] {
                score += 3
            } else if isOwn {
                score += 2.2
            } else if name.hasAny(["serial", "asset"]) {
                // What is stamped on a device stays; what it is called in a network does not.
                score += 1
            } else {
                // An employee number in a list of accounts is somebody else's key.
                score -= 0.3
            }
            if isOwn { reasons.append("named as an identifier") }
        } else if isNamed, column.isInteger, column.shape != .counter {
            // A number that nothing calls an identifier is a measure, and unique by accident.
            score -= 0.8
        } else if name.hasAny(MatchFields.loginWords) {
            score += 0.8
            reasons.append("named as a login")
        }
        if name.hasAny(measures), !column.isEmail { score -= 3 }
        switch column.shape {
        case .uuid, .prefixedID:
            score += 1.2
            reasons.append("of a fixed shape (\(column.shape.rawValue))")
        case .counter:
            score += 1
            reasons.append("counts its rows")
        case .serial, .code: score += 0.8
        case .email: score += 1
        case .handle, .domain: score += 0.5
        case .personName, .url, .phone: score -= 1.5
        case .text: score -= 0.6
        default: break
        }
        return (score, reasons.map { ", " + $0 }.joined())
    }
}
