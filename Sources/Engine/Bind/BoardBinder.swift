import BoardLanguage
import Columns

/// A board being bound: the scope after the stages so far, and those stages.
struct BoardDraft {
    var object: Table
    var slot: Int
    var scope: Scope
    var stages: [any BoundStage] = []
    var ending: BoardEnding?
}

extension Binder {
    /// Binds a whole board.
    ///
    /// - Parameter outside: the scope that `row.` means, for a board in parentheses.
    func bindBoard(_ board: Board, outside: Scope? = nil) throws(BoardError) -> BoundBoard {
        let draft = try draft(board, outside: outside)
        return BoundBoard(
            object: draft.object, slot: draft.slot, stages: draft.stages,
            output: draft.scope.visible, slotCount: slotCount, ending: draft.ending,
            scope: draft.scope, place: place(board.span))
    }

    func draft(_ board: Board, outside: Scope?) throws(BoardError) -> BoardDraft {
        var draft: BoardDraft
        switch board.source {
        case .object(let path, let at):
            if let at {
                throw error(
                    "'at' needs kept states, and this workspace has none", at: at.span,
                    help: "without 'at' the board reads what is loaded now")
            }
            draft = try self.draft(object: path)
        case .saved(let reference):
            draft = try self.draft(saved: reference, outside: outside)
        }
        draft.scope.outside = outside.map(Scope.Outside.init)
        for (position, stage) in board.stages.enumerated() {
            let isLast = position == board.stages.count - 1
            try bindStage(stage, isLast: isLast, &draft)
        }
        return draft
    }

    // MARK: - Sources

    private func draft(object path: ObjectPath) throws(BoardError) -> BoardDraft {
        let table = try table(named: path)
        let slot = newSlot()
        var scope = Scope(rowName: table.name.description)
        scope.record = Scope.Record(slot: slot, table: table)
        scope.visible = defaultColumns(of: table, slot: slot, place: place(path.span))
        return BoardDraft(object: table, slot: slot, scope: scope)
    }

    /// The table of an object as it is typed, with or without its tool.
    func table(named path: ObjectPath) throws(BoardError) -> Table {
        let typed = path.names.map(\.text)
        switch objects.source(typed) {
        case .one(let name):
            if let table = table(name) { return table }
        case .several(let names):
            throw error(
                "'\(typed.joined(separator: "."))' is an object of \(names.count) tools",
                at: path.span,
                help: "one of \(names.map(\.description).joined(separator: ", "))")
        case .none: break
        }
        let known = objects.names.map(\.description)
        let near = nearestNames(to: typed.joined(separator: "."), in: known, limit: 3)
        let help: String? =
            if known.isEmpty { "nothing is loaded" } else if near.isEmpty {
                "loaded are \(known.prefix(8).joined(separator: ", "))"
                    + (known.count > 8 ? " and \(known.count - 8) more" : "")
            } else {
                near.count == 1
                    ? "nearest is '\(near[0])'"
                    : "nearest are \(near.map { "'\($0)'" }.joined(separator: ", "))"
            }
        throw error("no object '\(typed.joined(separator: "."))'", at: path.span, help: help)
    }

    /// All fields, the primary field first, under the shortest tails that still find them.
    func defaultColumns(of table: Table, slot: Int, place: Place) -> [VisibleColumn] {
        let index = fields(of: table)
        var order = Array(table.fields.indices)
        if let primary = primaryColumn(of: table) {
            order.removeAll { $0 == primary }
            order.insert(primary, at: 0)
        }
        return order.map { column in
            VisibleColumn(
                heading: index.heading(column),
                expression: field(column, slot: slot, table: table, place: place),
                followsExpansion: true)
        }
    }

    // MARK: - Saved boards

    /// A saved board, or a `let` of the same text, goes on as if its stages stood here.
    private func draft(
        saved reference: SavedReference, outside: Scope?
    ) throws(BoardError) -> BoardDraft {
        let name = reference.name.text
        if savedStack.contains(name) {
            throw error(
                "@\(name) uses itself: \((savedStack + [name]).map { "@\($0)" }.joined(separator: " → "))",
                at: reference.span)
        }
        savedStack.append(name)
        defer { savedStack.removeLast() }
        if let board = lexical.bindings[name] {
            guard reference.inputs.isEmpty else {
                throw error("@\(name) has no parameters", at: reference.span)
            }
            return try inner(board, outside)
        }
        guard let saved = environment.saved[name] else {
            let known = environment.saved.keys.sorted() + lexical.bindings.keys.sorted()
            let near = nearestNames(to: name, in: known, limit: 3)
            throw error(
                "no saved board '@\(name)'", at: reference.name.span,
                help: near.isEmpty
                    ? nil : "nearest is \(near.map { "'@\($0)'" }.joined(separator: ", "))")
        }
        guard let board = saved.file.board else {
            throw error("@\(name) has no board in \(saved.path)", at: reference.span)
        }
        let given = try inputs(reference, of: saved)
        var other = Lexical(source: SourceText(text: saved.text, path: saved.path))
        let missing = "'@\(name)(NAME: VALUE)' gives one"
        let caller = place(reference.span)
        return try nested(lexical: other) { () throws(BoardError) in
            other.parameters = try parameters(
                of: saved.file, given: given, missingHelp: missing, caller: caller)
            other.bindings = bindings(of: saved.file)
            return try nested(lexical: other) { () throws(BoardError) in
                try inner(board, outside)
            }
        }
    }

    /// A board inside another: what it expects or exports is its own affair.
    private func inner(_ board: Board, _ outside: Scope?) throws(BoardError) -> BoardDraft {
        var draft = try draft(board, outside: outside)
        draft.ending = nil
        return draft
    }

    func bindings(of file: SourceFile) -> [String: Board] {
        var bindings: [String: Board] = [:]
        for statement in file.statements {
            if case .binding(let name, let board) = statement.kind { bindings[name.text] = board }
        }
        return bindings
    }
}
