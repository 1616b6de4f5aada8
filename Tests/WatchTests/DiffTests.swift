import Foundation
import TestSupport
import Testing

/// `cork diff` against what really happened.
@Suite(.ownThread) struct DiffTests {
    @Test func `After 100 changes cork diff equals the tenant's own log, by id and field`()
        async throws
    {
        let workspace = try await LiveWorkspace(users: 300)
        do { try await compare(workspace) } catch {
            await workspace.stop()
            throw error
        }
        await workspace.stop()
    }

    private func compare(_ workspace: LiveWorkspace) async throws {
        #expect(try await workspace.cork(["sync"]).status == 0)
        let org = OrgCalls(url: workspace.url)
        let active = workspace.server.ids(of: "users").filter {
            workspace.server.status(ofUser: $0) == "ACTIVE"
        }
        try #require(active.count > 120)
        var before: [String: [String: String]] = [:]
        for id in active.prefix(90) { before[id] = try await org.fields(ofUser: id) }
        let effectsBefore = workspace.server.effects
        for (index, id) in active.prefix(90).enumerated() {
            let path = "/api/v1/users/\(id)"
            switch index % 9 {
            case 0, 1: try await org.call("POST", "\(path)/lifecycle/suspend")
            case 2:
                try await org.call("POST", "\(path)/lifecycle/deactivate")
                try await org.call("DELETE", path)
            case 3: try await org.call("POST", path, ["profile": ["mobilePhone": "555 \(index)"]])
            default:
                try await org.call(
                    "POST", path,
                    ["profile": ["title": "Title \(index)", "department": "Department \(index)"]])
            }
        }
        for number in 0..<10 {
            try await org.call(
                "POST", "/api/v1/users?activate=false",
                [
                    "profile": [
                        "login": "new\(number)@example.com", "email": "new\(number)@example.com",
                        "firstName": "New", "lastName": "User \(number)",
                    ]
                ])
        }
        #expect(try await workspace.cork(["sync"]).status == 0)

        // The log: which users, and whether they came or went; the records: which fields.
        var expected: Set<String> = []
        var touched: Set<String> = []
        for (effect, _) in workspace.server.effects where effectsBefore[effect] == nil {
            let words = effect.split(separator: " ").map(String.init)
            guard words.count == 2, words[0].hasPrefix("user."), words[1].hasPrefix("00u") else {
                continue
            }
            touched.insert(words[1])
        }
        #expect(touched.count == 100)
        for id in touched {
            let after = try await org.fields(ofUser: id)
            guard let old = before[id] else {
                expected.insert("added \(id)")
                continue
            }
            if after.isEmpty {
                expected.insert("gone \(id)")
                continue
            }
            for field in Set(old.keys).union(after.keys) where old[field] != after[field] {
                expected.insert("changed \(id) \(field)")
            }
        }
        let answer = try await workspace.cork(
            ["diff", "okta.users", "--since", "#1", "--format", "json", "--quiet"])
        #expect(answer.status == 0, "\(answer.output)")
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
        var found: Set<String> = []
        for row in rows {
            let words = [row["change"], row["id"], row["field"]].compactMap { $0 as? String }
            found.insert(words.joined(separator: " "))
        }
        #expect(found.subtracting(expected).isEmpty, "\(found.subtracting(expected).prefix(10))")
        #expect(expected.subtracting(found).isEmpty, "\(expected.subtracting(found).prefix(10))")
        let counts = ["added", "gone", "changed"].map { word in
            "\(found.filter { $0.hasPrefix(word + " ") }.count) \(word)"
        }
        print(
            "100 users touched: cork diff and the tenant agree on \(counts.joined(separator: ", "))"
        )
    }
}
