import Columns
import Correlation

/// Each record of two objects on a line: what it matched, by which rule, or why it did not.
struct MatchReport {
    struct Side {
        let link: Link
        /// Whether the object named first is the link's left one.
        let isForward: Bool
        /// Further links between the two, which this report leaves out.
        let others: Int
    }

    private struct Line {
        let left: String
        let right: String
        let state: MatchState
        let rule: String
    }

    private let side: Side
    private let titles: (left: String, right: String)
    private var lines: [Line] = []
    private var counts: [String] = []
    private var weakCount = 0
    private let notes: [String]

    /// - Parameters:
    ///   - left: what a person calls the first object's records, by row.
    ///   - right: the same for the second's.
    init(
        _ side: Side, model: LinkModel, left: (Int) -> String, right: (Int) -> String
    ) {
        self.side = side
        let link = side.link
        let own = side.isForward ? link.left : link.right
        let other = side.isForward ? link.right : link.left
        titles = (own.object.description, other.object.description)
        notes = model.notes(of: link)
        let there: LinkModel.Direction = side.isForward ? .forward : .backward
        let back: LinkModel.Direction = side.isForward ? .backward : .forward
        let forward = model.array(of: link, there)
        let backward = model.array(of: link, back)
        let leftBlank = model.blankRows(of: link, there)
        let rightBlank = model.blankRows(of: link, back)
        var tally = Tally()
        for row in 0..<forward.count {
            let targets = forward.matches(of: row)
            let state = Self.state(forward, row, targets.isEmpty, leftBlank)
            tally.add(state)
            if targets.isEmpty {
                lines.append(Line(left: left(row), right: "", state: state, rule: ""))
            }
            for (target, rule) in targets {
                let kind = RuleKind(rawValue: rule)
                let isWeak = kind == .name || link.isWeak
                if isWeak { weakCount += 1 }
                lines.append(
                    Line(
                        left: left(row), right: right(Int(target)), state: state,
                        rule: (kind?.word ?? "") + (isWeak ? " (weak)" : "")))
            }
        }
        counts.append("\(titles.left): " + tally.sentence)
        tally = Tally()
        for row in 0..<backward.count {
            let isAlone = backward.matches(of: row).isEmpty
            let state = Self.state(backward, row, isAlone, rightBlank)
            tally.add(state)
            if isAlone { lines.append(Line(left: "", right: right(row), state: state, rule: "")) }
        }
        counts.append("\(titles.right): " + tally.sentence)
    }

    private static func state(
        _ array: LinkArray, _ row: Int, _ isAlone: Bool, _ blank: [Bool]
    ) -> MatchState {
        if isAlone { return blank[row] ? .blank : .unmatched }
        return array.ambiguous?[row] == true ? .ambiguous : .matched
    }

    /// One line for each pair, and for each record that has none.
    func listing(only state: MatchState?) -> Listing {
        var listing = Listing("match", [titles.left, titles.right, "state", "via"])
        for line in lines where state == nil || line.state == state {
            listing.append([line.left, line.right, line.state.rawValue, line.rule])
        }
        return listing
    }

    /// What was counted on both sides, and what a reader must know to trust it.
    var footer: [String] {
        var footer = counts
        if weakCount > 0 {
            footer.append("\(Phrase.count(weakCount, "match", plural: "matches")) by name, weak")
        }
        footer += notes
        if side.others > 0 {
            footer.append(
                "\(Phrase.count(side.others, "further link")) between the two: why "
                    + "\(titles.left) \(titles.right)")
        }
        return footer
    }

    private struct Tally {
        private var counts: [MatchState: Int] = [:]

        mutating func add(_ state: MatchState) { counts[state, default: 0] += 1 }

        var sentence: String {
            MatchState.allCases.compactMap { state in
                counts[state].map {
                    "\(Phrase.count($0)) " + (state == .blank ? "with a blank key" : state.rawValue)
                }
            }.joined(separator: ", ")
        }
    }
}

extension LinkArray {
    /// The rows that one row matches, with the rule of each.
    func matches(of row: Int) -> [(row: Int32, rule: UInt8)] {
        if isFlat { return rows[row] < 0 ? [] : [(rows[row], rules[row])] }
        let range = Int(starts[row])..<Int(starts[row + 1])
        return range.map { (rows[$0], rules[$0]) }
    }
}
