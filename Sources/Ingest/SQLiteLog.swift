import Columns
import Glibc

/// The committed pages of a write-ahead log (`inventory.sqlite-wal`).
///
/// A database that a program has open keeps its latest changes there. Frames count up to the last commit
/// whose checksums are sound, as SQLite itself recovers them; what follows was never committed.
struct SQLiteLog {
    private static let headerBytes = 32
    private static let frameHeaderBytes = 24

    private let bytes: FileBytes
    private let pageSize: Int
    /// The place in the log of each page's last committed content.
    private var pages: [Int: Int] = [:]
    /// The database's size after the last commit, in pages.
    private var databasePages = 0

    var pageCount: Int { pages.count }

    /// Nil when there is no log or nothing committed in it.
    init?(beside path: String, pageSize: Int, cancellation: Cancellation) throws(LoadError) {
        var status = stat()
        guard stat(path + "-wal", &status) == 0, status.st_size > Self.headerBytes else {
            return nil
        }
        bytes = try FileBytes.read(path + "-wal", threads: 1, cancellation: cancellation)
        self.pageSize = pageSize
        guard bytes.count > Self.headerBytes, readFrames() else { return nil }
    }

    private func word(_ offset: Int) -> UInt32 { SQLiteImage.bigEndian(bytes.base + offset) }

    /// Whether there is a committed frame.
    private mutating func readFrames() -> Bool {
        let magic = word(0)
        guard magic & ~1 == 0x377F_0682, Int(word(8)) == pageSize else { return false }
        var sum = Checksum(isBigEndian: magic & 1 == 1)
        sum.add(bytes.base, 24)
        guard sum.first == word(24), sum.second == word(28) else { return false }
        let salt = (word(16), word(20))
        var frame = Self.headerBytes
        var uncommitted: [Int: Int] = [:]
        while frame + Self.frameHeaderBytes + pageSize <= bytes.count {
            let page = Int(word(frame))
            guard page > 0, word(frame + 8) == salt.0, word(frame + 12) == salt.1 else { break }
            sum.add(bytes.base + frame, 8)
            sum.add(bytes.base + frame + Self.frameHeaderBytes, pageSize)
            guard sum.first == word(frame + 16), sum.second == word(frame + 20) else { break }
            uncommitted[page] = frame + Self.frameHeaderBytes
            let size = Int(word(frame + 4))
            if size > 0 {
                pages.merge(uncommitted) { $1 }
                uncommitted = [:]
                databasePages = size
            }
            frame += Self.frameHeaderBytes + pageSize
        }
        return databasePages > 0
    }

    /// Puts the pages where they belong and gives the database its length.
    func apply(to database: FileBytes) {
        // A size that the log's own pages and the file cannot fill is not believed; the image is then
        // found to break off.
        let known = max(database.count / pageSize, pages.keys.max() ?? 0)
        let size = min(databasePages, known) * pageSize
        let before = database.count
        database.reserve(size, keeping: before)
        if size > before {
            UnsafeMutableRawPointer(database.base + before).initializeMemory(
                as: UInt8.self, repeating: 0, count: size - before)
        }
        for (page, offset) in pages where page * pageSize <= size {
            UnsafeMutableRawPointer(database.base + (page - 1) * pageSize).copyMemory(
                from: bytes.base + offset, byteCount: pageSize)
        }
        database.finish(count: size)
    }

    /// The running checksum of the log's header and frames.
    private struct Checksum {
        let isBigEndian: Bool
        private(set) var first: UInt32 = 0
        private(set) var second: UInt32 = 0

        init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

        mutating func add(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
            let raw = UnsafeRawPointer(bytes)
            var at = 0
            while at + 8 <= count {
                var left = (raw + at).loadUnaligned(as: UInt32.self)
                var right = (raw + at + 4).loadUnaligned(as: UInt32.self)
                if isBigEndian { (left, right) = (left.bigEndian, right.bigEndian) }
                first = first &+ left &+ second
                second = second &+ right &+ first
                at += 8
            }
        }
    }
}
