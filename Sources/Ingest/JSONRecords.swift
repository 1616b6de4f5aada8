import Columns
import Glibc

/// What ends the reading of JSON records.
enum JSONStop: Error {
    case fault(JSONFault)
    case load(LoadError)
}

/// Walks the records of one part of a JSON text and what stands around them.
///
/// The first part begins where the text does and the last ends where it does; between two parts is a cut
/// where an element of the list, or a line, begins.
struct JSONRecords: ~Copyable {
    let bytes: FileBytes
    let shape: JSONShape
    let limits: Limits
    let cancellation: Cancellation
    /// Where this part begins; lines are counted from here.
    let start: Int
    /// Where the next part begins; the text's end for the last.
    let cut: Int
    var reader: JSONReader
    /// Positions in it are lines of this part: unescaping changes where lines are.
    private(set) var log = TroubleLog()
    /// What stands beside the list in the object around it.
    private(set) var besideList: [String] = []
    private var absorbedTo: Int
    /// How far line feeds have been counted: many refused lines must not count them all again.
    private var counted: (offset: Int, lines: Int)

    init(
        bytes: FileBytes, shape: JSONShape, limits: Limits, cancellation: Cancellation,
        range: Range<Int>, cellsMax: Int
    ) {
        self.bytes = bytes
        self.shape = shape
        self.limits = limits
        self.cancellation = cancellation
        start = range.lowerBound
        cut = range.upperBound
        absorbedTo = start
        counted = (start, 0)
        reader = JSONReader(
            base: bytes.base, at: start, end: bytes.count, limits: limits, cellsMax: cellsMax)
        reader.scanner.readable = cut
        reader.tree.readable = cut
    }

    private var isLast: Bool { cut == bytes.count }
    private var byte: UInt8 { bytes.base[reader.scanner.at] }

    /// The line of `offset` in this part, from 0 on, where unescaping made `made` line feeds before it.
    mutating func line(at offset: Int, made: Int) -> Int {
        let offset = min(offset, bytes.count)
        if offset < counted.offset { counted = (start, 0) }
        counted.lines += bytes.lineFeeds(counted.offset..<offset)
        counted.offset = offset
        return max(0, counted.lines - made)
    }

    mutating func faultLine(_ fault: JSONFault) -> Int {
        line(at: fault.offset, made: reader.scanner.madeLines)
    }

    /// - Parameter isFirst: whether the part begins where the text does, or at an element or a line.
    mutating func read(isFirst: Bool) throws(JSONStop) {
        switch shape {
        case .list:
            if try isFirst ? !list() : !elements() { return }
            skipSpace()
            while byte == UInt8(ascii: "[") {
                if try !list() { return }
                skipSpace()
            }
        case .wrapped(_, let list): if try !wrapper(list.lowerBound, isFirst: isFirst) { return }
        case .objects(_, true): try lines()
        case .objects(_, false): try objects()
        case .nothing: return
        }
        // What stands at the cut is the next part's.
        if !isLast, case .objects = shape { return }
        skipSpace()
        guard isLast else { throw .fault(reader.scanner.fault("the list ends too early")) }
        if reader.scanner.at < bytes.count {
            throw .fault(reader.scanner.fault("further text behind the end of the JSON value"))
        }
    }

    private mutating func skipSpace() { reader.scanner.skipSpace() }

    /// Runs a step of the reader; its fault ends the reading.
    private mutating func step<Value>(
        _ body: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(JSONStop) -> Value {
        do throws(JSONFault) { return try body(&reader) } catch { throw .fault(error) }
    }

    /// Between two records: once per block, the columns take what was read.
    private mutating func pause() throws(JSONStop) {
        guard reader.scanner.at - absorbedTo >= limits.blockBytes else { return }
        absorbedTo = reader.scanner.at
        reader.tree.absorb(in: bytes.base)
        if cancellation.isCancelled { throw .load(.cancelled) }
    }

    /// Reads the list that begins here; false if it goes on behind the cut.
    private mutating func list() throws(JSONStop) -> Bool {
        reader.scanner.at += 1
        skipSpace()
        if byte == UInt8(ascii: "]") {
            reader.scanner.at += 1
            return true
        }
        return try elements()
    }

    private mutating func elements() throws(JSONStop) -> Bool {
        while true {
            if reader.scanner.at >= cut, !isLast {
                if reader.scanner.at == cut { return false }
                throw .fault(reader.scanner.fault("an element is due"))
            }
            if byte == UInt8(ascii: "{") {
                do throws(JSONFault) { try reader.record() } catch { throw .fault(error) }
                try pause()
            } else {
                let start = reader.scanner.at
                let line = line(at: start, made: reader.scanner.madeLines)
                try step { reader throws(JSONFault) in try reader.scanner.skipValue(depth: 1) }
                log.add(.notAnObject, bytes.base, start..<reader.scanner.at, position: line)
            }
            let isFurther = try step { reader throws(JSONFault) in
                try reader.scanner.isFurther(UInt8(ascii: "]"), "',' or ']'")
            }
            if !isFurther { return true }
        }
    }

    /// An object around the list: its other members are checked and told, not kept.
    private mutating func wrapper(_ listAt: Int, isFirst: Bool) throws(JSONStop) -> Bool {
        var isInList = !isFirst
        if isFirst {
            reader.scanner.at += 1
            skipSpace()
        }
        while true {
            if !isInList {
                let other = try step { reader throws(JSONFault) in
                    try Self.member(&reader.scanner, listAt)
                }
                if let other { besideList.append(other.shown) } else { isInList = true }
            }
            if isInList {
                if try byte == UInt8(ascii: "[") && reader.scanner.at == listAt
                    ? !list() : !elements()
                {
                    return false
                }
                isInList = false
            }
            let isFurther = try step { reader throws(JSONFault) in
                try reader.scanner.isFurther(UInt8(ascii: "}"), "',' or '}'")
            }
            if !isFurther { return true }
        }
    }

    /// Checks a member beside the list and shows it; nil if it is the list, which is not read yet.
    static func member(
        _ scanner: inout JSONScanner, _ listAt: Int
    ) throws(JSONFault) -> (shown: String, value: Range<Int>)? {
        guard scanner.base[scanner.at] == UInt8(ascii: "\"") else {
            throw scanner.unexpected("a key in quotes")
        }
        let start = scanner.at
        try scanner.skipValue(depth: 1)
        let key = scanner.shown(start + 1..<scanner.at - 1)
        scanner.skipSpace()
        guard scanner.base[scanner.at] == UInt8(ascii: ":") else { throw scanner.unexpected("':'") }
        scanner.at += 1
        scanner.skipSpace()
        if scanner.at == listAt { return nil }
        let value = scanner.at
        try scanner.skipValue(depth: 1)
        return ("\(key) = \(scanner.shown(value..<scanner.at))", value..<scanner.at)
    }

    /// Objects one after another, however they are laid out.
    private mutating func objects() throws(JSONStop) {
        while true {
            skipSpace()
            if reader.scanner.at >= bytes.count { return }
            guard byte == UInt8(ascii: "{") else {
                throw .fault(reader.scanner.unexpected("an object"))
            }
            do throws(JSONFault) { try reader.record() } catch { throw .fault(error) }
            try pause()
        }
    }

    /// One object per line; a line that is not one is refused and the next is read.
    ///
    /// While a line is read a zero stands for its newline, so that nothing of it reaches into the next.
    private mutating func lines() throws(JSONStop) {
        let base = bytes.base
        var at = start
        while at < cut {
            let found = memchr(base + at, Int32(UInt8(ascii: "\n")), cut - at)
            let end = found.map { UnsafeRawPointer(base).distance(to: $0) } ?? cut
            let newline = base[end]
            base[end] = 0
            reader.scanner.at = at
            reader.scanner.end = end
            let made = reader.scanner.madeLines
            do throws(JSONFault) { try line() } catch {
                guard error.kind == .malformed else {
                    base[end] = newline
                    throw .fault(error)
                }
                reader.dropRecord()
                log.add(.brokenLine, base, at..<end, position: line(at: at, made: made))
            }
            base[end] = newline
            at = end + 1
            reader.scanner.at = min(at, cut)
            try pause()
        }
        reader.scanner.at = cut
        reader.scanner.end = bytes.count
    }

    private mutating func line() throws(JSONFault) {
        skipSpace()
        if reader.scanner.at >= reader.scanner.end { return }
        guard byte == UInt8(ascii: "{") else { throw reader.scanner.unexpected("an object") }
        try reader.record(isKept: false)
        skipSpace()
        guard reader.scanner.at >= reader.scanner.end else {
            throw reader.scanner.fault("further text behind the object")
        }
        reader.keepRecord()
    }
}
