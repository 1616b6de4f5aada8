import Columns
import Correlation
import Engine
import Ingest
import Sync
import Synchronization
import Workspace

/// The states that a workspace keeps, as they were when a command began.
///
/// A state may hold some of the objects only: a sync keeps what it read, a snapshot everything. So an object at a time
/// is that of the last state until then which has it.
final class KeptStates: Sendable {
    let states: [KeptState]
    private let database: WorkspaceDatabase
    /// What boards call an org, by its host.
    private let tools: [String: String]
    private let damage: StoredDamage
    private let loads = Mutex<[Int64: [StoredLoad]]>([:])

    init(
        _ database: WorkspaceDatabase, tools: [String: String], damage: StoredDamage
    ) throws(WorkspaceError) {
        self.database = database
        self.tools = tools
        self.damage = damage
        states = try database.states()
    }

    /// An object's tables in a state, which hold no column yet.
    struct Kept: Sendable {
        let state: KeptState
        let tables: [Table]
        /// Why it was not complete, as a clause.
        let incomplete: String?
    }

    typealias Absence = EarlierStates.Absence

    // MARK: - States

    /// `2026-08-01T00:00:00Z`
    static func text(_ time: Int64) -> String {
        Column(.time([time - time % 1_000_000])).string(0)
    }

    /// `2026-08-01T00:00:00Z (sync)`
    static func text(_ state: KeptState) -> String { "\(text(state.taken)) (\(state.label))" }

    /// The states that a moment may mean, the newest first.
    func states(_ moment: EarlierMoment) throws(Absence) -> [KeptState] {
        guard let first = states.first else { throw .none }
        switch moment {
        case .time(let time):
            let found = states.reversed().filter { $0.taken <= time }
            if found.isEmpty {
                throw Absence(
                    message: "no state was kept at or before \(Self.text(time))",
                    help: "the first is of \(Self.text(first))")
            }
            return found
        case .name(let name):
            return [try state(named: name)]
        }
    }

    /// The last state of a name, or the one with a number: `#12`.
    func state(named name: String) throws(Absence) -> KeptState {
        if name.hasPrefix("#"), let number = Int64(name.dropFirst()),
            let state = states.first(where: { $0.number == number })
        {
            return state
        }
        let folded = NameFolding.fold(name)
        if let state = states.last(where: { $0.label == name })
            ?? states.last(where: { NameFolding.fold($0.label) == folded && !folded.isEmpty })
        {
            return state
        }
        var seen: Set<String> = []
        let names = states.reversed().map(\.label).filter { seen.insert($0).inserted }
        throw Absence(
            message: "no state is called '\(name)'",
            help: Suggestion.nearestOrSome(name, in: names, "states")
                ?? "cork snapshot keeps one")
    }

    // MARK: - Objects

    /// The object in the newest state that has it.
    func object(_ name: ObjectName, _ moment: EarlierMoment) throws(Absence) -> EarlierObject {
        let candidates = try states(moment)
        for state in candidates {
            for kept in try kept(in: state) {
                guard let table = kept.tables.first(where: { $0.name == name }) else { continue }
                return EarlierObject(
                    table: table, state: state.number, taken: state.taken, label: state.label,
                    incomplete: kept.incomplete)
            }
        }
        if case .time(let time) = moment {
            throw Absence(
                message: "no state at or before \(Self.text(time)) has \(name)",
                help: "it was loaded for the first time later, or not kept")
        }
        throw Absence(
            message: "\(name) is not in the state of \(Self.text(candidates[0]))",
            help: "cork snapshot keeps everything that is loaded, a sync what it read")
    }

    /// Every object, each from the newest state that has it.
    func catalog(_ moment: EarlierMoment) throws(Absence) -> EarlierCatalog {
        let candidates = try states(moment)
        var seen: Set<ObjectName> = []
        var tables: [Table] = []
        var incomplete: [ObjectName: String] = [:]
        for state in candidates {
            for kept in try kept(in: state) {
                guard let first = kept.tables.first, !seen.contains(first.name) else { continue }
                for table in kept.tables where seen.insert(table.name).inserted {
                    tables.append(table)
                    incomplete[table.name] = kept.incomplete
                }
            }
        }
        return EarlierCatalog(
            state: candidates[0], tables: tables.sorted { $0.name < $1.name },
            incomplete: incomplete)
    }

    /// What a state holds, without any column.
    private func kept(in state: KeptState) throws(Absence) -> [Kept] {
        do throws(WorkspaceError) {
            var found = self.loads.withLock { $0[state.number] }
            if found == nil {
                found = try database.loads(ofState: state.number)
                self.loads.withLock { $0[state.number] = found }
            }
            var kept: [Kept] = []
            for load in found ?? [] { kept.append(try self.kept(load, in: state)) }
            return kept
        } catch {
            throw Absence(
                message: "the state of \(Self.text(state)) cannot be read: \(error.sentence)",
                help: error.help)
        }
    }

    private func kept(_ load: StoredLoad, in state: KeptState) throws(WorkspaceError) -> Kept {
        var tables: [Table] = []
        let host = load.name.split(separator: "\u{1F}", maxSplits: 1)
        let tool = host.count == 2 ? tools[String(host[0])] : nil
        let named = { (name: ObjectName) in
            tool.map { ObjectName(tool: $0, object: name.object) } ?? name
        }
        for stored in load.tables {
            let name = named(stored.name)
            let damage = damage
            let columns = ColumnList(count: stored.fields.count) { index in
                if let column = try? stored.columns([index]).first { return column }
                damage.lost(state: "\(name) at \(Self.text(state))")
                return .missing(stored.fields[index].type, count: stored.rowCount)
            }
            let parent = try stored.parent().map {
                Table.Parent(object: named($0.object), field: $0.field, rows: $0.rows)
            }
            tables.append(
                Table(
                    name: name, fields: stored.fields, columns: columns, rowCount: stored.rowCount,
                    parent: parent))
        }
        return Kept(
            state: state, tables: tables, incomplete: Self.incomplete(load, host.count == 2))
    }

    private static func incomplete(_ load: StoredLoad, _ isSynced: Bool) -> String? {
        if isSynced { return (try? SyncedReport(bytes: load.report))?.reason }
        guard let report = try? StoredReport.decode(load.report, file: load.name),
            report.lostRows > 0
        else { return nil }
        return "\(Phrase.count(report.lostRows, "row")) "
            + "\(report.lostRows == 1 ? "was" : "were") refused then"
    }
}

/// All objects as they were at one time.
struct EarlierCatalog {
    /// The newest state that it comes from.
    let state: KeptState
    let tables: [Table]
    let incomplete: [ObjectName: String]
    var model: LinkModel?

    func environment(
        saved: [String: SavedBoard], context: EvaluationContext, earlier: EarlierStates?
    ) -> Environment {
        Environment(
            catalog: Catalog(tables: tables),
            links: model ?? LinkModel(tables: tables, threads: context.threads), saved: saved,
            context: context, incomplete: incomplete, earlier: earlier)
    }
}
