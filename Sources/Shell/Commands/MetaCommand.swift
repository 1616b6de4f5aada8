import Render

/// A command of the REPL: begins with `.`, any unique prefix will do.
///
/// One list holds them all: help, completion, and the test that each occurs in a transcript are made from it.
public struct MetaCommand: Sendable {
    /// What Tab offers after the command.
    public enum Argument: Sendable {
        case none
        case object
        case objects
        case savedBoard
        /// One of these, of a kind that the listing names.
        case word([String], kind: String)
        /// A setting and its value.
        case setting
        case board
        case free
    }

    /// Without the dot.
    public let name: String
    /// What follows the name: `OBJECT`, `[NAME]`.
    public let usage: String
    public let summary: String
    public let argument: Argument
    /// Must be written out, since a slip would change something.
    var isWrittenOut = false
    let run: @Sendable (_ arguments: String, _ session: Session) -> Reply

    public static let all: [MetaCommand] =
        objectCommands + linkCommands + pinCommands + reviewCommands + boardCommands
        + stateCommands + watchCommands + settingCommands + liveCommands + actionCommands
        + runCommands + permissionCommands + sessionCommands

    /// Runs a line that begins with a dot.
    static func run(_ line: String, in session: Session) -> Reply {
        let words = line.dropFirst().split(separator: " ", maxSplits: 1)
        let typed = words.first.map(String.init) ?? ""
        let arguments = words.count > 1 ? SavedBoards.trimmed(words[1]) : ""
        switch find(typed) {
        case .one(let command): return command.run(arguments, session)
        case .several(let names):
            return .error(
                "'.\(escapedForTerminal(typed))' is several commands",
                help: Phrase.list(names.map { "." + $0 }, and: "or"), status: .usage)
        case .none:
            return .error(
                "no command '.\(escapedForTerminal(typed))'",
                help: Suggestion.nearest("." + typed, in: all.map { "." + $0.name })
                    ?? ".help lists them", status: .usage)
        }
    }

    private enum Match {
        case none
        case one(MetaCommand)
        case several([String])
    }

    private static func find(_ typed: String) -> Match {
        if typed.isEmpty { return .none }
        if let exact = all.first(where: { $0.name == typed }) { return .one(exact) }
        let fitting = all.filter { !$0.isWrittenOut && $0.name.hasPrefix(typed) }
        if fitting.count == 1 { return .one(fitting[0]) }
        return fitting.isEmpty ? .none : .several(fitting.map(\.name))
    }

    static func usageError(_ name: String) -> Reply {
        let command = all.first { $0.name == name }
        return .error(
            "'.\(name)' is incomplete or has too much",
            help: ".\(name) \(command?.usage ?? "")", status: .usage)
    }
}
