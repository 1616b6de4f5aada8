import CEdit
import Glibc

/// The person at the terminal.
enum Person {
    /// Asks on stderr and reads a line; only an answer that begins with `y` is a yes.
    static func confirms(_ question: String) -> Bool {
        StandardStreams.ask("\(question) [y/N] ")
        var answer = [CChar](repeating: 0, count: 64)
        errno = 0
        let length = cedit_read_answer(&answer, answer.count)
        // After Ctrl-C the cursor still stands behind the question.
        if length == 0 && errno == EINTR { StandardStreams.ask("\n") }
        let first = length > 0 ? UInt8(bitPattern: answer[0]) : 0
        return first == UInt8(ascii: "y") || first == UInt8(ascii: "Y")
    }

    /// Asks on stderr and reads a line; nil when nothing was typed, or Ctrl-C.
    static func answers(_ question: String) -> String? {
        StandardStreams.ask(question)
        var answer = [CChar](repeating: 0, count: 1024)
        errno = 0
        let length = Int(cedit_read_answer(&answer, answer.count))
        if length <= 0, errno == EINTR { StandardStreams.ask("\n") }
        guard length > 0 else { return nil }
        let bytes = answer.prefix(length).map(UInt8.init(bitPattern:)).prefix { $0 != 0 }
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isNewline }
        return text.isEmpty ? nil : text
    }

    /// Opens the file in `$VISUAL`, `$EDITOR` or vi and waits.
    ///
    /// - Returns: false when the editor could not be run or ended with an error.
    static func edits(_ path: String) -> Bool {
        // The shell splits `$EDITOR`, which may hold options; the path is passed as an argument of its own.
        let words = ["sh", "-c", "exec ${VISUAL:-${EDITOR:-vi}} \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        guard posix_spawn(&child, "/bin/sh", nil, nil, arguments, environ) == 0 else {
            return false
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            if errno != EINTR { return false }
        }
        return status == 0
    }
}
