import Actions
import Crypto
import Okta

/// A plan as a file of JSON, with a checksum over all of it.
public enum PlanFile {
    static let version = 1

    /// Why a file is no plan that can be applied; a sentence.
    public struct Refusal: Error, Equatable, Sendable {
        public let sentence: String
    }

    /// Indented JSON, which a person may read and a ticket may hold.
    public static func text(_ plan: Plan) -> String {
        let hashed = JSONView(checked: json(plan, hash: hash(of: plan)).bytes)
        return JSONLayout.indented(hashed)
    }

    /// - Throws: when the text is not whole, was changed, or is of a later version.
    public static func plan(_ bytes: [UInt8]) throws(Refusal) -> Plan {
        guard let view = JSONView(bytes), view.isObject else {
            throw Refusal(sentence: "it is not JSON, or not all of it is there")
        }
        guard let known = view["cork_plan"]?.integer else {
            throw Refusal(sentence: "it does not say that it is a plan of cork")
        }
        guard known == version else {
            throw Refusal(sentence: "it is a plan of another version of cork (format \(known))")
        }
        guard let plan = Plan(view) else {
            throw Refusal(sentence: "something that every plan has is missing in it")
        }
        guard view["hash"]?.string == hash(of: plan) else {
            throw Refusal(sentence: "it was changed after it was written")
        }
        return plan
    }

    /// SHA-256 over all that a plan says, as hexadecimal digits.
    public static func hash(of plan: Plan) -> String {
        let digits = Array("0123456789abcdef")
        return SHA256.hash(data: json(plan, hash: nil).bytes).reduce(into: "") {
            $0.append(digits[Int($1 >> 4)])
            $0.append(digits[Int($1 & 15)])
        }
    }

    static func json(_ plan: Plan, hash: String?) -> JSONBody {
        var members: [(String, JSONBody)] = [
            ("cork_plan", .whole(Int64(version))), ("org", .text(plan.org)),
            ("made", .whole(plan.made)), ("board", .text(plan.board)), ("why", .text(plan.why)),
            ("deed", plan.deed.json), ("calls", .whole(Int64(plan.calls))),
            ("seconds", .whole(Int64(plan.seconds))),
        ]
        if let run = plan.undoes { members.append(("undoes", .whole(run))) }
        members.append(("steps", .list(plan.steps.map(\.json))))
        if let hash { members.append(("hash", .text(hash))) }
        return .object(members)
    }
}

extension Plan {
    init?(_ view: JSONView) {
        guard let org = view["org"]?.string, let made = view["made"]?.integer,
            let deed = view["deed"].flatMap(Deed.init), let list = view["steps"], list.isList,
            let calls = view["calls"]?.integer, let seconds = view["seconds"]?.integer
        else { return nil }
        var steps: [PlannedStep] = []
        for element in list.elements() {
            guard let step = PlannedStep(element) else { return nil }
            steps.append(step)
        }
        self.init(
            org: org, made: Int64(made), board: view["board"]?.string ?? "",
            why: view["why"]?.string ?? "", deed: deed, steps: steps,
            undoes: view["undoes"]?.integer.map(Int64.init), calls: calls, seconds: seconds)
    }
}

extension PlannedStep {
    fileprivate var json: JSONBody {
        var members: [(String, JSONBody)] = [("target", target.json), ("facts", facts.json)]
        switch verdict {
        case .does(let effect, let losses, let undo):
            members.append(("does", .text(effect)))
            if !losses.isEmpty { members.append(("losses", .list(losses.map { .text($0) }))) }
            if let undo { members.append(("undo", .text(undo))) }
        case .skips(let why): members.append(("skips", .text(why)))
        case .refuses(let why): members.append(("refuses", .text(why)))
        }
        if let deed { members.append(("deed", deed.json)) }
        return .object(members)
    }

    fileprivate init?(_ view: JSONView) {
        guard let target = view["target"].flatMap(ActionTarget.init),
            let facts = view["facts"].flatMap([Fact].init)
        else { return nil }
        let verdict: Verdict
        if let effect = view["does"]?.string {
            let losses = view["losses"]?.elements().compactMap(\.string) ?? []
            verdict = .does(effect: effect, losses: losses, undo: view["undo"]?.string)
        } else if let why = view["skips"]?.string {
            verdict = .skips(why)
        } else if let why = view["refuses"]?.string {
            verdict = .refuses(why)
        } else {
            return nil
        }
        var deed: Deed?
        if let own = view["deed"] {
            guard let read = Deed(own) else { return nil }
            deed = read
        }
        self.init(target: target, facts: facts, verdict: verdict, deed: deed)
    }
}

extension ActionTarget {
    var json: JSONBody {
        .list(
            records.map {
                .object([("role", .text($0.role)), ("id", .text($0.id)), ("name", .text($0.name))])
            })
    }

    init?(_ view: JSONView) {
        guard view.isList else { return nil }
        self.init(records: [])
        for element in view.elements() {
            guard let role = element["role"]?.string, let id = element["id"]?.string,
                let name = element["name"]?.string
            else { return nil }
            records.append(Record(role: role, id: id, name: name))
        }
    }
}

extension [Fact] {
    var json: JSONBody { .object(map { ($0.name, .text($0.value)) }) }

    init?(_ view: JSONView) {
        guard view.isObject else { return nil }
        self = []
        for (name, value) in view.members() {
            guard let text = value.string else { return nil }
            append(Fact(name, text))
        }
    }
}
