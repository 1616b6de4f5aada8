import Columns

/// Why two records were taken for one person's: the fields that agree.
public struct PersonEdge: Sendable {
    let left: Int32
    let right: Int32
    public let rule: RuleKind
    let leftColumn: Int16
    let rightColumn: Int16
}

/// Two records that something joins and something else keeps apart.
struct RefusedEdge: Sendable {
    let edge: PersonEdge
    let reason: String
}

/// Records grouped into persons, one union at a time, the strongest evidence first.
///
/// A union that would join what must not be joined is refused and kept with its reason: a missing match costs
/// a look, a wrong one somebody's account.
struct PersonClusters {
    private var parents: [Int32]
    /// Per root a bit for each object (of 64, the others share) that has a record in the cluster.
    private var masks: [UInt64]
    /// Per root the record that is believed first.
    private var heads: [Int32]
    private(set) var edges: [PersonEdge] = []
    private(set) var refused: [RefusedEdge] = []
    /// Records that a person said are different, by record.
    private var apart: [Int32: [Int32]] = [:]
    private let names: PersonNames

    /// What is listed of refusals; beyond this they are counted by nobody, and refused all the same.
    private static let refusedMax = 100_000

    init(_ objects: [AccountObject], names: PersonNames) {
        let count = objects.last.map { $0.start + $0.count } ?? 0
        parents = (0..<Int32(count)).map { $0 }
        heads = parents
        masks = [UInt64](repeating: 0, count: count)
        for (index, object) in objects.enumerated() {
            for record in object.start..<object.start + object.count {
                masks[record] = 1 << UInt64(index & 63)
            }
        }
        self.names = names
    }

    mutating func find(_ record: Int32) -> Int32 {
        var root = record
        while parents[Int(root)] != root {
            parents[Int(root)] = parents[Int(parents[Int(root)])]
            root = parents[Int(root)]
        }
        return root
    }

    mutating func areOne(_ left: Int32, _ right: Int32) -> Bool { find(left) == find(right) }

    /// Whether both clusters already have a record of one object.
    mutating func shareObject(_ left: Int32, _ right: Int32) -> Bool {
        masks[Int(find(left))] & masks[Int(find(right))] != 0
    }

    /// The record of the cluster that is believed first.
    mutating func head(_ record: Int32) -> Int32 { heads[Int(find(record))] }

    mutating func keepApart(_ left: Int32, _ right: Int32) {
        apart[left, default: []].append(right)
        apart[right, default: []].append(left)
    }

    /// How far two records' names agree; where one has none, those of the records believed first.
    mutating func agreement(_ left: Int32, _ right: Int32) -> NameAgreement {
        let direct = names.agreement(left, right)
        return direct == .unknown ? names.agreement(head(left), head(right)) : direct
    }

    /// Joins two clusters unless something speaks against it.
    ///
    /// - Parameters:
    ///   - least: what the names must come to; `unknown` lets missing names pass.
    ///   - leastTwice: what they must come to where that puts two records of one object together; nil for never.
    /// - Returns: whether the two are one cluster afterwards.
    @discardableResult
    mutating func unite(
        _ edge: PersonEdge, least: NameAgreement, leastTwice: NameAgreement?
    ) -> Bool {
        let left = find(edge.left)
        let right = find(edge.right)
        if left == right { return true }
        if areApart(left, right) {
            refuse(edge, "kept apart by a 'different' statement")
            return false
        }
        let agreement = agreement(edge.left, edge.right)
        if agreement < least {
            refuse(
                edge, agreement == .different ? "the names differ" : "the names do not confirm it")
            return false
        }
        if masks[Int(left)] & masks[Int(right)] != 0 {
            guard let leastTwice, agreement >= leastTwice else {
                refuse(edge, "each is already joined to a record of the same object")
                return false
            }
        }
        join(edge, left, right)
        return true
    }

    /// Joins two clusters because a person said so.
    mutating func pin(_ edge: PersonEdge) {
        let left = find(edge.left)
        let right = find(edge.right)
        if left != right, !areApart(left, right) { join(edge, left, right) }
    }

    private mutating func join(_ edge: PersonEdge, _ left: Int32, _ right: Int32) {
        // The lower root stays: it is the older in the order of trust, and nothing depends on the order of unions.
        let (root, child) = left < right ? (left, right) : (right, left)
        parents[Int(child)] = root
        masks[Int(root)] |= masks[Int(child)]
        heads[Int(root)] = min(heads[Int(root)], heads[Int(child)])
        edges.append(edge)
    }

    mutating func refuse(_ edge: PersonEdge, _ reason: String) {
        guard refused.count < Self.refusedMax else { return }
        refused.append(RefusedEdge(edge: edge, reason: reason))
    }

    private mutating func areApart(_ left: Int32, _ right: Int32) -> Bool {
        guard !apart.isEmpty else { return false }
        for (record, others) in apart {
            let root = find(record)
            guard root == left || root == right else { continue }
            let other = root == left ? right : left
            if others.contains(where: { find($0) == other }) { return true }
        }
        return false
    }
}

/// The name of each record, hashed once, so that equal names cost no comparison.
struct PersonNames: Sendable {
    private let objects: [AccountObject]
    private let hashes: [UInt64]

    init(_ objects: [AccountObject]) {
        self.objects = objects
        let count = objects.last.map { $0.start + $0.count } ?? 0
        var hashes: [UInt64] = []
        hashes.reserveCapacity(count)
        var name: [UInt8] = []
        for object in objects {
            let columns = Self.columns(object).map { object.profile.table.columns[$0].text() }
            for row in 0..<object.count {
                name.removeAll(keepingCapacity: true)
                for column in columns {
                    if !name.isEmpty { name.append(UInt8(ascii: " ")) }
                    name.append(contentsOf: column.bytes(row))
                }
                hashes.append(
                    name.withUnsafeBufferPointer { bytes in
                        bytes.baseAddress.map { KeyHash.hash($0, bytes.count) } ?? 0
                    })
            }
        }
        self.hashes = hashes
    }

    private static func columns(_ object: AccountObject) -> [Int] {
        switch object.fields.name {
        case .full(let column): [column]
        case .parts(let first, let last): [first, last]
        case nil: []
        }
    }

    func agreement(_ left: Int32, _ right: Int32) -> NameAgreement {
        let (a, b) = (hashes[Int(left)], hashes[Int(right)])
        if a == 0 || b == 0 { return .unknown }
        let first = self[left]
        if a == b, first.contains(" ") { return .same }
        return NameAgreement(first, self[right])
    }

    func isKnown(_ record: Int32) -> Bool { hashes[Int(record)] != 0 }

    /// As the record writes it; empty where it does not.
    subscript(record: Int32) -> String {
        let object = objects[AccountObject.index(of: record, in: objects)]
        let row = Int(record) - object.start
        let parts = Self.columns(object).map { object.profile.table.columns[$0] }
            .filter { $0.isPresent(row) }.map { $0.string(row) }
        let name = parts.joined(separator: " ")
        guard parts.count == 1, let comma = name.firstIndex(of: ",") else { return name }
        // `Lovelace, Ada`, but not `Ada Lovelace, MBA`.
        let last = name[..<comma]
        let first = name[name.index(after: comma)...].drop { $0.isWhitespace }
        return last.contains(" ") || first.isEmpty ? name : "\(first) \(last)"
    }
}

extension AccountObject {
    /// The object that a record belongs to.
    static func index(of record: Int32, in objects: [AccountObject]) -> Int {
        var low = 0
        var high = objects.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if objects[middle].start <= Int(record) { low = middle } else { high = middle }
        }
        return low
    }
}
