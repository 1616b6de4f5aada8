import Foundation

/// What `FINDINGS.md` says a company must answer, read back from its regular shape.
struct FindingsFile {
    struct Board {
        var records: [String] = []
        /// What the board's `expect` must do; nil for a board without one.
        var passes: Bool?
        var count = -1
    }

    private(set) var boards: [String: Board] = [:]
    private(set) var query = Board()

    init(of company: URL) throws {
        let url = company.appendingPathComponent("FINDINGS.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        var section = ""
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("## ") {
                section = String(line.dropFirst(3))
            } else if section.hasPrefix("board ") {
                read(line, into: &boards[String(section.dropFirst(6)), default: Board()])
            } else if section.hasPrefix("query ") {
                read(line, into: &query)
            }
        }
    }

    private func read(_ line: String, into board: inout Board) {
        if line.hasPrefix("- ") {
            board.records.append(String(line.dropFirst(2)))
        } else if line.hasPrefix("count: ") {
            board.count = Int(line.dropFirst(7)) ?? -1
        } else if line.hasPrefix("expect: ") {
            board.passes = line.hasSuffix("holds")
        }
    }
}
