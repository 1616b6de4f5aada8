import CZlib
import Foundation

/// One file to damage: of the sample company, of the tests, or a file block of a transcript.
struct Sample {
    let name: String
    let bytes: [UInt8]
    private let layout: Layout

    /// Where a small file can be cut out of a large one without breaking it.
    private enum Layout {
        /// Line by line; the first line stays if it is a header.
        case lines(starts: [Int], hasHeader: Bool)
        /// The elements of the list that holds the records, and what stands around it.
        case elements([Range<Int>])
        case none
    }

    private static let cutBytes = 2000

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        if [".json"].contains(where: name.hasSuffix), let elements = Self.elements(of: bytes) {
            layout = .elements(elements)
        } else if [".csv", ".tsv", ".ndjson", ".jsonl"].contains(where: name.hasSuffix) {
            let starts =
                [0]
                + bytes.indices.filter { bytes[$0] == 0x0A && $0 + 1 < bytes.count }.map { $0 + 1 }
            layout = .lines(starts: starts, hasHeader: !name.hasSuffix("ndjson"))
        } else {
            layout = .none
        }
    }

    /// The end of the name, which tells the loader about lines of JSON.
    var suffix: String {
        let base = name.split(separator: "/").last ?? ""
        return base.firstIndex(of: ".").map { String(base[$0...]) } ?? ""
    }

    /// A file of at most about 2 KB: whole lines or records, or now and then any bytes in a row.
    func cut(_ random: inout SeededRandom) -> [UInt8] {
        // A part of a database is none.
        if bytes.count <= Self.cutBytes || suffix.hasSuffix(".sqlite") { return bytes }
        if random.below(4) > 0 {
            switch layout {
            case .lines(let starts, let hasHeader):
                return lines(starts, hasHeader: hasHeader, &random)
            case .elements(let ranges): return records(ranges, &random)
            case .none: break
            }
        }
        let start = random.below(3) == 0 ? 0 : random.below(bytes.count)
        return Array(bytes[start..<min(bytes.count, start + Self.cutBytes)])
    }

    private func lines(
        _ starts: [Int], hasHeader: Bool, _ random: inout SeededRandom
    ) -> [UInt8] {
        var cut = hasHeader && starts.count > 1 ? Array(bytes[..<starts[1]]) : []
        var line = random.below(starts.count)
        let wanted = 200 + random.below(Self.cutBytes - 200)
        repeat {
            let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
            cut += bytes[starts[line]..<end]
            line += 1
        } while cut.count < wanted && line < starts.count
        return cut
    }

    private func records(_ ranges: [Range<Int>], _ random: inout SeededRandom) -> [UInt8] {
        var cut = Array(bytes[..<ranges[0].lowerBound])
        var index = random.below(ranges.count)
        let wanted = cut.count + 200 + random.below(Self.cutBytes - 200)
        var isFirst = true
        repeat {
            if !isFirst { cut += Array(",\n ".utf8) }
            cut += bytes[ranges[index]]
            isFirst = false
            index += 1
        } while cut.count < wanted && index < ranges.count
        return cut + bytes[ranges[ranges.count - 1].upperBound...]
    }

    /// The elements of the first list of objects; nil if there is none.
    private static func elements(of bytes: [UInt8]) -> [Range<Int>]? {
        var depth = 0
        var listDepth = 0
        var isString = false
        var start = 0
        var elements: [Range<Int>] = []
        var previous = UInt8(0)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            defer { at += 1 }
            if isString {
                if byte == UInt8(ascii: "\\") { at += 1 }
                if byte == UInt8(ascii: "\"") { isString = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if listDepth == 0, byte == UInt8(ascii: "{"), previous == UInt8(ascii: "[") {
                    listDepth = depth
                }
                if depth == listDepth { start = at }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if listDepth > 0, depth == listDepth { elements.append(start..<at + 1) }
                if listDepth > 0, depth < listDepth { return elements }
            default: break
            }
            if byte > 0x20 { previous = byte }
        }
        return nil
    }
}

/// How the same text may also arrive.
enum Packing: CaseIterable {
    case plain, carriageLineFeeds, gzip, utf16Little, utf16Big, utf32Little, byteOrderMark

    func pack(_ bytes: [UInt8]) -> [UInt8] {
        let text = { String(decoding: bytes, as: UTF8.self) }
        switch self {
        case .plain: return bytes
        case .carriageLineFeeds: return bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        case .gzip: return gzipped(bytes)
        case .utf16Little:
            return [0xFF, 0xFE] + text().utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        case .utf16Big:
            return [0xFE, 0xFF] + text().utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        case .utf32Little:
            return [0xFF, 0xFE, 0, 0]
                + text().unicodeScalars.flatMap { scalar in
                    (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> ($0 * 8)) }
                }
        case .byteOrderMark: return [0xEF, 0xBB, 0xBF] + bytes
        }
    }
}

private func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var input = bytes
    var stream = z_stream()
    guard
        deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, zlibVersion(),
            Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return bytes }
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: bytes.count + 1024)
    let count = output.count
    let written = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(count)
            _ = deflate(&stream, Z_FINISH)
            return count - Int(stream.avail_out)
        }
    }
    return Array(output[..<written])
}
