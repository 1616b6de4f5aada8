import Actions
import Okta

/// What became of one target.
public struct StepOutcome: Sendable, Equatable {
    public enum State: String, Sendable {
        /// Okta did it, or shows that it is so.
        case done
        /// Okta refused it, or it did not come about.
        case failed
        /// Nothing was sent: there was nothing to do any more.
        case skipped
        /// A call was sent, and nothing tells whether it was carried out.
        case unknown
    }

    public var state: State
    /// A clause: why it failed, or what is worth knowing of one that is done.
    public var detail: String
    /// Okta's error code.
    public var code: String?
    /// Okta's own name for the call, to quote to its support.
    public var request: String?
    /// The id of what was made.
    public var created: String?

    public init(
        _ state: State, _ detail: String = "", code: String? = nil, request: String? = nil,
        created: String? = nil
    ) {
        self.state = state
        self.detail = detail
        self.code = code
        self.request = request
        self.created = created
    }

    init(_ state: State, _ detail: String, _ refusal: ServerRefusal) {
        self.init(state, detail, code: refusal.code, request: refusal.requestId)
    }
}

extension StepOutcome {
    var json: JSONBody {
        var members: [(String, JSONBody)] = [("state", .text(state.rawValue))]
        if !detail.isEmpty { members.append(("detail", .text(detail))) }
        for (name, value) in [("code", code), ("request", request), ("created", created)] {
            if let value { members.append((name, .text(value))) }
        }
        return .object(members)
    }

    init?(_ view: JSONView) {
        guard let state = view["state"]?.string.flatMap(State.init) else { return nil }
        self.init(
            state, view["detail"]?.string ?? "", code: view["code"]?.string,
            request: view["request"]?.string, created: view["created"]?.string)
    }
}

/// What is written of a step before its call leaves: the state then, and what takes it back.
struct StepIntent: Sendable {
    var effect: String
    var before: TargetState
    var inverse: RecordedInverse?

    var json: JSONBody {
        var parts: [(String, JSONBody)] = before.parts.sorted { $0.key < $1.key }.map {
            ($0, StoredState.json($1))
        }
        parts += before.missing.sorted().map { ($0, .null) }
        var members: [(String, JSONBody)] = [("effect", .text(effect)), ("before", .object(parts))]
        if let inverse { members.append(("inverse", inverse.json)) }
        return .object(members)
    }
}

/// The inverse of a step with the inputs that restore what was there.
public struct RecordedInverse: Sendable, Equatable {
    public var deed: Deed
    /// The role of what the step makes, which the inverse acts on; nil when it acts on the same records.
    public var created: String?

    init(_ inverse: Inverse) {
        deed = Deed(inverse.action, inverse.inputs)
        if case .created(let role) = inverse.target { created = role }
    }

    var json: JSONBody {
        var members: [(String, JSONBody)] = [("deed", deed.json)]
        if let created { members.append(("created", .text(created))) }
        return .object(members)
    }

    init?(_ view: JSONView) {
        guard let deed = view["deed"].flatMap(Deed.init) else { return nil }
        self.deed = deed
        created = view["created"]?.string
    }
}

/// A state as the journal keeps it: what may be a secret is left out.
enum StoredState {
    private static let secretWords = ["secret", "password", "token", "privatekey", "answer"]

    static func json(_ view: JSONView) -> JSONBody {
        if view.isObject {
            return .object(
                view.members().filter { $0.key != "_links" }.map { key, value in
                    let name = key.lowercased().filter { $0 != "_" }
                    let isSecret = secretWords.contains { name.contains($0) }
                    return (
                        key, isSecret && value.string != nil ? .text("<redacted>") : json(value)
                    )
                })
        }
        if view.isList { return .list(view.elements().map(json)) }
        return .raw(Array(view.text))
    }
}
