import CKernels
import Columns

/// JSON values (RFC 8259): numbers with the digits of their source, `null` for missing, arrays for lists,
/// strings for the rest.
///
/// What is not UTF-8 becomes U+FFFD, so the output is valid for any bytes. DEL, C1 and the bidirectional
/// controls are written as `\u…`: the same value to a reader, and harmless in a terminal.
struct JSONEncoder: CellEncoder {
    private static let null = readableArena(Array("null".utf8))

    var isJSON: Bool { true }
    var elements: JSONEncoder { self }

    func text(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        if isPlain(start, length) { return Cell(start: start, length: length, isQuoted: true) }
        // Six bytes for one is the worst: `\u001b`.
        let target = scratch.reserve(length * 6)
        let size = escape(start, length, to: target)
        scratch.commit(size)
        return Cell(start: UnsafePointer(target), length: size, isQuoted: true)
    }

    func missing(_ start: UnsafePointer<UInt8>, _ length: Int, _ scratch: Scratch) -> Cell {
        Cell(start: Self.null.base, length: 4)
    }

    func list(_ cells: UnsafeBufferPointer<Cell>, _ scratch: Scratch) -> Cell {
        var size = 2
        for cell in cells { size += Int(cell.length) + 3 }
        let start = scratch.reserve(size)
        start[0] = UInt8(ascii: "[")
        var end = start + 1
        for (index, cell) in cells.enumerated() {
            if index > 0 {
                end[0] = UInt8(ascii: ",")
                end += 1
            }
            end = write(cell, to: end)
        }
        end[0] = UInt8(ascii: "]")
        scratch.commit(end + 1 - start)
        return Cell(start: UnsafePointer(start), length: end + 1 - start)
    }

    /// Writes the cell with its quotation marks, `length + 2` bytes at most, and overwrites up to `Cell.width + 2`
    /// behind; gives the end.
    @inline(__always)
    func write(_ cell: Cell, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    {
        let mark = cell.isQuoted ? 1 : 0
        target[0] = 0x22
        copy(cell, to: target + mark)
        let end = target + mark + Int(cell.length)
        end[0] = 0x22
        return end + mark
    }

    @inline(__always)
    private func isPlain(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        if length <= Cell.width {
            return UInt64(ck_json_stops(start)) & ((1 &<< UInt64(length)) &- 1) == 0
        }
        var index = 0
        while index + Cell.width < length {
            if ck_json_stops(start + index) != 0 { return false }
            index += Cell.width
        }
        // The last ones overlap those before.
        return ck_json_stops(start + (length - Cell.width)) == 0
    }

    private func escape(
        _ start: UnsafePointer<UInt8>, _ length: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var end = target
        func put(_ bytes: StaticString) {
            end.update(from: bytes.utf8Start, count: bytes.utf8CodeUnitCount)
            end += bytes.utf8CodeUnitCount
        }
        var index = 0
        while index < length {
            let decoded = decodeScalar(start + index, count: length - index)
            switch decoded.scalar {
            case nil: put("\u{FFFD}")
            case 0x22: put("\\\"")
            case 0x5C: put("\\\\")
            case 0x0A: put("\\n")
            case 0x0D: put("\\r")
            case 0x09: put("\\t")
            case let scalar? where isDrawnEscaped(scalar):
                put("\\u")
                for shift in stride(from: UInt32(12), through: 0, by: -4) {
                    let digit = UInt8(truncatingIfNeeded: scalar >> shift & 15)
                    end[0] = digit < 10 ? digit + 48 : digit + 87
                    end += 1
                }
            default:
                for offset in 0..<decoded.length { end[offset] = start[index + offset] }
                end += decoded.length
            }
            index += decoded.length
        }
        return end - target
    }
}

/// `text` as a JSON string, quotation marks included, for JSON that is not made from a table.
public func quotedForJSON(_ text: String) -> String {
    var copy = text
    return copy.withUTF8 { bytes in
        withExtendedLifetime(Scratch()) { scratch in
            let given = scratch.copy(bytes.baseAddress ?? noBytes, bytes.count)
            let cell = JSONEncoder().text(given.start, bytes.count, scratch)
            let inner = UnsafeBufferPointer(start: cell.start, count: Int(cell.length))
            return "\"" + String(decoding: inner, as: UTF8.self) + "\""
        }
    }
}

/// An array of objects, one on a line; or, for NDJSON, the objects alone.
///
/// Of fields that share a name the later ones are written as `name (2)`, because readers keep only one.
func renderJSON(
    _ table: Table, isArray: Bool, options: OutputOptions, to buffer: OutputBuffer
) throws {
    let width = table.columns.count
    if isArray { try buffer.append(table.rowCount == 0 ? "[" : "[\n") }
    try withExtendedLifetime(Scratch()) { scratch in
        let names = uniqueNames(table.fields.map(\.name)).enumerated().map { index, name in
            scratch.copy(Array(((index == 0 ? "{" : ",") + quotedForJSON(name) + ":").utf8))
        }
        try writeObjects(table, names: names, isArray: isArray, options, to: buffer)
    }
    if width == 0 {
        for row in 0..<table.rowCount {
            try buffer.append(isArray && row > 0 ? ",\n{}" : "{}")
            if !isArray { try buffer.append(0x0A) }
        }
    }
    if isArray { try buffer.append(table.rowCount == 0 ? "]\n" : "\n]\n") }
}

/// The rows as objects, a line each.
///
/// - Parameter names: what stands before the value of each column: `{"id":`, `,"name":`.
private func writeObjects(
    _ table: Table, names: [Cell], isArray: Bool, _ options: OutputOptions,
    to buffer: OutputBuffer
) throws {
    let encoder = JSONEncoder()
    let blocks = RowBlocks(table, encoder: encoder)
    try blocks.write(to: buffer, threads: options.threads) { first, count, cells, buffer in
        try buffer.withCursor { cursor in
            for row in 0..<count {
                if isArray, first + row > 0 {
                    try cursor.makeRoom(2, in: buffer)
                    cursor.put(UInt8(ascii: ","))
                    cursor.put(0x0A)
                }
                for (column, name) in names.enumerated() {
                    let cell = cells[column * RowBlocks<JSONEncoder>.stride + row]
                    // The value's quotation marks, `}` and a line feed.
                    let size = Int(name.length) + Int(cell.length) + 4
                    try cursor.makeRoom(size + Cell.width, in: buffer)
                    copy(name, to: cursor.end)
                    cursor.end = encoder.write(cell, to: cursor.end + Int(name.length))
                }
                cursor.put(UInt8(ascii: "}"))
                if !isArray { cursor.put(0x0A) }
            }
        }
    }
}

/// The names, made different where they are the same: `id`, `id (2)`.
///
/// - Parameter key: names with one key count as the same.
func uniqueNames(_ names: [String], key: (String) -> String = { $0 }) -> [String] {
    var taken = Set(names.map(key))
    var seen = Set<String>()
    return names.map { name in
        if seen.insert(key(name)).inserted { return name }
        var number = 2
        while taken.contains(key("\(name) (\(number))")) { number += 1 }
        let unique = "\(name) (\(number))"
        taken.insert(key(unique))
        seen.insert(key(unique))
        return unique
    }
}
