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
