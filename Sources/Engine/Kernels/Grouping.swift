import Columns

/// Rows put into groups of equal keys.
///
/// Groups are numbered in order of first appearance, whatever the key types and however many threads.
struct Grouping: Sendable {
    /// The group of each row.
    let groups: [Int32]
    /// For each group its first row: gather the key columns by it for the group's first spelling.
    let firstRows: [Int32]

    var count: Int { firstRows.count }

    /// - Parameters:
    ///   - keys: scalar columns of `count` rows; none makes one group of all rows, or no group of no rows.
    ///     Text keys fold, missing is a value.
    init(
        keys: [Column], count: Int, context: EvaluationContext
    ) throws(EvaluationError) {
        guard let first = keys.first else {
            groups = [Int32](repeating: 0, count: count)
            firstRows = count == 0 ? [] : [0]
            return
        }
        var codes = try KeyCodes(first, context: context)
        for key in keys.dropFirst() {
            let other = try KeyCodes(key, context: context)
            codes = try codes.combined(with: other, context: context)
        }
        if context.isCancelled { throw .cancelled }
        (groups, firstRows) = Self.renumbered(codes)
    }

    private static func renumbered(_ keys: KeyCodes) -> ([Int32], [Int32]) {
        var groupOfCode = [Int32](repeating: -1, count: keys.count)
        var firstRows: [Int32] = []
        let groups = groupOfCode.withUnsafeMutableBufferPointer { groupOfCode in
            keys.codes.withUnsafeBufferPointer { codes in
                [Int32](unsafeUninitializedCapacity: codes.count) { out, filled in
                    for row in 0..<codes.count {
                        var group = groupOfCode[Int(codes[row])]
                        if group < 0 {
                            group = Int32(firstRows.count)
                            groupOfCode[Int(codes[row])] = group
                            firstRows.append(Int32(row))
                        }
                        (out.baseAddress! + row).initialize(to: group)
                    }
                    filled = codes.count
                }
            }
        }
        return (groups, firstRows)
    }

    /// The first `limit` rows of each group, ascending: `take N per`.
    func firstRows(limit: Int) -> [Int32] {
        if limit <= 0 { return [] }
        if limit == 1 { return firstRows }
        var taken = [Int32](repeating: 0, count: count)
        let most = Int32(clamping: limit)
        var rows: [Int32] = []
        for (row, group) in groups.enumerated() where taken[Int(group)] < most {
            taken[Int(group)] += 1
            rows.append(Int32(row))
        }
        return rows
    }
}

/// The first row of each distinct combination of keys, ascending.
enum Distinct {
    static func rows(
        keys: [Column], count: Int, context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        try Grouping(keys: keys, count: count, context: context).firstRows
    }
}
