import BoardLanguage
import Columns
import Engine
import Okta
import Render
import Workspace

/// What `cork watch` was told.
public struct WatchInput: Sendable {
    /// Saved boards, or boards.
    public var boards: [String]
    public var everySeconds = 30.0
    /// Looks after which it ends by itself.
    public var looksMax: Int?
    /// The connection, when there are several.
    public var connection: String?
    /// Receives an event hook besides.
    public var hook: HookInput?

    public init(boards: [String]) { self.boards = boards }

    /// `30s`, `500ms`, `5min`; nil for what is no time, or none that anybody waits.
    public static func seconds(_ text: String) -> Double? {
        if text.hasSuffix("ms"), let number = Double(text.dropLast(2)), number >= 50 {
            return number / 1000
        }
        guard case .duration(let duration) = ParameterValues.literal(text, type: "duration"),
            duration.months == 0
        else { return nil }
        let seconds = Double(duration.microseconds) / 1_000_000
        return seconds >= 1 && seconds <= 86_400 ? seconds : nil
    }
}

extension MetaCommand {
    static let watchCommands = [
        MetaCommand(
            name: "watch", usage: "30s [BOARD]",
            summary:
                "answer a board, or the last one, so often and show what changes, until Ctrl-C",
            argument: .board
        ) { arguments, session in session.watch(line: arguments) }
    ]
}

extension Session {
    /// `cork watch --board NAME …`
    public func watch(_ input: WatchInput) -> Reply {
        answering {
            do throws(Refused) {
                let follower = try follower(input)
                defer { follower?.close() }
                var boards: [WatchedBoard] = []
                for name in input.boards {
                    boards.append(try WatchedBoard(name, try runner(of: name, []), in: self))
                }
                guard follower != nil || !boards.isEmpty else {
                    throw Refused(
                        reply: .error(
                            "there is nothing to watch: no board is named, and no synced org",
                            help: "cork watch --board NAME; cork sync reads an org", status: .usage)
                    )
                }
                let wake = WakeSignal()
                var receiver: HookReceiver?
                if let hook = input.hook {
                    guard let follower else {
                        throw Refused(
                            reply: .error(
                                "event hooks are those of a synced org",
                                help: "cork connect okta ORG, then cork sync", status: .usage))
                    }
                    receiver = try listen(hook, follower, wake: wake)
                }
                defer { receiver?.stop() }
                for board in boards { tellStart(of: board) }
                return watch(boards, input, follower, wake)
            } catch {
                return error.reply
            }
        }
    }

    /// Follows the connection that was named, or the only one, where it was synced before.
    private func follower(_ input: WatchInput) throws(Refused) -> LogFollower? {
        let connections = folder.setup.connections
        if input.connection == nil, connections.count != 1 {
            guard input.hook == nil, connections.isEmpty else {
                return try LogFollower(
                    try connection(nil), everySeconds: input.everySeconds, in: self)
            }
            return nil
        }
        let connection = try connection(input.connection)
        let isSynced = folder.synced.objects.contains { $0.connection == connection }
        guard isSynced else { return nil }
        return try LogFollower(connection, everySeconds: input.everySeconds, in: self)
    }

    /// `.watch 30s [BOARD]`
    func watch(line: String) -> Reply {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard let time = words.first else { return MetaCommand.usageError("watch") }
        guard let seconds = WatchInput.seconds(time) else {
            return .error(
                "'\(escapedForTerminal(time))' is no time to wait between two looks",
                help: "such as .watch 30s okta.users, from 50ms to 1d", status: .usage)
        }
        guard let text = words.count > 1 ? words[1] : lastBoard else {
            return .error("there is no board to watch yet", status: .usage)
        }
        do throws(Refused) {
            let board = try WatchedBoard(text, try runner(of: text, []), in: self)
            var first = Reply()
            first.body = .table(board.answer.table, outputFormat, options(for: board.answer))
            first.footer = board.answer.footer
            first.showsFooter = !settings.isQuiet
            guard let show = configuration.show else { return first }
            show(first)
            var input = WatchInput(boards: [text])
            input.everySeconds = seconds
            let follower = try follower(input)
            defer { follower?.close() }
            return watch([board], input, follower, WakeSignal())
        } catch {
            return error.reply
        }
    }

    // MARK: - Looking

    private func watch(
        _ boards: [WatchedBoard], _ input: WatchInput, _ follower: LogFollower?, _ wake: WakeSignal
    ) -> Reply {
        var looks = 0
        var writesHeader = true
        var table = WatchTable(isStream: streamFormat != .table, namesBoards: boards.count > 1)
        while input.looksMax.map({ looks < $0 }) ?? true {
            guard configuration.pause(input.everySeconds, wake, cancellation) else { break }
            looks += 1
            if let follower {
                show(follower.look(in: self))
                if boards.isEmpty { show(follower.events, writesHeader: &writesHeader) }
            }
            let preface: [String]
            do { preface = try refresh() } catch {
                return .error(escapedForTerminal(error.sentence), status: .failure)
            }
            show(troubles(of: preface))
            for board in boards {
                switch board.look(in: self) {
                case .same: break
                case .failed(let reply): configuration.show?(reply)
                case .changed(let difference, let before, let after):
                    configuration.show?(
                        reply(
                            table.rows(difference, before, after, board, at: configuration.clock()),
                            difference, board, writesHeader: table.isFirst(board)))
                }
            }
        }
        var reply = Reply()
        if !settings.isQuiet {
            reply.notes = ["watched: \(Phrase.count(looks, "look"))"]
        }
        return checked(reply)
    }

    /// Of what a look at the workspace has found only what is wrong; that files change is what is watched for.
    private func troubles(of preface: [String]) -> [String] {
        preface.filter { $0.hasPrefix("error:") || $0.hasPrefix("note:") }
    }

    private func show(_ lines: [String]) {
        if lines.isEmpty { return }
        var reply = Reply()
        reply.notes = lines
        configuration.show?(reply)
    }

    /// Without a board the events themselves.
    private func show(_ events: [KeptEvent], writesHeader: inout Bool) {
        if events.isEmpty { return }
        var listing = Listing("events", ["published", "event", "actor", "target", "uuid"])
        for event in events {
            let json = JSONView(checked: event.json)
            let targets = (json["target"]?.elements() ?? []).compactMap(Self.name)
            listing.append([
                event.published, json["eventType"]?.string ?? "",
                json["actor"].flatMap(Self.name) ?? "", targets.joined(separator: ", "), event.key,
            ])
        }
        var reply = Reply()
        var options = options()
        options.showsOneRowAsRecord = false
        options.writesHeader = writesHeader
        writesHeader = false
        reply.body = .table(listing.table(), streamFormat, options)
        reply.showsFooter = false
        configuration.show?(reply)
    }

    /// Who or what an event names: its login or label, its name, or its id.
    private static func name(_ view: JSONView) -> String? {
        if let name = view["alternateId"]?.string, name != "unknown" { return name }
        return view["displayName"]?.string ?? view["id"]?.string
    }

    /// A stream for a program is lines; tables are for who looks.
    private var streamFormat: OutputFormat {
        settings.format ?? (configuration.isTerminal ? .table : .ndjson)
    }

    private func tellStart(of board: WatchedBoard) {
        if settings.isQuiet { return }
        let rows = Phrase.count(board.answer.table.rowCount, "row")
        show([escapedForTerminal("watching \(board.title): \(rows)")])
    }

    private func reply(
        _ table: Table, _ difference: RowDifference, _ board: WatchedBoard, writesHeader: Bool
    ) -> Reply {
        var reply = Reply()
        let format = streamFormat
        var options = options()
        options.showsOneRowAsRecord = false
        options.writesHeader = writesHeader
        reply.body = .table(table, format, options)
        if format == .table {
            let time = Column(.time([configuration.clock() / 1_000_000 * 1_000_000])).string(0)
            reply.preface = [
                escapedForTerminal("\(time) \(board.title): \(difference.counts)")
            ]
        }
        reply.showsFooter = false
        return reply
    }
}

extension RowDifference {
    /// `2 added, 1 gone`
    var counts: String {
        var parts: [String] = []
        for (count, word) in [
            (added.count, "added"), (gone.count, "gone"), (changed.count, "changed"),
        ] where count > 0 { parts.append("\(Phrase.count(count)) \(word)") }
        return parts.joined(separator: ", ")
    }
}

/// What changed in watched boards, as rows.
private struct WatchTable {
    /// For a program: each row says when it was seen, and of which board it is.
    let isStream: Bool
    let namesBoards: Bool
    private var begun: Set<String> = []

    init(isStream: Bool, namesBoards: Bool) {
        self.isStream = isStream
        self.namesBoards = namesBoards
    }

    /// Whether nothing of the board was shown yet.
    mutating func isFirst(_ board: WatchedBoard) -> Bool { begun.insert(board.title).inserted }

    func rows(
        _ difference: RowDifference, _ before: BoardResult, _ after: BoardResult,
        _ board: WatchedBoard, at time: Int64
    ) -> Table {
        let rows = difference.rows(from: before, to: after)
        guard isStream else { return rows }
        let none = [Int32](repeating: 0, count: rows.rowCount)
        var fields = [Field(name: "seen", type: .time)]
        var columns = [Column(.time([time])).gather(none)]
        if namesBoards {
            var title = TextBuilder()
            title.append(board.title)
            fields.append(Field(name: "board", type: .text))
            columns.append(Column(.text(title.finish())).gather(none))
        }
        return Table(
            name: rows.name, fields: fields + rows.fields, columns: columns + Array(rows.columns),
            rowCount: rows.rowCount)
    }
}
