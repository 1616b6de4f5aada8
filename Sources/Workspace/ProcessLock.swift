import Glibc

/// Who is at work in a workspace, as that process wrote it down.
public struct LockHolder: Sendable, Equatable, CustomStringConvertible {
    public let process: Int32
    /// `cork sync`
    public let command: String
    /// `2026-08-03 14:05`, as the holder writes times; empty when it did not say.
    public let since: String

    public init(process: Int32, command: String, since: String) {
        self.process = process
        self.command = command
        self.since = since
    }

    /// `'cork sync' (process 4711, since 2026-08-03 14:05)`
    public var description: String {
        let time = since.isEmpty ? "" : ", since \(since)"
        return "'\(command)' (process \(process)\(time))"
    }
}

/// Held by the one process that may sync or act in a workspace; others read meanwhile.
///
/// The lock is the kernel's (`flock`), so it ends with its process however that ends: there is no stale lock to
/// recognise, only an old note in the file, which the next holder writes over.
public final class ProcessLock: Sendable {
    private let file: Int32

    /// - Throws: `busy` with who holds it.
    public init(in folder: StateFolder, as holder: LockHolder) throws(WorkspaceError) {
        let path = folder.lockPath
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw errno == EACCES || errno == EROFS
                ? .readOnly(path: path) : .cannot(operation: "open", path: path, code: errno)
        }
        _ = fchmod(file, 0o600)
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            let known = Self.note(in: file)
            close(file)
            throw code == EWOULDBLOCK
                ? .busy(path: folder.path, holder: known)
                : .cannot(operation: "lock", path: path, code: code)
        }
        let note = Array("\(holder.process)\n\(holder.since)\n\(holder.command)\n".utf8)
        if ftruncate(file, 0) != 0 || pwrite(file, note, note.count, 0) != note.count {
            let code = errno
            close(file)
            throw code == ENOSPC
                ? .diskFull(path: path) : .cannot(operation: "write", path: path, code: code)
        }
        self.file = file
    }

    /// Takes the lock, and waits for a holder that is done soon.
    ///
    /// - Parameters:
    ///   - command: who is waited for: `cork watch` holds the lock for some calls at a time.
    ///   - seconds: how long at most.
    public static func take(
        in folder: StateFolder, as holder: LockHolder, waitingFor command: String, seconds: Double
    ) throws(WorkspaceError) -> ProcessLock {
        for _ in 0..<max(1, Int(seconds * 50)) {
            do throws(WorkspaceError) { return try ProcessLock(in: folder, as: holder) } catch {
                guard case .busy(_, let other) = error, other?.command == command else {
                    throw error
                }
                usleep(20_000)
            }
        }
        return try ProcessLock(in: folder, as: holder)
    }

    /// The note is left: without a lock nobody believes it, and removing the file would let two processes lock two
    /// files of one name.
    deinit { Self.release(file) }

    /// Not by closing alone: a program that is being started has copies of all files until it runs, and a lock ends
    /// with the last copy.
    private static func release(_ file: Int32) {
        flock(file, LOCK_UN)
        close(file)
    }

    /// Who holds the lock now; nil when nobody does or they did not say.
    public static func holder(in folder: StateFolder) -> LockHolder? {
        let file = open(folder.lockPath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { release(file) }
        if flock(file, LOCK_SH | LOCK_NB) == 0 { return nil }
        return note(in: file)
    }

    private static func note(in file: Int32) -> LockHolder? {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let lines = String(decoding: bytes[..<count], as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, let process = Int32(lines[0]) else { return nil }
        return LockHolder(process: process, command: String(lines[2]), since: String(lines[1]))
    }
}
