import Foundation

/// A recorded conversation: `Tests/transcripts/TOPIC/NAME.session`.
///
/// ```
/// # One idea a file, said in comment lines.
/// workspace: fixtures/acme
///
/// cork> okta.users | take 1
/// ...> | show login
/// the reply, exactly: stdout and stderr as they come
///
/// $ cork query 'okta.user'
/// error: no object 'okta.user'
/// [exit 3]
/// ```
///
/// The head, up to the first input line, says where: `workspace: FOLDER` of the repository (read only),
/// `workspace: copy of FOLDER`, or `file NAME` blocks that make a new one. A block's lines are indented by
/// two spaces; in `file NAME with escapes` a `\e`, `\r`, `\t`, `\\` or `\u{…}` is that character.
///
/// `sandbox: FOLDER` starts a simulated tenant with the records of that folder; its URL is `$SANDBOX` in commands
/// and `http://127.0.0.1:PORT` in replies. Words after the folder are further arguments of `cork sandbox`.
///
/// A reply ends before the next line that begins with `cork> ` or `$ `; one blank line before that line, and
/// no other, is layout. A reply's own line that begins like an input line, or with `\`, has a `\` before it.
/// `[exit N]` follows the output of a `$` line whose status is not 0.
struct Transcript {
    enum Input: Equatable {
        /// Lines of one entry at the prompt.
        case entry(String)
        /// A shell command; `cork` is the binary just built.
        case command(String)
    }

    struct Exchange {
        var input: Input
        var reply: [String]
    }

    struct WorkspaceFile {
        var name: String
        var content: String
    }

    /// Up to the first input, as it stands.
    var head: [String] = []
    var folder: String?
    var copiesFolder = false
    /// Arguments of `cork sandbox`, the tenant's folder first.
    var sandbox: [String] = []
    var files: [WorkspaceFile] = []
    var exchanges: [Exchange] = []

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) throws {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        let start = lines.firstIndex(where: Self.isInput) ?? lines.count
        head = Array(lines[..<start])
        try readHead()
        var index = start
        while index < lines.count {
            let input = try readInput(lines, &index)
            var reply: [String] = []
            while index < lines.count, !Self.isInput(lines[index]) {
                reply.append(Self.unescaped(lines[index]))
                index += 1
            }
            if index < lines.count, reply.last == "" { reply.removeLast() }
            exchanges.append(Exchange(input: input, reply: reply))
        }
        if exchanges.isEmpty {
            throw Malformed(description: "no line begins with 'cork> ' or '$ '")
        }
    }

    private static func isInput(_ line: String) -> Bool {
        line.hasPrefix("cork> ") || line.hasPrefix("$ ")
    }

    private func readInput(_ lines: [String], _ index: inout Int) throws -> Input {
        let first = lines[index]
        index += 1
        if first.hasPrefix("$ ") { return .command(String(first.dropFirst(2))) }
        var entry = String(first.dropFirst(6))
        while index < lines.count, lines[index].hasPrefix("...> ") {
            entry += "\n" + lines[index].dropFirst(5)
            index += 1
        }
        return .entry(entry)
    }

    private mutating func readHead() throws {
        var index = 0
        while index < head.count {
            let line = head[index]
            index += 1
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("workspace: copy of ") {
                folder = String(line.dropFirst(19))
                copiesFolder = true
            } else if line.hasPrefix("workspace: ") {
                folder = String(line.dropFirst(11))
            } else if line.hasPrefix("sandbox: ") {
                sandbox = line.dropFirst(9).split(separator: " ").map(String.init)
            } else if line.hasPrefix("file ") {
                var name = String(line.dropFirst(5))
                let hasEscapes = name.hasSuffix(" with escapes")
                if hasEscapes { name.removeLast(13) }
                var content: [String] = []
                while index < head.count, head[index].hasPrefix("  ") || isBlankInBlock(index) {
                    content.append(String(head[index].dropFirst(2)))
                    index += 1
                }
                let text = content.map { $0 + "\n" }.joined()
                files.append(
                    WorkspaceFile(name: name, content: hasEscapes ? Self.interpreted(text) : text))
            } else {
                throw Malformed(description: "not understood before the first input: \(line)")
            }
        }
    }

    /// A blank line belongs to a file's block when the block goes on after it.
    private func isBlankInBlock(_ index: Int) -> Bool {
        head[index].isEmpty && index + 1 < head.count && head[index + 1].hasPrefix("  ")
    }

    private static func interpreted(_ text: String) -> String {
        text.replacingOccurrences(of: "\\e", with: "\u{1B}")
            .replacingOccurrences(of: "\\r", with: "\r")
            .replacingOccurrences(of: "\\t", with: "\t")
            .replacing(/\\u\{([0-9a-fA-F]+)\}/) { match in
                UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map(String.init) ?? ""
            }
            .replacingOccurrences(of: "\\\\", with: "\\")
    }

    private static func escaped(_ line: String) -> String {
        isInput(line) || line.hasPrefix("\\") ? "\\" + line : line
    }

    private static func unescaped(_ line: String) -> String {
        line.hasPrefix("\\") ? String(line.dropFirst()) : line
    }

    /// The file with these replies instead of its own.
    func text(replies: [[String]]) -> String {
        var lines = head
        for (index, exchange) in exchanges.enumerated() {
            if index > 0 { lines.append("") }
            switch exchange.input {
            case .command(let command): lines.append("$ " + command)
            case .entry(let entry):
                for (number, line) in entry.split(
                    separator: "\n", omittingEmptySubsequences: false
                ).enumerated() {
                    lines.append((number == 0 ? "cork> " : "...> ") + line)
                }
            }
            lines.append(contentsOf: replies[index].map(Self.escaped))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
