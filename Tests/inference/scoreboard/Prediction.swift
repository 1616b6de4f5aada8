import Columns
import Correlation

/// What the product says about a set, in the words of its truth.
public struct Prediction: Sendable {
    public struct Join: Sendable {
        public let left: String
        public let right: String
        public let confidence: Double
    }

    /// By table, as in the truth.
    public var keys: [String: [String]] = [:]
    public var primaries: [String: String] = [:]
    public var joins: [Join] = []

    /// - Parameter names: the truth's name of each object and of each of its fields in order.
    public init(_ model: LinkModel, names: [ObjectName: OriginalNames]) {
        for table in model.tables {
            guard let original = names[table.name] else { continue }
            keys[original.table] = model.key(of: table.name).map { original.field($0) }
            if let primary = model.primaryField(of: table.name) {
                primaries[original.table] = original.field(primary)
            }
        }
        for link in model.links where !link.isContainment {
            guard let left = names[link.left.object], let right = names[link.right.object] else {
                continue
            }
            for (a, b) in zip(link.left.fields, link.right.fields) {
                joins.append(
                    Join(
                        left: left.path(a), right: right.path(b), confidence: link.confidence))
            }
        }
    }
}

/// What a table and its fields were called before they were renamed.
public struct OriginalNames: Sendable {
    public let table: String
    let fields: [String: String]

    func field(_ name: String) -> String { fields[name] ?? name }
    func path(_ name: String) -> String { "\(table).\(field(name))".lowercased() }
}
