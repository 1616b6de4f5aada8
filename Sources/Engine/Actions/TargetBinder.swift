import BoardLanguage
import Columns

/// Finds where the records of an action come from: the row's own record first, then expanded ones, then to-one
/// paths; a record that is named comes before all of them.
extension Binder {
    /// A record that every row has, with how it was found.
    struct RowRecord {
        let base: TargetSource.Base
        let table: Table
        let isMany: Bool
        let walks: [TargetSource.Walk]
    }

    func bindTargets(
        _ signature: ActionSignature, _ given: [String: Input], _ scope: Scope?,
        _ missing: inout [BoundAction.Missing]
    ) throws(BoardError) -> [TargetSource?] {
        var named: [TargetSource] = []
        for role in signature.roles {
            guard let input = given[role.name] else { continue }
            guard let table = table(role.object) else {
                throw error("\(role.object) is not loaded", at: input.value.span)
            }
            named.append(try self.named(input.value, role, table, scope))
        }
        var targets: [TargetSource?] = []
        for role in signature.roles {
            if let source = named.first(where: { $0.role.name == role.name }) {
                targets.append(source)
                continue
            }
            let table = table(role.object)
            let found = table.flatMap { fromRow(role, $0, scope, named) }
            targets.append(found)
            if found == nil {
                missing.append(
                    .init(
                        name: role.name, isSecret: false, what: "one of \(role.object)",
                        reason: reason(role, table, signature, scope)))
            }
        }
        return targets
    }

    // MARK: - From the row

    /// Every record of a row, in the order in which they are asked.
    func sources(of scope: Scope?) -> [RowRecord] {
        guard let scope else { return [] }
        var records = [scope.record].compactMap { $0 }
        records += scope.expanded.reversed()
        let sides = scope.sides.reversed().compactMap { side in
            side.scope.record.map { (record: $0, walk: side.walk) }
        }
        func walks(to record: Scope.Record) -> [TargetSource.Walk] {
            guard let walk = record.walk else { return [] }
            let before = records.first { $0.slot == walk.from }
            return [
                TargetSource.Walk(
                    from: walk.from, to: record.slot, route: walk.step.route,
                    isStarred: walk.step.isStarred)
            ] + (before.map { walks(to: $0) } ?? [])
        }
        let own = records.map {
            RowRecord(
                base: .slot($0.slot), table: $0.table, isMany: $0.isMany, walks: walks(to: $0))
        }
        return own
            + sides.map { side in
                let walk = side.walk.map {
                    TargetSource.Walk(
                        from: $0.from.slot, to: side.record.slot, route: $0.step.route,
                        isStarred: $0.step.isStarred)
                }
                return RowRecord(
                    base: .slot(side.record.slot), table: side.record.table,
                    isMany: side.record.isMany, walks: walk.map { [$0] } ?? [])
            }
    }

    /// The record itself, an expanded one, or one that a to-one link leads to; a record that was named leads on
    /// too, as a rule to its policy.
    func fromRow(
        _ role: ActionSignature.Role, _ table: Table, _ scope: Scope?, _ named: [TargetSource]
    ) -> TargetSource? {
        let records = sources(of: scope)
        if let own = records.first(where: { $0.table.name == role.object }) {
            return TargetSource(
                role: role, table: table, columns: columns(of: role, in: table), base: own.base,
                walks: own.walks)
        }
        let others = named.map {
            RowRecord(base: $0.base, table: $0.table, isMany: false, walks: $0.walks)
        }
        for record in others + records where !record.isMany {
            let routes = graph.routesByObjectName(from: record.table.name, to: role.object)
            guard routes.count == 1, !routes[0].isMany,
                routes[0].hops.allSatisfy({ self.table($0.to) != nil })
            else { continue }
            return TargetSource(
                role: role, table: table, columns: columns(of: role, in: table),
                base: record.base, routes: routes, walks: record.walks)
        }
        return nil
    }

    /// Why a row does not give a record, with the way to give it.
    private func reason(
        _ role: ActionSignature.Role, _ table: Table?, _ signature: ActionSignature,
        _ scope: Scope?
    ) -> String {
        let name = signature.name
        guard table != nil else { return "'\(name)' needs \(role.object), which is not loaded" }
        guard let scope else { return "'\(name)' needs \(role.name): \"NAME\"" }
        guard let record = sources(of: scope).first else {
            return "'\(name)' needs a record of \(role.object), and these rows are no records"
        }
        let routes = graph.routesByObjectName(from: record.table.name, to: role.object)
        let way =
            routes.isEmpty
            ? nil
            : role.object.tool == record.table.name.tool
                ? role.object.object : role.object.description
        if routes.count == 1, let way {
            return "'\(name)' needs one \(role.name), and a row of \(record.table.name) may have "
                + "several: expand \(way), or \(role.name): \"NAME\""
        }
        if routes.count > 1 {
            let labels = routes.map(\.label).joined(separator: ", ")
            return "'\(name)' needs one \(role.name), and several links lead there (\(labels)): "
                + "\(role.name): \"NAME\" says which"
        }
        return "'\(name)' needs a record of \(role.object), and nothing links "
            + "\(record.table.name) to it: \(role.name): \"NAME\" says which"
    }

    // MARK: - By name

    private func named(
        _ written: BoardLanguage.Expression, _ role: ActionSignature.Role, _ table: Table,
        _ scope: Scope?
    ) throws(BoardError) -> TargetSource {
        let place = place(written.span)
        if case .path(let path) = written.kind, let scope {
            return try along(path, role, table, scope, place)
        }
        let value = try bind(written, in: Scope(rowName: "a statement"))
        guard value.type == .text, let text = value.constant?.values?.string(0) else {
            throw place.error(
                "'\(role.name)' takes the name or id of one of \(role.object)",
                help: "\(role.name): \"NAME\"; a record of the row is taken without naming it")
        }
        return TargetSource(
            role: role, table: table, columns: columns(of: role, in: table),
            base: .named(try row(called: text, role, table, place)))
    }

    /// `user: manager`, a path of the row to one record.
    private func along(
        _ path: Path, _ role: ActionSignature.Role, _ table: Table, _ scope: Scope, _ place: Place
    ) throws(BoardError) -> TargetSource {
        let refusal = place.error(
            "'\(role.name)' takes a path to a record of \(role.object), or its name in quotes")
        guard case .records(let bound, 0) = try resolve(path, in: scope, use: .expand),
            bound.table.name == role.object
        else { throw refusal }
        guard !bound.isMany else {
            throw place.error(
                "'\(place.excerpt)' may lead to several records",
                help: "expand \(place.excerpt) makes a row of each")
        }
        guard bound.steps.allSatisfy({ $0.condition == nil && !$0.isStarred }) else {
            throw refusal
        }
        let own = sources(of: scope).first {
            if case .slot(bound.slot) = $0.base { true } else { false }
        }
        return TargetSource(
            role: role, table: table, columns: columns(of: role, in: table),
            base: .slot(bound.slot), routes: bound.steps.map(\.route), walks: own?.walks ?? [])
    }

    /// The one record of that id or name.
    private func row(
        called text: String, _ role: ActionSignature.Role, _ table: Table, _ place: Place
    ) throws(BoardError) -> Int32 {
        let columns = columns(of: role, in: table)
        let ids = columns.id.map { table.columns[$0] }
        if let ids, let row = (0..<table.rowCount).first(where: { ids.string($0) == text }) {
            return Int32(row)
        }
        let wanted = Self.foldedName(text)
        guard !wanted.isEmpty else {
            throw place.error("'\(role.name)' is empty", help: "\(role.name): \"NAME\"")
        }
        var names: [String] = []
        var found: [Int] = []
        for position in columns.names {
            let column = table.columns[position]
            for row in 0..<table.rowCount where column.isPresent(row) {
                let name = column.string(row)
                names.append(name)
                if Self.foldedName(name) == wanted, !found.contains(row) { found.append(row) }
            }
            if !found.isEmpty { break }
        }
        if found.count == 1 { return Int32(found[0]) }
        if found.isEmpty {
            let near = nearestNames(to: text, in: names, limit: 3)
            throw place.error(
                "no \(role.name) '\(text)' in \(role.object)",
                help: near.isEmpty
                    ? "names and ids are those of the last sync"
                    : "nearest \(near.count == 1 ? "is" : "are") "
                        + near.map { "'\($0)'" }.joined(separator: ", "))
        }
        let shown = found.prefix(5).map { ids?.string($0) ?? "row \($0 + 1)" }
        throw place.error(
            "\(found.count) of \(role.object) are called '\(text)'",
            help: "an id says which: " + shown.map { "\"\($0)\"" }.joined(separator: ", "))
    }

    /// An export may call a field by the end of its name alone: `login` for `profile.login`.
    private func columns(
        of role: ActionSignature.Role, in table: Table
    ) -> TargetSource.Columns {
        let index = fields(of: table)
        let names = role.nameFields.compactMap { field -> Int? in
            if let exact = table.index(of: field) { return exact }
            let end = field.split(separator: ".").last.map(String.init) ?? field
            if case .one(let column) = index.match([end]) { return column }
            return nil
        }
        return TargetSource.Columns(id: table.index(of: "id"), names: names)
    }

    private static func foldedName(_ text: String) -> String {
        var rest = text.lowercased()[...].drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
