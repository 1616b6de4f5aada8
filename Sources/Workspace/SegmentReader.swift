import CCheckedFile
import Columns
import GRDBSQLite
import Glibc

/// Reads runs of bytes out of the segments of one load, each piece checked.
///
/// The bytes go from SQLite's pages straight to where they stay.
struct SegmentReader: ~Copyable {
    private let connection: Connection
    private let firstID: Int64
    private var blob: OpaquePointer?
    private var openSegment: UInt32?

    init(on connection: Connection, firstID: Int64) {
        self.connection = connection
        self.firstID = firstID
    }

    deinit { sqlite3_blob_close(blob) }

    /// - Throws: `damaged` when a piece is not there or not what it was.
    mutating func read(
        _ stored: Stored, into memory: UnsafeMutableRawPointer
    ) throws(WorkspaceError) {
        var at = memory
        for piece in stored.pieces {
            try open(piece.segment)
            let end = Int(piece.offset) + Int(piece.count)
            guard let blob, end <= Int(sqlite3_blob_bytes(blob)) else { throw damage }
            let code = sqlite3_blob_read(blob, at, Int32(piece.count), Int32(piece.offset))
            guard code == SQLITE_OK else {
                throw Statement.error(code, connection.handle, connection.path)
            }
            guard cc_checksum(at, Int(piece.count)) == piece.checksum else { throw damage }
            at += Int(piece.count)
        }
    }

    mutating func array<Value: BitwiseCopyable>(
        _ stored: Stored, of _: Value.Type, count: Int
    ) throws(WorkspaceError) -> [Value] {
        guard stored.byteCount == count * MemoryLayout<Value>.stride else { throw damage }
        var failure: WorkspaceError?
        let values = [Value](unsafeUninitializedCapacity: count) { out, filled in
            guard let start = out.baseAddress, count > 0 else { return }
            Self.useLargePages(UnsafeMutableRawPointer(start), stored.byteCount)
            do throws(WorkspaceError) {
                try read(stored, into: UnsafeMutableRawPointer(start))
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return values
    }

    /// The bytes as an arena of their own.
    mutating func arena(_ stored: Stored) throws(WorkspaceError) -> TextArena {
        let isLarge = stored.byteCount >= 2 * Self.largePage
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, stored.byteCount), alignment: isLarge ? Self.largePage : 64)
        Self.useLargePages(memory, stored.byteCount)
        do throws(WorkspaceError) {
            try read(stored, into: memory)
        } catch {
            memory.deallocate()
            throw error
        }
        return TextArena(adopting: memory, count: stored.byteCount)
    }

    private static let largePage = 2 << 20

    /// One page fault per 2 MiB instead of 512, where whole ones of that size fit.
    private static func useLargePages(_ memory: UnsafeMutableRawPointer, _ byteCount: Int) {
        let start = memory.alignedUp(toMultipleOf: largePage)
        let end = (memory + byteCount).alignedDown(toMultipleOf: largePage)
        if end > start { _ = madvise(start, end - start, MADV_HUGEPAGE) }
    }

    var damage: WorkspaceError {
        .damaged(path: connection.path, reason: "stored columns do not have their checksum")
    }

    private mutating func open(_ segment: UInt32) throws(WorkspaceError) {
        if openSegment == segment { return }
        openSegment = nil
        let id = firstID + Int64(segment)
        let code: Int32
        if let blob {
            code = sqlite3_blob_reopen(blob, id)
        } else {
            code = sqlite3_blob_open(
                connection.handle, "main", "segments", "bytes", id, 0, &blob)
        }
        // No such row: it was deleted, or the tree is broken.
        if code == SQLITE_ERROR { throw damage }
        guard code == SQLITE_OK else {
            throw Statement.error(code, connection.handle, connection.path)
        }
        openSegment = segment
    }
}
