import BoardLanguage
import Columns
import Engine
import Ingest
import Render

/// Commands on files given by name: a viewer and cleaner that needs no workspace.
extension Session {
    /// Answers a board over the files, or shows the rows of the one there is.
    ///
    /// - Parameter board: may begin with `|`: then its source is the first file.
    public func queryFiles(_ board: String?) -> Reply {
        answeringFiles {
            let text = SavedBoards.trimmed((board ?? "")[...])
            if !text.isEmpty, !text.hasPrefix("|") { return answer(text, path: nil) }
            switch onlyTable() {
            case .refused(let reply): return reply
            case .found(let table):
                if !text.isEmpty { return answer(source(table.name) + "\n" + text, path: nil) }
                var options = options()
                options.writesHeader = hasHeader(table.name)
                var reply = Reply()
                reply.body = .table(table, outputFormat, options)
                return reply
            }
        }
    }

    /// Writes the rows of a file to another, in the form that its name says: repaired, in UTF-8, with the
    /// columns it came with.
    public func exportFile(to path: String, replaces: Bool) -> Reply {
        answeringFiles {
            switch onlyTable() {
            case .refused(let reply): return reply
            case .found(let table):
                return write(
                    table, footer: [], to: path, replaces: replaces, format: settings.format,
                    writesHeader: hasHeader(table.name))
            }
        }
    }

    /// Loads the files, answers, and tells what was found out of order in them.
    private func answeringFiles(_ body: () -> Reply) -> Reply {
        answering {
            if let failure = folder.failures.first {
                var reply = Reply()
                reply.status = .sourceNotLoaded
                reply.cause = "error: \(escapedForTerminal(failure.sentence))"
                return reply
            }
            var reply = body()
            if !settings.isQuiet {
                reply.preface += folder.loads.flatMap {
                    lines(of: $0.loaded.report, in: $0.file.path)
                }
            }
            return reply
        }
    }

    /// Why nothing can be kept: there is no workspace; nil where there is one.
    var keepingRefusal: Reply? {
        guard folder.named != nil else { return nil }
        return .error(
            "files given by name have no workspace to keep that in",
            help: "cork FOLDER opens one", status: .refused)
    }

    private func hasHeader(_ object: ObjectName) -> Bool {
        folder.loads.first { $0.loaded.tables.contains { $0.name == object } }?.loaded.report
            .hasHeader ?? true
    }

    /// The first file's table; a database of several must say which.
    private func onlyTable() -> ObjectLookup {
        guard let first = folder.scan.files.first,
            let load = folder.loads.first(where: { $0.file.key == first.key })
        else { return .refused(.error("there is no file", status: .usage)) }
        let own = load.loaded.tables.filter { $0.parent == nil }
        guard let table = own.first, own.count == 1, folder.scan.files.count == 1 else {
            let names = Phrase.list(folder.catalog.tables.map { source($0.name) }, and: "or")
            return .refused(
                .error(
                    "that is \(Phrase.count(folder.catalog.tables.count, "table")), and one is meant",
                    help: own.count > 1
                        ? "--table NAME, or a board over one: \(names)"
                        : "a board names it: \(names)", status: .usage))
        }
        return .found(table)
    }

    /// The object as a board's source.
    private func source(_ object: ObjectName) -> String {
        let names = object.tool == "files" ? [object.object] : [object.tool, object.object]
        return names.map { name in
            let isPlain = name.utf8.allSatisfy { byte in
                byte >= 0x80 || byte == 0x5F || (0x61...0x7A).contains(byte | 0x20)
            }
            return isPlain && !Words.statements.contains(name) ? name : "`\(name)`"
        }.joined(separator: ".")
    }
}
