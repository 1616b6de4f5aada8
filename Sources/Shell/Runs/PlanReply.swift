import Actions
import Columns
import Engine
import Render
import Runs

/// A plan as a person reads it before anything is done.
extension Session {
    /// A row for each target, then what cannot be undone and what it takes.
    func reply(to plan: Plan, notes: [String] = []) -> Reply {
        let roles = Self.roles(of: plan)
        var columns: [String] = []
        for (place, role) in roles.enumerated() {
            columns += [role, place == 0 ? "id" : "\(role) id"]
        }
        var listing = Listing("plan", columns + ["now", "what happens"])
        for step in plan.steps {
            var row: [String] = []
            for role in roles {
                let record = step.target.records.first { $0.role == role }
                row += [record?.name ?? "", record?.id ?? ""]
            }
            let now = step.facts.first { !$0.name.hasSuffix("lastUpdated") }
            listing.append(row + [now?.value ?? "", Self.sentence(step.verdict)])
        }
        var reply = show(listing)
        reply.footer = Self.facts(of: plan)
        if !settings.isQuiet {
            reply.notes = notes + Self.losses(of: plan) + Self.ways(back: plan)
            reply.notes = reply.notes.map(escapedForTerminal)
        }
        return reply
    }

    /// Every role that a target has, in the order of the first that has all.
    private static func roles(of plan: Plan) -> [String] {
        let own = ActionRegistry()[plan.deed.action]?.roles.map(\.name) ?? []
        var roles = own
        for step in plan.steps {
            for record in step.target.records where !roles.contains(record.role) {
                roles.append(record.role)
            }
        }
        return roles
    }

    private static func sentence(_ verdict: Verdict) -> String {
        switch verdict {
        case .does(let effect, _, _): effect
        case .skips(let why): "skipped: \(why)"
        case .refuses(let why): "not possible: \(why)"
        }
    }

    /// `suspend user: 37 · 2 skipped · 111 calls, about 1 min · acme.okta.com`
    static func facts(of plan: Plan) -> [String] {
        var facts = ["\(plan.deed.action): \(Phrase.count(plan.count, noun(of: plan)))"]
        var counts = (skipped: 0, refused: 0)
        for step in plan.steps {
            switch step.verdict {
            case .does: break
            case .skips: counts.skipped += 1
            case .refuses: counts.refused += 1
            }
        }
        if counts.skipped > 0 { facts.append("\(Phrase.count(counts.skipped)) skipped") }
        if counts.refused > 0 { facts.append("\(Phrase.count(counts.refused)) not possible") }
        if plan.count > 0, plan.deed.action != Sending.name {
            let minutes = (plan.seconds + 59) / 60
            let time = plan.seconds < 120 ? "\(plan.seconds) s" : "\(minutes) min"
            facts.append("\(Phrase.count(plan.calls, "call")), about \(time)")
        }
        facts.append(plan.org)
        return facts.map(escapedForTerminal)
    }

    /// What a plan counts: rows that leave, or records that are acted on.
    static func noun(of plan: Plan) -> String {
        plan.deed.action == Sending.name ? "row" : "target"
    }

    /// What is gone for good, each loss once.
    private static func losses(of plan: Plan) -> [String] {
        var counts: [(loss: String, count: Int)] = []
        for step in plan.steps {
            guard case .does(_, let losses, _) = step.verdict else { continue }
            for loss in losses {
                if let place = counts.firstIndex(where: { $0.loss == loss }) {
                    counts[place].count += 1
                } else {
                    counts.append((loss, 1))
                }
            }
        }
        return counts.map { loss, count in
            "cannot be undone: \(loss)"
                + (count < plan.count ? " (\(Phrase.count(count, "target")))" : "")
        }
    }

    private static func ways(back plan: Plan) -> [String] {
        var names: [String] = []
        var lacking = 0
        for step in plan.steps {
            guard case .does(_, _, let undo) = step.verdict else { continue }
            if let undo {
                if !names.contains(undo) { names.append(undo) }
            } else {
                lacking += 1
            }
        }
        if lacking == plan.count, plan.count > 0 { return ["nothing takes it back"] }
        if names.isEmpty { return [] }
        let part = lacking > 0 ? ", but not for \(Phrase.count(lacking, "target"))" : ""
        return ["cork undo takes it back by '\(Phrase.list(names))'\(part)"]
    }
}
