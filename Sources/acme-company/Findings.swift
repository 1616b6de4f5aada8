/// What was planted, and what each saved board must therefore find.
struct Findings {
    struct Planted {
        let name: String
        let remark: String
    }

    struct Board {
        let name: String
        /// First-column values, one a row.
        var records: [String]
        /// Whether the board's `expect` holds; nil for a board without one.
        var passes: Bool?
    }

    private var kinds: [(kind: String, planted: [Planted])] = []
    private(set) var boards: [Board] = []
    /// Rows of the query that stands in the product's own description: login and GitHub handle.
    var unknownToHR: [(login: String, github: String)] = []

    mutating func plant(_ kind: String, _ name: String, _ remark: String = "") {
        let planted = Planted(name: name, remark: remark)
        if let index = kinds.firstIndex(where: { $0.kind == kind }) {
            kinds[index].planted.append(planted)
        } else {
            kinds.append((kind, [planted]))
        }
    }

    mutating func board(_ name: String, _ records: [String], passes: Bool? = nil) {
        boards.append(Board(name: name, records: records, passes: passes))
    }

    /// The list as Markdown with a shape that a test can read: `## board NAME`, `count: N`, `expect: fails`,
    /// then one `- record` a row.
    func text(seed: UInt64, people: Int) -> String {
        var out = """
            # Findings

            What `acme-company --seed \(seed) --people \(people)` planted, written from its plan and not from the files.
            A record is named by the first column that its board shows, once for every row; order means nothing.

            ## query okta.users | where status = "ACTIVE" and no hris.employees | show login, github.members.login

            count: \(unknownToHR.count)


            """
        for row in unknownToHR.sorted(by: { $0.login < $1.login }) {
            out += row.github.isEmpty ? "- \(row.login)\n" : "- \(row.login) | \(row.github)\n"
        }
        for board in boards.sorted(by: { $0.name < $1.name }) {
            out += "\n## board \(board.name)\n\ncount: \(board.records.count)\n"
            if let passes = board.passes { out += "expect: \(passes ? "holds" : "fails")\n" }
            out += "\n"
            for record in board.records.sorted() { out += "- \(record)\n" }
        }
        for (kind, planted) in kinds {
            out += "\n## planted \(kind)\n\ncount: \(planted.count)\n\n"
            for one in planted {
                out += one.remark.isEmpty ? "- \(one.name)\n" : "- \(one.name): \(one.remark)\n"
            }
        }
        return out
    }
}
