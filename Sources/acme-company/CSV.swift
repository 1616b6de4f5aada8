/// Rows as RFC 4180 text: a cell is quoted only where it must be.
struct CSV {
    let header: [String]
    var rows: [[String]] = []
    var delimiter: Character = ","
    var lineEnd = "\n"

    init(_ header: [String]) { self.header = header }

    /// The file; a row is written as it is, however many cells it has.
    var text: String { ([header] + rows).map { line($0) + lineEnd }.joined() }

    private func line(_ cells: [String]) -> String {
        cells.map(quoted).joined(separator: String(delimiter))
    }

    private func quoted(_ cell: String) -> String {
        let isPlain = cell.unicodeScalars.allSatisfy {
            $0 != "\"" && $0 != "\n" && $0 != "\r" && Character($0) != delimiter
        }
        return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
