import Columns

/// What ends the reading of JSON records.
enum JSONStop: Error {
    case fault(JSONFault)
    case load(LoadError)
}

/// Walks the records of one JSON text and what stands around them.
struct JSONRecords: ~Copyable {
    let bytes: FileBytes
    let file: String
    let shape: JSONShape
    let limits: Limits
    let cancellation: Cancellation
    var reader: JSONReader
    /// Positions in it are line numbers already: unescaping changes where lines are.
    private(set) var log = TroubleLog()
    private var remarks: [String] = []
    private var absorbedTo = 0
    private var firstOther: UInt8?

    init(
        bytes: FileBytes, file: String, shape: JSONShape, limits: Limits,
        cancellation: Cancellation
    ) {
        self.bytes = bytes
        self.file = file
        self.shape = shape
        self.limits = limits
        self.cancellation = cancellation
        reader = JSONReader(
            base: bytes.base, at: 0, end: bytes.count,
            cellsMax: Limits.cellsMax(bytes: bytes.count))
    }

    /// The line of `offset`, which is not far behind what was read last.
    func line(at offset: Int) -> Int {
        var lines = 1 - reader.scanner.madeLines
        for index in 0..<min(offset, bytes.count) where bytes.base[index] == UInt8(ascii: "\n") {
            lines += 1
        }
        return max(1, lines)
    }

    mutating func read(first: Int) throws(JSONStop) {
        reader.scanner.at = first
        switch shape {
        case .list:
            repeat {
                try list()
                skipSpace()
            } while byte == UInt8(ascii: "[")
        case .wrapped(_, let at): try wrapper(listAt: at)
        case .objects(_, let areLines): try objects(areLines: areLines)
        }
        skipSpace()
        if reader.scanner.at < bytes.count {
            throw .fault(reader.scanner.fault("further text behind the end of the JSON value"))
        }
        if reader.tree.tables[0].rowCount == 0,
            log.groups.contains(where: { $0.kind == .notAnObject })
        {
            throw .load(
                .notATable(file: file, reason: "a JSON list whose elements are not objects"))
        }
    }

    private var byte: UInt8 { bytes.base[reader.scanner.at] }

    private mutating func skipSpace() { reader.scanner.skipSpace() }

    private mutating func record() throws(JSONStop) {
        do throws(JSONFault) { try reader.record() } catch { throw .fault(error) }
        try pause()
    }

    /// Between two records: once per block, the columns take what was read.
    private mutating func pause() throws(JSONStop) {
        guard reader.scanner.at - absorbedTo >= limits.blockBytes else { return }
        absorbedTo = reader.scanner.at
        reader.tree.absorb(in: bytes.base)
        if cancellation.isCancelled { throw .load(.cancelled) }
    }

    private mutating func other() throws(JSONStop) {
        let start = reader.scanner.at
        let line = line(at: start)
        do throws(JSONFault) { try reader.scanner.skipValue(depth: 1) } catch {
            throw .fault(error)
        }
        logRefused(.notAnObject, line, start..<reader.scanner.at)
    }

    private mutating func logRefused(_ kind: TroubleLog.Kind, _ line: Int, _ text: Range<Int>) {
        log.add(kind, bytes.base, text, position: line)
    }

    private mutating func list() throws(JSONStop) {
        reader.scanner.at += 1
        skipSpace()
        if byte == UInt8(ascii: "]") {
            reader.scanner.at += 1
            return
        }
        while true {
            if byte == UInt8(ascii: "{") { try record() } else { try other() }
            do throws(JSONFault) {
                if try !reader.scanner.isFurther(UInt8(ascii: "]"), "',' or ']'") { return }
            } catch { throw .fault(error) }
        }
    }

    /// An object around the list: its other members are checked and told, not kept.
    private mutating func wrapper(listAt: Int) throws(JSONStop) {
        reader.scanner.at += 1
        skipSpace()
        var others: [String] = []
        while true {
            do throws(JSONFault) {
                guard byte == UInt8(ascii: "\"") else {
                    throw reader.scanner.unexpected("a key in quotes")
                }
                let start = reader.scanner.at
                try reader.scanner.skipValue(depth: 1)
                let key = text(start + 1..<reader.scanner.at - 1)
                skipSpace()
                guard byte == UInt8(ascii: ":") else { throw reader.scanner.unexpected("':'") }
                reader.scanner.at += 1
                skipSpace()
                let value = reader.scanner.at
                if value != listAt {
                    try reader.scanner.skipValue(depth: 1)
                    others.append("\(key) = \(text(value..<reader.scanner.at))")
                }
            } catch { throw .fault(error) }
            if reader.scanner.at == listAt { try list() }
            do throws(JSONFault) {
                if try !reader.scanner.isFurther(UInt8(ascii: "}"), "',' or '}'") { break }
            } catch { throw .fault(error) }
        }
        if !others.isEmpty {
            let shown = others.prefix(8).joined(separator: ", ")
            let rest = others.count > 8 ? " and \(others.count - 8) more" : ""
            remarks.append("left out beside the list: \(shown)\(rest)")
        }
    }

    private func text(_ range: Range<Int>) -> String {
        let count = min(range.count, 60)
        let text = String(
            decoding: UnsafeBufferPointer(start: bytes.base + range.lowerBound, count: count),
            as: UTF8.self)
        return range.count > 60 ? text + "…" : text
    }

    /// Objects one after another. Of lines, a broken one is refused and the next is read.
    private mutating func objects(areLines: Bool) throws(JSONStop) {
        while true {
            skipSpace()
            let start = reader.scanner.at
            if start >= bytes.count { return }
            guard areLines else {
                guard byte == UInt8(ascii: "{") else {
                    throw .fault(reader.scanner.unexpected("an object"))
                }
                try record()
                continue
            }
            var end = start
            while end < bytes.count, bytes.base[end] != UInt8(ascii: "\n") { end += 1 }
            do throws(JSONFault) {
                guard byte == UInt8(ascii: "{") else {
                    throw reader.scanner.unexpected("an object")
                }
                try reader.record()
                while reader.scanner.at < end, Format.isJSONSpace(byte) { reader.scanner.at += 1 }
                guard reader.scanner.at >= end else {
                    throw reader.scanner.fault("further text behind the object")
                }
            } catch {
                guard error.kind == .malformed else { throw .fault(error) }
                try refuseLine(start..<end)
            }
            try pause()
        }
    }

    private mutating func refuseLine(_ line: Range<Int>) throws(JSONStop) {
        reader.dropRecord()
        logRefused(.brokenLine, self.line(at: line.lowerBound), line)
        reader.scanner.at = line.upperBound
    }

    func notes() -> [String] {
        var notes = remarks
        if reader.tree.tables[0].rowCount == 0 { notes.append("the file has no records") }
        if reader.duplicateKeys > 0 {
            notes.append(
                "\(reader.duplicateKeys) keys are repeated in their object, first "
                    + "'\(reader.firstDuplicate)': the last value counts")
        }
        if reader.elementsLeftOut > 0 {
            notes.append("\(reader.elementsLeftOut) null or blank list elements left out")
        }
        if reader.mixedLists > 0 {
            notes.append("\(reader.mixedLists) lists of mixed or nested values kept as JSON text")
        }
        if reader.scanner.loneSurrogates > 0 {
            notes.append(
                "\(reader.scanner.loneSurrogates) escapes of half a character replaced by U+FFFD")
        }
        return notes
    }
}
