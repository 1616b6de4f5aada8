import ArgumentParser
import CEdit
import Dispatch
import Glibc
import Shell
import Synchronization

/// What this process is to a session: its terminal, clock, processors and signals.
struct SessionProcess {
    let options: GlobalOptions

    private var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private func allowsColor(on file: Int32) -> Bool {
        switch options.color {
        case .always: return true
        case .never: return false
        case .auto:
            if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
            let terminal = getenv("TERM").map { String(cString: $0) } ?? "dumb"
            return isatty(file) == 1 && terminal != "dumb"
        }
    }

    var usesColor: Bool { allowsColor(on: STDOUT_FILENO) }
    var notesUseColor: Bool { allowsColor(on: STDERR_FILENO) }

    var configuration: SessionConfiguration {
        var configuration = SessionConfiguration(folder: options.folder ?? ".")
        var settings = Settings()
        settings.format = options.format.flatMap(Settings.format(named:))
        settings.limit = options.limit
        settings.null = options.null
        settings.usesColor = usesColor
        settings.usesASCII = isTerminal && !cedit_locale_is_utf8()
        settings.isSpreadsheetSafe = options.csvSafe
        settings.isQuiet = options.quiet
        settings.isVerbose = options.verbose
        settings.isStrict = options.strict
        settings.showsElapsed = isatty(STDERR_FILENO) == 1
        let columns = Int(cedit_columns())
        if columns > 0 { settings.width = columns }
        configuration.settings = settings
        configuration.isTerminal = isTerminal
        configuration.now = options.now.flatMap(Instant.parse)
        configuration.asOf = options.asOf
        configuration.clock = Self.microsecondsSinceEpoch
        configuration.stopwatch = { DispatchTime.now().uptimeNanoseconds }
        configuration.threads = Self.threads
        configuration.environment = { name in getenv(name).map { String(cString: $0) } }
        configuration.credentials = Tokens.sources
        configuration.userAgent = "cork/\(CorkCommand.versionNumber)"
        configuration.account = { Self.account }
        configuration.startTenant = RehearsalTenants.start
        configuration.progress = StandardStreams.note
        configuration.loader = Self.build
        configuration.syncsFirst = options.fresh
        if isatty(STDERR_FILENO) == 1 { configuration.paint = StandardStreams.paint }
        let notesUseColor = notesUseColor
        configuration.show = { StandardStreams.write($0, usesColor: notesUseColor) }
        return configuration
    }

    /// - Parameters:
    ///   - word: set when the folder was the first word of the command line, where a command's name may have
    ///     been meant.
    ///   - files: what to read in place of the folder.
    ///   - asksQuestions: a one-shot command that asks when somebody sits there.
    ///   - isInteractive: somebody sits there to answer questions and edit texts.
    /// - Throws: `ValidationError` when there is no such folder.
    func session(
        word: String? = nil, files: NamedFiles? = nil, isInteractive: Bool = false,
        asksQuestions: Bool = false
    ) throws -> Session {
        var configuration = configuration
        configuration.files = files
        if let bounds = getenv("CORK_LIMITS"),
            let problem = configuration.setBounds(String(cString: bounds))
        {
            throw ValidationError(problem)
        }
        if asksQuestions, isatty(STDIN_FILENO) == 1 { configuration.confirm = Person.confirms }
        // A plan is agreed to by somebody who sees it and the question, and by nobody else.
        if isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 {
            configuration.ask = Person.answers
        }
        if isInteractive {
            configuration.confirm = Person.confirms
            configuration.ask = Person.answers
            configuration.edit = Person.edits
            configuration.isConversation = true
        }
        if let problem = Session.problem(withFolder: configuration.folder) {
            throw ValidationError(word == nil ? problem : "\(problem), nor a command of that name")
        }
        return Session(configuration)
    }

    /// One for each processor; `CORK_THREADS` says otherwise, for tests and for sharing a machine.
    private static var threads: Int {
        let asked = getenv("CORK_THREADS").flatMap { Int(String(cString: $0)) }
        return max(1, min(64, asked ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    }

    /// `ada@laptop`
    private static var account: String {
        var name = utsname()
        uname(&name)
        let host = withUnsafeBytes(of: &name.nodename) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) }
        return "\(user ?? String(geteuid()))@\(host)"
    }

    /// The program's own file: whatever its version says, another build may read files otherwise.
    private static var build: String {
        var info = stat()
        guard stat("/proc/self/exe", &info) == 0 else { return "" }
        return "\(info.st_size) \(info.st_mtim.tv_sec) \(info.st_mtim.tv_nsec) \(info.st_ino)"
    }

    private static func microsecondsSinceEpoch() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}

/// Hears Ctrl-C, and the signals that end a process.
///
/// The signal handler, in C, only writes to a pipe; here a queue of its own waits for that.
final class InterruptListener: Sendable {
    private let file: Int32
    private let interruption: Interruption
    /// Held while the pipe is read and its reader acts on that, so that an interruption belongs to one command.
    private let reading = Mutex<Void>(())

    init(_ interruption: Interruption) {
        self.interruption = interruption
        file = cedit_install_signals()
        guard file >= 0 else { return }
        DispatchQueue(label: "interruptions").async { [self] in
            var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            while true {
                guard poll(&waiting, 1, -1) > 0 else { continue }
                reading.withLock { _ in
                    if hasInterruption() { interruption.interrupt() }
                }
                if cedit_termination() != 0 {
                    // A command that is interrupted takes its unfinished files away and ends; one that does
                    // not look is not waited for.
                    sleep(2)
                    cedit_end_if_terminated()
                }
            }
        }
    }

    /// Begins a command: what was interrupted before it is over.
    func beginCommand() {
        reading.withLock { _ in
            _ = hasInterruption()
            interruption.begin()
        }
    }

    private func hasInterruption() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 64)
        var isInterrupted = false
        while bytes.withUnsafeMutableBytes({ read(file, $0.baseAddress, $0.count) }) > 0 {
            isInterrupted = true
        }
        return isInterrupted
    }
}
