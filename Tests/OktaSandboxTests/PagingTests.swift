import Testing

@testable import OktaSandbox

@Suite struct Paging {
    @Test func everyListGivesAllItsRowsOncePageByPage() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let lists: [(object: String, path: String)] = [
                ("users", "/api/v1/users?limit=7&search=id%20pr"),
                ("groups", "/api/v1/groups?limit=4"),
                ("group_rules", "/api/v1/groups/rules?limit=1"), ("apps", "/api/v1/apps?limit=3"),
                ("devices", "/api/v1/devices?limit=10"),
                ("user_types", "/api/v1/meta/types/user"), ("zones", "/api/v1/zones?limit=2"),
                ("authenticators", "/api/v1/authenticators"),
                ("trusted_origins", "/api/v1/trustedOrigins"),
                ("auth_servers", "/api/v1/authorizationServers"), ("idps", "/api/v1/idps"),
                ("event_hooks", "/api/v1/eventHooks"), ("api_tokens", "/api/v1/api-tokens"),
            ]
            for (object, path) in lists {
                let (rows, _) = try await org.all(path)
                #expect(
                    rows.compactMap { $0.text("id") } == org.server.ids(of: object), "\(object)")
            }
            let children: [(object: String, parents: String, path: (String) -> String)] = [
                ("group_members", "groups", { "/api/v1/groups/\($0)/users?limit=20" }),
                ("group_owners", "groups", { "/api/v1/groups/\($0)/owners?limit=1" }),
                ("app_users", "apps", { "/api/v1/apps/\($0)/users?limit=50" }),
                ("app_groups", "apps", { "/api/v1/apps/\($0)/groups?limit=20" }),
                ("rules", "policies", { "/api/v1/policies/\($0)/rules" }),
                ("factors", "users", { "/api/v1/users/\($0)/factors" }),
                ("admin_roles", "users", { "/api/v1/users/\($0)/roles" }),
            ]
            for (object, parents, path) in children {
                var found: [String] = []
                for parent in org.server.ids(of: parents) {
                    // These lists are many, and their buckets small.
                    org.server.resetTraffic()
                    for row in try await org.all(path(parent)).rows {
                        found.append("\(parent) \(row.text("id") ?? "")")
                    }
                }
                #expect(found.sorted() == org.server.ids(of: object), "\(object)")
            }
        }
    }

    @Test func theFirstPageOfAListHasOktasDefaultSize() async throws {
        try await withOrg(.generated(users: 600, apps: 40)) { org async throws in
            let group = org.server.ids(of: "groups").first ?? ""
            let app = org.server.ids(of: "apps")[0]
            let members = org.server.ids(of: "group_members").filter { $0.hasPrefix(group) }.count
            let cases: [(path: String, rows: Int)] = [
                ("/api/v1/users", 200), ("/api/v1/users?limit=1000", 200),
                ("/api/v1/users?q=user", 10), ("/api/v1/apps", 20), ("/api/v1/apps?limit=500", 40),
                ("/api/v1/apps/\(app)/users", 50), ("/api/v1/apps/\(app)/users?limit=9000", 500),
                ("/api/v1/groups/\(group)/users", members),
                ("/api/v1/groups/\(group)/users?limit=5", 5),
            ]
            for (path, rows) in cases {
                let page = try await org.get(path)
                #expect(page.rows.count == rows, "\(path)")
            }
            for path in ["/api/v1/users?limit=0", "/api/v1/users?limit=x", "/api/v1/users?after=x"]
            {
                #expect(try await org.get(path).errorCode == "E0000029", "\(path)")
            }
        }
    }

    @Test func thePlainListAndQHideDeactivatedUsersWhichSearchAndFilterShow() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let plain = try await org.all("/api/v1/users").rows
            #expect(plain.count == 226)
            #expect(!plain.contains { $0.text("status") == "DEPROVISIONED" })
            let gone = "status%20eq%20%22DEPROVISIONED%22"
            #expect(try await org.all("/api/v1/users?search=\(gone)").rows.count == 34)
            #expect(try await org.all("/api/v1/users?filter=\(gone)").rows.count == 34)
            let both = try await org.get("/api/v1/users?search=\(gone)&filter=\(gone)")
            #expect(both.status == 400 && both.errorCode == "E0000033")
        }
    }

    @Test func rowsRemovedBetweenTwoPagesHideNoOthers() async throws {
        try await withOrg { org async throws in
            let all = org.server.ids(of: "users")
            let first = try await org.get("/api/v1/users?limit=10&search=id%20pr")
            org.server.change { tenant in
                for id in all.prefix(10) { tenant.users.remove(id) }
            }
            let rest = try await org.all(first.next ?? "").rows.compactMap { $0.text("id") }
            #expect(rest == Array(all.dropFirst(10)))
        }
    }

    @Test func adminListsHaveTheNextPageInTheirBody() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            var ids: [String] = []
            var address: String? = "/api/v1/iam/assignees/users?limit=3"
            while let path = address {
                let page = try await org.get(path)
                #expect(page.next == nil)
                ids += (page.json.record?["value"]?.elements ?? []).compactMap {
                    $0.record?.text("id")
                }
                address = page.json.record?.text("_links.next.href")
            }
            let holders = Set(org.server.ids(of: "admin_roles").map { $0.prefix(20) })
            #expect(Set(ids.map { $0.prefix(20) }) == holders && ids.count == holders.count)
        }
    }

    @Test func expandAndFieldsShapeTheRowsOfEveryPage() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let groups = try await org.all("/api/v1/groups?expand=stats&limit=10").rows
            for group in groups {
                let id = group.text("id") ?? ""
                let members = org.server.ids(of: "group_members").filter { $0.hasPrefix(id) }
                #expect(group.value("_embedded.stats.usersCount") == .integer(members.count))
            }
            let devices = try await org.all("/api/v1/devices?expand=userSummary&limit=50").rows
            let links = devices.flatMap { $0.value("_embedded.users")?.elements ?? [] }
            #expect(links.count == org.server.counts["device_users"])
            let slim = try await org.get(
                "/api/v1/users?limit=1&fields=id,status,profile:(login,email)")
            #expect(slim.rows.first?.members.map(\.name) == ["id", "status", "profile"])
            #expect(
                slim.rows.first?[object: "profile"].members.map(\.name) == ["login", "email"])
        }
    }
}
