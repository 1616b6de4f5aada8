import CCheckedFile
import Glibc

/// What must be the same for columns that were kept to stand for a file.
///
/// A file whose size, times and inode are what they were holds what it held, unless it was written in the same
/// instant as it was read: then, and when only the times differ, its content decides.
public struct SourceKey: Sendable, Equatable {
    /// Bytes.
    public var size: Int64
    /// Nanoseconds since 1970.
    public var modified: Int64
    /// When the inode last changed, which nobody can set back; nanoseconds since 1970.
    public var changed: Int64
    public var inode: UInt64
    /// `ContentHash` of all bytes.
    public var content: UInt64
    /// Who read it, and how: another version of the reader may make another table of the same bytes.
    public var loader: String
    /// When the file was looked at, nanoseconds since 1970.
    public var seen: Int64

    public init(
        size: Int64, modified: Int64, changed: Int64, inode: UInt64, content: UInt64,
        loader: String, seen: Int64
    ) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.content = content
        self.loader = loader
        self.seen = seen
    }

    public enum Match: Sendable, Equatable {
        case same
        /// The same if its content is.
        case unsure
        case different
    }

    /// How a file that looks like this now compares with the one that was kept.
    public func match(
        size: Int64, modified: Int64, changed: Int64, inode: UInt64, loader: String
    ) -> Match {
        guard size == self.size, loader == self.loader else { return .different }
        guard modified == self.modified, changed == self.changed, inode == self.inode else {
            return .unsure
        }
        // Times of files are as coarse as two seconds (FAT).
        return seen &- max(modified, changed) > 2_000_000_000 ? .same : .unsure
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(size)
        writer.write(modified)
        writer.write(changed)
        writer.write(inode)
        writer.write(content)
        writer.write(loader)
        writer.write(seen)
        return writer.bytes
    }

    init(bytes: [UInt8]) throws(ByteReader.Fault) {
        var reader = ByteReader(bytes)
        size = try reader.read(Int64.self)
        modified = try reader.read(Int64.self)
        changed = try reader.read(Int64.self)
        inode = try reader.read(UInt64.self)
        content = try reader.read(UInt64.self)
        loader = try reader.readText()
        seen = try reader.read(Int64.self)
    }
}

/// A checksum of a whole file, to tell a file that was only touched from one that changed.
public enum ContentHash {
    /// - Returns: nil when the file cannot be read to its end.
    public static func ofFile(_ path: String) -> UInt64? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let room = UnsafeMutableRawPointer.allocate(byteCount: roomBytes, alignment: 64)
        defer { room.deallocate() }
        var hash: UInt64 = 0
        var total: UInt64 = 0
        while true {
            let count = fill(room, from: file)
            if count < 0 { return nil }
            if count == 0 { return hash ^ total }
            // The blocks are chained, so their order counts.
            hash = (hash ^ cc_checksum(room, count)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            total += UInt64(count)
        }
    }

    private static let roomBytes = 1 << 20

    /// Whole blocks up to the end, however the file system deals them out; -1 on failure.
    private static func fill(_ room: UnsafeMutableRawPointer, from file: Int32) -> Int {
        var used = 0
        while used < roomBytes {
            let count = read(file, room + used, roomBytes - used)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                return -1
            }
            used += count
        }
        return used
    }
}
