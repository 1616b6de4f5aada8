import BoardLanguage
import Columns
import Engine
import Render

/// `cork check`: every saved board parses, binds, and meets its `expect`.
extension Session {
    /// - Parameters:
    ///   - names: boards to check; all when empty.
    ///   - set: only those of this set.
    ///   - runs: run the boards that end in `expect`, rather than bind them only.
    /// - Returns: status 3 when one does not parse or bind, else 10 when an `expect` fails; the failures alone
    ///   are listed.
    public func check(names: [String], set: String?, runsExpectations runs: Bool) -> Reply {
        let preface: [String]
        do {
            preface = try refresh()
        } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
        if let problem = setupRefusal() { return problem }
        var outcome = CheckOutcome(runs: runs)
        do {
            for name in try chosenBoards(names, set: set) {
                try check(name, runs: runs, into: &outcome)
                if cancellation.isCancelled { return .error("interrupted", status: .interrupted) }
            }
        } catch {
            return error.reply
        }
        var reply = outcome.failures.isEmpty ? Reply() : show(outcome.listing)
        reply.preface = preface + outcome.errors
        reply.notes = [outcome.summary]
        reply.status = outcome.status
        return reply
    }

    private struct CheckOutcome {
        let runs: Bool
        var checked = 0
        var expectations = 0
        var failures: [(board: SavedBoard?, name: String, problem: String)] = []
        var errors: [String] = []
        var status = ExitStatus.ok

        /// A board that cannot be understood outranks one whose check fails.
        mutating func raise(_ new: ExitStatus) {
            let order: [ExitStatus] = [
                .ok, .incomplete, .expectationFailed, .failure, .sourceNotLoaded, .badBoard,
                .interrupted,
            ]
            if (order.firstIndex(of: new) ?? 0) > (order.firstIndex(of: status) ?? 0) {
                status = new
            }
        }

        var listing: Listing {
            var listing = Listing("check", ["board", "set", "problem", "title"])
            for failure in failures {
                listing.append([
                    failure.name, failure.board?.set ?? "", failure.problem,
                    failure.board?.title ?? "",
                ])
            }
            return listing
        }

        var summary: String {
            let boards = Phrase.count(checked, "board")
            let expects = "\(Phrase.count(expectations)) with expect\(runs ? "" : " not run")"
            return failures.isEmpty
                ? "\(boards) checked, \(expects): all hold"
                : "\(boards) checked, \(expects): \(Phrase.count(failures.count)) failed"
        }
    }

    private func chosenBoards(_ names: [String], set: String?) throws(Refused) -> [String] {
        let saved = environment.saved
        if !names.isEmpty {
            for name in names { _ = try existingBoard(name) }
            return names.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 }
        }
        let all = folder.saved.names
        guard let set else { return all }
        let chosen = all.filter { saved[$0]?.set == set }
        if chosen.isEmpty {
            let sets = Array(Swift.Set(saved.values.compactMap(\.set))).sorted()
            throw Refused(
                reply: .error(
                    "no saved board is of the set '\(escapedForTerminal(set))'",
                    help: Suggestion.nearestOrAll(set, in: sets), status: .usage))
        }
        return chosen
    }

    /// - Throws: when there is no such board at all; one that does not parse is found.
    private func existingBoard(_ name: String) throws(Refused) {
        let plain = name.hasPrefix("@") ? String(name.dropFirst()) : name
        if folder.saved.broken[plain] == nil { _ = try savedBoard(plain) }
    }

    private func check(_ name: String, runs: Bool, into outcome: inout CheckOutcome)
        throws(Refused)
    {
        outcome.checked += 1
        if let broken = folder.saved.broken[name] {
            return fail(name, nil, broken, &outcome)
        }
        let board = try savedBoard(name)
        guard let query = board.file.board else {
            outcome.failures.append((board, name, "holds no board"))
            return outcome.raise(.badBoard)
        }
        let hasExpectation: Bool
        if case .expect = query.stages.last?.kind {
            hasExpectation = true
        } else {
            hasExpectation = false
        }
        if hasExpectation { outcome.expectations += 1 }
        do {
            let runner = BoardRunner(environment: environment(for: board.text))
            _ = try runner.check(board, parameters: Self.standIns(for: board))
            guard hasExpectation, runs else { return }
            let result = try runner.run(board)
            if let expectation = result.expectation, !expectation.isMet {
                outcome.failures.append((board, name, expectation.sentence))
                outcome.raise(.expectationFailed)
            }
        } catch {
            fail(name, board, error, &outcome)
        }
    }

    private func fail(
        _ name: String, _ board: SavedBoard?, _ error: BoardError, _ outcome: inout CheckOutcome
    ) {
        outcome.failures.append((board, name, error.diagnostic.message))
        // Boards that use one broken board share its mistake, which is told once.
        let told = lines(of: error).joined(separator: "\n")
        if !outcome.errors.contains(told) { outcome.errors.append(told) }
        outcome.raise(reply(to: error).status)
    }

    /// Some value for each parameter that has none, since binding needs its type only.
    static func standIns(for board: SavedBoard) -> [String: Literal] {
        var values: [String: Literal] = [:]
        for statement in board.file.statements {
            guard case .parameter(let name, let type, nil) = statement.kind else { continue }
            values[name.text] =
                switch type.text {
                case "integer": .integer(1)
                case "number": .number(1)
                case "bool": .bool(true)
                case "date": .date(0)
                case "time": .time(0, hasZone: true)
                case "duration": .duration(Duration(microseconds: 86_400_000_000, months: 0))
                default: .text("")
                }
        }
        return values
    }
}
