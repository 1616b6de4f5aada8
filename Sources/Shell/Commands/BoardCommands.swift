import BoardLanguage
import Columns
import Engine
import Render

extension MetaCommand {
    /// Saved boards and the last one.
    static let boardCommands = [
        MetaCommand(
            name: "boards", usage: "", summary: "saved boards with their titles and parameters",
            argument: .none
        ) { arguments, session in
            arguments.isEmpty ? session.boards() : usageError("boards")
        },
        MetaCommand(
            name: "save", usage: "NAME [TITLE]",
            summary: "keep the last board as queries/NAME.board",
            argument: .free
        ) { arguments, session in session.save(arguments) },
        MetaCommand(
            name: "edit", usage: "[NAME]",
            summary: "edit the last board, or a saved one, in $EDITOR and run it",
            argument: .savedBoard
        ) { arguments, session in session.edit(arguments) },
        MetaCommand(
            name: "last", usage: "", summary: "show the last result again, every row",
            argument: .none
        ) { arguments, session in
            arguments.isEmpty ? session.showLast() : usageError("last")
        },
        MetaCommand(
            name: "export", usage: "FILE [replace]",
            summary: "write the last result; the format by suffix",
            argument: .free
        ) { arguments, session in session.exportLast(arguments) },
        MetaCommand(
            name: "explain", usage: "[BOARD]",
            summary: "how a board, or the last one, is understood and run", argument: .board
        ) { arguments, session in session.explain(arguments) },
    ]
}

extension Session {
    func boards() -> Reply {
        var listing = Listing("boards", ["board", "title", "set", "parameters", "file"])
        let saved = environment.saved
        for name in Set(saved.keys).union(folder.saved.names).sorted() {
            guard let board = saved[name] else {
                listing.append(
                    ["@" + name, "does not parse", "", "", folder.saved.broken[name]?.path ?? ""])
                continue
            }
            listing.append([
                "@" + name, board.title, board.set ?? "",
                Self.parameters(of: board).joined(separator: ", "), board.path,
            ])
        }
        return show(listing)
    }

    /// `days: duration = 90d`, as declared.
    static func parameters(of board: SavedBoard) -> [String] {
        let bytes = Array(board.text.utf8)
        return board.file.statements.compactMap { statement in
            guard case .parameter(let name, let type, let value) = statement.kind else {
                return nil
            }
            var text = "\(name.text): \(type.text)"
            if let span = value?.span, span.end <= bytes.count {
                text += " = " + String(decoding: bytes[span.start..<span.end], as: UTF8.self)
            }
            return text
        }
    }

    func save(_ arguments: String) -> Reply {
        let words = arguments.split(separator: " ", maxSplits: 1)
        guard let name = words.first.map(String.init) else {
            return MetaCommand.usageError("save")
        }
        guard let board = lastBoard else {
            return .error("there is no board to save yet", status: .usage)
        }
        if let refusal = keepingRefusal { return refusal }
        let isName = name.utf8.allSatisfy { byte in
            byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
        guard isName else {
            return .error(
                "'\(escapedForTerminal(name))' cannot name a board",
                help: "a name is of letters, digits and _", status: .usage)
        }
        let queries = FileSystem.join(folder.root, SavedBoards.folder)
        let path = FileSystem.join(queries, name + SavedBoards.suffix)
        let shown = "\(SavedBoards.folder)/\(name)\(SavedBoards.suffix)"
        var replaces = false
        if FileSystem.status(path) != nil {
            guard configuration.confirm?("\(shown) exists. Replace it?") == true else {
                return .error("\(shown) exists and was not replaced", status: .refused)
            }
            replaces = true
        }
        let title = words.count > 1 ? String(words[1]) : name
        do {
            try FileSystem.makeFolder(queries, mode: 0o777)
            try TextFile.write("-- \(title)\n\(formatted(board))\n", to: path, replaces: replaces)
        } catch let error as FileError {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        } catch let error as WriteError {
            return .error(error.sentence, status: .failure)
        } catch {
            return .error("\(error)", status: .failure)
        }
        return .note("saved as \(shown), run it with @\(name)")
    }

    /// The board one stage a line; as it was typed when it does not parse by itself.
    private func formatted(_ text: String) -> String {
        let formatted = (try? BoardLanguage.format(text)) ?? text
        return SavedBoards.trimmed(formatted[...])
    }

    func edit(_ arguments: String) -> Reply {
        guard let edit = configuration.edit else {
            return .error("there is no terminal to edit on", status: .usage)
        }
        let path: String
        let isSaved = !arguments.isEmpty
        if isSaved {
            do {
                path = FileSystem.join(folder.root, try savedBoard(arguments).path)
            } catch {
                return error.reply
            }
        } else {
            guard let board = lastBoard else {
                return .error("there is no board to edit yet", status: .usage)
            }
            path = FileSystem.join(
                FileSystem.join(folder.root, HistoryFile.stateFolder), "edit.board")
            do {
                try TextFile.write(formatted(board) + "\n", to: path, replaces: true)
            } catch {
                return .error(error.sentence, status: .failure)
            }
        }
        defer { if !isSaved { FileSystem.remove(path) } }
        guard edit(path) else { return .error("the editor did not end well", status: .failure) }
        do {
            _ = try refresh()
            let text = try FileSystem.readText(path)
            return answer(text, path: isSaved ? path : nil)
        } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
    }

    func showLast() -> Reply {
        guard let result = lastResult else {
            return .error("there is no result yet", status: .usage)
        }
        var reply = Reply()
        var options = options(for: result)
        options.rowLimit = nil
        reply.body = .table(result.table, outputFormat, options)
        reply.footer = result.footer
        reply.showsFooter = !settings.isQuiet
        return reply
    }

    func exportLast(_ arguments: String) -> Reply {
        guard let result = lastResult else {
            return .error("there is no result to export yet", status: .usage)
        }
        if arguments.isEmpty { return MetaCommand.usageError("export") }
        var file = arguments
        let replaces = file.hasSuffix(" replace")
        if replaces { file = SavedBoards.withoutTrailingSpace(String(file.dropLast(8))) }
        if file.count > 1, file.hasPrefix("\""), file.hasSuffix("\"") {
            file = String(file.dropFirst().dropLast())
        }
        return write(
            result.table, footer: result.footer, to: file, replaces: replaces, format: nil)
    }

    /// Writes a result to a file; where one is, a person may be asked.
    func write(
        _ table: Table, footer: [String], to path: String, replaces: Bool, format: OutputFormat?,
        writesHeader: Bool = true
    ) -> Reply {
        var options = options()
        options.footer = footer
        options.isTerminal = false
        options.usesColor = false
        options.rowLimit = nil
        options.writesHeader = writesHeader
        return write(
            to: path, replaces: replaces, done: "wrote \(Phrase.count(table.rowCount, "row")) to"
        ) { path, replaces throws(WriteError) in
            let form: OutputFormat
            if let format { form = format } else { form = try OutputFormat.forFile(path) }
            try Render.write(
                table, as: form, toFile: path, replaces: replaces, options: options)
        }
    }

    /// Runs `body` on the path of a file that may be written, after a question where one is in the way.
    ///
    /// - Parameter done: what was done, before the file's name: `wrote 3 rows to`.
    func write(
        to path: String, replaces: Bool, done: String,
        _ body: (_ path: String, _ replaces: Bool) throws(WriteError) -> Void
    ) -> Reply {
        let path = FileSystem.join(configuration.outputFolder, path)
        var replaces = replaces
        if !replaces, FileSystem.status(path)?.isRegular == true,
            let confirm = configuration.confirm
        {
            replaces = confirm("\(escapedForTerminal(path)) exists. Replace it?")
        }
        do throws(WriteError) {
            try body(path, replaces)
        } catch {
            if case .exists = error {
                return .error(
                    error.sentence,
                    help: "replace after the name, or --force, puts the new one in its place",
                    status: .refused)
            }
            if case .cancelled = error { return .error("interrupted", status: .interrupted) }
            return .error(error.sentence, status: .failure)
        }
        var reply = Reply.note("\(done) \(escapedForTerminal(path))")
        if folder.named == nil, let found = folder.object(at: path) {
            reply.notes.append(
                escapedForTerminal(
                    "note: the file is part of the workspace, as the object \(found.object); "
                        + "skip \"\(found.file)\" in \(Setup.fileName) leaves it out"))
        }
        return reply
    }

    func explain(_ arguments: String) -> Reply {
        guard let text = arguments.isEmpty ? lastBoard : arguments else {
            return .error("there is no board to explain yet", status: .usage)
        }
        do {
            let file = try parseFile(text)
            guard let board = file.board else {
                return .error("there is no board in that", status: .usage)
            }
            return show(
                try BoardRunner(environment: environment(for: text)).explain(
                    board, text: text, parameters: parameters,
                    stopwatch: configuration.stopwatch))
        } catch let error as Diagnostic {
            return reply(
                to: BoardError(kind: .board, diagnostic: error, text: text, path: nil))
        } catch let error as BoardError {
            return reply(to: error)
        } catch {
            return .error("\(error)", status: .failure)
        }
    }
}
