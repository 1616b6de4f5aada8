import Columns

/// Converts a whole text to UTF-8, with nothing replaced: what is no character is an error.
struct Transcoder {
    let encoding: TextEncoding
    let cancellation: Cancellation
    /// The text is the first part of a longer one and may end inside a character.
    var isPrefix = false

    enum Stop: Error {
        case fault(EncodingFault)
        /// The C library lacks the encoding's module.
        case noConverter
        case cancelled
    }

    /// Characters 0x80 to 0x9F of Windows-1252; 0 where it has none.
    private static let punctuation: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
        0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
        0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]

    /// The text from its byte order mark on, without it.
    func utf8(_ bytes: FileBytes) throws(Stop) -> FileBytes {
        if let name = encoding.iconvName {
            return try IconvText(encoding: encoding, name: name, cancellation: cancellation)
                .utf8(bytes)
        }
        let start = encoding.markLength(bytes)
        let rest = (bytes.count - start) % encoding.unitBytes
        let output = FileBytes(capacity: bytes.count - start)
        let end = bytes.count - rest
        var at = start
        var used = 0
        while at < end {
            if cancellation.isCancelled { throw .cancelled }
            // A stretch at a time, so that the room is looked at seldom: 4 bytes a unit are enough.
            let stop = min(end, at + 65536 * encoding.unitBytes)
            output.reserve(used + 4 * (stop - at) / encoding.unitBytes + 8, keeping: used)
            while at < stop {
                guard let (scalar, length) = scalar(bytes, at, end) else {
                    if isPrefix, end - at < 4 {
                        at = end
                        break
                    }
                    throw fault(output, used, "what stands there is no character")
                }
                used += Self.write(scalar, output.base + used)
                at += length
            }
        }
        if rest != 0, !isPrefix { throw fault(output, used, "the text ends inside a character") }
        output.finish(count: used)
        return output
    }

    /// The character at `at` and how many bytes it takes.
    @inline(__always)
    private func scalar(_ bytes: FileBytes, _ at: Int, _ end: Int) -> (UInt32, Int)? {
        let base = bytes.base
        switch encoding {
        case .windows1252:
            guard 0x80...0x9F ~= base[at] else { return (UInt32(base[at]), 1) }
            let scalar = UInt32(Self.punctuation[Int(base[at]) - 0x80])
            return scalar == 0 ? nil : (scalar, 1)
        case .utf16LittleEndian, .utf16BigEndian:
            let first = unit16(base + at)
            guard first & 0xF800 == 0xD800 else { return (first, 2) }
            guard first < 0xDC00, at + 4 <= end else { return nil }
            let second = unit16(base + at + 2)
            guard second & 0xFC00 == 0xDC00 else { return nil }
            return (0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, 4)
        case .utf32LittleEndian, .utf32BigEndian:
            let low = encoding.isBigEndian ? unit16(base + at + 2) : unit16(base + at)
            let high = encoding.isBigEndian ? unit16(base + at) : unit16(base + at + 2)
            let scalar = high << 16 | low
            return scalar > 0x10FFFF || scalar & 0xFFFF_F800 == 0xD800 ? nil : (scalar, 4)
        default: return (UInt32(base[at]), 1)
        }
    }

    private func unit16(_ base: UnsafePointer<UInt8>) -> UInt32 {
        let first = UInt32(base[0])
        let second = UInt32(base[1])
        return encoding.isBigEndian ? first << 8 | second : second << 8 | first
    }

    /// Writes 1 to 4 bytes and answers how many.
    @inline(__always)
    private static func write(_ scalar: UInt32, _ to: UnsafeMutablePointer<UInt8>) -> Int {
        func tail(_ shift: UInt32) -> UInt8 {
            UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3F)
        }
        switch scalar {
        case ..<0x80:
            to[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            to[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            to[1] = tail(0)
            return 2
        case ..<0x10000:
            to[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            to[1] = tail(6)
            to[2] = tail(0)
            return 3
        default:
            to[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            to[1] = tail(12)
            to[2] = tail(6)
            to[3] = tail(0)
            return 4
        }
    }

    private func fault(_ output: FileBytes, _ used: Int, _ reason: String) -> Stop {
        output.finish(count: used)
        return .fault(
            EncodingFault(
                line: output.line(at: used), reason: "not \(encoding.rawValue): \(reason)"))
    }
}
