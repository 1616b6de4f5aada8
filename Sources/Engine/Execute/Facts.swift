import Columns
import Correlation

/// What a reader must know to trust an answer, gathered while it is computed.
final class Facts {
    private(set) var touched: [ObjectName] = []
    private var routes: [Route] = []
    /// Rows that `<`, `>` or `not` met without a value, by what was missing, in the order met.
    private(set) var missing: [(what: String, count: Int)] = []
    /// The condition after which no row was left, and how many there were before.
    private(set) var emptied: (condition: String, count: Int)?
    /// Off while a board is only explained by its parts, or in sets, whose facts are not the answer's.
    var countsMissing = true

    func touch(_ object: ObjectName) {
        if !touched.contains(object) { touched.append(object) }
    }

    func note(_ route: Route) {
        guard !routes.contains(route) else { return }
        routes.append(route)
        for hop in route.hops {
            touch(hop.from)
            touch(hop.to)
        }
    }

    /// Every link that was crossed, once.
    var crossed: [Link] {
        var seen: Set<Int> = []
        return routes.flatMap { $0.hops.map(\.link) }.filter { seen.insert($0.id).inserted }
    }

    func noteMissing(_ what: String, _ count: Int) {
        guard countsMissing, count > 0 else { return }
        if let known = missing.firstIndex(where: { $0.what == what }) {
            missing[known].count += count
        } else {
            missing.append((what, count))
        }
    }

    func noteEmptied(_ condition: String, before count: Int) {
        if emptied == nil, countsMissing { emptied = (condition, count) }
    }

    /// `github.members via email (87 % matched, 3 ambiguous)`, one per link crossed.
    ///
    /// Two links that would read alike, both pinned say, are told by their fields.
    func links(_ array: (Hop) -> LinkArray?) -> [String] {
        routes.map { route in
            let way = Self.way(route, array)
            let isAlone = routes.allSatisfy { other in
                other == route || other.target != route.target || Self.way(other, array) != way
            }
            return Self.sentence(route, isAlone ? way : route.label, array)
        }
    }

    static func sentence(_ route: Route, _ array: (Hop) -> LinkArray?) -> String {
        sentence(route, way(route, array), array)
    }

    private static func sentence(
        _ route: Route, _ way: String, _ array: (Hop) -> LinkArray?
    ) -> String {
        let remarks = remarks(route, array)
        return "\(route.target) via \(way)"
            + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
    }

    /// What the crossing rests on: the rules that matched, the key field, the membership object.
    private static func way(_ route: Route, _ array: (Hop) -> LinkArray?) -> String {
        guard route.hops.count == 1, let hop = route.hops.first else {
            return route.hops.dropLast().map(\.to.object).joined(separator: ", ")
        }
        if hop.link.isContainment { return "its list" }
        guard hop.link.isIdentity, let array = array(hop) else { return route.label }
        let counts = array.tally.byRule
        let words = RuleKind.allCases.filter { counts[Int($0.rawValue)] > 0 }.map(\.word)
        return words.isEmpty ? route.label : words.joined(separator: ", ")
    }

    private static func remarks(_ route: Route, _ array: (Hop) -> LinkArray?) -> [String] {
        var remarks: [String] = []
        var ambiguous = 0
        var surplus = 0
        for hop in route.hops {
            guard let array = array(hop) else { continue }
            ambiguous += array.ambiguous?.countOnes ?? 0
            if !hop.isMany { surplus += array.tally.severalCount }
        }
        if route.hops.count == 1, let hop = route.hops.first, !hop.link.isContainment {
            let share =
                array(hop)?.matchedShare(countsBlank: hop.link.isIdentity) ?? route.matchRate
            if share < 1 { remarks.append("\(Percent.text(share)) matched") }
        }
        if route.hops.count == 1, let hop = route.hops.first, let array = array(hop) {
            // A name is no identifier: whoever acts on the answer must know how many rest on one.
            let byName = array.tally.byRule[Int(RuleKind.name.rawValue)]
            if byName > 0 { remarks.append("\(Grouped.text(byName)) by name, weak") }
        }
        if ambiguous > 0 { remarks.append("\(Grouped.text(ambiguous)) ambiguous") }
        if surplus > 0 { remarks.append("\(Grouped.text(surplus)) with several") }
        return remarks
    }

    var missingSentences: [String] {
        missing.map {
            "\($0.what) missing in \(Grouped.text($0.count)) \($0.count == 1 ? "row" : "rows")"
        }
    }

    var emptiedSentence: String? {
        emptied.map { emptied in
            "'\(emptied.condition)' left none of \(Grouped.text(emptied.count)) \(emptied.count == 1 ? "row" : "rows")"
        }
    }
}

/// Whole numbers as a person reads them: `1,318`.
enum Grouped {
    static func text(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }
}
