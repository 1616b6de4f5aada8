import CCheckedFile
import GRDBSQLite

/// Puts runs of bytes into segments, which are rows of up to 4 MiB.
///
/// A run that fills a segment is written from where it lies; short ones share a segment.
struct SegmentWriter: ~Copyable {
    static let segmentBytes = 4 << 20

    let firstID: Int64
    private(set) var segmentCount = 0
    /// What all segments hold together.
    private(set) var byteCount = 0
    private var waiting: [UInt8] = []
    private let insert: Statement

    /// - Parameter firstID: the number of the first segment; those after it must be free too.
    init(on connection: Connection, firstID: Int64) throws(WorkspaceError) {
        self.firstID = firstID
        insert = try connection.statement("INSERT INTO segments(id, bytes) VALUES (?, ?)")
    }

    mutating func write(_ run: UnsafeRawBufferPointer) throws(WorkspaceError) -> Stored {
        var pieces: [Stored.Piece] = []
        var at = 0
        while at < run.count {
            let room = Self.segmentBytes - waiting.count
            let count = min(room, run.count - at)
            let part = UnsafeRawBufferPointer(rebasing: run[at..<at + count])
            pieces.append(
                Stored.Piece(
                    segment: UInt32(segmentCount), offset: UInt32(waiting.count),
                    count: UInt32(count), checksum: cc_checksum(part.baseAddress, count)))
            if count == Self.segmentBytes {
                try put(part)
            } else {
                if waiting.isEmpty { waiting.reserveCapacity(Self.segmentBytes) }
                waiting.append(contentsOf: part)
                if waiting.count == Self.segmentBytes { try finish() }
            }
            at += count
        }
        return Stored(byteCount: run.count, pieces: pieces)
    }

    mutating func write<Value: BitwiseCopyable>(
        _ values: [Value]
    ) throws(WorkspaceError) -> Stored {
        try values.withUnsafeBufferPointer { values throws(WorkspaceError) in
            try write(UnsafeRawBufferPointer(values))
        }
    }

    /// Writes what waits for more.
    mutating func finish() throws(WorkspaceError) {
        if waiting.isEmpty { return }
        let whole = waiting
        try whole.withUnsafeBufferPointer { bytes throws(WorkspaceError) in
            try put(UnsafeRawBufferPointer(bytes))
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) throws(WorkspaceError) {
        insert.bind(1, firstID + Int64(segmentCount))
        insert.bind(2, inPlace: bytes)
        try insert.run()
        segmentCount += 1
        byteCount += bytes.count
    }
}
