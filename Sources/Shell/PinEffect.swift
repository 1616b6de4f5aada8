import BoardLanguage
import Columns
import Correlation
import Engine
import Render

/// What a pin is about, as it stands: told before the pin is taken in and after.
extension Session {
    /// Takes a pin in by `change` and tells what it changed: `before: …`, `after: …`.
    func tellingEffect<Failure: Error>(
        of pin: PinStatement, _ change: () throws(Failure) -> Void
    ) throws(Failure) -> [String] {
        let pins = folder.pins(of: pin)
        let before = standing(pins)
        try change()
        let after = standing(pins)
        if before.isEmpty && after.isEmpty { return [] }
        if before == after {
            return ["as before: \(after.joined(separator: "; "))"].map(escapedForTerminal)
        }
        return [
            "before: \(before.joined(separator: "; "))", "after: \(after.joined(separator: "; "))",
        ].map(escapedForTerminal)
    }

    private func standing(_ pins: Pins) -> [String] {
        if let link = pins.links.first {
            return links(between: link.left.object, link.right.object)
        }
        if let (left, right) = pins.unlinks.first {
            return links(between: left.object, right.object)
        }
        if let object = pins.primaries.keys.first {
            let field = folder.model.primaryField(of: object) ?? "no field"
            return ["\(object) is recognised by \(field)"]
        }
        guard let pair = pins.pairs.first else { return [] }
        return [
            match(pair.leftObject, pair.leftRecord, in: pair.rightObject),
            match(pair.rightObject, pair.rightRecord, in: pair.leftObject),
        ]
    }

    private func links(between left: ObjectName, _ right: ObjectName) -> [String] {
        let found = folder.model.links.filter {
            ($0.left.object == left && $0.right.object == right)
                || ($0.left.object == right && $0.right.object == left)
        }
        if found.isEmpty { return ["nothing links \(left) and \(right)"] }
        return found.map { link in
            "\(Self.end(link.left)) \(link.isWeak ? "~" : "=") \(Self.end(link.right)), "
                + "\(matched(link, .forward)) / \(matched(link, .backward)) matched"
        }
    }

    /// `bob@acme.com matches ghost`
    private func match(_ object: ObjectName, _ record: String, in other: ObjectName) -> String {
        let model = folder.model
        let label = labels(of: other)
        guard let row = row(of: record, in: object) else {
            return "\(record) is not in \(object)"
        }
        for link in model.links where link.isIdentity || link.isPinned {
            let array: LinkArray
            if link.left.object == object, link.right.object == other {
                array = model.array(of: link, .forward)
            } else if link.left.object == other, link.right.object == object {
                array = model.array(of: link, .backward)
            } else {
                continue
            }
            let found = array.matches(of: row).map { label(Int($0)) }
            if !found.isEmpty {
                return "\(record) matches \(found.prefix(3).joined(separator: ", "))"
            }
        }
        return "\(record) matches no \(other)"
    }

    /// The record with this key or primary field.
    private func row(of record: String, in object: ObjectName) -> Int? {
        guard let table = folder.catalog[object] else { return nil }
        let folded = Folding.folded(record)
        let fields =
            folder.model.key(of: object)
            + [folder.model.primaryField(of: object)].compactMap { $0 }
        for field in fields {
            guard let column = table.index(of: field).map({ table.columns[$0] }) else { continue }
            let text = column.text()
            let row = (0..<text.count).first { row in
                Folding.withFolded(text.bytes(row)) { $0.elementsEqual(folded.utf8) }
            }
            if let row { return row }
        }
        return nil
    }
}

extension LinkArray {
    /// The rows that one row matches.
    fileprivate func matches(of row: Int) -> [Int32] {
        if isFlat { return rows[row] < 0 ? [] : [rows[row]] }
        return Array(rows[Int(starts[row])..<Int(starts[row + 1])])
    }
}
