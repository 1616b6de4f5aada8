import Columns

/// What a person said of persons: it counts before anything that is found.
extension PersonMatching {
    /// `same`, `different`, and links that were pinned between account objects.
    mutating func pin(_ model: LinkModel) {
        let places = Dictionary(
            uniqueKeysWithValues: objects.enumerated().map { ($1.name, $0) })
        for pair in model.pins.pairs {
            guard let left = places[pair.leftObject], let right = places[pair.rightObject] else {
                continue
            }
            for a in records(pair.leftRecord, left) {
                for b in records(pair.rightRecord, right) where !pair.isSame {
                    clusters.keepApart(a, b)
                }
            }
        }
        for pair in model.pins.pairs where pair.isSame {
            guard let left = places[pair.leftObject], let right = places[pair.rightObject] else {
                continue
            }
            for a in records(pair.leftRecord, left) {
                for b in records(pair.rightRecord, right) {
                    clusters.pin(
                        PersonEdge(
                            left: a, right: b, rule: .pinned, leftColumn: -1, rightColumn: -1))
                }
            }
        }
        for link in model.links where link.isPinned && link.isIdentity && !link.isWeak {
            guard let left = places[link.left.object], let right = places[link.right.object] else {
                continue
            }
            let columns = (column(link.left, left), column(link.right, right))
            let array = model.array(of: link, .forward)
            for row in 0..<array.count where array.ambiguous?[row] != true && array.isFlat {
                guard array.rows[row] >= 0 else { continue }
                clusters.pin(
                    PersonEdge(
                        left: Int32(objects[left].start + row),
                        right: Int32(objects[right].start) + array.rows[row], rule: .pinned,
                        leftColumn: columns.0, rightColumn: columns.1))
            }
        }
    }

    /// The field that a pinned link compares, for an explanation; -1 where it is an expression.
    private func column(_ end: LinkEnd, _ index: Int) -> Int16 {
        end.fields.first.flatMap { objects[index].profile.table.index(of: $0) }
            .flatMap { Int16(exactly: $0) } ?? -1
    }

    /// Records by any value of their key or primary field.
    private func records(_ text: String, _ index: Int) -> [Int32] {
        let object = objects[index]
        let folded = Array(Folding.folded(text).utf8)
        for column in [object.profile.key, object.label].compactMap({ $0 }) {
            let values = object.profile.table.columns[column].text()
            let rows = (0..<values.count).filter { KeyText.fold(values.bytes($0)) == folded }
            if !rows.isEmpty { return rows.map { Int32(object.start + $0) } }
        }
        return []
    }

    static func unlinked(_ objects: [AccountObject], _ pins: Pins) -> Set<FieldPair> {
        var found: Set<FieldPair> = []
        for (first, second) in pins.unlinks {
            for (left, right) in [(first, second), (second, first)] {
                guard let a = objects.firstIndex(where: { $0.name == left.object }),
                    let b = objects.firstIndex(where: { $0.name == right.object }),
                    let leftColumn = left.fields.first.flatMap({
                        objects[a].profile.table.index(of: $0)
                    }),
                    let rightColumn = right.fields.first.flatMap({
                        objects[b].profile.table.index(of: $0)
                    })
                else { continue }
                found.insert(
                    FieldPair(
                        left: a, leftColumn: leftColumn, right: b, rightColumn: rightColumn))
            }
        }
        return found
    }
}
