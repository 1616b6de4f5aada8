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
        var told = ["as before: \(after.joined(separator: "; "))"]
        if before != after {
            told = [
                "before: \(before.joined(separator: "; "))",
                "after: \(after.joined(separator: "; "))",
            ]
        }
        if let empty = pins.links.first.flatMap(matchingNothing) { told.append(empty) }
        return told.map(escapedForTerminal)
    }

    /// A pinned link that matches no record, which a slip of the pen makes without any error.
    private func matchingNothing(_ pin: Pins.PinnedLink) -> String? {
        let sides = [pin.left, pin.right].map { LinkEnd(object: $0.object, fields: [$0.field]) }
        let made = folder.model.links.first {
            $0.isPinned && (sides == [$0.left, $0.right] || sides == [$0.right, $0.left])
        }
        guard let made else { return nil }
        let array = folder.model.array(of: made, .forward)
        guard array.rows.allSatisfy({ $0 < 0 }) else { return nil }
        return "note: no value of \(Self.end(made.left)) is in \(Self.end(made.right)): "
            + "the link matches nothing"
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
        for field in folder.model.naming(object) {
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

extension LinkModel {
    /// The fields that name a record in a `same` or `different` statement: a key of one field, the primary.
    func naming(_ object: ObjectName) -> [String] {
        let key = key(of: object)
        return (key.count == 1 ? key : []) + [primaryField(of: object)].compactMap { $0 }
    }
}

extension LinkArray {
    /// The rows that one row matches.
    fileprivate func matches(of row: Int) -> [Int32] {
        if isFlat { return rows[row] < 0 ? [] : [rows[row]] }
        return Array(rows[Int(starts[row])..<Int(starts[row + 1])])
    }
}
