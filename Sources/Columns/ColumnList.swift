import Synchronization

/// The columns of a table: at hand, or each read when it is first asked for.
///
/// Counting them and looking at the table's fields reads none.
public struct ColumnList: RandomAccessCollection, Sendable {
    private enum Source: Sendable {
        case atHand([Column])
        case later(LateColumns)
    }

    private let source: Source
    public let endIndex: Int
    public var startIndex: Int { 0 }

    public init(_ columns: [Column]) {
        source = .atHand(columns)
        endIndex = columns.count
    }

    /// - Parameter read: gives the column at an index, the same one each time, of as many rows as the table has; may be
    ///   called from any thread.
    public init(count: Int, read: @escaping @Sendable (Int) -> Column) {
        source = .later(LateColumns(count: count, read: read))
        endIndex = count
    }

    public subscript(position: Int) -> Column {
        switch source {
        case .atHand(let columns): columns[position]
        case .later(let late): late[position]
        }
    }
}

/// Columns that were read so far.
private final class LateColumns: Sendable {
    private let read: @Sendable (Int) -> Column
    private let slots: Mutex<[Column?]>

    init(count: Int, read: @escaping @Sendable (Int) -> Column) {
        self.read = read
        slots = Mutex([Column?](repeating: nil, count: count))
    }

    subscript(position: Int) -> Column {
        if let ready = slots.withLock({ $0[position] }) { return ready }
        // Without the lock, so that others are read meanwhile; two threads may both read one, which is the same.
        let column = read(position)
        return slots.withLock { slots in
            if let ready = slots[position] { return ready }
            slots[position] = column
            return column
        }
    }
}
