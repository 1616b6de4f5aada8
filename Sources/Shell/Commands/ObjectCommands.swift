import Columns
import Correlation
import Engine
import Ingest
import Render

extension MetaCommand {
    /// What is loaded.
    static let objectCommands = [
        MetaCommand(
            name: "tables", usage: "[--skipped]",
            summary: "objects with their files, rows, keys; --skipped: files left out, and why",
            argument: .word(["--skipped"], kind: "option")
        ) { arguments, session in
            switch arguments {
            case "": session.tables()
            case "--skipped": session.skipped()
            default: usageError("tables")
            }
        },
        MetaCommand(
            name: "describe", usage: "OBJECT",
            summary: "an object's fields: types, fill rates, examples, links", argument: .object
        ) { arguments, session in
            arguments.isEmpty ? usageError("describe") : session.describe(object: arguments)
        },
    ]
}

extension Session {
    /// One row for each object; what was repaired or refused is told below.
    func tables() -> Reply {
        do { try awaitKeys(of: folder.model) } catch { return error.reply }
        let isShort = outputFormat == .table
        var listing = Listing(
            "tables",
            ["object", "file", "rows#", "key", "primary", "format"]
                + (isShort ? [] : ["repaired#", "refused#"]))
        var notes: [String] = []
        for (file, loaded) in folder.loads {
            let report = loaded.report
            for (index, table) in loaded.tables.enumerated() {
                let isFirst = index == 0
                let format = isShort ? Self.shortFormat(of: report) : report.format
                var row = [
                    table.name.description, file.path, String(table.rowCount),
                    folder.model.key(of: table.name).joined(separator: ", "),
                    folder.model.primaryField(of: table.name) ?? "",
                    table.parent.map { "a list in \($0.object)" } ?? format,
                ]
                if !isShort {
                    row.append(isFirst ? String(report.repairedRows) : "")
                    row.append(isFirst ? String(report.refusedRows) : "")
                }
                listing.append(row)
            }
            notes.append(contentsOf: lines(of: loaded.report, in: file.path))
        }
        var reply = show(listing)
        reply.notes = settings.isQuiet ? [] : notes
        let left = folder.scan.skipped.count
        if left > 0, !settings.isQuiet {
            reply.notes.append(
                "\(Phrase.count(left, "file or folder", plural: "files or folders")) left out")
        }
        return reply
    }

    /// What is out of the ordinary in how a file was read, since a line on a terminal is short:
    /// `CSV, CRLF, 2 repaired`.
    private static func shortFormat(of report: LoadReport) -> String {
        let ordinary = [
            "delimiter ','", "delimiter tab", "header in line 1", "UTF-8", "LF",
            "a list of objects",
            "one object per line",
        ]
        var parts = report.format.split(separator: ", ").map(String.init)
        parts.removeAll { ordinary.contains($0) }
        if report.repairedRows > 0 { parts.append("\(Phrase.count(report.repairedRows)) repaired") }
        if report.refusedRows > 0 { parts.append("\(Phrase.count(report.refusedRows)) refused") }
        return parts.joined(separator: ", ")
    }

    /// Every kind of trouble in a file with its lines and first example, then the remarks.
    func lines(of report: LoadReport, in file: String) -> [String] {
        var lines: [String] = []
        for trouble in report.troubles {
            let places = trouble.lines.prefix(5).map(String.init)
            let more = trouble.count > places.count ? ", …" : ""
            lines.append(
                "\(file): \(Phrase.count(trouble.count, "row")) "
                    + "\(trouble.isRefused ? "refused" : "repaired"), line "
                    + "\(places.joined(separator: ", "))\(more): \(trouble.what)")
            if !trouble.example.isEmpty { lines.append("  \(trouble.example)") }
        }
        for note in report.notes { lines.append("\(file): \(note)") }
        return lines.map(escapedForTerminal)
    }

    func skipped() -> Reply {
        var listing = Listing("skipped", ["file", "reason"])
        for file in folder.scan.skipped { listing.append([file.path, file.reason]) }
        for failure in folder.failures { listing.append([failure.file, failure.sentence]) }
        return show(listing)
    }

    /// `cork tables --format json`
    func tablesJSON() -> String {
        var values: [JSONText.Value] = []
        for (file, loaded) in folder.loads {
            for table in loaded.tables {
                values.append(
                    .object([
                        ("object", .text(table.name.description)), ("file", .text(file.path)),
                        ("rows", .integer(table.rowCount)),
                        ("key", .list(folder.model.key(of: table.name).map { .text($0) })),
                        (
                            "primary",
                            folder.model.primaryField(of: table.name).map { .text($0) } ?? .null
                        ),
                    ]))
            }
        }
        return JSONText.document(values)
    }

    // MARK: - One object

    /// One row for each field.
    public func describe(object typed: String) -> Reply {
        let table: Table
        switch object(typed) {
        case .found(let found): table = found
        case .refused(let reply): return reply
        }
        var listing = Listing(
            "fields", ["field", "type", "filled", "distinct#", "examples", "role", "links"])
        let model = view(for: typed).model
        do { try awaitLinks(of: model) } catch { return error.reply }
        let key = model.key(of: table.name)
        let primary = model.primaryField(of: table.name)
        for (field, column) in zip(table.fields, table.columns) {
            let facts = FieldFacts(column)
            var roles: [String] = []
            if key.contains(field.name) { roles.append(key.count > 1 ? "part of key" : "key") }
            if field.name == primary { roles.append("primary") }
            listing.append([
                field.name, field.type.name, Phrase.percent(facts.filled), String(facts.distinct),
                facts.examples.joined(separator: ", "), roles.joined(separator: ", "),
                links(of: field.name, in: table.name, model),
            ])
        }
        var reply = show(listing)
        var facts = ["\(table.name): \(Phrase.count(table.rowCount, "row"))"]
        if let file = folder.file(of: table.name) { facts.append(file.path) }
        if let reason = folder.incomplete(at: configuration.clock())[table.name] {
            facts.append("incomplete: \(reason)")
        }
        let report = folder.report(of: table.name)
        if let report { facts.append(report.format) }
        guard !settings.isQuiet else { return reply }
        reply.notes = [escapedForTerminal(facts.joined(separator: " · "))]
        if let report, let file = folder.file(of: table.name) {
            reply.notes += lines(of: report, in: file.path)
        }
        return reply
    }

    private func links(of field: String, in object: ObjectName, _ model: LinkModel) -> String {
        var texts: [String] = []
        for link in model.links {
            if link.left.object == object && link.left.fields.contains(field) {
                texts.append("→ \(link.right.object) \(Phrase.percent(link.leftMatched))")
            } else if link.right.object == object && link.right.fields.contains(field) {
                texts.append("← \(link.left.object) \(Phrase.percent(link.rightMatched))")
            }
        }
        return texts.joined(separator: ", ")
    }

    enum ObjectLookup {
        case found(Table)
        case refused(Reply)
    }

    /// The object that a person means by `typed`.
    func object(_ typed: String) -> ObjectLookup {
        let catalog = view(for: typed).catalog
        let names = catalog.tables.map(\.name)
        switch ObjectIndex(names: names).source(typed.split(separator: ".").map(String.init)) {
        case .one(let name):
            if let table = catalog[name] { return .found(table) }
        case .several(let found):
            return .refused(
                .error(
                    "'\(escapedForTerminal(typed))' is several objects",
                    help: Phrase.list(found.map(\.description), and: "or"), status: .badBoard))
        case .none: break
        }
        if let failure = folder.failures.first(where: {
            NameFolding.fold($0.object.description) == NameFolding.fold(typed)
        }) {
            return .refused(
                .error(escapedForTerminal(failure.sentence), status: .sourceNotLoaded))
        }
        return .refused(
            .error(
                "no object '\(escapedForTerminal(typed))'",
                help: Suggestion.nearestOrAll(typed, in: names.map(\.description)),
                status: .badBoard))
    }
}
