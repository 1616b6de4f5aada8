import BoardLanguage
import Columns

/// An expression with its names resolved and its type known; computed over a frame, whole columns at a time.
///
/// `type` is a list for many values: whether a path has many is decided by the kinds of its links, not by
/// today's rows. At run time a to-one path with surplus matches may still give lists.
struct BoundExpression: Sendable {
    indirect enum Kind: Sendable {
        case constant(Operand)
        case path(BoundPath)
        /// A column that an earlier stage computed.
        /// `origins` are the slots whose records its values belong to.
        case made(slot: Int, column: Int, origins: Set<Int>)
        /// An expression over the frame outside: the board's row, seen from brackets or from a set.
        case outer(BoundExpression)
        case call(FunctionSignature, [BoundExpression])
        case comparison(BinaryOperator, BoundExpression, BoundExpression)
        case arithmetic(BinaryOperator, BoundExpression, BoundExpression)
        case negated(BoundExpression)
        case ago(BoundExpression)
        case coalesce(BoundExpression, BoundExpression)
        case and(BoundExpression, BoundExpression)
        case or(BoundExpression, BoundExpression)
        case not(BoundExpression)
        /// Whether there is a value, or a record.
        case has(BoundExpression)
        case hasRecord(BoundPath)
        /// `x in (a, b)`: equal to one of these.
        case oneOf(BoundExpression, [BoundExpression])
        case inSet(BoundExpression, BoundSet)
        case hasRows(BoundSet)
        case aggregate(BoundAggregate)
        /// An aggregate over the rows of a board in parentheses.
        case setAggregate(BoundSet, AggregateSignature)
        case via(BoundPath)
    }

    var kind: Kind
    var type: ValueType
    var place: Place
    /// For a `made` column: it was computed from a field without any value, see `isWithoutValues`.
    var isBlank = false

    init(_ kind: Kind, type: ValueType, place: Place) {
        self.kind = kind
        self.type = type
        self.place = place
    }

    var isMany: Bool { type.isList }

    /// The value, where it is the same for every row of every frame.
    var constant: Operand? {
        if case .constant(let operand) = kind { return operand }
        return nil
    }
}

/// Records reached from a slot of the frame through links, and what is read there.
struct BoundPath: Sendable {
    enum Leaf: Sendable {
        /// The records themselves; as a value the binder reads their primary field.
        case records
        case field(Int)
    }

    /// The frame's slot that the walk starts from.
    var slot: Int
    /// The object of that slot's records.
    var start: Table
    /// The slot may hold several records a row: the other side of a `reconcile` over a to-many link.
    var isManyAtStart = false
    var steps: [BoundStep]
    var leaf: Leaf
    /// For `via` after `expand` or `reconcile`: the slot whose records the walk led to.
    var boundSlot: Int?

    /// The object whose fields the leaf names.
    var table: Table { steps.last?.target ?? start }

    /// The column the path reads; nil when it ends at the records.
    var column: Int? {
        switch leaf {
        case .records: nil
        case .field(let column): column
        }
    }

    var isMany: Bool { isManyAtStart || steps.contains { $0.isMany } }
}

/// One segment of a path: the route it crosses, how, and which records count.
struct BoundStep: Sendable {
    let route: Route
    /// The objects of the route's hops, in their order.
    let tables: [Table]
    /// `manager*`: repeated, every record on the way.
    let isStarred: Bool
    /// Over a frame whose slot 0 is the record reached, the board's row outside.
    let condition: BoundExpression?
    let place: Place

    var target: Table { tables[tables.count - 1] }
    var isMany: Bool { isStarred || route.isMany }

    /// Whether an expanded record of `other` answers for this step too.
    func isSameWalk(as other: BoundStep) -> Bool {
        route == other.route && isStarred == other.isStarred
    }
}

/// An aggregate with what it reads and whose values come together.
struct BoundAggregate: Sendable {
    /// Where the values come from.
    enum Domain: Sendable {
        /// The rows of the frame; each combination of the records in these slots is read once per group.
        case rows(slots: [Int])
        /// The records at the end of a walk, each once per row (or group).
        case records(BoundPath)
        /// The elements of a list per row; each combination of the records in these slots gives its list
        /// once per group. With a path, its records give theirs.
        case elements(BoundExpression, slots: [Int])
    }
    enum Grouping: Sendable {
        /// One value per row of the frame, from the row's own records or elements.
        case row
        /// One value per group; the stage says which row is in which.
        case stage
        /// One value per distinct keys, beside every row that has them. No keys: all rows.
        case keys([BoundExpression])

        var isRow: Bool {
            if case .row = self { return true }
            return false
        }
    }

    let signature: AggregateSignature
    let domain: Domain
    /// Over the element frame for `records` (slot 0 is the record) and `elements` (slot 0 column 0 is the
    /// element), over the frame itself for `rows`. nil counts.
    let value: BoundExpression?
    let condition: BoundExpression?
    let grouping: Grouping
}

/// A board in parentheses: its rows, as a set.
final class BoundSet: Sendable {
    let board: BoundBoard
    /// What `in` compares with; nil when only the rows count.
    let column: BoundExpression?
    /// Stages before this one do not look at the row outside and are run once.
    let firstCorrelatedStage: Int?
    let place: Place

    init(
        board: BoundBoard, column: BoundExpression?, firstCorrelatedStage: Int?, place: Place
    ) {
        self.board = board
        self.column = column
        self.firstCorrelatedStage = firstCorrelatedStage
        self.place = place
    }
}
