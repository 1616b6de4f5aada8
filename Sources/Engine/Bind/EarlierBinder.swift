import BoardLanguage
import Columns

/// `OBJECT at TIME`: an object as a kept state has it, under a name of its own.
extension Binder {
    /// A table of an earlier state that this board reads.
    struct Earlier {
        /// The object's present name.
        let base: ObjectName
        let table: Table
        let state: Int64
        let incomplete: String?
    }

    /// The object that a table's records are, for one of an earlier state too.
    func base(_ name: ObjectName) -> ObjectName { earlier[name]?.base ?? name }

    func earlierTable(
        of path: ObjectPath, at expression: Expression
    ) throws(BoardError) -> Table {
        let present = try table(named: path).name
        let place = place(expression.span)
        let moment = try moment(expression)
        guard let states = environment.earlier else {
            throw place.error(
                "'at' needs kept states, and this workspace has none",
                help: "cork snapshot keeps one; without 'at' the board reads what is loaded now")
        }
        let found: EarlierObject
        do throws(EarlierStates.Absence) {
            found = try states.find(present, moment)
        } catch {
            throw place.error(error.message, help: error.help)
        }
        return named(found, present)
    }

    /// The table under a name that says when it was, so that no name, key or link of the present object is
    /// taken for its own.
    private func named(_ found: EarlierObject, _ present: ObjectName) -> Table {
        let stamp = Column(.time([found.taken - found.taken % 1_000_000])).string(0)
        var object = "\(present.object) at \(stamp)"
        if let known = earlier[ObjectName(tool: present.tool, object: object)] {
            if known.state == found.state { return known.table }
            // Two states of one second.
            object += " (\(found.state))"
        }
        let source = found.table
        let table = Table(
            name: ObjectName(tool: present.tool, object: object), fields: source.fields,
            columns: ColumnList(count: source.columns.count) { source.columns[$0] },
            rowCount: source.rowCount)
        earlier[table.name] = Earlier(
            base: present, table: table, state: found.state, incomplete: found.incomplete)
        notes.append("\(present) as kept at \(stamp) (\(found.label))")
        return table
    }

    private func moment(_ expression: Expression) throws(BoardError) -> EarlierMoment {
        let bound = try bind(expression, in: Scope(rowName: "this board"))
        if let time = instant(bound) { return .time(time) }
        if case .constant(let column)? = bound.constant, column.type == .text {
            return .name(column.string(0))
        }
        throw place(expression.span).error(
            "'at' takes a time, or a kept state's name",
            help: bound.type == .duration
                ? "at \(place(expression.span).excerpt) ago"
                : "at 7d ago, at 2026-08-01, at \"before the merger\"")
    }

    /// The moment that a constant stands for: a time, or a date's midnight; nil for anything else.
    func instant(_ bound: BoundExpression) -> Int64? {
        guard case .constant(let column)? = bound.constant, column.isPresent(0) else { return nil }
        switch column.storage {
        case .time(let times): return times[0]
        case .date(let days): return environment.context.timeZone.start(of: days[0])
        default: return nil
        }
    }

    /// The fields that identify a record on both sides of a reconcile of one object at two times.
    func recordKey(
        _ left: Table, _ right: Table, _ place: Place
    ) throws(BoardError) -> ReconcileStage.Key {
        let object = base(left.name)
        let fields = environment.key(of: object)
        let positions = { (table: Table) in fields.compactMap { table.index(of: $0) } }
        let (lefts, rights) = (positions(left), positions(right))
        guard !fields.isEmpty, lefts.count == fields.count, rights.count == fields.count else {
            throw place.error(
                fields.isEmpty
                    ? "no field identifies a record of \(object), so two times cannot be compared"
                    : "\(object) did not have \(fields.joined(separator: ", ")) at both times")
        }
        return ReconcileStage.Key(left: lefts, right: rights)
    }
}
