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

    /// Writes to stderr without ending the line.
    static func ask(_ question: String) {
        var line = question
        line.withUTF8 { try? write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
    }

    /// Writes a reply where it belongs.
    ///
    /// - Returns: the reply's status, or that of the write that failed: half an answer is no answer.
    static func write(_ reply: Reply, usesColor: Bool) -> ExitStatus {
        var status = reply.status
        do {
            try reply.write(
                to: { try write($0, to: STDOUT_FILENO) },
                note: { line in
                    switch line {
                    case .message(let text): note(colored(text, usesColor))
                    case .footer(let text): note(usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text)
                    }
                })
        } catch let failure as WriteFailure {
            note("error: cannot write: \(String(cString: strerror(failure.code)))")
            status = .failure
        } catch let failure as Reply.Failure {
            note(failure.sentence)
            status = failure.status
        } catch {
            note("error: \(error)")
            status = .failure
        }
        return status
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
