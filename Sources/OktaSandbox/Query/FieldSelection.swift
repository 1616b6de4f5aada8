/// The parts of a row that `fields=id,status,profile:(login,email)` asks for.
struct FieldSelection: Sendable {
    private var names: [(name: String, inner: [String]?)] = []

    /// - Throws: E0000001 when a parenthesis is not closed.
    init(parsing text: String) throws {
        var rest = Substring(text)
        while !rest.isEmpty {
            let name = rest.prefix { $0 != "," && $0 != ":" }
            rest = rest.dropFirst(name.count)
            var inner: [String]?
            if rest.hasPrefix(":(") {
                guard let end = rest.firstIndex(of: ")") else {
                    throw APIError.validation("fields", "fields: a ')' is missing")
                }
                inner = rest[..<end].dropFirst(2).split(separator: ",").map(String.init)
                rest = rest[rest.index(after: end)...]
            }
            names.append((String(name), inner))
            rest = rest.drop { $0 == "," }
        }
    }

    /// The row with only those members; `id` always stays.
    func apply(to row: Record) -> Record {
        var kept = Record()
        kept["id"] = row["id"]
        for (name, inner) in names {
            guard let value = row[name] else { continue }
            guard let inner, let record = value.record else {
                kept[name] = value
                continue
            }
            kept[name] = .object(
                Record(inner.compactMap { part in record[part].map { (part, $0) } }))
        }
        return kept
    }
}

extension Call {
    /// A condition of this call, read under the endpoint's rule.
    ///
    /// - Throws: E0000031 when the rule does not have it.
    func filter(_ text: String, _ rule: FilterRule) throws -> FilterExpression {
        do {
            return try FilterParser.parse(text, rule: rule)
        } catch {
            throw APIError.badSearch(error.reason)
        }
    }

    /// Rows by the texts or numbers at a path, `sortOrder=desc` for the other way round; the ones without
    /// it come last, and equal ones keep their order.
    func sorted(_ rows: [Record], by path: String) -> [Record] {
        func key(_ row: Record) -> String {
            switch row.value(path) {
            case .string(let text)?: text.lowercased()
            case .integer(let count)?: String(Double(count))
            case .number(let number)?: String(number)
            case .bool(let flag)?: String(flag)
            default: "\u{10FFFF}"
            }
        }
        let descends = query("sortOrder")?.lowercased().hasPrefix("desc") ?? false
        let keyed = rows.enumerated().map { (key: key($0.element), place: $0.offset) }
        let order = keyed.sorted { left, right in
            if left.key == right.key { return left.place < right.place }
            return (left.key < right.key) != descends
        }
        return order.map { rows[$0.place] }
    }
}
