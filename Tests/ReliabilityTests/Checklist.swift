import Foundation

/// `Tests/reliability.tsv`: which test shows which promise of the product.
///
/// One line a check, tab-separated: the item's number, `must` or `should`, the check in a few words, the test
/// that shows it (`Suite/function`, a transcript `Tests/transcripts/TOPIC/NAME.session`, or `make TARGET` for
/// what takes longer than a run of the tests), and for a `must` the change to the code by which that test was
/// seen to fail. `#` begins a comment.
struct Checklist {
    struct Row {
        let line: Int
        let item: Int
        let kind: String
        let check: String
        let test: String
        let seenToFail: String
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Where a failure loses data, names the wrong person or hides something; the others are `should`.
    static let must = Set(1...13).union(20...24).union(26...30).union([36]).union(38...42)
        .union(44...50).union(52...60)
    static let should = Set(14...19).union([25, 31, 32, 37, 43, 51]).union(61...68)

    let rows: [Row]

    init() throws {
        let file = Self.repository.appendingPathComponent("Tests/reliability.tsv")
        let text = try String(contentsOf: file, encoding: .utf8)
        var rows: [Row] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated() where !line.isEmpty && !line.hasPrefix("#")
        {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 5, let item = Int(cells[0]) else {
                throw Malformed(description: "line \(index + 1) has not five columns: \(line)")
            }
            rows.append(
                Row(
                    line: index + 1, item: item, kind: String(cells[1]), check: String(cells[2]),
                    test: String(cells[3]), seenToFail: String(cells[4])))
        }
        self.rows = rows
    }
}

/// The tests that the sources under `Tests/` declare, as `Suite/function`; a test outside a type stands
/// under its target.
struct DeclaredTests {
    let names: Set<String>

    init() throws {
        var names: Set<String> = []
        let tests = Checklist.repository.appendingPathComponent("Tests")
        for path in try FileManager.default.subpathsOfDirectory(atPath: tests.path).sorted()
        where path.hasSuffix(".swift") {
            let text = try String(
                contentsOf: tests.appendingPathComponent(path), encoding: .utf8)
            names.formUnion(Self.names(in: text, target: String(path.prefix { $0 != "/" })))
        }
        self.names = names
    }

    private static func names(in text: String, target: String) -> Set<String> {
        let type = /^(?:@Suite(?:\(.*\))? )?(?:final )?(?:struct|class|enum|actor|extension) (\w+)/
        let function = /^( *)(?:@Test(?:\(.*\))? )?func (?:`([^`]+)`|(\w+))\(/
        var names: Set<String> = []
        var suite = target
        var isTest = false
        for line in text.split(separator: "\n") {
            if let match = line.prefixMatch(of: type) { suite = String(match.1) }
            if line == "}" { suite = target }
            if line.drop(while: { $0 == " " }).hasPrefix("@Test") { isTest = true }
            if isTest, let match = line.prefixMatch(of: function) {
                names.insert("\(suite)/\(match.2 ?? match.3 ?? "")")
                isTest = false
            }
        }
        return names
    }
}
