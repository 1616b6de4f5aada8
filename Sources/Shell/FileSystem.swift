import Glibc

/// Why a file or folder could not be used, as the system said it.
public struct FileError: Error, Sendable {
    /// `read`, `write`, `list`.
    public let operation: String
    public let path: String
    public let code: Int32

    public var sentence: String {
        "cannot \(operation) '\(path)': \(String(cString: strerror(code)))"
    }
}

/// The few calls on files that the shell makes, without Foundation: a one-shot command starts in
/// milliseconds and Foundation would cost a third of them.
enum FileSystem {
    struct Status: Sendable, Equatable {
        let isFolder: Bool
        let isRegular: Bool
        let size: Int64
        /// Nanoseconds since the epoch.
        let modified: Int64
        let inode: UInt64
    }

    /// Follows symbolic links; nil when there is nothing or it may not be seen.
    static func status(_ path: String) -> Status? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Status(
            isFolder: info.st_mode & S_IFMT == S_IFDIR,
            isRegular: info.st_mode & S_IFMT == S_IFREG,
            size: Int64(info.st_size),
            modified: Int64(info.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(info.st_mtim.tv_nsec),
            inode: UInt64(info.st_ino))
    }

    /// When the inode of a file last changed, nanoseconds since the epoch; nil when there is nothing.
    static func changeTime(_ path: String) -> Int64? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Int64(info.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(info.st_ctim.tv_nsec)
    }

    /// Names in a folder, by bytes, so that the order does not depend on the file system or locale.
    static func entries(_ folder: String) throws(FileError) -> [String] {
        guard let stream = opendir(folder) else {
            throw FileError(operation: "list", path: folder, code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The whole file, or its first `limit` bytes.
    static func read(_ path: String, limit: Int = .max) throws(FileError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(limit, 65_536))
        while bytes.count < limit {
            let wanted = min(buffer.count, limit - bytes.count)
            let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, wanted) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "read", path: path, code: errno)
            }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }

    static func readText(_ path: String) throws(FileError) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// Adds bytes at the end of a file in one write, making it with `mode` when it is not there.
    static func append(_ bytes: [UInt8], to path: String, mode: mode_t) throws(FileError) {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
        guard file >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
        defer { close(file) }
        try write(bytes[...], to: file, path: path)
    }

    static func makeFolder(_ path: String, mode: mode_t) throws(FileError) {
        guard mkdir(path, mode) == 0 || errno == EEXIST else {
            throw FileError(operation: "make", path: path, code: errno)
        }
    }

    static func remove(_ path: String) { unlink(path) }

    static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, path: String) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw FileError(operation: "write", path: path, code: errno)
            }
        }
    }

    /// `folder/name`, or `name` alone when it is absolute.
    static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") || folder.isEmpty || folder == "." { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The path without `.`, `..` and symbolic links; nil when nothing is there.
    static func canonical(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
