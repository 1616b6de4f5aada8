import Columns

/// JSON values (RFC 8259): numbers with the digits of their source, `null` for missing, arrays for lists,
/// strings for the rest.
///
/// What is not UTF-8 becomes U+FFFD, so the output is valid for any bytes. DEL, C1 and the bidirectional
/// controls are written as `\u…`: the same value to a reader, and harmless in a terminal.
struct JSONEncoder: CellEncoder {
    private static let null = TextArena(bytes: Array("null".utf8))

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

    /// Writes the cell with its quotation marks, `length + 2` bytes at most; gives the end.
    @inline(__always)
    func write(_ cell: Cell, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    {
        let length = Int(cell.length)
        if !cell.isQuoted {
            copyShort(target, cell.start, length)
            return target + length
        }
        target[0] = 0x22
        copyShort(target + 1, cell.start, length)
        target[length + 1] = 0x22
        return target + length + 2
    }

    private func isPlain(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        var index = 0
        while index + 8 <= length {
            let bytes = word(start + index)
            if holds(bytes, 0x22) | holds(bytes, 0x5C) | holds(bytes, 0x7F)
                | holdsBelow(bytes, 0x20) | holdsHigh(bytes) != 0
            {
                return false
            }
            index += 8
        }
        while index < length {
            let byte = start[index]
            if byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
            index += 1
        }
        return true
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
        let scratch = Scratch()
        let cell = JSONEncoder().text(bytes.baseAddress ?? noBytes, bytes.count, scratch)
        let inner = UnsafeBufferPointer(start: cell.start, count: Int(cell.length))
        return "\"" + String(decoding: inner, as: UTF8.self) + "\""
    }
}

/// An array of objects, one on a line; or, for NDJSON, the objects alone.
///
/// Of fields that share a name the later ones are written as `name (2)`, because readers keep only one.
func renderJSON(
    _ table: Table, isArray: Bool, options: OutputOptions, to buffer: OutputBuffer
) throws {
    let encoder = JSONEncoder()
    let width = table.columns.count
    let prefixes = uniqueNames(table.fields.map(\.name)).enumerated().map { index, name in
        TextArena(bytes: Array(((index == 0 ? "{" : ",") + quotedForJSON(name) + ":").utf8))
    }
    if isArray { try buffer.append(table.rowCount == 0 ? "[" : "[\n") }
    let blocks = RowBlocks(table, encoder: encoder)
    try blocks.write(to: buffer, threads: options.threads) { first, count, cells, buffer in
        let stride = RowBlocks<JSONEncoder>.rowsPerBlock
        for row in 0..<count {
            if isArray, first + row > 0 { try buffer.append(",\n") }
            for column in 0..<width {
                let cell = cells[column * stride + row]
                let prefix = prefixes[column]
                let size = Int(cell.length) + prefix.count + 4
                if buffer.room < size { try buffer.reserve(size) }
                let start = buffer.base + buffer.count
                copyShort(start, prefix.base, prefix.count)
                var end = encoder.write(cell, to: start + prefix.count)
                if column == width - 1 {
                    end[0] = UInt8(ascii: "}")
                    end += 1
                }
                buffer.count += end - start
            }
            if !isArray { try buffer.append(0x0A) }
        }
    }
    if width == 0 {
        for row in 0..<table.rowCount {
            try buffer.append(isArray && row > 0 ? ",\n{}" : "{}")
            if !isArray { try buffer.append(0x0A) }
        }
    }
    if isArray { try buffer.append(table.rowCount == 0 ? "]\n" : "\n]\n") }
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
