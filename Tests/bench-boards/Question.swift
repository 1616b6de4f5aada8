/// A board beside the SQL statement that means the same.
///
/// `{table.column}` stands for what a column is called in the exports at hand, `$1` and `$2` for literals.
struct Question: Sendable {
    let board: String
    let sql: String
    /// What is timed of a peer, where the rows' order of equals costs it more than cork.
    var timed: String?
    /// What stands for `$1`, `$2`, …: the task's own first, then others that give about as many rows.
    var literals: [[String]] = [[]]

    func filled(_ literals: [String], _ names: Names) -> (board: String, sql: String, timed: String)
    {
        var texts = [board, sql, timed ?? sql].map { $0.replacing("\n", with: " ") }
        for (index, literal) in literals.enumerated() {
            texts = texts.map { $0.replacing("$\(index + 1)", with: literal) }
        }
        return (names.ofBoard(texts[0]), names.ofSQL(texts[1]), names.ofSQL(texts[2]))
    }
}

/// What the columns of exports are called, when `Tests/bench/vary.py` has renamed them.
struct Names: Sendable {
    /// New name by old name, by table.
    let renamed: [String: [String: String]]

    /// `Work Email` is `workEmail` in a board.
    func ofBoard(_ template: String) -> String {
        filled(template) { name in
            let words = name.split(separator: " ")
            guard words.count > 1 else { return name }
            return words[0].lowercased()
                + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        }
    }

    func ofSQL(_ template: String) -> String {
        filled(template) { "\"\($0)\"" }
    }

    private func filled(_ template: String, spelled: (String) -> String) -> String {
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            let dot = name.firstIndex(of: ".") ?? name.startIndex
            let (table, column) = (String(name[..<dot]), String(name[dot...].dropFirst()))
            text += rest[..<open] + spelled(renamed[table]?[column] ?? column)
            rest = rest[close...].dropFirst()
        }
        return text + rest
    }
}
