import Columns

/// Turns trees of fields into tables: dotted names, one column per field, one table per list of objects.
final class JSONTableBuilder {
    /// What the threads read, in file order.
    private let trees: [JSONTree]
    private let arena: TextArena
    private let isLent: Bool
    private let object: ObjectName
    private let threads: Int
    private(set) var notes: [String] = []
    /// A column needs text that no tree has kept.
    private var isLost = false
    private var finished: [Table] = []

    /// One field in all trees; -1 where a tree never met it.
    private typealias Place = [Int]

    init(
        trees: [JSONTree], arena: TextArena, isLent: Bool, object: ObjectName, threads: Int
    ) {
        self.trees = trees
        self.arena = arena
        self.isLent = isLent
        self.object = object
        self.threads = threads
    }

    /// The main object's table first, then child objects in order of appearance, parents before children; nil
    /// if the trees were read in blocks and a column needs text that is gone. Takes the trees' memory.
    func tables() -> [Table]? {
        build(object, tables: trees.map { _ in 0 }, parent: nil)
        return isLost ? nil : finished
    }

    private struct ChildObject {
        let path: String
        let tables: [Int]
    }

    private struct Leaf {
        let path: String
        let place: Place
    }

    private enum Made {
        case column(Column, promoted: Int)
        /// The field only has members.
        case nothing
        case lost
    }

    private func build(_ name: ObjectName, tables: [Int], parent: Table.Parent?) {
        let rowCounts = zip(trees, tables).map { $1 < 0 ? 0 : $0.tables[$1].rowCount }
        let root = zip(trees, tables).map { $1 < 0 ? -1 : Int($0.tables[$1].root) }
        var leaves: [Leaf] = []
        var children: [ChildObject] = []
        collect(root, "", &leaves, &children)

        var names: [String] = []
        var columns: [Column] = []
        let made = concurrently(leaves.count, threads: threads) {
            column(leaves[$0].place, rowCounts)
        }
        for (leaf, made) in zip(leaves, made) {
            switch made {
            case .nothing: continue
            case .lost: isLost = true
            case .column(let column, let promoted):
                names.append(leaf.path)
                columns.append(column)
                if promoted > 0 {
                    notes.append(
                        "\(leaf.path): \(promoted) single values beside lists are lists of one value"
                    )
                }
            }
        }
        if isLost { return }
        let unique = CSVHeader.uniqueNames(names)
        notes += unique.notes.map { name == object ? $0 : "\(name): \($0)" }
        let fields = zip(unique.names, columns).map { Field(name: $0, type: $1.type) }
        let rowCount = rowCounts.reduce(0, +)
        finished.append(
            Table(name: name, fields: fields, columns: columns, rowCount: rowCount, parent: parent))

        for child in children {
            let childName = ObjectName(tool: name.tool, object: "\(name.object).\(child.path)")
            let rows = parentRows(child.tables, rowCounts)
            build(
                childName, tables: child.tables,
                parent: Table.Parent(object: name, field: child.path, rows: rows))
        }
    }

    private func parentRows(_ tables: [Int], _ parentCounts: [Int]) -> [Int32] {
        var rows: [Int32] = []
        var start: Int32 = 0
        for (index, table) in tables.enumerated() {
            if table >= 0 {
                let own = trees[index].tables[table].parentRows
                for row in 0..<own.count { rows.append(own.base[row] + start) }
            }
            start += Int32(parentCounts[index])
        }
        return rows
    }

    /// Fields in order of first appearance, an object's members together.
    private func collect(
        _ place: Place, _ path: String, _ leaves: inout [Leaf], _ children: inout [ChildObject]
    ) {
        for child in childPlaces(place) {
            let (index, node) = child.enumerated().first { $0.element >= 0 }!
            let key = trees[index].nodes[node].key
            let name = String(
                decoding: UnsafeBufferPointer(start: arena.base + key.offset, count: key.length),
                as: UTF8.self)
            let childPath = path.isEmpty ? name : "\(path).\(name)"
            leaves.append(Leaf(path: childPath, place: child))
            let tables = zip(trees, child).map { $1 < 0 ? -1 : Int($0.nodes[$1].childTable) }
            if tables.contains(where: { $0 >= 0 }) {
                children.append(ChildObject(path: childPath, tables: tables))
            }
            collect(child, childPath, &leaves, &children)
        }
    }

    private func childPlaces(_ place: Place) -> [Place] {
        if trees.count == 1 { return trees[0].children(of: place[0]).map { [$0] } }
        var places: [Place] = []
        var positions: [[UInt8]: Int] = [:]
        for (index, node) in place.enumerated() where node >= 0 {
            for child in trees[index].children(of: node) {
                let key = trees[index].nodes[child].key
                let bytes = Array(
                    UnsafeBufferPointer(start: arena.base + key.offset, count: key.length))
                if let position = positions[bytes] {
                    places[position][index] = child
                } else {
                    positions[bytes] = places.count
                    var fresh = Place(repeating: -1, count: trees.count)
                    fresh[index] = child
                    places.append(fresh)
                }
            }
        }
        return places
    }

    /// The column of the values and lists that the field itself has.
    private func column(_ place: Place, _ rowCounts: [Int]) -> Made {
        var hasMembers = false
        var hasLists = false
        var hasNodes = false
        var parts: [ColumnPart] = []
        var hasValues = false
        for (index, node) in place.enumerated() {
            var part: ColumnPart?
            if node >= 0 {
                let found = trees[index].nodes[node]
                if found.hasObject || found.childTable >= 0 { hasMembers = true }
                if found.list >= 0 { hasLists = true }
                if found.part >= 0 {
                    hasNodes = true
                    part = trees[index].parts[Int(found.part)]
                }
            }
            let own = part ?? ColumnPart()
            if own.count < rowCounts[index] {
                own.absorb(upTo: rowCounts[index], in: arena.base, readable: arena.count)
            }
            if own.missing < own.count || own.hasBlankText { hasValues = true }
            parts.append(own)
        }
        if hasLists { return listColumn(place, parts, rowCounts, hasValues: hasValues) }
        if hasValues || hasNodes && !hasMembers {
            return merged(parts).map { .column($0, promoted: 0) } ?? .lost
        }
        return .nothing
    }

    private func merged(_ parts: [ColumnPart]) -> Column? {
        let merge = ColumnMerge(parts, arena: arena, isLent: isLent)
        return merge.isWhole ? merge.takenColumn() : nil
    }

    /// A field that is a list in some records and a single value in others is a list in all.
    private func listColumn(
        _ place: Place, _ parts: [ColumnPart], _ rowCounts: [Int], hasValues: Bool
    ) -> Made {
        var starts: [Int32] = [0]
        var present: [UInt64] = []
        let rowCount = rowCounts.reduce(0, +)
        starts.reserveCapacity(rowCount + 1)
        present = [UInt64](repeating: 0, count: (rowCount + 63) >> 6)
        var elementParts: [ColumnPart] = []
        var row = 0
        var total: Int32 = 0
        var promoted = 0
        for (index, node) in place.enumerated() {
            let list =
                node >= 0 && trees[index].nodes[node].list >= 0
                ? trees[index].lists[Int(trees[index].nodes[node].list)] : nil
            let single = parts[index]
            let elements = hasValues ? ColumnPart() : list?.elements ?? ColumnPart()
            if hasValues, !single.hasText || list?.elements.hasText == false { return .lost }
            let ownTexts = hasValues ? single.texts : nil
            let listTexts = hasValues ? list?.elements.texts : nil
            var next = 0
            var taken = 0
            for own in 0..<rowCounts[index] {
                var count = 0
                if let list, next < list.rows.count, Int(list.rows.base[next]) == own {
                    let end = Int(list.ends.base[next])
                    count = end - taken
                    if let listTexts {
                        for element in taken..<end { elements.views.append(listTexts[element]) }
                    }
                    taken = end
                    next += 1
                } else if let ownTexts, single.isPresent(own) {
                    elements.views.append(ownTexts[own])
                    promoted += 1
                    count = 1
                }
                total += Int32(count)
                starts.append(total)
                if count > 0 { present[row >> 6] |= 1 << UInt64(row & 63) }
                row += 1
            }
            elements.absorb(upTo: elements.viewCount, in: arena.base, readable: arena.count)
            elementParts.append(elements)
        }
        guard let elements = merged(elementParts) else { return .lost }
        let list = ListColumn(starts: starts, elements: elements)
        let validity = Bitmap(words: present, count: rowCount)
        let isFull = validity.countOnes == rowCount
        return .column(
            Column(.list(list), validity: isFull ? nil : validity), promoted: promoted)
    }
}
