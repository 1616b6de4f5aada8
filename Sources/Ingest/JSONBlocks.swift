import CKernels
import Columns
import Glibc

/// Reads the records of one range of a JSON file a block at a time, as long as there is nothing but records.
///
/// A block is read into memory that the next one reuses. It is taken up to the end of its last record; the next
/// block begins there.
struct JSONBlocks: ~Copyable {
    private let source: PieceSource
    private let shape: JSONShape
    private let cancellation: Cancellation
    private let keeper: TextKeeper
    private let window: FileBytes
    private let scan: JSONBlockScan
    private var reader: JSONReader
    /// How much is looked at for the end of a record; grows where records are longer.
    private var blockBytes: Int
    private let blockBytesMax: Int
    private let cellsMax: Int
    /// A record was read, and a comma parts it from the next.
    private var isCommaDue = false
    /// What stands behind the list in the object around it.
    private(set) var besideList: [String] = []

    var tree: JSONTree { reader.tree }
    var remarks: JSONRemarks { reader.remarks }

    /// - Parameter cellsMax: how many cells the columns may have, the absent ones included.
    init(
        _ source: PieceSource, shape: JSONShape, limits: Limits, cancellation: Cancellation,
        cellsMax: Int, keeper: TextKeeper
    ) {
        self.source = source
        self.shape = shape
        self.cancellation = cancellation
        self.keeper = keeper
        self.cellsMax = cellsMax
        blockBytes = limits.blockBytes
        blockBytesMax = limits.blockBytes * Self.growthMax
        // Beyond the first blocks nothing is written there, so nothing more becomes memory.
        window = FileBytes(capacity: blockBytesMax)
        scan = JSONBlockScan(path: limits.kernelPath ?? ck_best_path())
        reader = JSONReader(
            base: window.base, at: 0, end: 0, limits: limits, cellsMax: cellsMax, keeper: keeper)
    }

    private static let growthMax = 64

    private var byte: UInt8 { window.base[reader.scanner.at] }

    /// Reads a range that begins where a record may and ends where a later one begins, or with the file; false
    /// where something else stands, or the load was cancelled.
    mutating func read(_ range: Range<Int>) -> Bool {
        var at = range.lowerBound
        while true {
            let length = min(blockBytes, range.upperBound - at)
            guard !cancellation.isCancelled, source.read(window.base, at..<at + length) else {
                return false
            }
            window.finish(count: length)
            reader.scanner.at = 0
            reader.scanner.end = length
            let isRest = at + length == range.upperBound
            guard let taken = take(length, isRest: isRest) else { return false }
            if taken == 0, isRest { return ends(length, isFile: range.upperBound == source.count) }
            if taken == 0 {
                guard length < blockBytesMax else { return false }
                blockBytes = min(blockBytes * 2, blockBytesMax)
                continue
            }
            if at == range.lowerBound { reader.tree.reserve(range.count, of: taken) }
            at += taken
        }
    }

    /// Reads the records that end in the first `length` bytes; answers how many bytes these are, or nil where
    /// something else stands among them.
    private mutating func take(_ length: Int, isRest: Bool) -> Int? {
        let taken: Int
        do throws(JSONFault) {
            if case .objects(_, areLines: true) = shape {
                taken = try lines(length, isRest: isRest)
            } else {
                taken = try elements(length)
            }
        } catch { return nil }
        guard taken >= 0, reader.tree.cellsAtMost <= cellsMax else { return nil }
        reader.tree.absorb(in: window.base)
        return keeper.isFull || reader.tree.isLost ? nil : taken
    }

    /// - Returns: -1 where something else than a record stands.
    private mutating func elements(_ length: Int) throws(JSONFault) -> Int {
        let end = scan.recordsEnd(window.base, length)
        var isInList = true
        if case .objects = shape { isInList = false }
        while reader.scanner.at < end {
            reader.scanner.skipSpace()
            if isCommaDue {
                guard byte == UInt8(ascii: ",") else { return -1 }
                reader.scanner.at += 1
                reader.scanner.skipSpace()
            }
            guard byte == UInt8(ascii: "{") else { return -1 }
            try reader.record()
            isCommaDue = isInList
        }
        return reader.scanner.at == end ? end : -1
    }

    /// While a line is read a zero stands for its newline, so that nothing of it reaches into the next.
    private mutating func lines(_ length: Int, isRest: Bool) throws(JSONFault) -> Int {
        let base = window.base
        var end = length
        if !isRest {
            while end > 0, base[end - 1] != UInt8(ascii: "\n") { end -= 1 }
        }
        var at = 0
        while at < end {
            let found = memchr(base + at, Int32(UInt8(ascii: "\n")), end - at)
            let stop = found.map { UnsafeRawPointer(base).distance(to: $0) } ?? end
            base[stop] = 0
            reader.scanner.at = at
            reader.scanner.end = stop
            at = stop + 1
            reader.scanner.skipSpace()
            if reader.scanner.at == stop { continue }
            guard byte == UInt8(ascii: "{") else { return -1 }
            try reader.record()
            reader.scanner.skipSpace()
            guard reader.scanner.at == stop else { return -1 }
        }
        return end
    }

    // MARK: - Behind the last record

    /// Whether the `length` bytes behind the last record of the range are what is due there.
    ///
    /// - Parameter isFile: whether the file ends with the range; else the next range begins with a record.
    private mutating func ends(_ length: Int, isFile: Bool) -> Bool {
        switch shape {
        case .nothing: return false
        case .objects: break
        case .list, .wrapped:
            reader.scanner.skipSpace()
            guard byte == UInt8(ascii: isFile ? "]" : ",") else { return false }
            reader.scanner.at += 1
        }
        if case .wrapped = shape, isFile {
            do throws(JSONFault) {
                guard try wrapperEnds() else { return false }
            } catch { return false }
        }
        reader.scanner.skipSpace()
        return reader.scanner.at == length
    }

    /// Checks the members behind the list and notes them; false if one is a list of objects too.
    private mutating func wrapperEnds() throws(JSONFault) -> Bool {
        while try reader.scanner.isFurther(UInt8(ascii: "}"), "',' or '}'") {
            guard let other = try JSONRecords.member(&reader.scanner, -1),
                !JSONShape.isObjectList(window.base, other.value)
            else { return false }
            besideList.append(other.shown)
        }
        return true
    }
}
