import Columns
import Glibc

/// Writes the table to a file, whole or not at all.
///
/// The rows go to a temporary file in the same folder, which takes the name when everything is on the
/// disk; until then a file that has the name stays as it is. A device or a pipe is written directly.
///
/// - Parameter replaces: without it an existing file is an error, also one that appears meanwhile.
public func write(
    _ table: Table, as format: OutputFormat, toFile path: String, replaces: Bool = false,
    options: OutputOptions = OutputOptions(), calls: FileCalls = FileCalls()
) throws(WriteError) {
    if asksForCompression(path) { throw .compressed(path: path) }
    if format == .sqlite {
        try replaceFile(path, replaces: replaces, calls) { file throws(WriteError) in
            try writeSQLite(table, to: file, options: options, shownPath: path)
        }
    } else {
        try writeFile(path, replaces: replaces, calls: calls) { sink in
            try render(table, as: format, options: options, to: sink)
        }
    }
}

/// The same for any bytes: `body` writes them into the sink it is given.
public func writeFile(
    _ path: String, replaces: Bool = false, calls: FileCalls = FileCalls(),
    body: (ByteSink) throws -> Void
) throws(WriteError) {
    try replaceFile(path, replaces: replaces, calls) { file throws(WriteError) in
        try fill(file.descriptor, shownPath: path, calls, body)
    }
}

/// A file that is being written: open, and where it can be found meanwhile.
struct UnfinishedFile {
    let descriptor: Int32
    let path: String
}

private func fill(
    _ descriptor: Int32, shownPath: String, _ calls: FileCalls, _ body: (ByteSink) throws -> Void
) throws(WriteError) {
    do {
        var end = 0
        var begun = 0
        try body { bytes in
            var rest = bytes
            while rest.count > 0 {
                let written = calls.write(descriptor, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    throw WriteError(errno: errno, path: shownPath)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                end += written
            }
            if end - begun >= syncSize {
                try beginSync(descriptor, begun..<end, shownPath: shownPath, calls)
                begun = end
            }
        }
    } catch let error as WriteError {
        throw error
    } catch RenderError.cancelled {
        throw .cancelled
    } catch let error as RenderError {
        throw .cannotRender(error)
    } catch {
        throw .failed(path: shownPath, reason: "\(error)")
    }
}

/// Bytes after which the disk is told to begin with them, so that little is left to wait for at the end.
private let syncSize = 8 << 20

/// Lets the disk begin with a part of a file; nothing is promised yet.
///
/// What a disk refuses here may not be told again by `fsync`, so it is a failure. A pipe or a file system that
/// does not know the call has no use for it.
private func beginSync(
    _ descriptor: Int32, _ range: Range<Int>, shownPath: String, _ calls: FileCalls
) throws(WriteError) {
    if calls.beginSync(descriptor, range.lowerBound, range.count) == 0 { return }
    switch errno {
    case ESPIPE, EINVAL, ENOSYS, EOPNOTSUPP, EINTR: return
    default: throw WriteError(errno: errno, path: shownPath)
    }
}

/// Runs `body` on a temporary file beside `path` and gives it the name.
private func replaceFile(
    _ path: String, replaces: Bool, _ calls: FileCalls,
    body: (UnfinishedFile) throws(WriteError) -> Void
) throws(WriteError) {
    if path.isEmpty || path.utf8.contains(0) || path.hasSuffix("/") {
        throw .unusableName(path: path)
    }
    var status = stat()
    let exists = lstat(path, &status) == 0
    if exists || path.hasPrefix("/dev/") {
        var target = stat()
        let isThere = stat(path, &target) == 0
        let kind = target.st_mode & S_IFMT
        if isThere, kind == S_IFDIR { throw .isDirectory(path: path) }
        if isThere, kind == S_IFCHR || kind == S_IFIFO || path.hasPrefix("/dev/") {
            return try writeDirectly(path, body)
        }
        if exists, !replaces { throw .exists(path: path) }
    }

    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    var template = Array("\(folder)/.cork-XXXXXX".utf8CString)
    // Created with O_EXCL and mode 0600, under a name nobody can guess.
    let descriptor = calls.makeTemporary(&template)
    if descriptor < 0 { throw WriteError(errno: errno, path: path) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    var isDone = false
    defer {
        close(descriptor)
        if !isDone { unlink(temporary) }
    }
    try body(UnfinishedFile(descriptor: descriptor, path: temporary))
    let mode =
        exists && status.st_mode & S_IFMT == S_IFREG
        ? status.st_mode & 0o777 : 0o666 & ~currentUmask()
    if calls.changeMode(descriptor, mode) != 0 || calls.sync(descriptor) != 0 {
        throw WriteError(errno: errno, path: path)
    }
    if replaces {
        if calls.rename(temporary, path) != 0 { throw WriteError(errno: errno, path: path) }
    } else {
        try takeName(path, from: temporary, calls)
    }
    isDone = true
    // The name is lost in a power cut unless the folder is on the disk too. A file system that cannot do
    // it has nothing better to offer, so that is no error.
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
        _ = calls.sync(directory)
        close(directory)
    }
}

/// Gives `temporary` the name `path` unless a file has it, in one step: `rename` alone would overwrite a
/// file that came between the check and now.
private func takeName(
    _ path: String, from temporary: String, _ calls: FileCalls
) throws(WriteError) {
    if calls.link(temporary, path) == 0 {
        unlink(temporary)
        return
    }
    if errno == EEXIST { throw .exists(path: path) }
    // No hard links here (FAT, some network file systems).
    if access(path, F_OK) == 0 { throw .exists(path: path) }
    if calls.rename(temporary, path) != 0 { throw WriteError(errno: errno, path: path) }
}

private func writeDirectly(
    _ path: String, _ body: (UnfinishedFile) throws(WriteError) -> Void
) throws(WriteError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    if descriptor < 0 { throw WriteError(errno: errno, path: path) }
    defer { close(descriptor) }
    try body(UnfinishedFile(descriptor: descriptor, path: path))
}

/// There is no way to ask for the mask but to set it; for the moment it is the strictest.
private func currentUmask() -> mode_t {
    let mask = umask(0o077)
    umask(mask)
    return mask
}
