import Columns
import Ingest
import Okta
import Render

/// Searching Okta itself: what the org answers now, not what was loaded.
extension Session {
    /// `cork users --search/--filter/--q --sort FIELD[:desc] --limit N`
    public func searchUsers(_ search: UserSearch, connection name: String?) -> Reply {
        do throws(Refused) {
            do throws(UserSearch.Refusal) { try search.check() } catch {
                return .error(error.message.error, help: error.message.help, status: .usage)
            }
            let connection = try connection(name)
            let notes = LiveNotes()
            let client = try client(of: connection, notes: notes)
            let found = try wait(for: client, notes: notes) { () async throws(OktaError) in
                try await search.run(client)
            }
            var reply: Reply
            if settings.format == .json {
                reply = .text(JSONLayout.indentedList(found.records.compactMap { JSONView($0) }))
            } else {
                reply = show(try users(found.records, of: connection, isShort: true))
            }
            if !settings.isQuiet {
                let count = Phrase.count(found.records.count, "user")
                reply.notes = [
                    found.hasMore ? "\(count), and there are more; --limit 0 reads all" : count
                ]
            }
            return reply
        } catch {
            return error.reply
        }
    }

    /// `cork user ID|LOGIN`
    public func showUser(_ idOrLogin: String, connection name: String?) -> Reply {
        do throws(Refused) {
            let connection = try connection(name)
            let notes = LiveNotes()
            let client = try client(of: connection, notes: notes)
            let user = try wait(for: client, notes: notes) { () async throws(OktaError) in
                try await UserSearch.user(idOrLogin, client)
            }
            guard let user else {
                let shown = escapedForTerminal(idOrLogin)
                return .error(
                    "no user '\(shown)' in \(escapedForTerminal(connection.org.name))",
                    help: "an id or a whole login; cork users --q finds beginnings of names",
                    status: .failure)
            }
            if settings.format == .json { return .text(JSONLayout.indented(user)) }
            var reply = show(try users([Array(user.text)], of: connection, isShort: false))
            if case .table(let table, let format, var options) = reply.body {
                options.showsOneRowAsRecord = true
                reply.body = .table(table, format, options)
            }
            return reply
        } catch {
            return error.reply
        }
    }

    /// What a person looks for first, in this order.
    private static let shortFields = [
        "profile.login", "profile.firstName", "profile.lastName", "status", "profile.email",
        "profile.title", "profile.department", "lastLogin", "id",
    ]

    private func users(
        _ records: [[UInt8]], of connection: Connection, isShort: Bool
    ) throws(Refused) -> Table {
        let table: Table
        do {
            let loaded = try TableAssembly(list: ListRegistry.users).load(
                records, source: connection.org.name, threads: configuration.threads,
                cancellation: cancellation)
            table = loaded.tables[0]
        } catch {
            throw Refused(
                reply: .error(
                    escapedForTerminal(error.sentence(named: connection.org.name)),
                    status: .failure))
        }
        var kept: [Int] = []
        if isShort {
            kept = Self.shortFields.compactMap { table.index(of: $0) }
        } else {
            kept = table.fields.indices.filter { !table.fields[$0].name.hasPrefix("_links") }
        }
        return Table(
            name: table.name,
            fields: kept.map { index in
                let field = table.fields[index]
                let name =
                    isShort && field.name.hasPrefix("profile.")
                    ? String(field.name.dropFirst(8)) : field.name
                return Field(name: name, type: field.type)
            }, columns: kept.map { table.columns[$0] }, rowCount: table.rowCount)
    }
}

/// The search as the command line builds it.
public typealias UserSearch = Okta.UserSearch
