import Columns
import Engine
import Okta
import Render
import Sync
import Workspace

extension MetaCommand {
    /// What has to do with live tools.
    static let liveCommands = [
        MetaCommand(
            name: "sync", usage: "[OBJECT ...] [--full]",
            summary: "read what has changed in Okta; --full: everything", argument: .objects
        ) { arguments, session in
            var input = SyncInput()
            for word in arguments.split(separator: " ").map(String.init) {
                if word == "--full" {
                    input.isFull = true
                } else if word.hasPrefix("-") {
                    return usageError("sync")
                } else {
                    input.objects.append(word)
                }
            }
            return session.syncBetweenLines(input)
        },
        MetaCommand(
            name: "status", usage: "", summary: "how old and how complete live objects are",
            argument: .none
        ) { arguments, session in
            arguments.isEmpty ? session.statusListing() : usageError("status")
        },
    ]
}

extension Session {
    /// `.sync`: afterwards the next board sees what has come.
    func syncBetweenLines(_ input: SyncInput) -> Reply {
        background?.stop()
        background = nil
        var reply = sync(input)
        do { reply.notes += try refresh().filter { !$0.hasPrefix("loaded") } } catch {
            reply.notes.append("error: \(escapedForTerminal(error.sentence))")
        }
        return reply
    }

    /// `cork status`
    public func status() -> Reply { answering { statusListing() } }

    /// One row for each object of a connection, those that could not be read included.
    func statusListing() -> Reply {
        if folder.setup.connections.isEmpty {
            return .error(
                "no org is connected", help: "cork connect okta ORG, such as acme.okta.com",
                status: .usage)
        }
        let now = configuration.clock()
        let ages = folder.ages(at: now)
        let incomplete = folder.incomplete(at: now)
        var listing = Listing("status", ["object", "rows#", "age", "state", "org"])
        var notes: [String] = []
        for connection in folder.setup.connections {
            let states = statesToShow(connection)
            if states.isEmpty {
                notes.append("\(connection.name) was never synced: cork sync")
            }
            for (name, state) in states {
                listing.append([
                    name.description, String(state.rows),
                    ages[name].map { SourceAge.phrase($0.microseconds) } ?? "",
                    word(for: state, incomplete[name], isHere: ages[name] != nil),
                    connection.org.name,
                ])
            }
            notes += lines(about: states)
        }
        var reply = show(listing)
        reply.notes = settings.isQuiet ? [] : notes.map(escapedForTerminal)
        return reply
    }

    private func statesToShow(
        _ connection: Connection
    ) -> [(name: ObjectName, state: ObjectState)] {
        let known = Set(ListRegistry.objects.map(\.name))
        return folder.synced.states.filter {
            $0.connection == connection && known.contains($0.state.object.name.object)
        }.map {
            (
                ObjectName(tool: connection.name, object: $0.state.object.name.object),
                $0.state
            )
        }
    }

    private func word(for state: ObjectState, _ reason: String?, isHere: Bool) -> String {
        if let reason { return "incomplete: \(reason)" }
        if isHere {
            return state.openReading == nil ? "complete" : "complete; a later sync was stopped"
        }
        if let reason = state.ledger.first?.reason { return reason }
        return state.openReading == nil ? "not in this org" : "a sync was stopped before its end"
    }

    /// Counts that are not Okta's, and lists that did not come.
    private func lines(about states: [(name: ObjectName, state: ObjectState)]) -> [String] {
        var lines: [String] = []
        for (name, state) in states {
            guard let entry = state.ledger.first else { continue }
            for note in entry.notes.prefix(5) {
                let part = note.part.isEmpty ? "" : " of \(note.part)"
                if let expected = note.expected, let rows = note.rows {
                    lines.append("\(name)\(part): \(rows) rows came, Okta counts \(expected)")
                } else {
                    lines.append("\(name)\(part): \(note.reason)")
                }
            }
            if entry.notes.count > 5 {
                lines.append("\(name): \(entry.notes.count - 5) more notes in cork.loads")
            }
        }
        return lines
    }

    /// `cork.loads`: how each file and each object of an org was read.
    var ownLoads: Table {
        var listing = Listing(
            "loads",
            [
                "object", "source", "rows#", "read", "complete", "reason", "kind", "pages#",
                "calls#",
                "new#", "changed#", "gone#", "refused_scope", "counted#", "started", "ended",
            ])
        for (file, loaded) in folder.loads {
            for table in loaded.tables {
                let lost = loaded.report.lostRows
                listing.append(
                    [
                        table.name.description, file.path, String(table.rowCount), "",
                        lost == 0 ? "yes" : "no", lost == 0 ? "" : "\(lost) rows were refused",
                        "file",
                    ] + [String](repeating: "", count: 9))
            }
        }
        let now = configuration.clock()
        let incomplete = folder.incomplete(at: now)
        for connection in folder.setup.connections {
            for (name, state) in statesToShow(connection) {
                guard let entry = state.ledger.first else { continue }
                let reason = incomplete[name] ?? entry.reason
                let counted = entry.notes.compactMap(\.expected)
                listing.append([
                    name.description, connection.org.name, String(state.rows),
                    Self.moment(entry.ended), reason == nil ? "yes" : "no", reason ?? "",
                    entry.kind == .everything ? "everything" : "changes", String(entry.pages),
                    String(entry.calls), String(entry.added), String(entry.changed),
                    String(entry.removed), entry.refusal == nil ? "" : entry.scope,
                    counted.isEmpty ? "" : String(counted.reduce(0, +)),
                    Self.moment(entry.started), Self.moment(entry.ended),
                ])
            }
        }
        return listing.table()
    }

    private static func moment(_ time: Int64) -> String {
        Column(.time([time])).text().string(0)
    }

    /// Of the oldest object of each connection.
    var syncedAge: String? {
        let now = configuration.clock()
        var texts: [String] = []
        for connection in folder.setup.connections {
            let times = folder.synced.objects.filter { $0.connection == connection }.map(\.read)
            guard let oldest = times.min() else { continue }
            texts.append(
                SourceAge(source: connection.name, microseconds: max(0, now - oldest)).sentence)
        }
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }
}
