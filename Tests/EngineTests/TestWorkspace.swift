import BoardLanguage
import Columns
import Correlation
import Ingest

@testable import Engine

/// A catalog written as CSV or JSON in the test, and boards asked of it.
struct TestWorkspace {
    var environment: Environment

    /// - Parameter files: object name to the file's text.
    init(
        _ files: KeyValuePairs<String, String>, pins: Pins = Pins(),
        saved: KeyValuePairs<String, String> = [:], incomplete: [ObjectName: String] = [:]
    ) throws {
        var tables: [Table] = []
        for (name, text) in files {
            let object = ObjectName(name)
            let file = text.first == "[" || text.first == "{" ? "\(name).json" : "\(name).csv"
            tables += try load(bytes: Array(text.utf8), file: file, as: object).tables
        }
        environment = Environment(
            catalog: Catalog(tables: tables), links: LinkModel(tables: tables, pins: pins),
            saved: [:],
            context: EvaluationContext(
                now: 1_785_715_200_000_000, timeZone: .utc, cancellation: Cancellation(),
                threads: 2), incomplete: incomplete)
        for (name, text) in saved {
            environment.saved[name] = SavedBoard(
                name: name, title: "", set: nil, file: try parseFile(text), text: text,
                path: "queries/\(name).board")
        }
    }

    func result(_ text: String) throws -> BoardResult {
        let file = try parseFile(text)
        guard let board = file.board else { throw Diagnostic("no board", at: Span(0, 0)) }
        var bindings: [String: Board] = [:]
        for statement in file.statements {
            if case .binding(let name, let board) = statement.kind { bindings[name.text] = board }
        }
        return try BoardRunner(environment: environment).run(
            board, text: text, bindings: bindings)
    }

    /// The answer as lines of cells with `|` between, the heading first; the error as a person sees it.
    func answer(_ text: String) -> String {
        do {
            return Self.lines(try result(text).table).joined(separator: "\n")
        } catch let error as BoardError {
            return describe(error.diagnostic, in: error.text, path: error.path)
        } catch let error as Diagnostic {
            return describe(error, in: text, path: nil)
        } catch { return "\(error)" }
    }

    /// The rows alone, each as its cells.
    func rows(_ text: String) -> [String] {
        Array(
            answer(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                .dropFirst())
    }

    static func lines(_ table: Table) -> [String] {
        let columns = table.columns.map { $0.text() }
        var lines = [table.fields.map(\.name).joined(separator: "|")]
        for row in 0..<table.rowCount {
            lines.append(columns.map { $0.string(row) }.joined(separator: "|"))
        }
        return lines
    }
}
