import Foundation
import Testing

/// Every promise has a test, and the list of them is true.
///
/// That each of these tests also ran and passed is compared after the run, by `.ci/check-reliability`.
@Suite struct ChecklistTests {
    @Test func `Every row of the checklist is well formed`() throws {
        let rows = try Checklist().rows
        #expect(!rows.isEmpty)
        for row in rows {
            let kind =
                Checklist.must.contains(row.item)
                ? "must" : Checklist.should.contains(row.item) ? "should" : "no item"
            // Beside what must hold of an item there may be more that should.
            #expect(
                row.kind == kind || kind == "must" && row.kind == "should",
                "line \(row.line): item \(row.item)")
            #expect(!row.check.isEmpty, "line \(row.line): no check")
            #expect(
                row.kind != "must" || row.seenToFail.count > 5,
                "line \(row.line): which change made the test fail?")
        }
    }

    @Test func `Every test that the checklist names exists`() throws {
        let declared = try DeclaredTests().names
        #expect(declared.count > 200, "the tests were not found")
        let makefile = try String(
            contentsOf: Checklist.repository.appendingPathComponent("Makefile"), encoding: .utf8)
        for row in try Checklist().rows {
            if row.test.hasSuffix(".session") {
                let file = Checklist.repository.appendingPathComponent(row.test)
                #expect(
                    row.test.hasPrefix("Tests/transcripts/")
                        && FileManager.default.fileExists(atPath: file.path),
                    "line \(row.line): no transcript \(row.test)")
            } else if row.test.hasPrefix("make ") {
                let target = "\n" + row.test.dropFirst(5) + ":"
                #expect(makefile.contains(target), "line \(row.line): no \(row.test)")
                #expect(row.kind == "should", "line \(row.line): a must is shown by every run")
            } else {
                #expect(declared.contains(row.test), "line \(row.line): no test \(row.test)")
            }
        }
    }

    @Test func `The checklist has every item`() throws {
        let rows = try Checklist().rows
        let items = Set(
            rows.filter { $0.kind == "must" || Checklist.should.contains($0.item) }.map(\.item))
        let absent = Checklist.must.union(Checklist.should).subtracting(items).sorted()
        #expect(absent.isEmpty, "no row for \(absent)")
    }
}
