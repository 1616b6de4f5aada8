/// What a credential may read, object by object, found out by asking for one row of each.
public struct Rights: Sendable {
    public enum Answer: Sendable, Equatable {
        case allowed
        /// What Okta said.
        case refused(String)
        /// This org has no such object.
        case absent(String)
        /// Nothing could be asked: there is no group, no app, no policy to ask with.
        case unknown(String)
    }

    public struct Object: Sendable {
        public let list: ObjectList
        public let answer: Answer
    }

    public let objects: [Object]

    public var isComplete: Bool {
        objects.allSatisfy {
            if case .refused = $0.answer { return false }
            return true
        }
    }

    /// One call an object, several at a time.
    ///
    /// - Throws: `cancelled`, or that the credential is not accepted at all.
    public static func ask(
        _ client: OktaClient, engine: Organisation.Engine
    ) async throws(OktaError) -> Rights {
        var answers: [String: (answer: Answer, row: JSONView?)] = [:]
        var rest = ListRegistry.all
        while !rest.isEmpty {
            let known = answers
            let ready = rest.filter { list in list.parentList.map { known[$0] != nil } ?? true }
            rest.removeAll { list in ready.contains { $0.name == list.name } }
            let found = await withTaskGroup(
                of: (String, Result<(Answer, JSONView?), OktaError>).self
            ) { group in
                for list in ready {
                    let parent = list.parentList.flatMap { known[$0] }
                    group.addTask { await (list.name, probe(list, parent, client, engine)) }
                }
                var found: [(String, Result<(Answer, JSONView?), OktaError>)] = []
                for await result in group { found.append(result) }
                return found
            }
            for (name, result) in found {
                switch result {
                case .success(let (answer, row)): answers[name] = (answer, row)
                case .failure(let error): throw error
                }
            }
        }
        return Rights(
            objects: ListRegistry.objects.map { list in
                Object(list: list, answer: answers[list.name]?.answer ?? .unknown("not asked"))
            })
    }

    private static func probe(
        _ list: ObjectList, _ parent: (answer: Answer, row: JSONView?)?, _ client: OktaClient,
        _ engine: Organisation.Engine
    ) async -> Result<(Answer, JSONView?), OktaError> {
        if engine == .classic, list.needsIdentityEngine {
            return .success((.absent("the Classic engine does not have it"), nil))
        }
        var parents: [JSONView] = []
        if let name = list.parentList {
            switch parent?.answer {
            case .refused(let reason): return .success((.refused(reason), nil))
            case .absent(let reason): return .success((.absent(reason), nil))
            default: break
            }
            guard let row = parent?.row else {
                return .success((.unknown("there are no \(name) to ask with"), nil))
            }
            parents = [row]
        }
        guard let part = list.probe(parents) else {
            return .success((.unknown("nothing to ask with"), nil))
        }
        var query = QueryText(target: part)
        // Lists that page at all take a limit; the smallest that all of them accept is 20.
        if query["limit"] != nil { query.set("limit", "20") }
        do throws(OktaError) {
            let received = try await client.send(Call(.get, query.target))
            let row = received.json.flatMap { list.shape.rows($0) }?.first
            return .success((.allowed, row))
        } catch {
            guard case .refused(let refusal) = error, !refusal.isBadCredential else {
                return .failure(error)
            }
            if refusal.isMissingRight { return .success((.refused(refusal.sentence), nil)) }
            if refusal.isAbsent { return .success((.absent(refusal.sentence), nil)) }
            return .success((.unknown(refusal.sentence), nil))
        }
    }
}

extension ObjectList {
    /// The list to ask for one row, whatever a parent says about having any.
    func probe(_ parents: [JSONView]) -> String? {
        guard case .parents(let parent) = parts else { return self.parts().first?.target }
        guard let id = parents.first?.member(parent.id)?.string else { return nil }
        return QueryText.target(path(of: id), query)
    }
}
