import OktaSandbox
import TestSupport
import Testing

@testable import Okta

/// Every list against every fault, made by the run: each ends complete, with exactly the rows that the tenant has,
/// or incomplete with its reason.
@Suite(.serialized) struct FaultMatrixTests {
    /// Faults that pass: once, on the second call of the list where it has one.
    private static let passing = [
        "429", "429-no-headers", "429-garbage-headers", "429-past-reset", "429-far-reset",
        "429-concurrency", "500", "502", "503", "504", "500-big-page", "login-page", "drop-before",
        "overlapping-pages", "empty-page", "short-page", "dropped-expand", "slow-body", "cut-body",
        "cut-chunks", "wrong-length", "bad-gzip", "cut-gzip", "cut-json", "empty-body",
        "drop-after",
        "500-after",
    ]
    /// Faults that no second try mends, or that last.
    private static let lasting = [
        "403", "500", "503", "redirect", "hostile-text", "repeated-cursor", "cross-host-next",
        "login-page", "cut-body", "drop-before",
    ]

    private struct Subject {
        let list: ObjectList
        let parts: [ListPart]
        let keys: Set<String>
        /// How the sandbox names the calls of the list.
        let path: String
        var hasPages = false
    }

    /// Tenants that share the work, since much of it is waiting.
    private static let tenants = 5
    /// How long an answer may take; a sanitizer makes both sides ten times slower.
    private static let readSeconds = sanitizerEnvironment.isEmpty ? 0.3 : 3

    @Test func everyListSurvivesEveryFaultOrSaysThatItIsIncomplete() async throws {
        var cells: [String] = []
        try await withThrowingTaskGroup(of: [String].self) { group in
            for share in 0..<Self.tenants {
                group.addTask { try await Self.cells(ofShare: share) }
            }
            for try await some in group { cells += some }
        }
        let faults = Self.passing.count + Self.lasting.count
        #expect(cells.count == ListRegistry.objects.count * faults)
        let recovered = cells.filter { $0 == "recovered" }.count
        print(
            "fault matrix: \(ListRegistry.objects.count) lists × \(faults) faults: \(recovered) recovered, "
                + "\(cells.count - recovered) incomplete")
    }

    private static func cells(ofShare share: Int) async throws -> [String] {
        let sandbox = try await SandboxOrg(try SandboxOrg.acme(), window: 1)
        let subjects = try await subjects(sandbox)
        var cells: [String] = []
        for (index, subject) in subjects.enumerated() where index % tenants == share {
            for fault in passing {
                let cell = try await read(subject, sandbox, fault, times: 1)
                #expect(cell == "recovered", "\(subject.list.name) × \(fault): \(cell)")
                cells.append(cell)
            }
            for fault in lasting {
                let cell = try await read(subject, sandbox, fault, times: 10_000)
                // A list of one page has no next link to lead astray.
                let mayRecover = ["repeated-cursor", "cross-host-next"].contains(fault)
                let isExpected =
                    cell.hasPrefix("incomplete: ") || mayRecover && cell == "recovered"
                #expect(isExpected, "\(subject.list.name) × lasting \(fault): \(cell)")
                #expect(!cell.contains("\u{1B}"), "\(subject.list.name) × \(fault)")
                cells.append(cell)
            }
        }
        await sandbox.stop()
        return cells
    }

    /// Every list with its parts, in pages so small that there are several.
    private static func subjects(_ sandbox: SandboxOrg) async throws -> [Subject] {
        let client = sandbox.client()
        let objects = try await OrgReading(
            client: client, lists: ListRegistry.objects, eventsSince: "2026-05-06T00:00:00.000Z"
        ).run()
        await client.close()
        let rows = Dictionary(uniqueKeysWithValues: objects.map { ($0.list.name, $0.records) })
        return ListRegistry.objects.map { list in
            let keys = sandbox.keys(list.name)
            let small = list.adjusted { list in
                // No group of the sample gives a role, and some must be asked.
                if list.name == "group_admin_roles" {
                    list.parts = .parents(ObjectList.Parent(list: "groups"))
                }
                guard let index = list.query.firstIndex(where: { $0.0 == "limit" }) else { return }
                let least = list.name == "app_groups" ? 20 : 1
                list.query[index].1 = String(max(least, min(100, (keys.count + 2) / 3)))
            }
            let parents = (list.parentList.flatMap { rows[$0] } ?? []).map {
                JSONView(checked: $0.json)
            }
            let since = list.ending == .emptyPage ? "2026-05-06T00:00:00.000Z" : nil
            // Few parents are enough to see what becomes of one of them.
            var parts = small.parts(parents: parents, since: since)
            var wanted = keys
            if case .parents = list.parts {
                parts = Array(parts.prefix(6))
                let own = Set(parts.map(\.key))
                wanted = keys.filter { own.contains(String($0.prefix { $0 != "/" })) }
            }
            var subject = Subject(
                list: small, parts: parts, keys: wanted,
                path: small.path.replacing("{part}", with: "*"))
            let limit = small.query.first { $0.0 == "limit" }.flatMap { Int($0.1) }
            if case .one = list.parts { subject.hasPages = limit.map { $0 < keys.count } ?? false }
            return subject
        }
    }

    private static func read(
        _ subject: Subject, _ sandbox: SandboxOrg, _ fault: String, times: Int
    ) async throws -> String {
        try await sandbox.plant(
            fault, path: subject.path, skip: times == 1 && subject.hasPages ? 1 : 0, times: times)
        let client = sandbox.client(triesMax: times == 1 ? 5 : 2, readSeconds: readSeconds)
        let box = PageBox()
        let ledger = try await ListReading(
            client: client, list: subject.list, parts: subject.parts
        ).run { box.add($0) }
        await client.close()
        try await sandbox.clearFaults()
        switch ledger.state {
        case .complete:
            let keys = box.keys
            return Set(keys) == subject.keys && keys.count == subject.keys.count
                ? "recovered"
                : "SILENT LOSS: \(keys.count) rows, the tenant has \(subject.keys.count)"
        case .absent(let reason): return "absent: \(reason)"
        case .incomplete(let reason): return "incomplete: \(reason)"
        }
    }
}
