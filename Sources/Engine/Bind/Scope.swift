import Columns

/// What names may stand for at one point of a board: the row's record, the records that `expand` and
/// `reconcile` bound, columns made so far, and what is visible.
struct Scope: Sendable {
    /// A record that every row has (or lacks): an object's row number per row of the frame.
    struct Record: Sendable {
        let slot: Int
        let table: Table
        /// A row may have several: the other side of a `reconcile` over a to-many link.
        var isMany = false
        /// The walk that `expand` bound: from which slot, by which step. nil for the board's own record.
        var walk: (from: Int, step: BoundStep)?
    }

    /// A list field whose elements `expand` spread over rows.
    struct Element: Sendable {
        let slot: Int
        let column: Int
        let expression: BoundExpression
    }

    struct MadeColumn: Sendable {
        let name: String
        let expression: BoundExpression
        /// Whether only backticks around exactly this text name it: an expression that was given no name, of
        /// which the letters and digits alone say little (`-seats` is not `seats`).
        var isText = false
    }

    /// The other side of a `reconcile`: its own names, reached by these.
    final class Side: Sendable {
        let object: ObjectName
        /// The `as` name, or the saved board's name.
        let name: String?
        let scope: Scope
        /// The link by which rows were matched, from the left record; nil when records match themselves.
        let walk: (from: Record, step: BoundStep)?

        init(
            object: ObjectName, name: String?, scope: Scope,
            walk: (from: Record, step: BoundStep)?
        ) {
            self.object = object
            self.name = name
            self.scope = scope
            self.walk = walk
        }
    }

    /// The scope outside: the board's row, for brackets and sets.
    final class Outside: Sendable {
        let scope: Scope
        init(_ scope: Scope) { self.scope = scope }
    }

    /// The record that a row is; nil after `group` and after an `append` of another object.
    var record: Record?
    var expanded: [Record] = []
    var elements: [Element] = []
    /// Whether `expand` spread a list, so that several rows may be one record.
    var hasSpreadLists = false
    var made: [MadeColumn] = []
    var sides: [Side] = []
    var visible: [VisibleColumn] = []
    /// Whether a `show` chose the visible columns.
    var isShown = false
    /// What `row.` means here; nil outside of brackets and sets.
    var outside: Outside?
    /// The names inside a segment's brackets; `row.` there is the board's row, however deep they nest.
    var isInBrackets = false
    /// What a row is called in messages: `okta.users`, or `this board` after `group`.
    var rowName: String

    init(rowName: String) { self.rowName = rowName }

    /// The record that `expand` bound for this walk.
    func expanded(from slot: Int, by step: BoundStep) -> Record? {
        expanded.last { record in
            guard let walk = record.walk else { return false }
            return walk.from == slot && walk.step.isSameWalk(as: step)
        }
    }
}
