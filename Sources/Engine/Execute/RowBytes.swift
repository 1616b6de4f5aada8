import Columns

/// Rows as bytes that are the same when their values are, in whatever spelling either table has them.
struct RowBytes {
    private let columns: [(text: TextColumn, validity: Bitmap?)]
    let count: Int

    init(_ columns: [Column], count: Int) {
        self.columns = columns.map { (CellText.canonical($0), $0.validity) }
        self.count = count
    }

    /// Each value with its length before it; a missing one is other than an empty one.
    func bytes(_ row: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for column in columns {
            guard column.validity?[row] ?? true else {
                bytes.append(0)
                continue
            }
            let value = column.text.bytes(row)
            bytes.append(1)
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: value.count)) {
                bytes.append(contentsOf: $0)
            }
            bytes.append(contentsOf: value)
        }
        return bytes
    }

    /// Whether every value is missing: such keys never match.
    func isBlank(_ row: Int) -> Bool {
        columns.allSatisfy { !($0.validity?[row] ?? true) }
    }

    /// For each row of `left` the row of `right` with the same key, -1 for none. The first of several with one
    /// key is the first's, the second the second's.
    static func pairs(
        _ left: RowBytes, _ right: RowBytes, _ context: EvaluationContext
    ) throws(EvaluationError) -> [Int32] {
        var rows: [[UInt8]: [Int32]] = [:]
        for row in (0..<right.count).reversed() where !right.isBlank(row) {
            if row & 0xFFF == 0, context.isCancelled { throw .cancelled }
            rows[right.bytes(row), default: []].append(Int32(row))
        }
        var pairs = [Int32](repeating: -1, count: left.count)
        for row in 0..<left.count where !left.isBlank(row) {
            if row & 0xFFF == 0, context.isCancelled { throw .cancelled }
            pairs[row] = rows[left.bytes(row)]?.popLast() ?? -1
        }
        return pairs
    }
}

/// Cells as text to compare: in no source's spelling, lists in an order of their own.
enum CellText {
    static func canonical(_ column: Column) -> TextColumn {
        guard case .list(let list) = column.storage else {
            return Column(column.storage, validity: column.validity).text()
        }
        let elements = canonical(list.elements)
        var builder = TextBuilder(reservingRows: column.count, bytes: column.count * 8)
        for row in 0..<column.count {
            let range = Int(list.starts[row])..<Int(list.starts[row + 1])
            let texts = range.map { Array(elements.bytes($0)) }.sorted {
                $0.lexicographicallyPrecedes($1)
            }
            builder.append { bytes in
                for text in texts {
                    bytes.append(contentsOf: text)
                    // No separator that a text could hold as it is.
                    bytes.append(0xFF)
                }
            }
        }
        return builder.finish()
    }
}
