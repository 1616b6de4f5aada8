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
    /// Some targets of a run were not done.
    case someFailed = 5
    /// Confirmation missing, a plan that is not true any more, an action that is not allowed, or a file in the way.
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

        fileprivate var isDrawnTable: Bool {
            if case .table(_, .table, _) = self { return true }
            return false
        }
    }

    /// Lines for stderr before the body: what was loaded, what is wrong.
    public var preface: [String] = []
    public var body = Body.none
    /// What a reader must know to trust the table, for one line below it.
    var footer: [String] = []
    /// How long it took, the footer's last fact.
    var elapsed: String?
    var showsFooter = true
    /// Lines for stderr after the footer.
    public var notes: [String] = []
    public var status = ExitStatus.ok
    /// Why a board was refused, told unless this command's preface has told it.
    var cause: String?
    /// Messages and footer are written in ASCII.
    public var usesASCII = false
    /// The REPL leaves after this reply.
    public var endsSession = false

    public init() {}

    // MARK: - Length

    /// Whether the body takes more than `rows` lines on a terminal of `columns` cells. Renders no more of it
    /// than it takes to know.
    public func isLonger(than rows: Int, columns: Int) -> Bool {
        var lines = 0
        var cells = 0
        let count: ByteSink = { bytes in
            for byte in bytes {
                // Continuation bytes of UTF-8 take no cell of their own. Wide characters take two, so a line
                // may be taken for shorter than it is, never for longer.
                if byte == 0x0A {
                    lines += max(1, (cells + columns - 1) / max(1, columns))
                    cells = 0
                } else if byte & 0xC0 != 0x80 {
                    cells += 1
                }
                if lines > rows { throw BodyEnds() }
            }
        }
        var plain = forPager()
        if case .table(let table, let format, var options) = plain.body {
            options.usesColor = false
            plain.body = .table(table, format, options)
        }
        do {
            _ = try plain.writeBody(to: count)
        } catch { return error is BodyEnds }
        return false
    }

    /// The same reply for a pager, which a person leaves when they like: Ctrl-C there cancels nothing.
    public func forPager() -> Reply {
        guard case .table(let table, let format, var options) = body else { return self }
        var reply = self
        options.isPaged = true
        options.cancellation = nil
        reply.body = .table(table, format, options)
        return reply
    }

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

    /// What is wrong with a command line, status 2; the message may echo it.
    public static func usageError(_ message: String, help: String) -> Reply {
        error(escapedForTerminal(message), help: help, status: .usage)
    }

    static func error(_ message: String, help: String? = nil, status: ExitStatus) -> Reply {
        var reply = Reply()
        reply.notes = ["error: " + message] + (help.map { ["  help: " + $0] } ?? [])
        reply.status = status
        return reply
    }

    /// One line for stderr.
    public enum Note {
        case above(String)
        /// The facts below a table.
        case footer(String)
        case below(String)

        /// Whether it is written before the body.
        public var isAbove: Bool {
            if case .above = self { return true }
            return false
        }
    }

    /// Writes everything in its order. A table is rendered on its way, so nothing holds it as text.
    ///
    /// - Throws: `Failure`, or what a sink throws.
    public func write(to out: ByteSink, note: (Note) -> Void) throws {
        for line in preface { note(.above(drawn(line))) }
        var facts = footer
        var isRead = true
        let isTable = body.isDrawnTable
        let hidden = try untilItEnds {
            try writeBody { bytes in
                do {
                    if isRead { try out(bytes) }
                } catch let end as BodyEnds {
                    // A table is short, and drawn to its end for what the footer says of it.
                    if !isTable { throw end }
                    isRead = false
                }
            }
        }
        if let hidden { facts.append(hidden) }
        if let elapsed, !facts.isEmpty { facts.append(elapsed) }
        if showsFooter {
            var options = OutputOptions()
            options.usesASCII = usesASCII
            if case .table(_, _, let own) = body { options.width = own.width }
            for line in renderFooter(facts, options: options).split(separator: "\n") {
                note(.footer(String(line)))
            }
        }
        for line in notes { note(.below(drawn(line))) }
    }

    private func untilItEnds(_ body: () throws -> String?) throws -> String? {
        do { return try body() } catch is BodyEnds { return nil }
    }

    /// Messages are UTF-8; a terminal that shows something else gets them in ASCII.
    private func drawn(_ line: String) -> String { usesASCII ? inASCII(line) : line }

    /// - Returns: for the footer, which columns did not fit the width.
    private func writeBody(to sink: ByteSink) throws -> String? {
        switch body {
        case .none: return nil
        case .text(let text):
            var text = text
            try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
            return nil
        case .table(let table, let format, let options):
            do {
                guard format == .table else {
                    try render(table, as: format, options: options, to: sink)
                    return nil
                }
                let hidden = try renderTable(table, options: options, to: sink)
                return RenderedTable(text: "", hiddenColumns: hidden).hiddenFact
            } catch RenderError.cancelled {
                throw Failure(sentence: "interrupted", status: .interrupted)
            } catch let error as RenderError {
                throw Failure(sentence: "error: \(error.sentence)", status: .failure)
            }
        }
    }

    /// What a sink throws when nobody wants more of the body: that is no failure.
    public struct BodyEnds: Error, Sendable {
        public init() {}
    }

    /// Why a body could not be written; what the sink throws passes as it is.
    public struct Failure: Error, Sendable {
        public let sentence: String
        public let status: ExitStatus
    }
}
