import Actions
import Columns
import Engine
import Render
import Runs

/// Whether a plan is carried out: what a person answers, or what a command says in their place.
extension Session {
    enum Consent {
        case given
        case refused(Reply)
    }

    /// Asks the person, who has just been shown the plan; or looks at `--apply` and `--confirm`.
    ///
    /// The question holds nothing of the data: only the action's own name, numbers and the org.
    func consent(to plan: Plan) -> Consent {
        let risk = ActionRegistry()[plan.deed.action]?.risk ?? .destructive
        let needed = Confirmation.needed(for: plan, risk: risk, records: records(of: plan))
        let noun = Self.noun(of: plan)
        let what = escapedForTerminal(
            "\(plan.deed.action): \(Phrase.count(plan.count, noun)) "
                + "\(noun == "row" ? "to" : "in") \(plan.org)")
        if acting.applies {
            guard let count = acting.count else {
                return .refused(
                    .error(
                        "nothing was done: --apply needs the number of \(noun)s",
                        help: "--confirm \(plan.count), if that is the number to be expected",
                        status: .refused))
            }
            guard count == plan.count else {
                return .refused(
                    .error(
                        "nothing was done: --confirm says \(count), and there are "
                            + "\(Phrase.count(plan.count, noun))",
                        help: "look at the plan again", status: .refused))
            }
            return .given
        }
        guard let ask = configuration.ask else {
            var reply = Reply()
            reply.notes = Self.nobodyAsked(plan.count)
            reply.status = .refused
            return .refused(reply)
        }
        switch needed {
        case .yes:
            let answer = ask("\(what). go on? [y/N] ")?.lowercased() ?? ""
            if answer == "y" || answer == "yes" { return .given }
        case .count:
            let answer = ask("\(what). type \(plan.count) to go on: ") ?? ""
            if answer == String(plan.count) { return .given }
        }
        return .refused(.note("nothing was done"))
    }

    /// How many records there are of what the plan acts on; nil when it is not loaded.
    private func records(of plan: Plan) -> Int? {
        guard let role = ActionRegistry()[plan.deed.action]?.roles.first else { return nil }
        let connection = folder.setup.connections.first { $0.org.name == plan.org }
        let name = ObjectName(tool: connection?.name ?? "okta", object: role.object)
        return folder.catalog[name]?.rowCount
    }
}
