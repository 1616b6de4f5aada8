import CEdit
import Glibc

// A parent's worker thread may hand down a mask that keeps out the very signals that ask a program to end.
var noSignals = sigset_t()
sigemptyset(&noSignals)
sigprocmask(SIG_SETMASK, &noSignals, nil)
// Before anything could be started that inherits it.
_ = Tokens.fromEnvironment
let arguments = Array(CommandLine.arguments.dropFirst())
let status: Int32
if arguments == ["--version"] {
    // The commonest question of a package manager or a bug report is answered before all else is set up.
    let commit = String(cString: cork_commit())
    status = StandardStreams.print("cork \(CorkCommand.versionNumber) (commit \(commit))").rawValue
} else {
    status = CorkCommand.start(arguments)
}
// Whoever waits for this process is told the signal that ended it.
cedit_end_if_terminated()
exit(status)
