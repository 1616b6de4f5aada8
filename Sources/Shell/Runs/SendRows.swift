import Columns
import Engine
import Glibc
import Okta
import Render
import Runs
import Workspace

/// Boards that end in `send`: their rows are what a plan is made of.
extension Session {
    /// Plans what leaves, shows it, and sends it when somebody agrees.
    func send(_ request: SendRequest, _ result: BoardResult, text: String) -> Reply {
        if asOf != nil {
            return .error(
                "rows of an earlier time are not sent", help: "leave --as-of out", status: .refused)
        }
        if let refused = denial(of: Sending.name) { return refused }
        if result.isIncomplete {
            return .error(
                "nothing is sent of an answer that rests on incomplete data",
                help: "without its last stage the board says what is missing", status: .refused)
        }
        if result.table.rowCount == 0 {
            return .note("there are no rows, so there is nothing to send")
        }
        do throws(Refused) {
            let receiver = try receiver(at: request.address)
            let plan = try plan(request, result, receiver, text: text)
            let shown = reply(to: plan, notes: firstBody(of: plan))
            if let path = acting.planFile {
                // The file would hold the whole address, or could not be carried out.
                guard plan.deed.secrets[Sending.address] != nil else {
                    return Self.needsReference("a plan of 'send' is written down")
                }
                return try write(plan, to: path, shown: shown)
            }
            if acting.onlyPlans { return shown }
            return try decide(on: plan, shown: shown) { () throws(Refused) in
                try send(.plan(plan), to: receiver)
            }
        } catch {
            return error.reply
        }
    }

    /// `cork apply plan.json` of rows that are to be sent.
    func applySend(_ plan: Plan, file: String) throws(Refused) -> Reply {
        if let refused = denial(of: Sending.name) { return refused }
        let receiver = try receiver(of: plan)
        if let database = try knownJournal() {
            let hash = PlanFile.hash(of: plan)
            let earlier = try records(in: database).last { PlanFile.hash(of: $0.plan) == hash }
            if let earlier {
                // Nothing at the receiver could tell that a row has arrived already.
                return .error(
                    "run \(earlier.number) has sent '\(escapedForTerminal(file))' already",
                    help: "cork resume \(earlier.number) sends what is left of it",
                    status: .refused)
            }
        }
        let shown = reply(to: plan, notes: firstBody(of: plan))
        return try decide(on: plan, shown: shown) { () throws(Refused) in
            try send(.plan(plan), to: receiver)
        }
    }

    /// `cork resume RUN` of a run that sent rows.
    func resumeSend(_ record: RunRecord) throws(Refused) -> Reply {
        if let refused = denial(of: Sending.name) { return refused }
        let rest = SendRunner.rest(of: record)
        guard !rest.isEmpty else {
            return .note("run \(record.number) has nothing left that may be sent")
        }
        let receiver = try receiver(of: record.plan)
        var shown = show(steps(of: record, rest))
        shown.footer = [Self.summary(of: record), escapedForTerminal(record.plan.org)]
        var plan = record.plan
        plan.steps = rest.map { plan.steps[$0] }
        return try decide(on: plan, shown: shown) { () throws(Refused) in
            try send(.record(record), to: receiver)
        }
    }

    // MARK: - Where to

    private func receiver(at address: String) throws(Refused) -> ReceiverAddress {
        var text = address
        if address.hasPrefix("env:") {
            let name = String(address.dropFirst(4))
            guard let value = configuration.environment(name), !value.isEmpty else {
                throw Refused(
                    reply: .error(
                        escapedForTerminal(
                            "the variable \(name), where the address is to come from, is not set"),
                        help: "set it for this command only", status: .usage))
            }
            text = value.trimmingWhitespace()
        }
        let what = address.hasPrefix("env:") ? "what \(address) holds" : "the address of 'send'"
        do throws(ReceiverAddress.Refusal) {
            return try ReceiverAddress(text)
        } catch {
            let reply =
                switch error {
                case .malformed:
                    Reply.error(
                        escapedForTerminal("\(what) is no URL"),
                        help: "as in https://hooks.example.com/x; no user and no password in it",
                        status: .badBoard)
                case .insecure:
                    Reply.error(
                        escapedForTerminal("\(what) is plain HTTP to another machine"),
                        help: "https:// is due", status: .badBoard)
                }
            throw Refused(reply: reply)
        }
    }

    /// Where a plan's rows go that was not made just now: its address is a reference, or nobody knows it any more.
    private func receiver(of plan: Plan) throws(Refused) -> ReceiverAddress {
        guard let reference = plan.deed.secrets[Sending.address] else {
            throw Refused(reply: Self.needsReference("a run of 'send' is gone on with"))
        }
        let receiver = try receiver(at: reference)
        guard receiver.name == plan.org else {
            throw Refused(
                reply: .error(
                    escapedForTerminal(
                        "the plan is for \(plan.org), and \(reference) holds an address of "
                            + receiver.name),
                    help: "make a new plan", status: .refused))
        }
        return receiver
    }

    private static func needsReference(_ what: String) -> Reply {
        .error(
            "\(what) only where its address is in a variable: addresses are not written down",
            help: "send \"env:NAME\"", status: .refused)
    }

    // MARK: - What

    private func plan(
        _ request: SendRequest, _ result: BoardResult, _ receiver: ReceiverAddress, text: String
    ) throws(Refused) -> Plan {
        let isReference = request.address.hasPrefix("env:")
        var board = SavedBoards.trimmed(text[...])
        // The path of most chats' addresses lets anybody write to them.
        if !isReference {
            board = board.replacing(request.address, with: receiver.origin.description + "/…")
        }
        let bodies = bodies(request, result.table)
        let names = result.table.columns.first
        var plan = Plan(
            org: receiver.name, made: configuration.clock(), board: board, why: acting.why,
            deed: Deed(
                Sending.name, secrets: isReference ? [Sending.address: request.address] : [:]),
            steps: bodies.enumerated().map { row, json in
                let name = names.map { $0.isPresent(row) ? $0.string(row) : "" } ?? ""
                return Sending.step(row + 1, name: name, json: json)
            })
        plan.calls = plan.count
        return plan
    }

    /// What each row is sent as; nil where `body:` is missing.
    private func bodies(_ request: SendRequest, _ table: Table) -> [[UInt8]?] {
        if let texts = request.texts {
            return (0..<table.rowCount).map { row in
                // What chats and most workflows take.
                texts.isPresent(row)
                    ? Array("{\"text\":\(quotedForJSON(texts.string(row)))}".utf8) : nil
            }
        }
        let lines = render(table, as: .ndjson).utf8.split(separator: UInt8(ascii: "\n"))
        return lines.map { Array($0) }
    }

    /// What the receiver is about to see, cut: the plan names the rows, and this what is told of them.
    private func firstBody(of plan: Plan) -> [String] {
        guard let json = plan.steps.lazy.compactMap(Sending.json).first else { return [] }
        let text = String(decoding: json, as: UTF8.self)
        let cut = text.prefix(Self.shownBodyMax)
        return ["first body: \(cut)\(cut.endIndex < text.endIndex ? "…" : "")"]
    }

    /// Characters.
    private static let shownBodyMax = 400
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        var rest = self[...].drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
