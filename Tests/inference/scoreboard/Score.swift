/// How right a prediction is: links by precision and recall, keys and primary fields by share.
///
/// Pairs of fields have no direction. True items are the links of single fields and, for each group of n
/// equal fields, n - 1: one is earned each time a predicted pair joins two fields of the group that were not
/// yet connected. A predicted pair is neutral, neither right nor wrong, when it follows from true ones (two
/// fields that name the same key), is part of a key of several fields, or is optional in the truth.
public struct Score: Sendable {
    public let items: Int
    public private(set) var right = 0
    public private(set) var neutral = 0
    public private(set) var missed: [String] = []
    public private(set) var wrong: [String] = []
    /// Confidence of each predicted pair that counts, and whether it was right.
    public private(set) var calls: [(confidence: Double, isRight: Bool)] = []
    public private(set) var keys = Share()
    public private(set) var primaries = Share()
    public private(set) var wrongKeys: [String] = []
    public private(set) var wrongPrimaries: [String] = []

    public struct Share: Sendable {
        public var right = 0
        public var count = 0
        public var value: Double { count == 0 ? 1 : Double(right) / Double(count) }
    }

    public var precision: Double {
        right + wrong.count == 0
            ? (items == 0 ? 1 : 0) : Double(right) / Double(right + wrong.count)
    }
    public var recall: Double { items == 0 ? 1 : Double(right) / Double(items) }
    public var f1: Double {
        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }

    public init(_ truth: Truth, _ prediction: Prediction) {
        let kinds = TrueKinds(truth)
        items = kinds.joins.count + kinds.groups.reduce(0) { $0 + $1.count - 1 }
        weigh(prediction.joins, kinds)
        compareKeys(truth, prediction)
    }

    private mutating func weigh(_ predicted: [Prediction.Join], _ kinds: TrueKinds) {
        var connected = kinds.groups.map { _ in Partition() }
        var found: Set<Set<String>> = []
        let ordered = predicted.sorted {
            ($1.confidence, $0.left, $0.right) < ($0.confidence, $1.left, $1.right)
        }
        for join in ordered {
            let pair: Set = [join.left, join.right]
            guard pair.count == 2, found.insert(pair).inserted else { continue }
            let known = right + wrong.count
            defer {
                if right + wrong.count > known {
                    calls.append((join.confidence, !isWrong(join)))
                }
            }
            if kinds.joins.contains(pair) {
                right += 1
            } else if let group = kinds.groups.firstIndex(where: { pair.isSubset(of: $0) }) {
                if connected[group].join(join.left, join.right) {
                    right += 1
                } else {
                    neutral += 1
                }
            } else if kinds.isNeutral(join.left, join.right) {
                neutral += 1
            } else {
                wrong.append("\(join.left) = \(join.right)")
            }
        }
        missed = kinds.joins.subtracting(found).map { $0.sorted().joined(separator: " = ") }
        for (group, columns) in kinds.groups.enumerated() {
            let parts = Set(columns.map { connected[group].root($0) }).count - 1
            if parts > 0 {
                missed.append(
                    "\(parts) of the group \(columns.sorted().prefix(3).joined(separator: ", ")) …")
            }
        }
        missed.sort()
        wrong.sort()
    }

    private func isWrong(_ join: Prediction.Join) -> Bool {
        wrong.contains("\(join.left) = \(join.right)")
    }

    private mutating func compareKeys(_ truth: Truth, _ prediction: Prediction) {
        for (table, declared) in truth.primary.sorted(by: { $0.key < $1.key }) {
            let key = (prediction.keys[table] ?? []).map { $0.lowercased() }
            let wanted = declared.map { $0.lowercased() }
            let labels = (truth.label[table] ?? []).map { $0.lowercased() }
            if !wanted.isEmpty {
                keys.count += 1
                if Set(key) == Set(wanted) {
                    keys.right += 1
                } else {
                    wrongKeys.append(
                        "\(table): \(key.joined(separator: " + ")), "
                            + "not \(wanted.joined(separator: " + "))")
                }
            }
            // Records of a key of several fields without a name have none that a person could use.
            guard wanted.count == 1 || !labels.isEmpty else { continue }
            let primary = prediction.primaries[table]?.lowercased() ?? ""
            primaries.count += 1
            if (labels.isEmpty ? wanted : labels).contains(primary) {
                primaries.right += 1
            } else {
                wrongPrimaries.append(
                    "\(table): \(primary), not "
                        + (labels.isEmpty ? wanted : labels).joined(separator: " or "))
            }
        }
    }
}

/// The truth's pairs sorted by how a prediction of them counts.
private struct TrueKinds {
    var joins: Set<Set<String>> = []
    var groups: [Set<String>] = []
    private var neutral: Set<Set<String>> = []
    private var related = Partition()

    init(_ truth: Truth) {
        func key(_ path: String) -> String { path.lowercased() }
        for join in truth.joins {
            let pair: Set = [key(join.from), key(join.to)]
            if join.infeasible != nil {
                neutral.insert(pair)
                continue
            }
            related.join(key(join.from), key(join.to))
            if join.composite != nil {
                neutral.insert(pair)
            } else {
                joins.insert(pair)
            }
        }
        for join in truth.absent ?? [] { related.join(key(join.from), key(join.to)) }
        for group in truth.groups ?? [] {
            let columns = group.columns.map(key)
            groups.append(Set(columns))
            for column in columns.dropFirst() { related.join(columns[0], column) }
        }
        for pair in (truth.optional ?? []) + (truth.hard ?? []) {
            neutral.insert([key(pair.a), key(pair.b)])
        }
    }

    func isNeutral(_ left: String, _ right: String) -> Bool {
        neutral.contains([left, right])
            || (related.root(left) == related.root(right))
    }
}

/// Disjoint sets of names.
private struct Partition {
    private var parents: [String: String] = [:]

    func root(_ name: String) -> String {
        var name = name
        while let parent = parents[name] { name = parent }
        return name
    }

    /// Whether the two were apart.
    @discardableResult mutating func join(_ a: String, _ b: String) -> Bool {
        let (a, b) = (root(a), root(b))
        if a == b { return false }
        parents[max(a, b)] = min(a, b)
        return true
    }
}
