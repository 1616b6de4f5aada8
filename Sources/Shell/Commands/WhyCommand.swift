import Columns
import Correlation
import Engine
import Render

/// `.why A B`: what links two objects, on what evidence, with pairs to look at.
extension Session {
    private static let exampleMax = 5

    func why(_ first: String, _ second: String) -> Reply {
        let left: Table
        let right: Table
        switch object(first) {
        case .found(let table): left = table
        case .refused(let reply): return reply
        }
        switch object(second) {
        case .found(let table): right = table
        case .refused(let reply): return reply
        }
        func joins(_ link: Link) -> Bool {
            (link.left.object == left.name && link.right.object == right.name)
                || (link.left.object == right.name && link.right.object == left.name)
        }
        let chosen: [Link]
        do {
            try awaitLinks(of: folder.model, rejected: true)
            chosen = folder.model.links.filter(joins)
            try awaitRows(of: chosen, in: folder.model)
        } catch { return error.reply }
        let lost = folder.model.rejected.filter(joins)
        var lines: [String] = []
        if chosen.isEmpty {
            lines.append("nothing links \(left.name) and \(right.name) directly")
            let memberships = memberships(of: left.name, in: right.name)
            for object in memberships {
                lines.append(
                    "  \(object) joins them: why \(object) \(left.name), why \(object) \(right.name)"
                )
            }
            if memberships.isEmpty {
                lines.append(
                    "  a link is pinned with: link \(left.name).FIELD = \(right.name).FIELD")
            }
        }
        for link in chosen { lines.append(contentsOf: account(of: link)) }
        if !lost.isEmpty {
            lines.append("candidates that lost")
            for link in lost {
                lines.append("  \(Self.end(link.left)) = \(Self.end(link.right))")
                for reason in link.evidence.suffix(2) { lines.append("    \(reason)") }
            }
        }
        return .text(lines.map(escapedForTerminal).joined(separator: "\n"))
    }

    /// Membership objects that refer to both.
    private func memberships(of left: ObjectName, in right: ObjectName) -> [ObjectName] {
        let model = folder.model
        func refers(_ object: ObjectName, to other: ObjectName) -> Bool {
            model.links.contains { $0.left.object == object && $0.right.object == other }
        }
        return model.tables.map(\.name).filter {
            refers($0, to: left) && refers($0, to: right) && model.isMembership($0)
        }
    }

    private func account(of link: Link) -> [String] {
        let sign = link.isWeak ? "~" : "="
        var lines = [
            "\(Self.end(link.left)) \(sign) \(Self.end(link.right)) · \(link.kind.rawValue) · "
                + "confidence \(Phrase.percent(link.confidence))"
        ]
        lines.append("  evidence")
        for reason in link.evidence { lines.append("    \(reason)") }
        if !link.rules.isEmpty {
            lines.append("  rules, strongest first")
            for rule in link.rules {
                lines.append(
                    "    \(rule.kind.word): \(rule.leftField) = \(rule.rightField) (\(rule.note))")
            }
        }
        for note in folder.model.notes(of: link) { lines.append("  \(note)") }
        let forward = folder.model.array(of: link, .forward)
        let backward = folder.model.array(of: link, .backward)
        lines.append(contentsOf: matches(link, forward))
        lines.append(contentsOf: surplus(link))
        lines.append(contentsOf: rest(of: forward, link.left.object, side: link.left))
        lines.append(contentsOf: rest(of: backward, link.right.object, side: link.right))
        return lines
    }

    /// The first pairs and the ambiguous ones, each record by its primary field.
    private func matches(_ link: Link, _ array: LinkArray) -> [String] {
        let left = labels(of: link.left.object)
        let right = labels(of: link.right.object)
        var pairs: [String] = []
        var ambiguous: [String] = []
        var matched = 0
        var ambiguousCount = 0
        for row in 0..<array.count {
            let targets = array.matches(of: row)
            if targets.isEmpty { continue }
            matched += 1
            let names = targets.prefix(3).map { right(Int($0.row)) }
            let more = targets.count > 3 ? " and \(targets.count - 3) more" : ""
            let rule = RuleKind(rawValue: targets[0].rule)?.word
            let text =
                "    \(left(row)) → \(names.joined(separator: ", "))\(more)"
                + (rule.map { " (\($0))" } ?? "")
            if array.ambiguous?[row] == true {
                ambiguousCount += 1
                if ambiguous.count < Self.exampleMax { ambiguous.append(text) }
            } else if pairs.count < Self.exampleMax {
                pairs.append(text)
            }
        }
        var lines: [String] = []
        if !pairs.isEmpty {
            lines.append("  matched: \(Phrase.count(matched)) of \(Phrase.count(array.count))")
            lines.append(contentsOf: pairs)
        }
        if ambiguousCount > 0 {
            lines.append("  ambiguous: \(Phrase.count(ambiguousCount))")
            lines.append(contentsOf: ambiguous)
        }
        return lines
    }

    /// How far the rows go beyond the link's kind.
    private func surplus(_ link: Link) -> [String] {
        let surplus = folder.model.surplus(of: link)
        let objects = (link.left.object, link.right.object)
        return [
            (surplus.left, objects.0, objects.1), (surplus.right, objects.1, objects.0),
        ].filter { $0.0 > 0 }.map { count, object, other in
            "  surplus: \(Phrase.count(count)) of \(object), beyond one for each of \(other)"
        }
    }

    /// Records of one side that found nothing, and how many have a blank key.
    private func rest(of array: LinkArray, _ object: ObjectName, side: LinkEnd) -> [String] {
        guard let table = folder.catalog[object] else { return [] }
        let label = labels(of: object)
        var names: [String] = []
        let keys = side.fields.compactMap { table.index(of: $0) }.map { table.columns[$0] }
        for row in 0..<array.count where array.matches(of: row).isEmpty {
            let isBlank = !keys.isEmpty && keys.allSatisfy { !$0.isPresent(row) }
            if !isBlank && names.count < Self.exampleMax { names.append(label(row)) }
        }
        var lines: [String] = []
        if array.unmatchedCount > 0 {
            let more = array.unmatchedCount > names.count ? ", …" : ""
            lines.append(
                "  \(object) without match: \(Phrase.count(array.unmatchedCount)): "
                    + names.joined(separator: ", ") + more)
        }
        if array.blankCount > 0 {
            lines.append("  \(object) with a blank key: \(Phrase.count(array.blankCount))")
        }
        return lines
    }

    /// How a person recognises a record: its primary field, else its key, else its row number.
    func labels(of object: ObjectName) -> (Int) -> String {
        guard let table = folder.catalog[object] else { return { "row \($0 + 1)" } }
        let candidates =
            [folder.model.primaryField(of: object)].compactMap { $0 } + folder.model.key(of: object)
        let columns = candidates.compactMap { table.index(of: $0) }.map { table.columns[$0] }
        return { row in
            for column in columns where column.isPresent(row) { return column.string(row) }
            return "row \(row + 1)"
        }
    }
}
