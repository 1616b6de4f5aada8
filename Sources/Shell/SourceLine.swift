import BoardLanguage
import Ingest

/// The options of a `source` line: `(delimiter: ";", header: 3, encoding: "Windows-1252")`.
enum SourceLine {
    /// The names of all options, in the order that messages and the documentation list them.
    static let names =
        [
            "delimiter", "quote", "escape", "newline", "header", "skip", "comment", "table",
            "totals", "encoding",
        ] + Bounds.names

    static func options(_ inputs: [Input]) throws(Diagnostic) -> SourceOptions {
        var options = SourceOptions()
        options.table = .only
        for input in inputs {
            let name = input.name.names.map(\.text).joined(separator: ".")
            switch name {
            case "delimiter": options.delimiter = try Setup.text(input.value)
            case "quote": options.quote = try mark(input)
            case "escape": options.escape = try mark(input)
            case "newline": options.newline = try newline(input)
            case "header": try setHeader(input, &options)
            case "skip":
                options.skippedLines = try number(
                    input, in: 0...1_000_000, "skip takes a number of lines", "as in skip: 3")
            case "comment": options.comment = try Setup.text(input.value)
            case "table":
                if case .literal(.text(let name)) = input.value.kind {
                    options.table = .named(name)
                } else {
                    options.tableNumber = try number(
                        input, in: 1...1000, "table takes a number or a name",
                        "1 is the first table of a CSV file; \"users\" is one of a database")
                }
            case "totals": options.dropsTotals = try bool(input)
            case "encoding": options.encoding = try encoding(input)
            default:
                guard Bounds.names.contains(name) else { throw unknown(input, name) }
                try setBound(input, name, &options)
            }
        }
        return options
    }

    private static func unknown(_ input: Input, _ name: String) -> Diagnostic {
        let near = nearestNames(to: name, in: names, limit: 1).first
        return Diagnostic(
            "no source option '\(name)'", at: input.name.span,
            help: near.map { "nearest is '\($0)'" }
                ?? "there are \(names.dropLast().joined(separator: ", ")) and "
                + names[names.count - 1])
    }

    /// One character, or `none`.
    private static func mark(_ input: Input) throws(Diagnostic) -> String {
        let text = try Setup.text(input.value)
        guard text == "none" || text.utf8.count == 1 else {
            let name = input.name.names[0].text
            throw Diagnostic(
                "\(name) takes one character, not '\(text)'", at: input.value.span,
                help: "\(name): \"none\" says that there is none")
        }
        return text
    }

    private static func newline(_ input: Input) throws(Diagnostic) -> String {
        let text = try Setup.text(input.value)
        guard ["LF", "CRLF", "CR", "RS", "ANY"].contains(text.uppercased()) else {
            throw Diagnostic(
                "no newline '\(text)'", at: input.value.span,
                help: "there are LF, CRLF, CR, RS (U+001E) and any")
        }
        return text
    }

    /// A line, 0 or `"none"`, or the lines of a header of several: `"2-3"`.
    private static func setHeader(
        _ input: Input, _ options: inout SourceOptions
    ) throws(Diagnostic) {
        var lines: [Int] = []
        switch input.value.kind {
        case .literal(.integer(let line)) where 0...1_000_000 ~= line: lines = [Int(line)]
        case .literal(.text("none")): lines = [0]
        case .literal(.text(let text)):
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
                .map { Int($0) ?? -1 }
            if parts.count == 2, 1...1_000_000 ~= parts[0],
                parts[0]...parts[0] + 9 ~= parts[1]
            {
                lines = parts
            }
        default: break
        }
        guard let first = lines.first else {
            throw Diagnostic(
                "header takes the number of a line", at: input.value.span,
                help: "0 says that there is none, \"2-3\" joins two lines")
        }
        options.headerLine = first
        options.headerLastLine = lines.count > 1 ? lines[1] : nil
    }

    private static func number(
        _ input: Input, in range: ClosedRange<Int64>, _ message: String, _ help: String
    ) throws(Diagnostic) -> Int {
        guard case .literal(.integer(let value)) = input.value.kind, range ~= value else {
            throw Diagnostic(message, at: input.value.span, help: help)
        }
        return Int(value)
    }

    private static func bool(_ input: Input) throws(Diagnostic) -> Bool {
        guard case .literal(.bool(let value)) = input.value.kind else {
            throw Diagnostic(
                "totals takes true or false", at: input.value.span,
                help: "totals: false keeps the last lines as rows")
        }
        return value
    }

    private static func encoding(_ input: Input) throws(Diagnostic) -> TextEncoding {
        let text = try Setup.text(input.value)
        guard let encoding = TextEncoding(named: text) else {
            let names = TextEncoding.allCases.map(\.rawValue)
            let near = nearestNames(to: text, in: names, limit: 1).first
            throw Diagnostic(
                "no encoding '\(text)'", at: input.value.span,
                help: near.map { "nearest is '\($0)'" }
                    ?? "there are \(names.dropLast().joined(separator: ", ")) and "
                    + names[names.count - 1])
        }
        return encoding
    }

    private static func setBound(
        _ input: Input, _ name: String, _ options: inout SourceOptions
    ) throws(Diagnostic) {
        let text: String
        switch input.value.kind {
        case .literal(.integer(let value)): text = String(value)
        case .literal(.text(let value)): text = value
        default: text = ""
        }
        guard options.bounds.set(name, to: text) else {
            throw Diagnostic(
                name.hasSuffix("_max") && !["columns_max", "rows_max", "depth_max"].contains(name)
                    ? "\(name) takes a size" : "\(name) takes a whole number above 0",
                at: input.value.span, help: "as in file_max: \"512 MiB\" or columns_max: 5000")
        }
    }
}
