import Columns
import Glibc

/// A SQLite database file in memory, made fit to be opened there.
///
/// The file itself is never opened by SQLite: nothing is written beside it, no lock is taken, and a
/// compressed or piped database is read like any other. What a write-ahead log beside it holds is put in
/// (`SQLiteLog`); a transaction that was cut off half way is refused. The format is that of
/// https://sqlite.org/fileformat2.html.
struct SQLiteImage {
    static let magic = Array("SQLite format 3\0".utf8)
    static let headerBytes = 100

    private(set) var bytes: FileBytes
    private(set) var notes: [String] = []

    static func isDatabase(_ bytes: FileBytes) -> Bool {
        bytes.count >= magic.count && magic.indices.allSatisfy { bytes.base[$0] == magic[$0] }
    }

    /// Why a file that is named like a database and holds none is no table.
    static func refusal(file: String) -> String? {
        let name = file.lowercased()
        guard [".sqlite", ".sqlite3", ".db"].contains(where: name.hasSuffix) else { return nil }
        return "no SQLite database; one that is encrypted looks like this"
    }

    /// - Parameter path: where the file is, so that its log can be found; nil when it came from elsewhere.
    init(
        _ read: FileBytes, file: String, path: String?, cancellation: Cancellation
    ) throws(LoadError) {
        bytes = read
        guard let pageSize = Self.pageSize(bytes) else {
            throw .damaged(file: file, reason: "the database's header is not sound")
        }
        if let path {
            try Self.refuseJournal(of: path, file: file)
            if let log = try SQLiteLog(
                beside: path, pageSize: pageSize, cancellation: cancellation)
            {
                log.apply(to: bytes)
                notes.append(
                    "\(log.pageCount) pages of the write-ahead log beside it are taken in")
            }
        }
        let pages = bytes.count / pageSize
        let wanted = Self.pagesInHeader(bytes)
        guard pages > 0, pages >= wanted else {
            throw .damaged(
                file: file,
                reason: "the database breaks off: \(pages) of its \(max(1, wanted)) pages are there"
            )
        }
        // "Write and read version": 2 asks for a log beside the file, and memory has no beside.
        if bytes.base[18] == 2 { bytes.base[18] = 1 }
        if bytes.base[19] == 2 { bytes.base[19] = 1 }
    }

    private static func pageSize(_ bytes: FileBytes) -> Int? {
        guard bytes.count >= headerBytes else { return nil }
        let field = Int(bytes.base[16]) << 8 | Int(bytes.base[17])
        let size = field == 1 ? 65_536 : field
        return size >= 512 && size <= 65_536 && size.nonzeroBitCount == 1 ? size : nil
    }

    /// The header's count of pages; 0 when an old library left it out of date.
    private static func pagesInHeader(_ bytes: FileBytes) -> Int {
        let isCurrent = bigEndian(bytes.base + 24) == bigEndian(bytes.base + 92)
        return isCurrent ? Int(bigEndian(bytes.base + 28)) : 0
    }

    static func bigEndian(_ bytes: UnsafePointer<UInt8>) -> UInt32 {
        UInt32(bigEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self))
    }

    /// A rollback journal means that the database is in the middle of a transaction: what it holds is
    /// neither the state before nor the one after.
    private static func refuseJournal(of path: String, file: String) throws(LoadError) {
        let journal = open(path + "-journal", O_RDONLY | O_CLOEXEC)
        guard journal >= 0 else { return }
        defer { close(journal) }
        let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        var start = [UInt8](repeating: 0, count: magic.count)
        // A journal that is done with is cut to nothing or begins with zeros.
        guard pread(journal, &start, start.count, 0) == start.count, start == magic else { return }
        throw .cannotOpen(
            file: file,
            reason: "a transaction is under way or was cut off (there is a -journal file); "
                + "'.backup' of sqlite3 makes a copy that can be read")
    }
}
