import BoardLanguage
import Columns
import Engine
import Render

/// Answers of one board then and now.
struct ComparedAnswers {
    let earlier: BoardResult
    let later: BoardResult
    let difference: RowDifference
}

extension Session {
    /// `cork diff BOARD --since 7d|TIME|STATE`: a saved board's name, or a board.
    public func diff(
        _ board: String, since: String, arguments: [(name: String, value: String)]
    ) -> Reply {
        answering { diffNow(board, since: since, arguments: arguments) }
    }

    /// `.diff [BOARD] --since 7d|TIME|STATE`
    func diff(line: String) -> Reply {
        guard let option = line.lastWord("--since") else {
            return MetaCommand.usageError("diff")
        }
        let board = SavedBoards.trimmed(line[..<option.lowerBound])
        let since = SavedBoards.trimmed(line[option.upperBound...])
        if since.isEmpty { return MetaCommand.usageError("diff") }
        guard !board.isEmpty || lastBoard != nil else {
            return .error("there is no board to compare yet", status: .usage)
        }
        return diffNow(board.isEmpty ? lastBoard ?? "" : board, since: since, arguments: [])
    }

    private func diffNow(
        _ board: String, since: String, arguments: [(name: String, value: String)]
    ) -> Reply {
        do throws(Refused) {
            let runner = try runner(of: board, arguments)
            let catalog = try earlierCatalog(moment(since))
            let compared = try compare(runner, with: catalog)
            return reply(to: compared, since: catalog)
        } catch {
            return error.reply
        }
    }

    typealias Run = (BoardRunner) throws(BoardError) -> BoardResult

    /// What runs a board that is named or written out.
    func runner(
        of board: String, _ arguments: [(name: String, value: String)]
    ) throws(Refused) -> Run {
        let name = board.hasPrefix("@") ? String(board.dropFirst()) : board
        let isName = name.utf8.allSatisfy {
            $0 == 0x5F || $0 >= 0x80 || (0x30...0x39).contains($0) || ($0 | 0x20) >= 0x61
        }
        let names = Set(environment.saved.keys).union(folder.saved.names)
        if isName, board.hasPrefix("@") || names.contains(name) {
            let saved = try savedBoard(name)
            let literals = try ParameterValues.literals(arguments, for: saved)
            return { [self] runner throws(BoardError) in
                try extended(runner, for: saved.text).run(saved, parameters: literals)
            }
        }
        if let argument = arguments.first {
            throw Refused(
                reply: .error(
                    "--\(escapedForTerminal(argument.name)) is a parameter of a saved board, and this "
                        + "is none", help: "cork diff NAME --since 7d --PARAMETER VALUE",
                    status: .usage))
        }
        let parameters = parameters
        let file: SourceFile
        do throws(Diagnostic) { file = try parseFile(board) } catch {
            throw Refused(
                reply: reply(
                    to: BoardError(kind: .board, diagnostic: error, text: board, path: nil)))
        }
        guard let parsed = file.board, file.statements.isEmpty else {
            throw Refused(
                reply: .error(
                    "there is no board in that", help: "such as okta.users --since 7d",
                    status: .usage))
        }
        return { [self] runner throws(BoardError) in
            try extended(runner, for: board).run(parsed, text: board, parameters: parameters)
        }
    }

    /// Runs a board now and on earlier data, by the clock of then.
    private func compare(
        _ run: Run, with catalog: EarlierCatalog
    ) throws(Refused) -> ComparedAnswers {
        var present = environment
        present.identifiesRows = true
        let later: BoardResult
        do throws(BoardError) { later = try run(BoardRunner(environment: present)) } catch {
            throw Refused(reply: reply(to: error))
        }
        var context = present.context
        context.now = catalog.state.taken
        var past = catalog.environment(
            saved: present.saved, context: context, earlier: present.earlier)
        past.identifiesRows = true
        past.keys = later.key?.fields ?? [:]
        let earlier: BoardResult
        do throws(BoardError) { earlier = try run(BoardRunner(environment: past)) } catch {
            var told = reply(to: error)
            if told.status == .badBoard {
                told.notes.insert(
                    "error: the board cannot be answered on the state of "
                        + escapedForTerminal(KeptStates.text(catalog.state)), at: 0)
            }
            throw Refused(reply: told)
        }
        if cancellation.isCancelled {
            throw Refused(reply: .error("interrupted", status: .interrupted))
        }
        return ComparedAnswers(
            earlier: earlier, later: later,
            difference: RowDifference(from: earlier, to: later))
    }

    private func reply(to compared: ComparedAnswers, since catalog: EarlierCatalog) -> Reply {
        let difference = compared.difference
        let table = difference.table(from: compared.earlier, to: compared.later)
        var reply = Reply()
        var options = options()
        options.showsOneRowAsRecord = false
        reply.body = .table(table, outputFormat, options)
        reply.showsFooter = !settings.isQuiet
        let fields = difference.changed.reduce(0) { $0 + $1.fields.count }
        var counts = "\(Phrase.count(difference.added.count)) added, "
        counts += "\(Phrase.count(difference.gone.count)) gone, "
        counts += "\(Phrase.count(difference.changed.count)) changed"
        if fields > difference.changed.count { counts += " in \(Phrase.count(fields, "field"))" }
        reply.footer = [counts, "since \(KeptStates.text(catalog.state))"]
        if compared.later.key == nil || compared.earlier.key == nil {
            reply.footer.append("nothing identifies a row: whole rows are compared")
        }
        let marks = [(compared.later, "now"), (compared.earlier, "then")]
        for (result, word) in marks where result.isIncomplete {
            reply.footer.append("\(word): some of the data is incomplete")
        }
        if settings.isStrict, marks.contains(where: { $0.0.isIncomplete }) {
            reply.notes.append("error: the answer rests on incomplete data (--strict)")
            reply.status = .incomplete
        }
        return reply
    }
}

extension String {
    /// Where `text` stands as a word of its own, the last time.
    fileprivate func lastWord(_ text: String) -> Range<String.Index>? {
        ranges(of: text).last { range in
            let isStart =
                range.lowerBound == startIndex || self[index(before: range.lowerBound)] == " "
            return isStart && (range.upperBound == endIndex || self[range.upperBound] == " ")
        }
    }
}
