import CEdit
import Glibc

// The commonest question of a package manager or a bug report is answered before anything else is set up.
if CommandLine.arguments.count == 2 && CommandLine.arguments[1] == "--version" {
    print("cork \(CorkCommand.versionNumber) (commit \(String(cString: cork_commit())))")
    exit(0)
}
exit(CorkCommand.start(Array(CommandLine.arguments.dropFirst())))
