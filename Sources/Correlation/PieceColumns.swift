import Columns

/// Text columns whose cells are lists, `a; b` or `a, b` or `a|b`, of what identifies records elsewhere.
///
/// The field keeps its text. Links alone see the pieces, and treat them as they treat a list of JSON. A cell
/// is no list because it contains a comma: of the cells with the delimiter nearly all must fall into pieces
/// that are values of one other column which tells records apart, and few may be such values as a whole
/// (`Moreno, Ada`; a department called `Legal, Tax`).
enum PieceColumns {
    /// Tried in this order, the later only where it makes more cells into lists.
    static let delimiters: [UInt8] = [
        UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ","), UInt8(ascii: "\n"),
    ]
    private static let sampleCount = 1024
    private static let cellMax = 64
    private static let cellMin = 3

    /// Sampled cells that have a delimiter, as hashes.
    private struct Sample {
        var cells: [(whole: UInt64, pieces: [UInt64])] = []
    }

    /// The profiles with such columns profiled by their pieces.
    static func applied(to profiles: [TableProfile], threads: Int) -> [TableProfile] {
        let targets = profiles.enumerated().flatMap { table, profile in
            profile.columns.indices.filter { isTarget(profile.columns[$0]) }.map {
                ColumnReference(table: table, column: $0)
            }
        }
        return Parallel.map(profiles.count, threads: threads) { table in
            var changed: [Int: ColumnProfile] = [:]
            for (index, column) in profiles[table].columns.enumerated() where mayList(column) {
                let reference = ColumnReference(table: table, column: index)
                guard let delimiter = delimiter(reference, profiles, targets),
                    let pieces = split(profiles[table].table.columns[index], at: delimiter)
                else { continue }
                changed[index] = ColumnProfile(
                    pieces: pieces, delimiter: delimiter, field: column.field)
            }
            return changed.isEmpty ? profiles[table] : profiles[table].replacing(changed)
        }
    }

    private static func isTarget(_ column: ColumnProfile) -> Bool {
        guard column.distinct >= 3, !column.type.isList, !column.isDense else { return false }
        switch column.shape {
        case .time, .flag, .blank, .number, .freeText, .counter: return false
        default: return column.uniqueness >= (column.isEmail ? 0.85 : 0.97)
        }
    }

    private static func mayList(_ column: ColumnProfile) -> Bool {
        guard column.type == .text, column.present > 0, column.emailShare < 0.9 else {
            return false
        }
        switch column.shape {
        case .time, .flag, .blank, .uuid, .phone, .url, .serial, .domain: return false
        default: return true
        }
    }

    private static func delimiter(
        _ reference: ColumnReference, _ profiles: [TableProfile], _ targets: [ColumnReference]
    ) -> UInt8? {
        let samples = samples(profiles[reference.table].table.columns[reference.column])
        var best: (delimiter: UInt8, cells: Int)?
        for (delimiter, sample) in zip(delimiters, samples)
        where sample.cells.count >= cellMin && sample.cells.count > best?.cells ?? 0 {
            let isList = targets.contains { target in
                target != reference
                    && holds(profiles[target.table].columns[target.column].hashSet, sample)
            }
            if isList { best = (delimiter, sample.cells.count) }
        }
        return best?.delimiter
    }

    /// Whether nearly all cells consist of values of the set and are not themselves among them.
    private static func holds(_ values: DistinctHashes, _ sample: Sample) -> Bool {
        let allowed = sample.cells.count / 10
        var (strange, whole) = (0, 0)
        var used: Set<UInt64> = []
        for cell in sample.cells {
            if cell.pieces.allSatisfy(values.contains) {
                used.formUnion(cell.pieces)
            } else {
                strange += 1
                if strange > allowed { return false }
            }
            if values.contains(cell.whole) { whole += 1 }
        }
        return 2 * whole < sample.cells.count && used.count >= cellMin
    }

    /// For each delimiter the different cells that it divides, out of about a thousand spread over the column.
    private static func samples(_ column: Column) -> [Sample] {
        var samples = [Sample](repeating: Sample(), count: delimiters.count)
        let text =
            if case .coded(let coded) = column.storage { coded.dictionary } else { column.text() }
        var seen: Set<UInt64> = []
        for index in stride(from: 0, to: text.count, by: max(1, text.count / sampleCount)) {
            let value = text.bytes(index)
            guard let base = value.baseAddress, value.count > 2,
                value.contains(where: delimiters.contains)
            else { continue }
            let whole = KeyHash.hash(base, value.count)
            guard whole != 0, seen.insert(whole).inserted else { continue }
            for (number, delimiter) in delimiters.enumerated()
            where samples[number].cells.count < cellMax {
                let pieces = ranges(value, delimiter).map {
                    KeyHash.hash(base + $0.lowerBound, $0.count)
                }
                if pieces.count > 1 { samples[number].cells.append((whole, pieces)) }
            }
        }
        return samples
    }

    /// Where the pieces of a cell stand, without blanks around them; nothing where one would be empty of value.
    private static func ranges(_ value: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> [Range<
        Int
    >] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start <= value.count {
            let end = value[start...].firstIndex(of: delimiter) ?? value.count
            var (from, to) = (start, end)
            while from < to, KeyText.isSpace(value[from]) { from += 1 }
            while to > from, KeyText.isSpace(value[to - 1]) { to -= 1 }
            if from < to { ranges.append(from..<to) }
            start = end + 1
        }
        return ranges
    }

    /// Says that a column's cells were taken to be lists; nil where they were not.
    static func sentence(_ column: ColumnProfile) -> String? {
        guard let delimiter = column.pieces?.delimiter else { return nil }
        let mark = delimiter == UInt8(ascii: "\n") ? "lines" : "'\(Unicode.Scalar(delimiter))'"
        return "cells of '\(column.field)' are lists, divided by \(mark)"
    }

    /// The column with a list of texts in each row; nil where there are more pieces than a list column holds.
    static func split(_ column: Column, at delimiter: UInt8) -> Column? {
        let text: TextColumn
        var codes: [Int32]?
        if case .coded(let coded) = column.storage {
            (text, codes) = (coded.dictionary, coded.codes)
        } else {
            text = column.text()
        }
        var starts: [Int32] = [0]
        var views: [TextView] = []
        var validity = Bitmap(repeating: true, count: column.count)
        for row in 0..<column.count {
            let entry = codes.map { Int($0[row]) } ?? row
            let offset = text.views[entry].offset
            let pieces = column.isPresent(row) ? ranges(text.bytes(entry), delimiter) : []
            for piece in pieces {
                views.append(TextView(offset: offset + piece.lowerBound, length: piece.count))
            }
            if pieces.isEmpty { validity.set(row, to: false) }
            guard let next = Int32(exactly: views.count) else { return nil }
            starts.append(next)
        }
        let elements = Column(.text(TextColumn(arena: text.arena, views: views)))
        return Column(.list(ListColumn(starts: starts, elements: elements)), validity: validity)
    }
}
