import CKernels
import Columns
import Glibc

/// Loads a large JSON file a block at a time, without ever holding its text: of a block's text only what no type
/// or code says is copied.
///
/// Only a file of nothing but records is read so, whose values keep to their columns' kinds. At anything else the
/// answer is nil, and the file is to be read whole by `JSONTables`, which gives the same tables of what this
/// gives some of.
struct JSONStream {
    let source: PieceSource
    let request: LoadRequest

    /// What is looked at to find out whether the file is JSON, and then which shape it has.
    private static let peekBytes = 4 << 10
    private static let headBytes = 1 << 20

    /// What the first bytes say.
    private struct Plan {
        let shape: JSONShape
        /// Where the first record may begin: behind the bracket of a list.
        let start: Int
        /// The first record's first key as it is written, in quotes; empty if that is not known.
        var firstKey: [UInt8] = []
        /// What stands before the list in the object around it.
        var besideList: [String] = []
        let notes: [String]
    }

    /// What one thread read.
    private struct Part {
        let tree: JSONTree
        let remarks: JSONRemarks
        let besideList: [String]
    }

    func load() throws(LoadError) -> Loaded? {
        guard source.count >= request.limits.streamBytesMin,
            source.count <= request.limits.fileBytesMax, mayStream,
            let plan = plan()
        else { return nil }
        let ranges = ranges(plan)
        // Nothing is written there but what is kept, so nothing else becomes memory. Kernels may read beyond.
        let slack = 4 << 20
        let memory = FileMemory(
            sparse: source.count + ranges.count * slack + FileBytes.padding)
        let parts = concurrently(ranges.count, threads: request.threads) { index -> Part? in
            let range = ranges[index]
            let first = range.lowerBound + index * slack
            var blocks = JSONBlocks(
                source, shape: plan.shape, limits: request.limits,
                cancellation: request.cancellation,
                cellsMax: Limits.cellsMax(bytes: source.count) / ranges.count,
                keeper: TextKeeper(memory.base, first..<first + range.count + slack))
            guard blocks.read(range) else { return nil }
            return Part(
                tree: blocks.tree, remarks: blocks.remarks, besideList: blocks.besideList)
        }
        if request.cancellation.isCancelled { throw .cancelled }
        let whole = parts.compactMap { $0 }
        guard whole.count == ranges.count, source.isUnchanged() else { return nil }
        return tables(whole, plan, memory)
    }

    private func tables(_ parts: [Part], _ plan: Plan, _ memory: FileMemory) -> Loaded? {
        let rowCount = parts.reduce(0) { $0 + $1.tree.tables[0].rowCount }
        guard rowCount > 0, rowCount <= Limits.rowsMax else { return nil }
        let builder = JSONTableBuilder(
            trees: parts.map(\.tree),
            arena: TextArena(base: memory.base, count: memory.capacity, owner: memory),
            isLent: false, object: request.object, threads: rowCount > 5000 ? request.threads : 1)
        guard let tables = builder.tables(), JSONTables.excess(tables, request.limits) == nil else {
            return nil
        }
        var remarks = JSONRemarks()
        for part in parts { remarks.add(part.remarks) }
        let beside = JSONTables.beside(plan.besideList + parts.flatMap(\.besideList))
        return Loaded(
            tables: tables,
            report: LoadReport(
                file: request.file, object: request.object, format: plan.shape.sentence(.utf8),
                rows: rowCount,
                bytes: source.count, troubles: [],
                notes: plan.notes + beside + remarks.sentences() + builder.notes))
    }

    // MARK: - The first bytes

    /// Whether nothing is said of the file that the first bytes do not show.
    private var mayStream: Bool {
        if case .named = request.options.table { return false }
        return request.options.encoding == nil
    }

    /// How the file is laid out, if its first bytes tell.
    private func plan() -> Plan? {
        guard let peek = source.bytes(0..<min(Self.peekBytes, source.count)),
            TextEncoding.wide(peek) == nil, Format.isJSON(peek, Format.textStart(peek)),
            let head = source.bytes(0..<min(Self.headBytes, source.count))
        else { return nil }
        let mark = Format.textStart(head)
        var scanner = JSONScanner(
            base: head.base, at: mark, end: head.count, limits: request.limits)
        scanner.skipSpace()
        guard scanner.at < head.count,
            let shape = JSONShape.find(
                inHead: head.base, scanner.at, head.count, file: request.file)
        else { return nil }
        let notes = mark > 0 ? ["byte order mark skipped"] : []
        var plan: Plan
        switch shape {
        case .nothing: return nil
        case .objects(let at, _): return Plan(shape: shape, start: at, notes: notes)
        case .list(let at): plan = Plan(shape: shape, start: at + 1, notes: notes)
        case .wrapped(_, let list):
            plan = Plan(shape: shape, start: list.lowerBound + 1, notes: notes)
            do throws(JSONFault) {
                plan.besideList = try members(&scanner, before: list.lowerBound)
            } catch { return nil }
        }
        plan.firstKey = firstKey(head, plan.start)
        return plan
    }

    /// The members of the object that begins here as they are told, up to the one whose value begins at `list`.
    private func members(
        _ scanner: inout JSONScanner, before list: Int
    ) throws(JSONFault) -> [String] {
        var members: [String] = []
        scanner.at += 1
        scanner.skipSpace()
        while let other = try JSONRecords.member(&scanner, list) {
            members.append(other.shown)
            guard try scanner.isFurther(UInt8(ascii: "}"), "',' or '}'") else {
                throw scanner.fault("the list is due")
            }
        }
        return members
    }

    private func firstKey(_ head: FileBytes, _ start: Int) -> [UInt8] {
        var scanner = JSONScanner(
            base: head.base, at: start, end: head.count, limits: request.limits)
        scanner.skipSpace()
        guard head.base[scanner.at] == UInt8(ascii: "{") else { return [] }
        scanner.at += 1
        scanner.skipSpace()
        let key = scanner.at
        guard head.base[key] == UInt8(ascii: "\"") else { return [] }
        let end = JSONSkim.behindString(head.base, key + 1, head.count)
        return Array(UnsafeBufferPointer(start: head.base + key, count: end - key))
    }

    // MARK: - Ranges

    /// What each thread reads. That a range of a list begins with a record is known for sure when the range before
    /// it has been read and ends there.
    private func ranges(_ plan: Plan) -> [Range<Int>] {
        let first = plan.start
        let count = max(
            1, min(request.threads, (source.count - first) / max(1, request.limits.rangeBytesMin)))
        var starts = [first]
        for number in 1..<max(1, count) {
            let middle = first + (source.count - first) / count * number
            let start: Int?
            switch plan.shape {
            case .objects(_, areLines: true): start = lineStart(after: middle)
            case .list, .wrapped: start = elementStart(after: middle, plan.firstKey)
            case .objects(_, areLines: false), .nothing: start = nil
            }
            if let start, start > starts[starts.count - 1] { starts.append(start) }
        }
        return starts.indices.map {
            starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : source.count)
        }
    }

    /// How many blocks are looked at for a place to divide the file.
    private static let blocksTried = 64

    private func lineStart(after middle: Int) -> Int? {
        var at = middle
        for _ in 0..<Self.blocksTried where at < source.count {
            let length = min(request.limits.blockBytes, source.count - at)
            guard let block = source.bytes(at..<at + length) else { return nil }
            if let found = memchr(block.base, Int32(UInt8(ascii: "\n")), length) {
                return at + UnsafeRawPointer(block.base).distance(to: found) + 1
            }
            at += length
        }
        return nil
    }

    /// Where an element of the list seems to begin: an object that begins like the first, and from there on
    /// nothing but objects for a block at least.
    private func elementStart(after middle: Int, _ firstKey: [UInt8]) -> Int? {
        if firstKey.isEmpty { return nil }
        var at = middle
        for _ in 0..<Self.blocksTried where at < source.count {
            let end = min(at + 2 * request.limits.blockBytes, source.count)
            guard let window = source.bytes(at..<end) else { return nil }
            if let found = elementStart(window, before: request.limits.blockBytes, firstKey) {
                return at + found
            }
            at += request.limits.blockBytes
        }
        return nil
    }

    private func elementStart(
        _ window: FileBytes, before limit: Int, _ firstKey: [UInt8]
    ) -> Int? {
        let base = window.base
        var at = 0
        while at < min(limit, window.count),
            let brace = memchr(base + at, Int32(UInt8(ascii: "}")), window.count - at)
        {
            at = UnsafeRawPointer(base).distance(to: brace) + 1
            guard let element = JSONSplit.elementBehind(base, at, window.count) else { continue }
            var scanner = JSONScanner(
                base: base, at: element + 1, end: window.count, limits: request.limits)
            scanner.skipSpace()
            guard scanner.at + firstKey.count <= window.count,
                firstKey.indices.allSatisfy({ base[scanner.at + $0] == firstKey[$0] })
            else { continue }
            scanner.at = element
            if Self.holdsObjects(&scanner) { return element }
            at = max(at, scanner.at)
        }
        return nil
    }

    /// Whether objects stand from here to the end of the window, of which the last may be cut.
    private static func holdsObjects(_ scanner: inout JSONScanner) -> Bool {
        // A token that is cut is a fault where it begins, no longer than this before the end.
        let cutBytes = 12
        do throws(JSONFault) {
            repeat {
                if scanner.at == scanner.end { return true }
                guard scanner.base[scanner.at] == UInt8(ascii: "{") else { break }
                try scanner.skipValue(depth: 1)
            } while try scanner.isFurther(UInt8(ascii: "]"), "',' or ']'")
        } catch {
            return error.kind == .malformed && error.offset + cutBytes >= scanner.end
        }
        return false
    }
}
