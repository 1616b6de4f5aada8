import Okta

/// One call that shows a part of a target's state.
public struct Reading: Sendable {
    /// What it reads, as sentences name it: `user`, `groups of the user`.
    public var name: String
    public var call: Call
    /// Pages are followed, and the state holds all rows as one list.
    public var isList: Bool
    /// That Okta has none is a state of its own, such as an assignment that is not there.
    public var mayBeMissing: Bool
    /// Many targets have it in common, and the action changes nothing that is judged of it: read once a run.
    public var isShared: Bool

    init(
        _ name: String, _ path: String, query: [(String, String)] = [], isList: Bool = false,
        mayBeMissing: Bool = false, isShared: Bool = false
    ) {
        self.name = name
        call = Call(.get, path: path, query: query)
        self.isList = isList
        self.mayBeMissing = mayBeMissing
        self.isShared = isShared
    }

    /// Reads all parts of a target's state.
    ///
    /// - Parameter shared: parts that were read already for another target.
    /// - Returns: an answer of 404 or 410 as a missing part; any other refusal is an error.
    public static func read(
        _ readings: [Reading], _ client: OktaClient, shared: SharedReadings? = nil
    ) async throws(OktaError) -> TargetState {
        var state = TargetState()
        for reading in readings {
            do throws(OktaError) {
                let (part, tag) = try await reading.read(client, shared)
                state.parts[reading.name] = part
                state.tags[reading.name] = tag
            } catch {
                guard case .refused(let refusal) = error, [404, 410].contains(refusal.status) else {
                    throw error
                }
                state.missing.insert(reading.name)
            }
        }
        return state
    }

    private func read(
        _ client: OktaClient, _ shared: SharedReadings?
    ) async throws(OktaError) -> (part: JSONView, tag: String?) {
        guard isShared, let shared else { return try await read(client) }
        if let part = shared[call.target] { return (part, nil) }
        let (part, tag) = try await read(client)
        shared[call.target] = part
        return (part, tag)
    }

    private func read(
        _ client: OktaClient
    ) async throws(OktaError) -> (part: JSONView, tag: String?) {
        if !isList {
            let received = try await client.send(call)
            guard let json = received.json else { throw .damaged(reason: "it is empty") }
            return (json, received.answer.value(of: "ETag"))
        }
        guard
            let pages = try? RawCall(
                org: client.org, method: "GET", path: call.target, query: [], headers: [],
                body: nil, followsPages: true),
            case .list(let rows) = try await pages.run(client)
        else { throw .damaged(reason: "it is not the list of records that it should be") }
        let text = rows.map { Array($0.text) }.joined(separator: [UInt8(ascii: ",")])
        return (JSONView(checked: [UInt8(ascii: "[")] + text + [UInt8(ascii: "]")]), nil)
    }
}

/// What readings found, by their names; a part that was not read is in neither.
public struct TargetState: Sendable {
    public var parts: [String: JSONView]
    /// Parts that Okta does not have.
    public var missing: Set<String>
    /// ETags of parts, for a write that must not meet another's.
    public var tags: [String: String]

    public init(
        parts: [String: JSONView] = [:], missing: Set<String> = [], tags: [String: String] = [:]
    ) {
        self.parts = parts
        self.missing = missing
        self.tags = tags
    }

    public subscript(name: String) -> JSONView? { parts[name] }
    public func isMissing(_ name: String) -> Bool { missing.contains(name) }

    /// The text of a member of a part, `status` of `user`; nil where it is none.
    func text(_ part: String, _ path: String...) -> String? {
        var value = parts[part]
        for key in path { value = value?[key] }
        return value?.string
    }

    /// Whether a list has a row whose member is that text, case folded.
    func has(_ part: String, where path: [String], is text: String) -> Bool {
        let wanted = text.lowercased()
        return parts[part]?.elements().contains { row in
            var value: JSONView? = row
            for key in path { value = value?[key] }
            return value?.string?.lowercased() == wanted
        } ?? false
    }
}
