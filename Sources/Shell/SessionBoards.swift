import BoardLanguage
import Columns
import Engine
import Render

/// Running boards, and turning their results into replies.
extension Session {
    /// Parses and runs a text of statements and at most one board.
    func answer(_ text: String, path: String?) -> Reply {
        let file: SourceFile
        do {
            file = try parseFile(text)
        } catch {
            return reply(
                to: BoardError(kind: .board, diagnostic: error, text: text, path: path))
        }
        var remarks: [String] = []
        for statement in file.statements {
            if case .action(let words, let inputs) = statement.kind {
                return act(on: words, inputs, statement.span, text: text, path: path)
            }
            do throws(BoardError) {
                remarks.append(try take(statement, text: text, path: path))
            } catch {
                return reply(to: error)
            }
        }
        if let problem = dropWrongBindings(of: file) {
            var reply = reply(to: problem)
            if path != nil { reply.preface = remarks }
            return reply
        }
        guard let board = file.board else {
            var reply = Reply()
            reply.notes = remarks
            return reply
        }
        var reply = run(board, text: text, path: path)
        if path == nil, reply.status != .badBoard { lastBoard = text }
        reply.preface = remarks + reply.preface
        return reply
    }

    /// Runs one board and shows its rows, its check or where its file was written.
    private func run(_ board: Board, text: String, path: String?) -> Reply {
        show(text) { runner throws(BoardError) in
            try runner.run(board, text: text, path: path, parameters: parameters)
        }
    }

    /// Runs a saved board and shows it in the same way.
    func run(_ board: SavedBoard, parameters: [String: Literal]) -> Reply {
        show(board.text) { runner throws(BoardError) in
            try runner.run(board, parameters: parameters)
        }
    }

    private func show(
        _ text: String, _ body: (BoardRunner) throws(BoardError) -> BoardResult
    ) -> Reply {
        if let refusal = refusal(for: text) { return refusal }
        let start = configuration.stopwatch()
        var result: BoardResult
        showsOwnObjects = NamesInText(text, saved: folder.saved.boards).folded.contains("cork")
        defer { showsOwnObjects = false }
        do {
            result = try body(BoardRunner(environment: environment(for: text)))
        } catch {
            guard case .board = error.kind else { return reply(to: error) }
            switch offer(for: text) {
            case .nothing: return reply(to: error)
            case .told(let help):
                var reply = reply(to: error)
                reply.notes.append(help)
                return reply
            case .failed(let reply): return reply
            case .read: return show(text, body)
            }
        }
        if let action = result.action {
            return act(on: action, isIncomplete: result.isIncomplete, text: text)
        }
        if let request = result.send { return send(request, result, text: text) }
        if acting.onlyPlans || acting.applies {
            return .error(
                "there is nothing to \(acting.onlyPlans ? "plan" : "apply"): the board ends in no action",
                help: "as in okta.users | where … | suspend user; cork actions lists them",
                status: .usage)
        }
        if result.readsClock, let now = pinnedNow {
            let moment = Column(.time([now])).text().string(0)
            result.footer.append("now is \(moment)")
        }
        if let asOf {
            result.footer.append("as of \(KeptStates.text(asOf.state))")
        }
        lastResult = result
        let elapsed = configuration.stopwatch() &- start
        var reply = Reply()
        if let export = result.export {
            reply = write(
                result.table, footer: result.footer, to: export.file, replaces: export.replaces,
                format: nil)
        } else {
            reply.body = .table(result.table, outputFormat, options(for: result))
        }
        // Below a file that was not written there is nothing to trust.
        if reply.status == .ok { reply.footer = result.footer }
        reply.elapsed = settings.showsElapsed ? Phrase.elapsed(nanoseconds: elapsed) : nil
        reply.showsFooter = !settings.isQuiet
        if let expectation = result.expectation {
            if !expectation.isMet {
                reply.notes.append("expect failed: \(expectation.sentence)")
                reply.status = .expectationFailed
            } else if !settings.isQuiet {
                reply.notes.append("expect met: \(expectation.sentence)")
            }
        }
        if settings.isStrict && result.isIncomplete && reply.status == .ok {
            reply.notes.append("error: the answer rests on incomplete data (--strict)")
            reply.status = .incomplete
        }
        return reply
    }

    /// How results are shown now.
    var outputFormat: OutputFormat {
        settings.format ?? (configuration.isTerminal ? .table : .csv)
    }

    func options(for result: BoardResult) -> OutputOptions {
        var options = options()
        options.footer = result.footer
        options.namedColumns = result.namedColumns
        return options
    }

    func options() -> OutputOptions {
        var options = OutputOptions()
        options.width = settings.width
        options.usesColor = settings.usesColor
        options.isTerminal = configuration.isTerminal
        options.usesASCII = settings.usesASCII
        options.null = settings.null
        options.isSpreadsheetSafe = settings.isSpreadsheetSafe
        options.cancellation = cancellation
        options.threads = configuration.threads
        switch settings.limit {
        case nil: options.rowLimit = configuration.isTerminal ? 40 : nil
        case 0: options.rowLimit = nil
        case let limit?: options.rowLimit = limit
        }
        options.showsOneRowAsRecord = configuration.isTerminal
        return options
    }

    func show(_ listing: Listing) -> Reply { show(listing.table()) }

    /// A table that is about the workspace or a board rather than an answer.
    func show(_ table: Table) -> Reply {
        var reply = Reply()
        var options = options()
        options.showsOneRowAsRecord = false
        reply.showsFooter = !settings.isQuiet
        reply.body = .table(table, outputFormat, options)
        return reply
    }

    // MARK: - Saved boards

    /// A reply that stands for a value that could not be had.
    struct Refused: Error {
        let reply: Reply
    }

    func savedBoard(_ name: String) throws(Refused) -> SavedBoard {
        let name = name.hasPrefix("@") ? String(name.dropFirst()) : name
        let saved = environment.saved
        if let board = saved[name] { return board }
        if let broken = folder.saved.broken[name] { throw Refused(reply: reply(to: broken)) }
        let names = Array(Set(saved.keys).union(folder.saved.names)).sorted()
        throw Refused(
            reply: .error(
                "no saved board '\(escapedForTerminal(name))'",
                help: names.isEmpty
                    ? "saved boards are files in queries/"
                    : Suggestion.nearestOrSome(name, in: names, "saved boards"),
                status: .badBoard))
    }

    // MARK: - What may not be answered

    /// Why a board must not run: it names an object whose file could not be loaded.
    ///
    /// Without this a shorter name could silently mean another tool's object: `users` is that of the one tool
    /// that has it, and a failed load must not make it so.
    private func refusal(for text: String) -> Reply? {
        let failures = folder.failures.filter { !$0.isOtherContent }
        // What a state holds was loaded then.
        if failures.isEmpty || asOf != nil { return nil }
        let words = NamesInText(text, saved: environment.saved).folded
        for failure in failures where failure.concerns(words) {
            var reply = Reply.error(
                failure.isDatabase
                    ? "the tables of \(failure.object.tool) are not loaded"
                    : "\(failure.object) is not loaded", help: failure.help,
                status: .sourceNotLoaded)
            reply.cause = "error: \(escapedForTerminal(failure.sentence))"
            return reply
        }
        return nil
    }

    /// One-shot commands stop at a `setup.board` that is wrong; the REPL tells it and goes on.
    func setupRefusal() -> Reply? {
        let problems = setupProblems()
        if problems.isEmpty { return nil }
        var reply = Reply()
        reply.notes = problems
        reply.status = .badBoard
        return reply
    }
}
