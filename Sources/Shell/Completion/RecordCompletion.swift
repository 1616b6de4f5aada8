import BoardLanguage
import Columns
import Correlation
import Engine
import Render

/// Records that a pin may name, by what a person calls them.
extension Session {
    private static let recordMax = 50

    /// Records of an object whose primary field begins as typed, in the order of the rows; nothing before a
    /// letter of many is typed, for then a list of them helps nobody.
    ///
    /// - Parameter typed: with the opening quote, or empty.
    func recordEntries(of object: [String], typed: String) -> [CompletionEntry] {
        let names = folder.catalog.tables.map(\.name)
        guard case .one(let name) = ObjectIndex(names: names).source(object),
            let table = folder.catalog[name],
            let field = folder.model.primaryField(of: name), let column = table.index(of: field)
        else { return [] }
        let start = Folding.folded(String(typed.drop { $0 == "\"" }))
        var found: [CompletionEntry] = []
        var seen: Set<String> = []
        let text = table.columns[column].text()
        for row in 0..<table.rowCount where table.columns[column].isPresent(row) {
            let record = text.string(row)
            guard Folding.folded(record).hasPrefix(start), seen.insert(record).inserted,
                escapedForTerminal(record) == record, !record.contains("\""), !record.contains("\\")
            else { continue }
            found.append(CompletionEntry("\"\(record)\"", "record", field))
            if found.count == Self.recordMax { break }
        }
        return found
    }
}
