import Columns

/// Finds objects by what a person types: `okta.users`, `users` within a tool, `okta.events.target`.
public struct ObjectIndex: Sendable {
    public enum Match: Sendable {
        case none
        case one(ObjectName)
        case several([ObjectName])
    }

    public let names: [ObjectName]
    private let byFull: [[String]: [ObjectName]]
    private let byObject: [[String]: [ObjectName]]

    public init(names: [ObjectName]) {
        self.names = names.sorted()
        var byFull: [[String]: [ObjectName]] = [:]
        var byObject: [[String]: [ObjectName]] = [:]
        for name in self.names {
            let object = NameFolding.parts(name.object)
            byFull[NameFolding.parts(name.tool) + object, default: []].append(name)
            byObject[object, default: []].append(name)
        }
        self.byFull = byFull
        self.byObject = byObject
    }

    /// `tool.object`, exactly spelt before folded.
    func withTool(_ typed: [String]) -> Match {
        choose(byFull[typed.flatMap { NameFolding.parts($0) }], typed.joined(separator: "."))
    }

    /// An object by name alone: of `tool` first, then one that only one tool has.
    func withoutTool(_ typed: [String], beside tool: String?) -> Match {
        guard let found = byObject[typed.flatMap { NameFolding.parts($0) }] else { return .none }
        if let tool {
            let own = found.filter { $0.tool == tool }
            if !own.isEmpty { return choose(own, "\(tool).\(typed.joined(separator: "."))") }
        }
        return choose(found, typed.joined(separator: "."))
    }

    /// An object as a source: with its tool, or without where only one tool has it.
    public func source(_ typed: [String]) -> Match {
        if case .none = withTool(typed) { return withoutTool(typed, beside: nil) }
        return withTool(typed)
    }

    private func choose(_ found: [ObjectName]?, _ exact: String) -> Match {
        guard let found, !found.isEmpty else { return .none }
        if found.count == 1 { return .one(found[0]) }
        let same = found.filter { $0.description == exact }
        return same.count == 1 ? .one(same[0]) : .several(found)
    }
}
