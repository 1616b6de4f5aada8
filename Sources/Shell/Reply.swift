import Columns
import Render

/// What a command says when it ends, as the process says it.
public enum ExitStatus: Int32, Sendable {
    case ok = 0
    /// A run or I/O error.
    case failure = 1
    case usage = 2
    /// A board, or `setup.board`, does not parse or bind.
    case badBoard = 3
    /// A source could not be loaded.
    case sourceNotLoaded = 4
    /// Confirmation missing, or a file in the way.
    case refused = 6
    /// Answered on incomplete data under `--strict`.
    case incomplete = 7
    case expectationFailed = 10
    case interrupted = 130
}

/// The answer to one line or command: data for stdout between what stderr hears before and after it.
public struct Reply: Sendable {
    public enum Body: Sendable {
        case none
        /// Written as it is; ends in a newline.
        case text(String)
        case table(Table, OutputFormat, OutputOptions)
    }

    /// Lines for stderr before the body: what was loaded, what is wrong.
    public var preface: [String] = []
    public var body = Body.none
    /// Lines for stderr after the body: the footer, remarks.
    public var notes: [String] = []
    public var status = ExitStatus.ok
    /// Why a board was refused, told unless this command's preface has told it.
    var cause: String?
    /// The REPL leaves after this reply.
    public var endsSession = false

    public init() {}

    /// Puts lines before what there is; a cause that is not among them goes there too.
    mutating func precede(by lines: [String]) {
        preface = lines + preface
        if let cause, !preface.contains(cause) { preface.append(cause) }
    }

    static func text(_ text: String) -> Reply {
        var reply = Reply()
        reply.body = .text(text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
        return reply
    }

    static func note(_ line: String) -> Reply {
        var reply = Reply()
        reply.notes = [line]
        return reply
    }

    static func error(_ message: String, help: String? = nil, status: ExitStatus) -> Reply {
        var reply = Reply()
        reply.notes = ["error: " + message] + (help.map { ["  help: " + $0] } ?? [])
        reply.status = status
        return reply
    }

    /// Writes the body; a table is rendered on its way, so nothing holds it as text.
    public func writeBody(to sink: ByteSink) throws {
        switch body {
        case .none: break
        case .text(let text):
            var text = text
            try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
        case .table(let table, let format, let options):
            do {
                try render(table, as: format, options: options, to: sink)
            } catch RenderError.cancelled {
                throw Failure(sentence: "interrupted", status: .interrupted)
            } catch let error as RenderError {
                throw Failure(sentence: "error: \(error.sentence)", status: .failure)
            }
        }
    }

    /// Why a body could not be written; what the sink throws passes as it is.
    public struct Failure: Error, Sendable {
        public let sentence: String
        public let status: ExitStatus
    }
}
