import Foundation
import TestSupport
import Testing

/// `cork watch` beside a tenant that changes.
@Suite(.ownThread) struct WatchTests {
    private static func with(
        users: Int, _ body: (LiveWorkspace, OrgCalls, [String]) async throws -> Void
    ) async throws {
        let workspace = try await LiveWorkspace(users: users)
        do {
            #expect(try await workspace.cork(["sync"]).status == 0)
            let active = workspace.server.ids(of: "users").filter {
                workspace.server.status(ofUser: $0) == "ACTIVE"
            }
            try #require(active.count > 10)
            try await body(workspace, OrgCalls(url: workspace.url), active)
        } catch {
            await workspace.stop()
            throw error
        }
        await workspace.stop()
    }

    private static let board = #"okta.users | where status = "SUSPENDED" | show id, status"#

    @Test func `An event posted to the receiver shows on a watched board`() async throws {
        try await Self.with(users: 100) { workspace, org, active in
            let port = try Self.freePort()
            let hook = ["--event-hook", ":\(port)", "--events", "user.lifecycle.*", "--yes"]
            // A hook that does not lead to the receiver is told, and taken away again.
            let refused = try await workspace.cork(
                ["watch", "--board", Self.board, "--register", "http://127.0.0.1:1/"] + hook)
            #expect(refused.status == 1)
            #expect(refused.output.contains("help: Okta must reach http://127.0.0.1:1/"))
            #expect(workspace.server.ids(of: "event_hooks").isEmpty)

            // An hour between two looks: only what the hook delivers can be seen.
            let url = "http://127.0.0.1:\(port)/hook"
            let pair = try #require(
                workspace.server.ids(of: "group_members").last?.split(separator: " "))
            let (group, member) = (String(pair[0]), String(pair[1]))
            let members = Set(workspace.server.ids(of: "group_members"))
            let outsider = try #require(active.last { !members.contains("\(group) \($0)") })
            let boards = [
                "--board", Self.board, "--board",
                #"okta.group_members | where groupId = "\#(group)" | show groupId, userId"#,
            ]
            let watch = try workspace.start(
                ["watch", "--every", "1h", "--register", url] + boards + hook)
            #expect(try await watch.line(with: "watching") != nil, "\(watch.output)")
            #expect(workspace.server.ids(of: "event_hooks").count == 1)
            let user = active[3]
            let begun = ContinuousClock.now
            try await org.call("POST", "/api/v1/users/\(user)/lifecycle/suspend")
            #expect(
                try await watch.line(with: user, #""change":"added""#) != nil, "\(watch.output)")
            print("an event shows on a watched board after \(ContinuousClock.now - begun)")
            try await org.call("POST", "/api/v1/users/\(user)/lifecycle/unsuspend")
            #expect(try await watch.line(with: user, #""change":"gone""#) != nil)
            let secret = try Self.secret(of: workspace)
            // Late, repeated and forged events: Okta is asked, and says otherwise.
            let claims = [
                ("group.user_membership.add", outsider, "2030-01-01T00:00:00.000Z"),
                ("group.user_membership.remove", member, "2030-01-01T00:00:00.000Z"),
                ("user.lifecycle.suspend", user, "2020-01-01T00:00:00.000Z"),
            ]
            for _ in 0..<2 {
                try await org.deliver(claims, group: group, port: port, secret: secret)
            }
            try await org.call("POST", "/api/v1/users/\(active[4])/lifecycle/suspend")
            #expect(try await watch.line(with: active[4], #""change":"added""#) != nil)
            #expect(!watch.output.contains(outsider) && !watch.output.contains(member))
            #expect(
                watch.output.split(separator: "\n").filter { $0.contains(user) }.count == 2,
                "\(watch.output)")
            try await watch.interrupt()
            try Self.expectNone(of: secret, in: [refused.output, watch.output], workspace)
            let removed = try await workspace.cork(["watch", "--remove", "corkboard", "--yes"])
            #expect(removed.status == 0, "\(removed.output)")
            #expect(workspace.server.ids(of: "event_hooks").isEmpty)
        }
    }

    @Test func `The System Log is followed, and read on after a kill`() async throws {
        try await Self.with(users: 100) { workspace, org, active in
            let users = ["watch", "--board", Self.board, "--every", "100ms"]
            let first = try workspace.start(users)
            #expect(try await first.line(with: "watching") != nil)
            try await org.call("POST", "/api/v1/users/\(active[0])/lifecycle/suspend")
            #expect(try await first.line(with: active[0], "added") != nil, "\(first.output)")
            try await first.kill()
            try await org.call("POST", "/api/v1/users/\(active[1])/lifecycle/suspend")
            let second = try workspace.start(users)
            #expect(try await second.line(with: active[1], "added") != nil, "\(second.output)")
            try await second.interrupt()
            // Members come and go with their events.
            let pair = try #require(
                workspace.server.ids(of: "group_members").last?.split(separator: " "))
            let group = String(pair[0])
            let members = Set(workspace.server.ids(of: "group_members"))
            let outsider = try #require(active.first { !members.contains("\(group) \($0)") })
            let board =
                #"okta.group_members | where groupId = "\#(group)" | show groupId, userId"#
            let third = try workspace.start(["watch", "--board", board, "--every", "100ms"])
            #expect(try await third.line(with: "watching") != nil)
            try await org.call("PUT", "/api/v1/groups/\(group)/users/\(outsider)")
            #expect(try await third.line(with: outsider, "added") != nil, "\(third.output)")
            try await org.call("DELETE", "/api/v1/groups/\(group)/users/\(outsider)")
            #expect(try await third.line(with: outsider, "gone") != nil, "\(third.output)")
            // A sync and a watch at once: neither is refused, and nothing is lost.
            for user in active[4..<7] {
                try await org.call("PUT", "/api/v1/groups/\(group)/users/\(user)")
                let sync = try await workspace.cork(["sync"])
                #expect(sync.status == 0, "\(sync.output)")
            }
            try await third.interrupt()
            let query = try await workspace.cork(
                ["query", "okta.group_members | show groupId, userId", "--quiet"])
            let rows = query.output.split(separator: "\n").dropFirst()
            let found = Set(rows.map { String($0).replacingOccurrences(of: ",", with: " ") })
            #expect(found == Set(workspace.server.ids(of: "group_members")))
        }
    }

    /// The hook's secret, in a file that only its owner may read.
    private static func secret(of workspace: LiveWorkspace) throws -> String {
        let files = FileManager.default
        let folder = workspace.path + "/.config/cork/"
        let name = try #require(
            try files.contentsOfDirectory(atPath: folder).first { $0.contains("-hook-corkboard") })
        let mode = try files.attributesOfItem(atPath: folder + name)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let kept = try #require(files.contents(atPath: folder + name))
        let secret = try #require(
            (try JSONSerialization.jsonObject(with: kept) as? [String: String])?["token"])
        #expect(secret.count == 40)
        return secret
    }

    /// Nothing that was said and no other file holds the secret.
    private static func expectNone(
        of secret: String, in outputs: [String], _ workspace: LiveWorkspace
    ) throws {
        let files = FileManager.default
        for output in outputs { #expect(!output.contains(secret)) }
        for path in try files.subpathsOfDirectory(atPath: workspace.path)
        where !path.contains("-hook-corkboard") {
            let bytes = files.contents(atPath: workspace.path + "/" + path) ?? Data()
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(path)")
        }
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        try #require(code == 0)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
