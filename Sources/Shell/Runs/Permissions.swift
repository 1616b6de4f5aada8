import BoardLanguage
import Engine
import Render

/// Which actions may run, by the `allow` and `deny` lines of `setup.board` and of this session.
///
/// The last line that fits an action decides; an action that none fits is allowed.
struct Permissions: Sendable {
    let lines: [Setup.Permission]

    /// The line that forbids the action; nil when it is allowed.
    func denial(of action: String) -> Setup.Permission? {
        let words = action.lowercased().split(separator: " ").map(String.init)
        guard let last = lines.last(where: { Self.fits($0.words, words) }) else { return nil }
        return last.isAllowed ? nil : last
    }

    /// A `*` stands for any words, one at least.
    static func fits(_ pattern: [String], _ words: [String]) -> Bool {
        guard let first = pattern.first else { return words.isEmpty }
        guard let word = words.first else { return false }
        let rest = Array(pattern.dropFirst())
        if first == "*" {
            return (1...words.count).contains { fits(rest, Array(words.dropFirst($0))) }
        }
        return first.lowercased() == word && fits(rest, Array(words.dropFirst()))
    }
}

extension Setup.Permission {
    /// As it is written: `deny delete user`.
    var line: String { (isAllowed ? "allow " : "deny ") + words.joined(separator: " ") }
}

extension MetaCommand {
    /// What may be done: each is one line in `setup.board`.
    static let permissionCommands = [permission("allow"), permission("deny")]

    private static func permission(_ word: String) -> MetaCommand {
        MetaCommand(
            name: word, usage: "ACTION",
            summary:
                "\(word == "allow" ? "let" : "keep") an action \(word == "allow" ? "" : "from ")"
                + "run\(word == "allow" ? "" : "ning"), * for any words; one line in "
                + Setup.fileName,
            argument: .free
        ) { arguments, session in
            arguments.isEmpty ? usageError(word) : session.permit("\(word) \(arguments)")
        }
    }
}

extension Session {
    var permissions: Permissions {
        Permissions(lines: folder.setup.permissions + typed.permissions)
    }

    /// Why an action may not run; nil when it may.
    func denial(of action: String) -> Reply? {
        guard let line = permissions.denial(of: action) else { return nil }
        return .error(
            "'\(action)' is not allowed: \(escapedForTerminal(line.place)): "
                + escapedForTerminal(line.line),
            help: "a later allow line allows it again: .allow \(action)", status: .refused)
    }

    /// Appends an `allow` or `deny` line to `setup.board` and takes it in.
    func permit(_ line: String) -> Reply {
        if let refusal = keepingRefusal { return refusal }
        do {
            let file = try parseFile(line)
            guard file.statements.count == 1, file.board == nil else {
                return .error("one statement is due", status: .usage)
            }
            try SetupFile(workspace: folder.root).append(line)
            var reply = Reply.note("\(Setup.fileName): \(escapedForTerminal(line))")
            reply.preface = try refresh()
            return reply
        } catch let error as Diagnostic {
            return reply(to: BoardError(kind: .board, diagnostic: error, text: line, path: nil))
        } catch let error as FileError {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        } catch let error as WriteError {
            return .error(error.sentence, status: .failure)
        } catch {
            return .error("\(error)", status: .failure)
        }
    }
}
