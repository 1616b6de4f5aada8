import BoardLanguage
import Columns
import Correlation
import Engine
import Render

extension MetaCommand {
    /// Corrections: each is one line in `setup.board`.
    static let pinCommands = [
        pin("link", usage: "OBJECT.FIELD = OBJECT.FIELD [as NAME]", summary: "pin a link"),
        pin(
            "unlink", usage: "OBJECT.FIELD = OBJECT.FIELD", summary: "forbid a link",
            isWrittenOut: true),
        pin(
            "primary", usage: "OBJECT = FIELD",
            summary: "name the field that a person recognises a record by"),
        pin(
            "same", usage: "OBJECT \"RECORD\" OBJECT \"RECORD\"",
            summary: "two records are the same thing"),
        pin(
            "different", usage: "OBJECT \"RECORD\" OBJECT \"RECORD\"",
            summary: "two records are not the same thing"),
    ]

    private static func pin(
        _ name: String, usage: String, summary: String, isWrittenOut: Bool = false
    ) -> MetaCommand {
        MetaCommand(
            name: name, usage: usage, summary: "\(summary); one line in \(Setup.fileName)",
            argument: .objects, isWrittenOut: isWrittenOut
        ) { arguments, session in
            arguments.isEmpty ? usageError(name) : session.pin("\(name) \(arguments)")
        }
    }
}

extension Session {
    /// Checks a pin, appends it to `setup.board`, and takes the file in again.
    func pin(_ line: String) -> Reply {
        if let refusal = keepingRefusal { return refusal }
        let pin: PinStatement
        do {
            let file = try parseFile(line)
            guard let statement = file.statements.first, file.statements.count == 1,
                file.board == nil
            else { return .error("one statement is due", status: .usage) }
            pin = PinStatement(statement: statement, text: line, path: nil)
            try folder.check(pin)
        } catch let error as Diagnostic {
            return reply(
                to: BoardError(kind: .board, diagnostic: error, text: line, path: nil))
        } catch let error as BoardError {
            return reply(to: error)
        } catch {
            return .error("\(error)", status: .failure)
        }
        do {
            var reply = Reply()
            let effect = try tellingEffect(of: pin) { () throws in
                try SetupFile(workspace: folder.root).append(line)
                reply.preface = try refresh()
            }
            reply.notes = effect + ["\(Setup.fileName): \(escapedForTerminal(line))"]
            return reply
        } catch let error as FileError {
            return .error(escapedForTerminal(error.sentence), status: .failure)
        } catch let error as WriteError {
            return .error(error.sentence, status: .failure)
        } catch {
            return .error("\(error)", status: .failure)
        }
    }
}

/// The one writer of `setup.board`: adds a line at the end or takes a statement out, everything else as it is,
/// comments included.
struct SetupFile {
    let path: String

    init(workspace: String) { path = FileSystem.join(workspace, Setup.fileName) }

    func append(_ line: String) throws {
        var text = FileSystem.status(path) == nil ? "" : try FileSystem.readText(path)
        if !text.isEmpty && !text.hasSuffix("\n") { text += "\n" }
        // A statement at the prompt may span lines; in the file a line that is indented goes on.
        let lines = line.split(separator: "\n")
        text += lines.joined(separator: "\n    ") + "\n"
        try TextFile.write(text, to: path, replaces: true)
    }

    /// Takes the lines of one statement out.
    ///
    /// - Parameter text: the file's text, in which `span` was found.
    func remove(_ span: Span, of text: String) throws(WriteError) {
        let bytes = Array(text.utf8)
        let newline = UInt8(ascii: "\n")
        let start =
            bytes[..<min(span.start, bytes.count)].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = bytes[min(span.end, bytes.count)...].firstIndex(of: newline).map { $0 + 1 }
        let rest = bytes[..<start] + bytes[(end ?? bytes.count)...]
        try TextFile.write(String(decoding: rest, as: UTF8.self), to: path, replaces: true)
    }
}
