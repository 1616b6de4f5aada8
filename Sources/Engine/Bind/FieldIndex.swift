import Columns

/// Finds fields by what a person types: the name, dots included, or any unambiguous tail of it.
///
/// Serves an object's fields and the columns of a board alike.
public struct FieldIndex: Sendable {
    public enum Match: Sendable, Equatable {
        case none
        case one(Int)
        /// Positions of all the fields that fit equally well.
        case several([Int])
    }

    public let names: [String]
    private let byParts: [[String]: [Int]]
    private let byTail: [[String]: [Int]]
    private let byWhole: [String: [Int]]

    public init(names: [String]) {
        self.names = names
        var byParts: [[String]: [Int]] = [:]
        var byTail: [[String]: [Int]] = [:]
        var byWhole: [String: [Int]] = [:]
        for (position, name) in names.enumerated() {
            let parts = NameFolding.parts(name)
            byParts[parts, default: []].append(position)
            byWhole[NameFolding.fold(name), default: []].append(position)
            for start in parts.indices.dropFirst() {
                byTail[Array(parts[start...]), default: []].append(position)
            }
        }
        self.byParts = byParts
        self.byTail = byTail
        self.byWhole = byWhole
    }

    /// The field that `typed`, the names between the dots, stands for.
    ///
    /// Whole names before tails, exact spelling before folded.
    public func match(_ typed: [String]) -> Match {
        let whole = matchWhole(typed)
        guard case .none = whole else { return whole }
        let tail = "." + typed.joined(separator: ".")
        let parts = typed.flatMap { NameFolding.parts($0) }
        return Self.choose(byTail[parts], names, where: { $0.hasSuffix(tail) }) ?? .none
    }

    /// The field whose whole name was typed.
    func matchWhole(_ typed: [String]) -> Match {
        let exact = typed.joined(separator: ".")
        let parts = typed.flatMap { NameFolding.parts($0) }
        if parts.allSatisfy(\.isEmpty) {
            return names.firstIndex(of: exact).map { .one($0) } ?? .none
        }
        if let found = Self.choose(byParts[parts], names, where: { $0 == exact }) {
            return Self.spelt(exact, found, names)
        }
        guard typed.count == 1 else { return .none }
        let same = byWhole[NameFolding.fold(typed[0])]
        return Self.spelt(
            exact, Self.choose(same, names, where: { $0 == exact }) ?? .none, names)
    }

    private static func choose(
        _ positions: [Int]?, _ names: [String], where isExact: (String) -> Bool
    ) -> Match? {
        guard let positions else { return nil }
        if positions.count == 1 { return .one(positions[0]) }
        let exact = positions.filter { isExact(names[$0]) }
        return exact.count == 1 ? .one(exact[0]) : .several(positions)
    }

    /// Of names that are equal texts, such as `é` as one code point and as two, the one written so.
    private static func spelt(_ typed: String, _ match: Match, _ names: [String]) -> Match {
        guard case .several(let positions) = match else { return match }
        let same = positions.filter { names[$0].utf8.elementsEqual(typed.utf8) }
        return same.count == 1 ? .one(same[0]) : match
    }

    /// Fields whose names begin with the typed parts and go on: the members of a JSON object.
    func members(of typed: [String]) -> [Int] {
        let parts = typed.flatMap { NameFolding.parts($0) }
        return names.indices.filter { position in
            let own = NameFolding.parts(names[position])
            return own.count > parts.count && Array(own[..<parts.count]) == parts
        }
    }

    /// The heading of a field nobody typed: the shortest tail that still finds it.
    public func heading(_ position: Int) -> String {
        let parts = names[position].split(separator: ".", omittingEmptySubsequences: false)
        for start in parts.indices.reversed() where start > 0 {
            let tail = parts[start...].map(String.init)
            if match(tail) == .one(position) { return tail.joined(separator: ".") }
        }
        return names[position]
    }
}
