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
    func bindBoard(
        _ board: Board, outside: Scope? = nil, showsColumns: Bool = true
    ) throws(BoardError) -> BoundBoard {
        let draft = try draft(board, outside: outside, showsColumns: showsColumns)
        return BoundBoard(
            object: draft.object, slot: draft.slot, stages: draft.stages,
            output: draft.scope.visible, slotCount: slotCount, ending: draft.ending,
            scope: draft.scope, place: place(board.span))
    }

    /// - Parameter showsColumns: whether what is visible at the board's end matters. Where no stage looks at
    ///   an object's own columns they are not listed: to know the primary field, all of them are profiled.
    func draft(
        _ board: Board, outside: Scope?, showsColumns: Bool = true
    ) throws(BoardError) -> BoardDraft {
        let needsColumns = board.stages.needColumns(showsAtEnd: showsColumns)
        var draft: BoardDraft
        switch board.source {
        case .object(let path, let at):
            let table =
                if let at { try earlierTable(of: path, at: at) } else { try table(named: path) }
            draft = self.draft(table, path, listsColumns: needsColumns)
        case .saved(let reference):
            draft = try self.draft(
                saved: reference, outside: outside, showsColumns: needsColumns)
        }
        draft.scope.outside = outside.map(Scope.Outside.init)
        for (position, stage) in board.stages.enumerated() {
            let isLast = position == board.stages.count - 1
            try bindStage(stage, isLast: isLast, &draft)
        }
        return draft
    }

    private func draft(
        _ table: Table, _ path: ObjectPath, listsColumns: Bool
    ) -> BoardDraft {
        let slot = newSlot()
        var scope = Scope(rowName: table.name.description)
        scope.record = Scope.Record(slot: slot, table: table)
        if listsColumns {
            scope.visible = defaultColumns(of: table, slot: slot, place: place(path.span))
        }
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

    /// A saved board, or a `let` of the same text, goes on as if its stages stood here.
    private func draft(
        saved reference: SavedReference, outside: Scope?, showsColumns: Bool
    ) throws(BoardError) -> BoardDraft {
        let name = reference.name.text
        let own = lexical.bindings[name]
        // A `let` may have the name of the file it stands in, so it counts as another board.
        let identity = own == nil ? name : "\(lexical.source.path ?? ""): \(name)"
        if let first = savedStack.firstIndex(where: { $0.identity == identity }) {
            let circle = savedStack[first...].map(\.name) + [name]
            throw error(
                "@\(name) uses itself: \(circle.map { "@\($0)" }.joined(separator: " → "))",
                at: reference.span)
        }
        savedStack.append((identity, name))
        defer { savedStack.removeLast() }
        if let own {
            guard reference.inputs.isEmpty else {
                throw error("@\(name) has no parameters", at: reference.span)
            }
            return try inner(own, outside, showsColumns)
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
        let missing = { (parameter: String) in "@\(name)(\(parameter): …) gives one" }
        let caller = place(reference.span)
        return try nested(lexical: other) { () throws(BoardError) in
            other.parameters = try parameters(
                of: saved.file, given: given, missingHelp: missing, caller: caller)
            other.bindings = bindings(of: saved.file)
            return try nested(lexical: other) { () throws(BoardError) in
                try inner(board, outside, showsColumns)
            }
        }
    }

    /// A board inside another: what it expects or exports is its own affair.
    private func inner(
        _ board: Board, _ outside: Scope?, _ showsColumns: Bool
    ) throws(BoardError) -> BoardDraft {
        var draft = try draft(board, outside: outside, showsColumns: showsColumns)
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

extension [Stage] {
    /// Whether a stage, or who sees the result, looks at the columns visible before the first.
    fileprivate func needColumns(showsAtEnd: Bool) -> Bool {
        for stage in self {
            switch stage.kind {
            case .show(let items):
                return items.contains { if case .all = $0 { true } else { false } }
            case .group: return false
            case .hide, .append, .reconcile: return true
            default: break
            }
        }
        return showsAtEnd
    }
}
