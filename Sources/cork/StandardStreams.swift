import CEdit
import Glibc
import Shell

/// Stdout for data, stderr for everything else.
enum StandardStreams {
    struct WriteFailure: Error {
        let code: Int32
    }

    /// Writes all of the bytes.
    ///
    /// - Throws: `WriteFailure` with the system's code.
    static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(file, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EINTR {
                throw WriteFailure(code: errno)
            }
        }
    }

    static func note(_ line: String) { ask(line + "\n") }

    /// Writes a line over the one that was painted before, cut to the terminal's width.
    static func paint(_ line: String) {
        let width = max(20, Int(cedit_columns())) - 1
        ask("\r\u{1B}[K" + String(line.prefix(width)))
    }

    /// Writes to stderr without ending the line.
    static func ask(_ question: String) {
        var line = question
        line.withUTF8 { try? write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
    }

    /// Writes a reply where it belongs: what is longer than the screen goes through `pager`.
    ///
    /// - Returns: the reply's status, or that of the write that failed: half an answer is no answer.
    @discardableResult
    static func write(_ reply: Reply, usesColor: Bool, pager: Pager? = nil) -> ExitStatus {
        let original = reply
        var reply = reply
        var status = reply.status
        var isLost = false
        reply.usesASCII = isatty(STDERR_FILENO) == 1 && !cedit_locale_is_utf8()
        if let pager {
            let rows = Int(cedit_rows()) - Pager.linesBelow
            let isLong = rows > 0 && reply.isLonger(than: rows, columns: Int(cedit_columns()))
            if isLong, pager.start() { reply = reply.forPager() }
        }
        do {
            try reply.write(
                to: { bytes in
                    if let pager, pager.isRunning { return try pager.write(bytes) }
                    try write(bytes, to: STDOUT_FILENO)
                },
                note: { line in
                    // What stands below a body is written when the person has left the pager.
                    if !line.isAbove, let pager, !pager.finish() { isLost = true }
                    if isLost { return }
                    switch line {
                    case .above(let text), .below(let text): note(colored(text, usesColor))
                    case .footer(let text): note(usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text)
                    }
                })
            if let pager, !pager.finish() { isLost = true }
            if isLost {
                note("note: the pager could not be run; .set pager off or another $PAGER")
                var again = original
                again.preface = []
                return write(again, usesColor: usesColor)
            }
        } catch let failure as WriteFailure {
            pager?.finish()
            if failure.code == EPIPE { endByClosedPipe() }
            note("error: cannot write: \(String(cString: strerror(failure.code)))")
            status = .failure
        } catch let failure as Reply.Failure {
            pager?.finish()
            note(failure.sentence)
            status = failure.status
        } catch {
            pager?.finish()
            note("error: \(error)")
            status = .failure
        }
        return status
    }

    /// Ends as a closed pipe ends every program, also where SIGPIPE was ignored.
    private static func endByClosedPipe() {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
    }

    /// Writes a text of the command line itself, such as help; the status to exit with.
    static func print(_ text: String) -> ExitStatus {
        var reply = Reply()
        reply.body = .text(text + "\n")
        return write(reply, usesColor: false)
    }

    /// `error:` in red and `help:` in cyan; the words say it all without the colours.
    static func colored(_ line: String, _ usesColor: Bool) -> String {
        guard usesColor else { return line }
        for (word, code) in [("error:", "31;1"), ("help:", "36")] {
            guard let range = line.firstRange(of: word) else { continue }
            return line[..<range.lowerBound] + "\u{1B}[\(code)m\(word)\u{1B}[0m"
                + line[range.upperBound...]
        }
        return line
    }

    /// All of stdin; a last line without newline counts.
    static func readInput() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
            if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
