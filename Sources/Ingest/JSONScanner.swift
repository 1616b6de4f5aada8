import CKernels
import Columns

/// Why JSON text could not be read, and where.
struct JSONFault: Error {
    enum Kind { case malformed, tooLarge }
    let offset: Int
    let reason: String
    var kind = Kind.malformed
}

/// Reads tokens of JSON (RFC 8259) one after another.
///
/// - Invariant: `base[end]` and the 64 bytes behind it are zero, which no token contains, so scanning stops
///   there without asking for the end.
struct JSONScanner {
    let base: UnsafeMutablePointer<UInt8>
    /// Where the text ends, or the line that is at hand.
    var end: Int
    var at: Int
    /// The offset behind which no byte is read ahead of the token at hand: another thread may have it.
    var readable = Int.max
    /// Line feeds that unescaping made: they are in the buffer now and were not in the file.
    private(set) var madeLines = 0
    private(set) var loneSurrogates = 0

    /// The text of a token or value, cut for a message.
    func shown(_ range: Range<Int>) -> String {
        let bytes = UnsafeBufferPointer(start: base + range.lowerBound, count: min(range.count, 60))
        return String(decoding: bytes, as: UTF8.self) + (range.count > 60 ? "…" : "")
    }

    private let depthMax: Int
    private let cellMax: Int

    init(base: UnsafeMutablePointer<UInt8>, at: Int, end: Int, limits: Limits) {
        self.base = base
        self.at = at
        self.end = end
        depthMax = limits.depthMax
        cellMax = limits.cellBytesMax
    }

    func fault(_ reason: String, at offset: Int? = nil) -> JSONFault {
        let offset = offset ?? at
        if offset >= end { return JSONFault(offset: end, reason: "the text breaks off") }
        return JSONFault(offset: offset, reason: reason)
    }

    func unexpected(_ wanted: String) -> JSONFault {
        fault("\(wanted) is due, found \(Self.shown(base[at]))")
    }

    static func shown(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F
            ? "'\(Character(Unicode.Scalar(byte)))'"
            : "byte 0x" + String(byte, radix: 16, uppercase: true)
    }

    @inline(__always)
    mutating func skipSpace() {
        while base[at] <= 0x20, Format.isJSONSpace(base[at]) { at &+= 1 }
    }

    /// The content of the string whose opening quote is behind, unescaped in place.
    @inline(__always)
    mutating func string() throws(JSONFault) -> TextView {
        let start = at
        var index = at
        while true {
            let stops = stringStops(index)
            if stops == 0 {
                index &+= 16
                continue
            }
            index &+= stops.trailingZeroBitCount
            let byte = base[index]
            if byte == UInt8(ascii: "\"") {
                at = index &+ 1
                return try view(start, index)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(start, index) }
            index = try checkedCharacter(index)
        }
    }

    /// Which of the 16 bytes at `index` end a run of plain characters, as bits; the first one only where 16 are too many.
    @inline(__always)
    private func stringStops(_ index: Int) -> UInt32 {
        index &+ 16 <= readable ? ck_string_stops(base + index) : lastStop(index)
    }

    private func lastStop(_ index: Int) -> UInt32 {
        // The string ends before what must not be read.
        (0..<16).first { Self.isStop(base[index + $0]) }.map { 1 << UInt32($0) } ?? 0
    }

    private static func isStop(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "\\")
    }

    @inline(__always)
    private func view(_ start: Int, _ stop: Int) throws(JSONFault) -> TextView {
        if stop &- start > cellMax { throw tooLong(start) }
        return TextView(offset: start, length: stop &- start)
    }

    private func tooLong(_ start: Int) -> JSONFault {
        JSONFault(
            offset: start,
            reason:
                "texts of at most \(Limits.size(cellMax)) (cell_max sets it); a longer one begins",
            kind: .tooLarge)
    }

    /// Behind the character at `index`, which is not ASCII; a control character is a fault.
    private func checkedCharacter(_ index: Int) throws(JSONFault) -> Int {
        let byte = base[index]
        guard byte >= 0x80 else {
            throw fault("a control character in a string (\(Self.shown(byte)))", at: index)
        }
        let length = UTF8Check.sequenceLength(base + index, end - index)
        guard length > 0 else {
            throw fault("not UTF-8: \(Self.shown(byte)) begins no character", at: index)
        }
        return index + length
    }

    /// Goes on from the first backslash, moving what follows to the left: an escape is longer than what it
    /// stands for.
    private mutating func escapedString(
        _ start: Int, _ first: Int
    ) throws(JSONFault) -> TextView {
        var from = first
        var to = first
        while true {
            let byte = base[from]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                let escape = try readEscape(from)
                to = write(escape.scalar, to)
                from += escape.length
            } else if byte >= 0x20 && byte < 0x80 {
                base[to] = byte
                to += 1
                from += 1
            } else {
                let next = try checkedCharacter(from)
                while from < next {
                    base[to] = base[from]
                    to += 1
                    from += 1
                }
            }
        }
        // The free bytes are filled, so that lines can still be counted.
        for index in to..<from { base[index] = UInt8(ascii: " ") }
        at = from + 1
        return try view(start, to)
    }

    /// The escape at `index` and its length; half a surrogate pair gives U+FFFD.
    private mutating func readEscape(
        _ index: Int
    ) throws(JSONFault) -> (scalar: UInt32, length: Int) {
        switch base[index + 1] {
        case UInt8(ascii: "n"):
            madeLines += 1
            return (0x0A, 2)
        case UInt8(ascii: "\""): return (0x22, 2)
        case UInt8(ascii: "\\"): return (0x5C, 2)
        case UInt8(ascii: "/"): return (0x2F, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "u"): break
        default: throw fault("no such escape in a string", at: index)
        }
        guard let unit = hex4(index + 2) else {
            throw fault("\\u wants four hexadecimal digits", at: index)
        }
        if unit == 0x0A { madeLines += 1 }
        guard unit & 0xF800 == 0xD800 else { return (unit, 6) }
        if unit < 0xDC00, base[index + 6] == UInt8(ascii: "\\"),
            base[index + 7] == UInt8(ascii: "u"), let low = hex4(index + 8), low & 0xFC00 == 0xDC00
        {
            return (0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), 12)
        }
        loneSurrogates += 1
        return (0xFFFD, 6)
    }

    private func hex4(_ index: Int) -> UInt32? {
        var value: UInt32 = 0
        for offset in 0..<4 {
            let byte = base[index + offset]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private func write(_ scalar: UInt32, _ index: Int) -> Int {
        func put(_ offset: Int, _ bits: UInt32) {
            base[index + offset] = UInt8(truncatingIfNeeded: bits)
        }
        if scalar < 0x80 {
            put(0, scalar)
            return index + 1
        }
        if scalar < 0x800 {
            put(0, 0xC0 | scalar >> 6)
            put(1, 0x80 | scalar & 0x3F)
            return index + 2
        }
        if scalar < 0x10000 {
            put(0, 0xE0 | scalar >> 12)
            put(1, 0x80 | scalar >> 6 & 0x3F)
            put(2, 0x80 | scalar & 0x3F)
            return index + 3
        }
        put(0, 0xF0 | scalar >> 18)
        put(1, 0x80 | scalar >> 12 & 0x3F)
        put(2, 0x80 | scalar >> 6 & 0x3F)
        put(3, 0x80 | scalar & 0x3F)
        return index + 4
    }

    /// The number, `true` or `false` that begins here, as it is written.
    @inline(__always)
    mutating func scalar() throws(JSONFault) -> TextView {
        let start = at
        switch base[at] {
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        default: try number()
        }
        return try view(start, at)
    }

    mutating func literal(_ word: StaticString) throws(JSONFault) {
        let bytes = word.utf8Start
        for offset in 0..<word.utf8CodeUnitCount where base[at + offset] != bytes[offset] {
            throw unexpected("a value")
        }
        at += word.utf8CodeUnitCount
    }

    private mutating func number() throws(JSONFault) {
        if base[at] == UInt8(ascii: "-") { at &+= 1 }
        if base[at] == UInt8(ascii: "0") {
            at &+= 1
            if base[at] &- 48 <= 9 { throw fault("a number may not begin with 0") }
        } else {
            try digits()
        }
        if base[at] == UInt8(ascii: ".") {
            at &+= 1
            try digits()
        }
        if base[at] | 0x20 == UInt8(ascii: "e") {
            at &+= 1
            if base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at &+= 1 }
            try digits()
        }
    }

    @inline(__always)
    private mutating func digits() throws(JSONFault) {
        guard base[at] &- 48 <= 9 else { throw unexpected("a digit") }
        while base[at] &- 48 <= 9 { at &+= 1 }
    }

    /// Checks the value that begins here and leaves it as it is written.
    mutating func skipValue(depth: Int) throws(JSONFault) {
        try checkDepth(depth)
        switch base[at] {
        case UInt8(ascii: "\""):
            at += 1
            try skipString()
        case UInt8(ascii: "{"): try skipMembers(depth)
        case UInt8(ascii: "["):
            at += 1
            skipSpace()
            if base[at] == UInt8(ascii: "]") {
                at += 1
                return
            }
            while true {
                try skipValue(depth: depth + 1)
                if try !isFurther(UInt8(ascii: "]"), "',' or ']'") { return }
            }
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "-"), 0x30...0x39: _ = try scalar()
        default: throw unexpected("a value")
        }
    }

    private mutating func skipMembers(_ depth: Int) throws(JSONFault) {
        at += 1
        skipSpace()
        if base[at] == UInt8(ascii: "}") {
            at += 1
            return
        }
        while true {
            guard base[at] == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
            at += 1
            try skipString()
            skipSpace()
            guard base[at] == UInt8(ascii: ":") else { throw unexpected("':'") }
            at += 1
            skipSpace()
            try skipValue(depth: depth + 1)
            if try !isFurther(UInt8(ascii: "}"), "',' or '}'") { return }
        }
    }

    /// Behind a value: true after a comma and the space behind it, false after `close`.
    @inline(__always)
    mutating func isFurther(_ close: UInt8, _ wanted: StaticString) throws(JSONFault) -> Bool {
        skipSpace()
        let byte = base[at]
        if byte == UInt8(ascii: ",") {
            at &+= 1
            skipSpace()
            return true
        }
        guard byte == close else { throw unexpected("\(wanted)") }
        at &+= 1
        return false
    }

    /// Throws if `depth`, 1 for the outermost value, is beyond the bound.
    @inline(__always)
    func checkDepth(_ depth: Int) throws(JSONFault) {
        guard depth < depthMax else { throw tooDeep() }
    }

    private func tooDeep() -> JSONFault {
        JSONFault(
            offset: at,
            reason: Limits.atMost(depthMax, "level")
                + " of nesting (depth_max sets it); a deeper one begins",
            kind: .tooLarge)
    }

    /// Throws if the text from `start` to where the scanner stands is beyond the bound.
    func checkLength(_ start: Int) throws(JSONFault) {
        guard at - start <= cellMax else { throw tooLong(start) }
    }

    /// Checks the string whose opening quote is behind and changes nothing.
    private mutating func skipString() throws(JSONFault) {
        while true {
            let stops = stringStops(at)
            if stops == 0 {
                at += 16
                continue
            }
            at += stops.trailingZeroBitCount
            switch base[at] {
            case UInt8(ascii: "\""):
                at += 1
                return
            case UInt8(ascii: "\\"):
                let made = (madeLines, loneSurrogates)
                at += try readEscape(at).length
                (madeLines, loneSurrogates) = made
            default: at = try checkedCharacter(at)
            }
        }
    }
}
