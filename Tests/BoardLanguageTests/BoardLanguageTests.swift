import BoardLanguage
import Testing

/// The tree of a text, or its mistake as people see it.
func outcome(_ text: String) -> String {
    do {
        return try parseFile(text).debugDescription
    } catch {
        return describe(error, in: text, path: nil)
    }
}

/// Compares a table of texts with what they are read as.
func expectTrees(
    _ cases: [(text: String, tree: String)], _ location: SourceLocation = #_sourceLocation
) {
    for (text, tree) in cases {
        #expect(outcome(text) == tree, "\(text)", sourceLocation: location)
    }
}
