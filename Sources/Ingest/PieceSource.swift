import Columns
import Glibc

/// Bytes that are read a piece at a time, of which any piece may be read again.
struct PieceSource {
    let count: Int
    /// Copies a range of the bytes to memory that has room for it; false if they are not all there any more.
    let read: (UnsafeMutablePointer<UInt8>, Range<Int>) -> Bool
    /// Whether nobody has written to the bytes since the beginning, as far as can be seen.
    let isUnchanged: () -> Bool

    /// A piece in memory of its own; nil if it is not there any more.
    func bytes(_ range: Range<Int>) -> FileBytes? {
        let bytes = FileBytes(capacity: range.count + 1)
        guard read(bytes.base, range) else { return nil }
        bytes.finish(count: range.count)
        return bytes
    }

    /// Calls `body` with a regular file; answers nil, without opening it, for anything else.
    static func withFile<Output>(
        _ path: String, bytesMin: Int, _ body: (PieceSource) throws(LoadError) -> Output?
    ) throws(LoadError) -> Output? {
        var status = stat()
        // Opening a pipe waits for its writer, and what was read of one is gone.
        guard path != "/dev/stdin", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size >= bytesMin
        else { return nil }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let before = status
        return try body(
            PieceSource(
                count: Int(status.st_size), read: { Self.read(file, $0, $1) },
                isUnchanged: {
                    var after = stat()
                    return fstat(file, &after) == 0 && isSame(before, after)
                }))
    }

    private static func read(
        _ file: Int32, _ out: UnsafeMutablePointer<UInt8>, _ range: Range<Int>
    ) -> Bool {
        var at = range.lowerBound
        while at < range.upperBound {
            let got = pread(file, out + (at - range.lowerBound), range.upperBound - at, off_t(at))
            if got < 0, errno == EINTR { continue }
            if got <= 0 { return false }
            at += got
        }
        return true
    }

    private static func isSame(_ before: stat, _ after: stat) -> Bool {
        before.st_size == after.st_size
            && before.st_mtim.tv_sec == after.st_mtim.tv_sec
            && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec
            && before.st_ctim.tv_sec == after.st_ctim.tv_sec
            && before.st_ctim.tv_nsec == after.st_ctim.tv_nsec
    }
}
