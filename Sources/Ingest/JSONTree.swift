import Columns

/// One field as a tree of keys sees it: what has been found under it so far.
///
/// A field may hold values, lists, an object and a list of objects, each in other records; each goes where
/// it belongs and nothing is lost.
struct JSONNode {
    var key = TextView.empty
    /// The key's first eight bytes, zeros behind a shorter one.
    var keyHead: UInt64 = 0
    /// The key has nothing that is escaped in a file, so its bytes may be compared with the file's.
    var isPlainKey = false
    var table: Int32 = 0
    var firstChild: Int32 = -1
    var lastChild: Int32 = -1
    var nextSibling: Int32 = -1
    var childCount: Int32 = 0
    /// Into `JSONTree.keyIndexes`; -1 while there are few children.
    var keyIndex: Int32 = -1
    /// Into `JSONTree.parts`; -1 until a value or null was seen.
    var part: Int32 = -1
    /// Into `JSONTree.lists`; -1 until a list of values was seen.
    var list: Int32 = -1
    /// Into `JSONTree.tables`; -1 until a list of objects was seen.
    var childTable: Int32 = -1
    var hasObject = false
    /// One more than the last row that had this key.
    var filled = 0
    /// The part's views and how many there is room for.
    var views: UnsafeMutablePointer<TextView>?
    var capacity = 0
}

/// The lists of one field: which rows have one and where its elements end.
final class JSONListPart {
    let elements: ColumnPart
    let rows = GrowingBuffer<Int32>()
    let ends = GrowingBuffer<Int32>()

    init(keeper: TextKeeper?) { elements = ColumnPart(keeper: keeper) }

    /// Takes back the last list, if it is of `row`.
    func drop(_ row: Int) {
        guard rows.count > 0, Int(rows.base[rows.count - 1]) == row else { return }
        rows.count -= 1
        ends.count -= 1
        let left = ends.count > 0 ? Int(ends.base[ends.count - 1]) : 0
        elements.views.count = left - elements.viewsStart
    }
}

/// The rows of one object; of a child object also where they belong.
struct JSONTableRows {
    let root: Int32
    /// The node in the parent's tree that holds the list; -1 for the main object.
    let owner: Int32
    var rowCount = 0
    /// Of these rows the columns have taken the values.
    var absorbedCount = 0
    let parentRows = GrowingBuffer<Int32>()
}

/// What one thread has read: the fields it met, in order of appearance, and their values.
final class JSONTree {
    private(set) var nodes: UnsafeMutablePointer<JSONNode>
    private(set) var nodeCount = 0
    private var nodeCapacity = 64
    var parts: [ColumnPart] = []
    var lists: [JSONListPart] = []
    var tables: [JSONTableRows] = []
    private var keyIndexes: [(keys: TextDictionary, nodes: GrowingBuffer<Int32>)] = []
    /// What the offsets of keys count from.
    let keyBase: UnsafePointer<UInt8>
    /// The offset behind which nothing may be read, where another thread has the text from there on.
    var readable = Int.max
    /// Who copies what is to outlive the block at hand; nil where the text itself stays.
    private let keeper: TextKeeper?
    /// Cells that all columns have room for.
    private(set) var cellCount = 0

    private static let keyIndexMin = 8

    /// - Parameter base: the text that is read.
    init(_ base: UnsafePointer<UInt8>, keeper: TextKeeper?) {
        self.keeper = keeper
        keyBase = keeper.map { UnsafePointer($0.base) } ?? base
        nodes = .allocate(capacity: nodeCapacity)
        _ = addTable(owner: -1)
    }

    deinit { nodes.deallocate() }

    func addTable(owner: Int) -> Int {
        let table = tables.count
        let root = addNode(JSONNode(table: Int32(table)))
        tables.append(JSONTableRows(root: Int32(root), owner: Int32(owner)))
        return table
    }

    private func addNode(_ node: JSONNode) -> Int {
        if nodeCount == nodeCapacity {
            let grown = UnsafeMutablePointer<JSONNode>.allocate(capacity: nodeCapacity * 2)
            grown.moveInitialize(from: nodes, count: nodeCount)
            nodes.deallocate()
            nodes = grown
            nodeCapacity *= 2
        }
        (nodes + nodeCount).initialize(to: node)
        nodeCount += 1
        return nodeCount - 1
    }

    /// The child of `parent` with this key, made if there is none.
    func child(of parent: Int, _ key: TextView, in base: UnsafePointer<UInt8>) -> Int {
        if nodes[parent].keyIndex >= 0 {
            let index = keyIndexes[Int(nodes[parent].keyIndex)]
            // The empty key has code 0, which stands for no text in a dictionary.
            if key.length == 0 {
                let known = index.nodes.base[0]
                let child = known >= 0 ? Int(known) : append(key, to: parent, in: base)
                index.nodes.base[0] = Int32(child)
                return child
            }
            let probe = index.keys.probe
            let sought = probe.key(of: key, in: base, readable: readable)
            let code = probe.code(of: sought, in: base, entriesIn: keyBase)
            if code >= 0 { return Int(index.nodes.base[Int(code)]) }
            let child = append(key, to: parent, in: base)
            _ = index.keys.enter(sought, at: nodes[child].key)
            index.nodes.append(Int32(child))
            return child
        }
        var child = nodes[parent].firstChild
        while child >= 0 {
            let other = nodes[Int(child)].key
            if other.length == key.length,
                equalBytes(keyBase + other.offset, base + key.offset, key.length)
            {
                return Int(child)
            }
            child = nodes[Int(child)].nextSibling
        }
        return append(key, to: parent, in: base)
    }

    private func append(_ key: TextView, to parent: Int, in base: UnsafePointer<UInt8>) -> Int {
        let kept = keeper?.keep(key, of: base) ?? key
        var node = JSONNode(key: kept, table: nodes[parent].table)
        let bytes = base + key.offset
        for index in 0..<min(8, key.length) {
            node.keyHead |= UInt64(bytes[index]) << UInt64(index * 8)
        }
        node.isPlainKey = (0..<key.length).allSatisfy {
            bytes[$0] >= 0x20 && bytes[$0] != UInt8(ascii: "\"") && bytes[$0] != UInt8(ascii: "\\")
        }
        let child = addNode(node)
        if nodes[parent].lastChild >= 0 {
            nodes[Int(nodes[parent].lastChild)].nextSibling = Int32(child)
        } else {
            nodes[parent].firstChild = Int32(child)
        }
        nodes[parent].lastChild = Int32(child)
        nodes[parent].childCount += 1
        if nodes[parent].keyIndex < 0, Int(nodes[parent].childCount) == Self.keyIndexMin {
            indexKeys(of: parent)
        }
        return child
    }

    private func indexKeys(of parent: Int) {
        let keys = TextDictionary()
        let found = GrowingBuffer<Int32>()
        found.append(-1)
        for child in children(of: parent) {
            let key = nodes[child].key
            if key.length == 0 {
                found.base[0] = Int32(child)
            } else {
                _ = keys.code(of: key, in: keyBase, readable: readable)
                found.append(Int32(child))
            }
        }
        nodes[parent].keyIndex = Int32(keyIndexes.count)
        keyIndexes.append((keys, found))
    }

    func children(of parent: Int) -> [Int] {
        var result: [Int] = []
        var child = nodes[parent].firstChild
        while child >= 0 {
            result.append(Int(child))
            child = nodes[Int(child)].nextSibling
        }
        return result
    }

    /// Makes room for a value of `node` in `row`.
    func makeRoom(_ node: Int, row: Int) {
        var before = 0
        if nodes[node].part < 0 {
            nodes[node].part = Int32(parts.count)
            let first = keeper == nil ? 0 : tables[Int(nodes[node].table)].absorbedCount
            parts.append(ColumnPart(keeper: keeper, first: first))
        } else {
            before = parts[Int(nodes[node].part)].views.capacity
        }
        let part = parts[Int(nodes[node].part)]
        part.views.reserve(row + 1 - part.viewsStart)
        showRoom(node, part)
        cellCount += part.views.capacity - before
    }

    private func showRoom(_ node: Int, _ part: ColumnPart) {
        nodes[node].views = part.rowViews
        nodes[node].capacity = part.viewsEnd
    }

    func listPart(_ node: Int) -> JSONListPart {
        if nodes[node].list < 0 {
            nodes[node].list = Int32(lists.count)
            lists.append(JSONListPart(keeper: keeper))
        }
        return lists[Int(nodes[node].list)]
    }

    func childTable(_ node: Int) -> Int {
        if nodes[node].childTable < 0 {
            // Two statements: adding may move the nodes, and their address is taken first.
            let table = addTable(owner: node)
            nodes[node].childTable = Int32(table)
        }
        return Int(nodes[node].childTable)
    }

    /// Lets every column take the values of the rows that are complete.
    func absorb(in base: UnsafePointer<UInt8>) {
        for node in 0..<nodeCount where nodes[node].part >= 0 {
            let part = parts[Int(nodes[node].part)]
            part.absorb(upTo: tables[Int(nodes[node].table)].rowCount, in: base, readable: readable)
            part.forgetViews()
            showRoom(node, part)
        }
        for list in lists {
            list.elements.absorb(upTo: list.elements.viewCount, in: base, readable: readable)
            list.elements.forgetViews()
        }
        for table in tables.indices { tables[table].absorbedCount = tables[table].rowCount }
    }

    /// More cells than the columns have room for after the next `absorb`.
    var cellsAtMost: Int {
        var cells = 0
        for node in 0..<nodeCount where nodes[node].part >= 0 {
            cells += 2 * tables[Int(nodes[node].table)].rowCount + 16
        }
        return cells
    }

    /// Whether a column needs text that is gone.
    var isLost: Bool {
        parts.contains { $0.isLost } || lists.contains { $0.elements.isLost }
    }

    /// Makes room for the rows of `bytes` bytes like the first `taken`, unless that is far more than these.
    func reserve(_ bytes: Int, of taken: Int) {
        let rows = tables[0].rowCount * (bytes / taken + 1)
        guard rows * parts.count < bytes / 4 else { return }
        for node in 0..<nodeCount where nodes[node].part >= 0 && nodes[node].table == 0 {
            parts[Int(nodes[node].part)].reserve(rows)
        }
    }

    /// Takes back what `row` has under `node`: a later value of the same key replaces it.
    func clear(_ node: Int, row: Int) {
        guard nodes[node].filled == row + 1 else { return }
        nodes[node].filled = row
        if nodes[node].part >= 0, row < nodes[node].capacity { nodes[node].views![row] = .empty }
        if nodes[node].list >= 0 { lists[Int(nodes[node].list)].drop(row) }
        if nodes[node].childTable >= 0 {
            let table = Int(nodes[node].childTable)
            while let last = lastParent(table), last == row {
                tables[table].rowCount -= 1
                tables[table].parentRows.count -= 1
                for child in children(of: Int(tables[table].root)) {
                    clear(child, row: tables[table].rowCount)
                }
            }
        }
        for child in children(of: node) { clear(child, row: row) }
    }

    private func lastParent(_ table: Int) -> Int? {
        let rows = tables[table].parentRows
        return rows.count > 0 ? Int(rows.base[rows.count - 1]) : nil
    }
}
