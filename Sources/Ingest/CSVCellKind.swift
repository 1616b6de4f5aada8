import Columns
import Glibc

/// What a cell looks like: enough to tell names of columns from values.
enum CSVCellKind {
    case blank, word, year, number, date, time, email

    var isValue: Bool { self != .blank && self != .word && self != .year }

    init(_ text: UnsafePointer<UInt8>, _ count: Int) {
        if Parsing.isBlank(text, count) {
            self = .blank
        } else if let integer = Parsing.integer(text, count), 1900...2100 ~= integer {
            // A column may be called 2025.
            self = .year
        } else if Parsing.number(text, count) != nil {
            self = .number
        } else if Parsing.date(text, count) != nil {
            self = .date
        } else if Parsing.time(text, count) != nil {
            self = .time
        } else {
            self = Self.isEmail(text, count) ? .email : .word
        }
    }

    private static func isEmail(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var at = -1
        var hasDot = false
        for index in 0..<count {
            let byte = text[index]
            if byte <= 0x20 { return false }
            if byte == UInt8(ascii: "@") {
                if at >= 0 { return false }
                at = index
            } else if byte == UInt8(ascii: "."), at >= 0 {
                hasDot = true
            }
        }
        return at > 0 && hasDot
    }
}

/// The width of a table's rows and the kinds of its columns, by its first rows: what tells a row of the
/// table from a cell's text.
struct CSVRowShape {
    let width: Int
    /// `blank` where the values are of no one kind.
    private(set) var kinds: [CSVCellKind]

    static let sampleRows = 50

    /// - Parameter scanner: with as many cells kept as there are columns.
    init(_ scanner: CSVScanner, from start: Int, width: Int) {
        self.width = width
        var kinds = [CSVCellKind?](repeating: nil, count: width)
        var counts = [Int](repeating: 0, count: width)
        var scanner = scanner
        var at = start
        var rows = 0
        while at < scanner.end, rows < Self.sampleRows {
            let next = scanner.scan(at: at)
            defer { at = next }
            guard scanner.recordEnd > at, scanner.cellCount == width else { continue }
            rows += 1
            for (column, cell) in scanner.cells.enumerated() {
                let kind = Self.kind(scanner.base, cell)
                if kind == .blank { continue }
                if counts[column] == 0 { kinds[column] = kind }
                if kinds[column] != kind { kinds[column] = .blank }
                counts[column] += 1
            }
        }
        self.kinds = (0..<width).map { column in
            guard counts[column] > 1, let kind = kinds[column], kind.isValue else { return .blank }
            return kind
        }
    }

    /// Years are numbers here.
    private static func kind(
        _ base: UnsafeMutablePointer<UInt8>, _ cell: CSVScanner.Cell
    ) -> CSVCellKind {
        let kind = CSVCellKind(base + cell.start, cell.end - cell.start)
        return kind == .year ? .number : kind
    }

    /// The shape that no line is a row by, for a file whose quotes are known to be right.
    var unknown: CSVRowShape {
        var shape = self
        shape.kinds = shape.kinds.map { _ in .blank }
        return shape
    }

    var hasTypedColumn: Bool { kinds.contains { $0 != .blank } }

    /// Whether these cells are a row of the table: as many, a value of its kind in one typed column at
    /// least, and none of another kind. A cell with a quote in it is of any kind.
    func fits(
        _ base: UnsafeMutablePointer<UInt8>, _ cells: [CSVScanner.Cell], count: Int, quote: UInt8
    ) -> Bool {
        guard count == width, cells.count == width else { return false }
        var hasValue = false
        for (cell, kind) in zip(cells, kinds) where kind != .blank {
            if memchr(base + cell.start, Int32(quote), cell.end - cell.start) != nil { continue }
            let own = Self.kind(base, cell)
            if own == kind { hasValue = true } else if own != .blank { return false }
        }
        return hasValue
    }
}
