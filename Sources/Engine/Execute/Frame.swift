import Columns

/// The rows a board has at one point: for each slot, which of its records each row has.
///
/// Filters and sorts change row numbers only; values are gathered when an expression names them.
struct Frame: Sendable {
    var rowCount: Int
    /// By slot; nil for slots that are not bound yet, or no longer.
    var slots: [SlotRows?]
    /// The frame outside, for brackets and sets.
    var outside: Outside?

    /// The rows outside, and which of them each row here belongs to.
    final class Outside: Sendable {
        enum Owner: Sendable {
            case rows([Int32])
            /// All rows here belong to this one.
            case row(Int)
        }
        let frame: Frame
        let owner: Owner
        /// The same for all rows of one frame outside, to know values computed over it again.
        let identity: Identity

        init(frame: Frame, owner: Owner, identity: Identity? = nil) {
            self.frame = frame
            self.owner = owner
            self.identity = identity ?? Identity()
        }
    }

    final class Identity: Sendable {}

    init(rowCount: Int, slots: [SlotRows?], outside: Outside? = nil) {
        self.rowCount = rowCount
        self.slots = slots
        self.outside = outside
    }

    subscript(slot: Int) -> SlotRows {
        get { slots[slot] ?? SlotRows(rows: [Int32](repeating: -1, count: rowCount)) }
        set {
            while slots.count <= slot { slots.append(nil) }
            slots[slot] = newValue
        }
    }

    /// The rows `selection`, in its order; -1 gives a row that has nothing.
    func picked(
        _ selection: [Int32], isDistinct: Bool = true, _ context: EvaluationContext
    ) throws(EvaluationError) -> Frame {
        var frame = self
        frame.rowCount = selection.count
        for (index, slot) in slots.enumerated() {
            if context.isCancelled { throw .cancelled }
            frame.slots[index] = try slot?.picked(selection, isDistinct: isDistinct, context)
        }
        if let outside {
            let owner: Outside.Owner =
                switch outside.owner {
                case .row(let row): .row(row)
                case .rows(let rows): .rows(rows.picked(selection, threads: context.threads))
                }
            frame.outside = Outside(
                frame: outside.frame, owner: owner, identity: outside.identity)
        }
        return frame
    }

    func filtered(
        _ kept: Bitmap, _ context: EvaluationContext
    ) throws(EvaluationError) -> Frame {
        kept.countOnes == rowCount
            ? self : try picked(kept.rows(threads: context.threads), context)
    }
}

/// Which records a slot has for each row of a frame, and the columns of a slot that a stage computed.
struct SlotRows: Sendable {
    /// The record of each row, -1 for none; nil when row r has record r. With `starts`, the records of all
    /// rows one after another.
    var rows: [Int32]?
    /// Set when a row may have several: those of row r are `rows[starts[r] ..< starts[r + 1]]`.
    var starts: [Int32]?
    /// Whether no record stands in two rows, so that nothing can be counted twice.
    var isDistinct: Bool
    /// The columns that the slot's record numbers point into; empty for an object's records.
    var columns: [Column] = []

    init(rows: [Int32]?, starts: [Int32]? = nil, isDistinct: Bool = false, columns: [Column] = []) {
        self.rows = rows
        self.starts = starts
        self.isDistinct = isDistinct
        self.columns = columns
    }

    /// Columns computed for the frame's own rows.
    static func made(_ columns: [Column]) -> SlotRows {
        SlotRows(rows: nil, isDistinct: true, columns: columns)
    }

    func picked(
        _ selection: [Int32], isDistinct stays: Bool, _ context: EvaluationContext
    ) throws(EvaluationError) -> SlotRows {
        var copy = self
        copy.isDistinct = isDistinct && stays
        guard let starts, let rows else {
            copy.rows = rows?.picked(selection, threads: context.threads) ?? selection
            return copy
        }
        let lists = try RecordLists(starts: starts, rows: rows).picked(selection, context)
        (copy.starts, copy.rows) = (lists.starts, lists.rows)
        return copy
    }
}

extension [Int32] {
    /// The elements at `selection`, -1 where that is -1.
    func picked(_ selection: [Int32], threads: Int = 1) -> [Int32] {
        Column.pickRows(self, selection, threads: threads)
    }
}
