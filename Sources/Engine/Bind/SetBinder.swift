import BoardLanguage
import Columns

/// Boards in parentheses: bound once, with the row outside as `row.`.
extension Binder {
    func bindSet(
        _ set: SetExpression, in scope: Scope, needsColumn: Bool
    ) throws(BoardError) -> BoundSet {
        switch set {
        case .board(let board):
            return try bindSet(board, in: scope, needsColumn: needsColumn)
        case .saved(let reference):
            let board = Board(source: .saved(reference), stages: [], span: reference.span)
            return try bindSet(board, in: scope, needsColumn: needsColumn)
        }
    }

    private func bindSet(
        _ board: Board, in scope: Scope, needsColumn: Bool
    ) throws(BoardError) -> BoundSet {
        let place = place(board.span)
        let bound = try nested(freshSlots: true) { () throws(BoardError) in
            try bindBoard(board, outside: scope, showsColumns: needsColumn)
        }
        var column: BoundExpression?
        if needsColumn {
            let scope = bound.scope
            if !scope.isShown, let record = scope.record,
                let primary = primaryColumn(of: record.table)
            {
                column = field(primary, slot: record.slot, table: record.table, place: place)
            } else {
                column = bound.output.first?.expression
            }
            guard column != nil else {
                throw place.error("the board has no column to look in", help: "show chooses one")
            }
        }
        let stage = bound.stages.firstIndex { stage in
            stage.expressions.contains { $0.mentionsOutside() }
        }
        let isCorrelatedAtEnd = column?.mentionsOutside() == true
        return BoundSet(
            board: bound, column: column,
            firstCorrelatedStage: stage ?? (isCorrelatedAtEnd ? bound.stages.count : nil),
            place: place)
    }

    /// `count(okta.users | where …)`, `max(board)`: over the set's rows or its first shown column.
    func bindBoardCall(
        _ name: Name, _ board: Board, in scope: Scope, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        guard let signature = AggregateRegistry.named(name.text.lowercased()),
            !signature.takesCondition
        else {
            throw error(
                "'\(name.text)' does not take a board", at: name.span,
                help: "count, sum, min, max, list and other aggregates do")
        }
        let set = try bindSet(board, in: scope, needsColumn: signature.needsValue)
        guard let type = signature.resultType(set.column?.type.scalar) else {
            throw place.error(
                "\(signature.name) does not take \(set.column?.type.scalar.name ?? "rows")")
        }
        return BoundExpression(.setAggregate(set, signature), type: type, place: place)
    }
}
