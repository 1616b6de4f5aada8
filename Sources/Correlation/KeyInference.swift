import Columns

/// Finds what identifies a record.
enum KeyInference {
    struct Ranked: Sendable {
        let column: Int
        let score: Double
        let evidence: String
    }

    private static let generic: Set<String> = [
        "user", "account", "record", "object", "item", "row", "entity", "member", "unique",
    ]
    static let measures: Set<String> = [
        "count", "amount", "price", "total", "cost", "quantity", "qty", "size", "bytes", "length",
        "duration", "age", "score", "rank", "percent", "balance", "year", "month", "day", "week",
        "rating", "level", "priority", "weight", "height", "millisecond", "second", "minute",
        "hour",
        "position", "order", "sequence", "index", "version", "fax", "phone", "address", "street",
        "zip", "postal", "description", "comment", "note", "password", "url", "avatar",
    ]

    /// Single columns without a gap or a repeat, best first.
    static func rank(words: [String], columns: [ColumnProfile], names: [FieldName]) -> [Ranked] {
        var ranked: [Ranked] = []
        for (index, column) in columns.enumerated() {
            guard column.rows > 0, column.isUnique, column.present == column.rows,
                !column.type.isList, column.shape != .time, column.shape != .freeText
            else { continue }
            let (score, reason) = score(column, names[index], words)
            ranked.append(
                Ranked(
                    column: index, score: score - Double(index) * 0.12,
                    evidence: "unique in all \(column.rows) rows, never missing\(reason)"))
        }
        return ranked.sorted { ($0.score, -$0.column) > ($1.score, -$1.column) }
    }

    private static func score(_ column: ColumnProfile, _ name: FieldName, _ words: [String])
        -> (Double, String)
    {
        var score = 0.0
        var reasons: [String] = []
        let stem = name.stem
        if name.hasIdentifier {
            let isOwn =
                stem.isEmpty || stem.allSatisfy { generic.contains($0) || words.contains($0) }
            if name.leaf == ["id"] {
                score += 3
            } else if isOwn {
                score += 2.2
            } else {
                // An employee number in a list of accounts is somebody else's key.
                score -= 0.3
            }
            if isOwn { reasons.append("named as an identifier") }
        }
        if name.hasAny(measures), !column.isEmail { score -= 3 }
        switch column.shape {
        case .uuid, .prefixedID:
            score += 1.2
            reasons.append("of a fixed shape (\(column.shape.rawValue))")
        case .counter:
            score += 1
            reasons.append("counts its rows")
        case .serial, .code: score += 0.8
        case .email: score += 1
        case .handle, .domain: score += 0.5
        case .personName, .url, .phone: score -= 1.5
        case .text: score -= 0.6
        default: break
        }
        return (score, reasons.map { ", " + $0 }.joined())
    }

    /// The two columns that identify a record together, for a table that no column identifies alone.
    ///
    /// - Parameter referring: columns that name other objects; a membership's key is made of these.
    /// - Complexity: at most 21 passes over the rows.
    static func composite(_ profile: TableProfile, referring: Set<Int>) -> [Int] {
        guard profile.table.rowCount > 1 else { return [] }
        let rows = profile.table.rowCount
        let usable = profile.columns.indices.filter { index in
            let column = profile.columns[index]
            return column.present == rows && column.distinct > 1 && !column.type.isList
                && column.shape != .freeText && !profile.names[index].hasAny(measures)
        }
        let ordered =
            (usable.filter { referring.contains($0) } + usable.filter { !referring.contains($0) })
            .prefix(7)
        var hashes: [Int: [UInt64]] = [:]
        for index in ordered { hashes[index] = rowHashes(profile.table.columns[index]) }
        for (position, second) in ordered.enumerated() {
            for first in ordered.prefix(position) {
                let a = profile.columns[first]
                let b = profile.columns[second]
                guard a.distinct.multipliedReportingOverflow(by: b.distinct).partialValue >= rows,
                    let left = hashes[first], let right = hashes[second]
                else { continue }
                if isUnique(left, right) { return [first, second].sorted() }
            }
        }
        return []
    }

    static func rowHashes(_ column: Column) -> [UInt64] {
        if case .integer(let values) = column.storage {
            return IntegerScan(values, validity: column.validity).hashes
        }
        let key = KeyColumn(column)
        if case .coded(let codes) = key.layout { return codes.map { key.hashes[Int($0)] } }
        return key.hashes
    }

    private static func isUnique(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        pairShare(left, right) == 1
    }

    /// Distinct pairs per row.
    static func pairShare(_ left: [UInt64], _ right: [UInt64]) -> Double {
        guard left.count == right.count, !left.isEmpty else { return 0 }
        var pairs = [UInt64](repeating: 0, count: left.count)
        for row in left.indices {
            pairs[row] = max(
                1,
                KeyHash.mix(
                    left[row] ^ 0x9E37_79B9_7F4A_7C15, right[row] ^ 0xD1B5_4A32_D192_ED03))
        }
        return Double(DistinctHashes(unsorted: pairs).count) / Double(left.count)
    }
}
