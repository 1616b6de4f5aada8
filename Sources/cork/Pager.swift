import Glibc
import Shell

/// The program that long output goes through: `$PAGER`, else `less -FRSX`.
final class Pager {
    /// What the shell is told to run.
    private let command: String
    private var child: pid_t = 0
    private var writeEnd: Int32 = -1
    private var previousAction = sigaction()

    /// Lines of the terminal below which output needs no pager: a footer and the prompt stand there too.
    static let linesBelow = 3

    private init(command: String) { self.command = command }

    /// The pager for this terminal; nil where there is none: stdout is no terminal, or one that cannot move
    /// its cursor, `$PAGER` is empty or `cat`, `less` is not installed.
    static func forTerminal() -> Pager? {
        let terminal = getenv("TERM").map { String(cString: $0) } ?? "dumb"
        guard isatty(STDOUT_FILENO) == 1, terminal != "dumb" else { return nil }
        if let named = getenv("PAGER").map({ String(cString: $0) }) {
            let isNone = named.allSatisfy(\.isWhitespace) || named == "cat"
            return isNone ? nil : Pager(command: named)
        }
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let hasLess = folders.split(separator: ":").contains { access("\($0)/less", X_OK) == 0 }
        return hasLess ? Pager(command: "less -FRSX") : nil
    }

    var isRunning: Bool { child > 0 }

    /// Runs the pager; false when that is not possible.
    ///
    /// Until it ends a closed pipe is an error and not a signal, which would end this process with the pager.
    func start() -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        var ignore = sigaction()
        ignore.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGPIPE, &ignore, &previousAction)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var restored = sigset_t()
        sigemptyset(&restored)
        sigaddset(&restored, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &restored)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", command].map {
            (word: String) in
            strdup(word)
        }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        let failure = posix_spawn(
            &child, "/bin/sh", &actions, &attributes, arguments, environ)
        close(ends[0])
        writeEnd = ends[1]
        if failure != 0 {
            child = 0
            _ = finish()
            return false
        }
        return true
    }

    /// - Throws: `Reply.BodyEnds` once the person has left the pager.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        do {
            try StandardStreams.write(bytes, to: writeEnd)
        } catch let failure as StandardStreams.WriteFailure where failure.code == EPIPE {
            throw Reply.BodyEnds()
        }
    }

    /// Waits until the person leaves the pager; Ctrl-C there is the pager's business.
    ///
    /// - Returns: false when there is no such program, so that nobody has seen anything.
    @discardableResult
    func finish() -> Bool {
        guard writeEnd >= 0 else { return true }
        close(writeEnd)
        writeEnd = -1
        var status: Int32 = 0
        while child > 0, waitpid(child, &status, 0) < 0, errno == EINTR {}
        child = 0
        sigaction(SIGPIPE, &previousAction, nil)
        // What a shell exits with when it cannot run a command.
        let code = (status >> 8) & 0xFF
        return status & 0x7F != 0 || (code != 126 && code != 127)
    }
}
