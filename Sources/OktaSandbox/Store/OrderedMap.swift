/// Rows by id in the order they came, with a sequence number each that a page's cursor can rest on: rows
/// added or removed between two pages neither repeat nor hide others.
///
/// - Invariant: `rows` ascends by `sequence`; `places[row.id] == row.sequence` for every row.
struct OrderedMap<Value: Sendable>: Sendable {
    struct Row: Sendable {
        var sequence: Int
        var id: String
        var value: Value
    }

    private(set) var rows: [Row] = []
    private var places: [String: Int] = [:]
    private var lastSequence = 0

    var count: Int { rows.count }
    var isEmpty: Bool { rows.isEmpty }

    func contains(_ id: String) -> Bool { places[id] != nil }

    subscript(id: String) -> Value? {
        guard let sequence = places[id] else { return nil }
        return rows[index(of: sequence)].value
    }

    /// Adds a row at the end, or replaces the one of that id where it stands.
    mutating func set(_ id: String, _ value: Value) {
        if let sequence = places[id] {
            rows[index(of: sequence)].value = value
            return
        }
        lastSequence += 1
        places[id] = lastSequence
        rows.append(Row(sequence: lastSequence, id: id, value: value))
    }

    /// Changes the row of that id in place; nothing happens when there is none.
    mutating func update(_ id: String, _ change: (inout Value) -> Void) {
        guard let sequence = places[id] else { return }
        change(&rows[index(of: sequence)].value)
    }

    /// - Complexity: O(n), the rows behind it move up.
    @discardableResult
    mutating func remove(_ id: String) -> Value? {
        guard let sequence = places.removeValue(forKey: id) else { return nil }
        return rows.remove(at: index(of: sequence)).value
    }

    /// The same rows with other values; cursors into one are good for the other.
    func mapValues<Other>(_ transform: (String, Value) -> Other) -> OrderedMap<Other> {
        var map = OrderedMap<Other>()
        map.rows = rows.map { row in
            OrderedMap<Other>.Row(
                sequence: row.sequence, id: row.id, value: transform(row.id, row.value))
        }
        map.places = places
        map.lastSequence = lastSequence
        return map
    }

    /// Where the rows behind a cursor begin; the row of the cursor itself may be gone.
    func firstIndex(after sequence: Int) -> Int {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].sequence <= sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func index(of sequence: Int) -> Int { firstIndex(after: sequence - 1) }
}

typealias Records = OrderedMap<Record>

/// Which ids go with which, readable from both sides: members of groups, groups of a user.
struct Relation<Value: Sendable>: Sendable {
    private(set) var forward: [String: OrderedMap<Value>] = [:]
    private var backward: [String: Set<String>] = [:]

    subscript(left: String, right: String) -> Value? { forward[left]?[right] }

    /// The rows on the right of `left`.
    subscript(left: String) -> OrderedMap<Value> { forward[left] ?? OrderedMap() }

    /// The ids on the left of `right`; in no order.
    func lefts(of right: String) -> Set<String> { backward[right] ?? [] }

    var count: Int { forward.values.reduce(0) { $0 + $1.count } }

    mutating func set(_ left: String, _ right: String, _ value: Value) {
        forward[left, default: OrderedMap()].set(right, value)
        backward[right, default: []].insert(left)
    }

    mutating func update(_ left: String, _ right: String, _ change: (inout Value) -> Void) {
        forward[left]?.update(right, change)
    }

    @discardableResult
    mutating func remove(_ left: String, _ right: String) -> Value? {
        backward[right]?.remove(left)
        return forward[left]?.remove(right)
    }

    mutating func removeAll(left: String) {
        for row in forward.removeValue(forKey: left)?.rows ?? [] {
            backward[row.id]?.remove(left)
        }
    }

    mutating func removeAll(right: String) {
        for left in backward.removeValue(forKey: right) ?? [] { forward[left]?.remove(right) }
    }
}
