import BoardLanguage
import Columns

/// `export "x.csv" [replace]`: asks for the rows as a file; whoever runs the board writes it.
extension Binder {
    private static let suffixes = ["csv", "tsv", "json", "ndjson", "md", "html", "sqlite"]

    func bindExport(
        _ file: Expression, replaces: Bool, _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let bound = try bind(file, in: draft.scope)
        guard case .constant(let column)? = bound.constant, bound.type == .text else {
            throw bound.place.error("export needs a file name", help: "export \"leavers.csv\"")
        }
        let name = column.string(0)
        let suffix = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard name.contains("."), Self.suffixes.contains(suffix) else {
            throw bound.place.error(
                "no format for '\(name)'",
                help: "the name ends in .\(Self.suffixes.joined(separator: " ."))")
        }
        draft.ending = .export(ExportRequest(file: name, replaces: replaces))
    }
}
