import Columns

/// Link arrays that an earlier model of the same tables has made, read when they are first asked for.
///
/// Only whoever kept them knows whether the tables are the same; that an array can be about them is checked.
public struct KeptArrays: Sendable {
    /// nil when it was not kept or cannot be read.
    public let array: @Sendable (_ link: Int, _ direction: LinkModel.Direction) -> LinkArray?

    public init(
        _ array: @escaping @Sendable (_ link: Int, _ direction: LinkModel.Direction) -> LinkArray?
    ) {
        self.array = array
    }
}

/// A link array with what it is the array of.
public struct MadeArray: Sendable {
    /// The link's `id`.
    public let link: Int
    public let direction: LinkModel.Direction
    public let array: LinkArray

    public init(link: Int, direction: LinkModel.Direction, array: LinkArray) {
        self.link = link
        self.direction = direction
        self.array = array
    }
}

extension LinkArray {
    /// Whether it leads from each of `count` rows to some of `others`: kernels look up what it says without a look.
    func leads(from count: Int, to others: Int) -> Bool {
        guard self.count == count, rules.count == rows.count,
            ambiguous == nil || ambiguous?.count == count,
            (0...count).contains(blankCount), (0...count).contains(unmatchedCount)
        else { return false }
        var least: Int32 = 0
        var most: Int32 = -1
        rows.withUnsafeBufferPointer { rows in
            for row in rows {
                least = min(least, row)
                most = max(most, row)
            }
        }
        guard least >= (isFlat ? -1 : 0), Int(most) < others else { return false }
        if isFlat { return true }
        let isAscending = starts.withUnsafeBufferPointer { starts in
            var last = starts[0]
            var isAscending = last == 0
            for start in starts {
                isAscending = isAscending && start >= last
                last = start
            }
            return isAscending
        }
        return isAscending && Int(starts[count]) == rows.count
    }
}
