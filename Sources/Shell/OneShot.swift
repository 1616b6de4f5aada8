import BoardLanguage
import Columns
import Engine
import Render

/// The commands of the command line that are not the REPL. Each opens the workspace, which a wrong
/// `setup.board` refuses, and answers once.
extension Session {
    /// Opens the workspace and answers; what could not be loaded is told first.
    func answering(_ body: () -> Reply) -> Reply {
        let preface: [String]
        do {
            preface = try refresh()
        } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
        if cancellation.isCancelled { return .error("interrupted", status: .interrupted) }
        if let problem = setupRefusal() { return problem }
        if let refused = syncFirst() { return refused }
        if let text = configuration.asOf {
            do throws(Refused) { asOf = try earlierCatalog(moment(text)) } catch {
                return error.reply
            }
        }
        var reply = checked(body())
        reply.precede(by: preface + (settings.isVerbose ? [summary] : []))
        return reply
    }

    /// `--fresh`: what is to be told when the sync did not work; nil when it did, or was not asked for.
    private func syncFirst() -> Reply? {
        guard configuration.syncsFirst, !folder.setup.connections.isEmpty else { return nil }
        let reply = sync(SyncInput())
        guard reply.status == .ok else {
            var refused = Reply()
            (refused.notes, refused.status) = (reply.notes, reply.status)
            if refused.notes.isEmpty {
                refused.notes = ["error: not everything could be read: cork status tells what"]
            }
            return refused
        }
        do { _ = try refresh() } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
        return nil
    }

    /// Answers the board in a file.
    public func query(file: String) -> Reply {
        do {
            return query(try FileSystem.readText(file), path: file)
        } catch {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        }
    }

    /// - Parameter path: the file that the text came from, for `file:line:col` in errors.
    public func query(_ text: String, path: String? = nil) -> Reply {
        answering {
            if SavedBoards.trimmed(text[...]).isEmpty {
                return .error(
                    "there is no board in that", help: "such as cork query 'okta.users | take 5'",
                    status: .usage)
            }
            return answer(text, path: path)
        }
    }

    public func listTables(skipped: Bool) -> Reply {
        answering {
            var reply =
                skipped
                ? self.skipped()
                : settings.format == .json ? .text(tablesJSON()) : tables()
            if reply.status == .ok, folder.failures.contains(where: { !$0.isOtherContent }) {
                reply.status = .sourceNotLoaded
            }
            return reply
        }
    }

    public func listLinks(of object: String) -> Reply {
        answering { settings.format == .json ? linksJSON(of: object) : links(of: object) }
    }

    /// Draws the links, or writes the list of them.
    public func exportLinks(of object: String, to file: String, replaces: Bool) -> Reply {
        answering { writeLinks(of: object, to: file, replaces: replaces) }
    }

    public func describeObject(_ object: String) -> Reply { answering { describe(object: object) } }

    /// Every record of two objects with its match; to a file when one is given.
    public func matchObjects(
        _ left: String, _ right: String, state: String?, to file: String?, replaces: Bool
    ) -> Reply {
        answering { match(left, right, state: state, to: file, replaces: replaces) }
    }

    /// The evidence for the links of two objects, for a person, or for two records being one person's.
    public func explain(_ words: [String]) -> Reply {
        answering { why(words) }
    }

    /// Runs a saved board with parameters as they were typed after `--NAME`.
    public func runSaved(_ name: String, arguments: [(name: String, value: String)]) -> Reply {
        answering {
            do throws(Refused) {
                let board = try savedBoard(name)
                return run(board, parameters: try ParameterValues.literals(arguments, for: board))
            } catch {
                return error.reply
            }
        }
    }

    /// Runs a saved board and writes its rows to a file.
    public func exportSaved(
        _ name: String, arguments: [(name: String, value: String)], to file: String, replaces: Bool
    ) -> Reply {
        answering {
            do throws(Refused) {
                let board = try savedBoard(name)
                let reply = run(
                    board, parameters: try ParameterValues.literals(arguments, for: board))
                guard case .table = reply.body, let result = lastResult else { return reply }
                var written = write(
                    result.table, footer: result.footer, to: file, replaces: replaces,
                    format: settings.format)
                if written.status == .ok {
                    written.footer = reply.footer
                    written.showsFooter = reply.showsFooter
                    written.notes += reply.notes
                    written.status = reply.status
                }
                return written
            } catch {
                return error.reply
            }
        }
    }
}

/// `cork fmt`: a board file one stage a line.
public enum BoardFormatting {
    /// - Parameter write: put the result in the file instead of on stdout.
    public static func run(file: String, write: Bool) -> Reply {
        do {
            let text = try FileSystem.readText(file)
            let formatted = try BoardLanguage.format(text)
            guard write else { return .text(formatted) }
            if formatted == text { return Reply() }
            try TextFile.write(formatted, to: file, replaces: true)
            return .note("formatted \(escapedForTerminal(file))")
        } catch let error as FileError {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        } catch let error as WriteError {
            return .error(error.sentence, status: .failure)
        } catch let error as Diagnostic {
            var reply = Reply()
            let text = (try? FileSystem.readText(file)) ?? ""
            reply.notes = BoardLanguage.describe(error, in: text, path: file).split(separator: "\n")
                .map(
                    String.init)
            reply.status = .badBoard
            return reply
        } catch {
            return .error("\(error)", status: .failure)
        }
    }
}
