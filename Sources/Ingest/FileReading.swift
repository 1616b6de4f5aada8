import Columns
import Glibc

extension FileBytes {
    /// Reads a regular file whole, on several cores if it is large, or anything else up to its end.
    ///
    /// A file that changes its length meanwhile is an error: half of it may be new and half old.
    static func read(
        _ path: String, threads: Int, bytesMax: Int = Limits().fileBytesMax,
        into buffer: ReadBuffer? = nil, cancellation: Cancellation
    ) throws(LoadError) -> FileBytes {
        let file = try descriptor(path, cancellation)
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw .cannotOpen(file: path, reason: reason(errno))
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw .cannotOpen(file: path, reason: "is a directory")
        }
        // Files of /proc say that they are empty.
        if status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
            guard status.st_size <= bytesMax else { throw tooLarge(path, bytesMax) }
            return try readRegular(
                file, Int(status.st_size), path, threads, buffer, cancellation)
        }
        return try readStream(file, path, bytesMax, cancellation)
    }

    private static func descriptor(
        _ path: String, _ cancellation: Cancellation
    ) throws(LoadError) -> Int32 {
        while true {
            // A socket is not opened by that name, and standard input may be one.
            let file =
                path == "/dev/stdin"
                ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC)
            if file >= 0 { return file }
            guard errno == EINTR else { throw .cannotOpen(file: path, reason: reason(errno)) }
            // Ctrl-C while a pipe waits for its writer; the flag is set by another thread.
            poll(nil, 0, 50)
            if cancellation.isCancelled { throw .cancelled }
        }
    }

    private static func readRegular(
        _ file: Int32, _ size: Int, _ path: String, _ threads: Int, _ buffer: ReadBuffer?,
        _ cancellation: Cancellation
    ) throws(LoadError) -> FileBytes {
        let bytes = FileBytes(capacity: size + 1, lent: buffer)
        let piece = 4 << 20
        let pieces = (size + piece - 1) / piece
        let results = concurrently(pieces, threads: threads) { index in
            readPiece(
                file, bytes.base, index * piece..<min((index + 1) * piece, size), cancellation)
        }
        for result in results {
            switch result {
            case .whole: continue
            case .short: throw changed(path)
            case .cancelled: throw .cancelled
            case .failed(let code): throw .cannotOpen(file: path, reason: reason(code))
            }
        }
        // One byte more, so that a file that grew is noticed.
        if pread(file, bytes.base + size, 1, off_t(size)) > 0 { throw changed(path) }
        bytes.finish(count: size)
        return bytes
    }

    private enum Piece {
        case whole, short, cancelled
        case failed(Int32)
    }

    private static func readPiece(
        _ file: Int32, _ base: UnsafeMutablePointer<UInt8>, _ range: Range<Int>,
        _ cancellation: Cancellation
    ) -> Piece {
        var at = range.lowerBound
        while at < range.upperBound {
            if cancellation.isCancelled { return .cancelled }
            let got = pread(file, base + at, range.upperBound - at, off_t(at))
            if got == 0 { return .short }
            if got < 0 {
                if errno == EINTR { continue }
                return .failed(errno)
            }
            at += got
        }
        return .whole
    }

    private static func readStream(
        _ file: Int32, _ path: String, _ bytesMax: Int, _ cancellation: Cancellation
    ) throws(LoadError) -> FileBytes {
        let bytes = FileBytes(capacity: 1 << 16)
        var used = 0
        while true {
            if cancellation.isCancelled { throw .cancelled }
            // A writer may take its time, and Ctrl-C is not to wait for it.
            var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, 100)
            if ready == 0 || ready < 0 && errno == EINTR { continue }
            bytes.reserve(used + (1 << 16), keeping: used)
            let got = Glibc.read(file, bytes.base + used, 1 << 16)
            if got < 0 {
                if errno == EINTR { continue }
                throw .cannotOpen(file: path, reason: reason(errno))
            }
            if got == 0 { break }
            used += got
            if used > bytesMax { throw tooLarge(path, bytesMax) }
        }
        bytes.finish(count: used)
        return bytes
    }

    private static func changed(_ path: String) -> LoadError {
        .cannotOpen(file: path, reason: "changed its length while it was read")
    }

    private static func tooLarge(_ path: String, _ bytesMax: Int) -> LoadError {
        .tooLarge(
            file: path, limit: "a file is read up to \(Limits.size(bytesMax)) (file_max sets it)")
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "no such file"
        case EACCES, EPERM: "no permission to read it"
        case ELOOP: "too many symbolic links"
        case ENAMETOOLONG: "the name is too long"
        case EISDIR: "is a directory"
        case EIO: "the disk reports an error"
        default: String(cString: strerror(code))
        }
    }
}
