import Testing

@testable import OktaSandbox

@Suite struct Registry {
    @Test func everyCallOfTheProductIsThere() {
        let calls = [
            "DELETE /api/v1/apps/x", "POST /api/v1/apps/x/lifecycle/activate",
            "POST /api/v1/apps/x/lifecycle/deactivate", "DELETE /api/v1/apps/x/users/x",
            "PUT /api/v1/apps/x/groups/x", "DELETE /api/v1/apps/x/groups/x", "POST /api/v1/groups",
            "DELETE /api/v1/groups/x", "PUT /api/v1/groups/x/users/x",
            "DELETE /api/v1/groups/x/users/x", "POST /api/v1/users/x/lifecycle/activate",
            "POST /api/v1/users/x/lifecycle/reactivate",
            "POST /api/v1/users/x/lifecycle/deactivate", "POST /api/v1/users/x/lifecycle/suspend",
            "POST /api/v1/users/x/lifecycle/unsuspend", "DELETE /api/v1/users/x",
            "DELETE /api/v1/devices/x", "POST /api/v1/devices/x/lifecycle/activate",
            "POST /api/v1/devices/x/lifecycle/deactivate",
            "POST /api/v1/devices/x/lifecycle/suspend",
            "POST /api/v1/devices/x/lifecycle/unsuspend", "POST /api/v1/users/x/lifecycle/unlock",
            "POST /api/v1/users/x/lifecycle/reset_password",
            "POST /api/v1/users/x/lifecycle/expire_password",
            "POST /api/v1/users/x/lifecycle/expire_password_with_temp_password",
            "POST /api/v1/users/x/lifecycle/reset_factors", "DELETE /api/v1/users/x/sessions",
            "POST /api/v1/users/x/credentials/forgot_password",
            "POST /api/v1/users/x/credentials/forgot_password_recovery_question",
            "POST /api/v1/users/x/credentials/change_password", "POST /api/v1/users",
            "POST /api/v1/policies", "DELETE /api/v1/policies/x",
            "POST /api/v1/policies/x/lifecycle/activate",
            "POST /api/v1/policies/x/lifecycle/deactivate", "POST /api/v1/policies/x/rules",
            "DELETE /api/v1/policies/x/rules/x",
            "POST /api/v1/policies/x/rules/x/lifecycle/activate",
            "POST /api/v1/policies/x/rules/x/lifecycle/deactivate",
            "DELETE /api/v1/users/x/factors/x",
            "POST /api/v1/users/x/factors/x/lifecycle/activate", "POST /api/v1/eventHooks",
            "POST /api/v1/eventHooks/x/lifecycle/verify", "GET /api/v1/users",
            "GET /api/v1/users/x", "POST /api/v1/users/x", "PUT /api/v1/users/x",
            "GET /api/v1/groups", "GET /api/v1/groups/x/users", "GET /api/v1/groups/x/owners",
            "GET /api/v1/groups/rules", "GET /api/v1/apps", "GET /api/v1/apps/x/users",
            "GET /api/v1/apps/x/groups", "GET /api/v1/users/x/appLinks",
            "GET /api/v1/apps/x/group-push/mappings", "GET /api/v1/devices",
            "GET /api/v1/devices/x/users", "GET /api/v1/policies", "GET /api/v1/policies/x/rules",
            "GET /api/v1/policies/x/mappings", "GET /api/v1/users/x/factors",
            "GET /api/v1/users/x/authenticator-enrollments", "GET /api/v1/meta/types/user",
            "GET /api/v1/meta/schemas/user/default", "GET /api/v1/meta/schemas/group/default",
            "GET /api/v1/meta/schemas/apps/x/default",
            "GET /api/v1/meta/schemas/user/linkedObjects", "GET /api/v1/users/x/linkedObjects/x",
            "GET /api/v1/iam/assignees/users", "GET /api/v1/users/x/roles",
            "GET /api/v1/groups/x/roles", "GET /oauth2/v1/clients/x/roles", "GET /api/v1/iam/roles",
            "GET /api/v1/iam/resource-sets", "GET /api/v1/logs", "GET /api/v1/zones",
            "GET /api/v1/authenticators", "GET /api/v1/authorizationServers",
            "GET /api/v1/eventHooks", "GET /api/v1/inlineHooks", "GET /api/v1/api-tokens",
            "GET /api/v1/idps", "GET /api/v1/idps/x/users", "GET /api/v1/mappings",
            "GET /api/v1/realms", "GET /api/v1/realm-assignments", "GET /api/v1/trustedOrigins",
            "GET /api/v1/device-assurances", "GET /api/v1/apps/x/grants",
            "GET /api/v1/apps/x/credentials/secrets", "GET /api/v1/users/x/grants",
            "GET /api/v1/users/x/clients", "GET /api/v1/users/x/risk",
            "GET /api/v1/org/factors/yubikey_token/tokens", "GET /api/v1/agentPools",
            "GET /integrations/api/v1/api-services", "GET /api/v1/org",
            "GET /.well-known/okta-organization",
        ]
        for call in calls {
            let parts = call.split(separator: " ")
            guard case .found = EndpointRegistry.match(String(parts[0]), String(parts[1])) else {
                Issue.record("no \(call)")
                continue
            }
        }
        let names = EndpointRegistry.all.map { "\($0.method.rawValue) \($0.path)" }
        #expect(Set(names).count == names.count)
    }

    @Test func theDocumentNamesEveryEndpointAndEveryFault() throws {
        let root = "\(#filePath)".split(separator: "/Tests/").first ?? ""
        let document = try #require(TextFile.lines(of: "\(root)/docs/sandbox.md"))
        var methods: [String: [String]] = [:]
        for endpoint in EndpointRegistry.all {
            methods[endpoint.path, default: []].append(endpoint.method.rawValue)
        }
        for (path, names) in methods {
            let line = document.first { $0.split(separator: " ").first == path[...] }
            let found = (line ?? "").split(separator: " ").filter { $0 == $0.uppercased()[...] }
            let listed = found.filter { Call.Method(rawValue: String($0)) != nil }.map(String.init)
            #expect(listed == names, "\(path)")
        }
        for kind in Fault.Kind.allCases {
            let isNamed = document.contains {
                $0.hasPrefix("|") && $0.contains("`\(kind.rawValue)`")
            }
            #expect(isNamed, "\(kind.rawValue)")
        }
    }

    @Test func aValueInAPathIsNeverMoreThanOnePart() async throws {
        try await withOrg { org async throws in
            let cases: [(String, Int, String)] = [
                ("/api/v1/users/a%2Fb", 404, "E0000007"),
                ("/api/v1/users/..%2Fgroups", 404, "E0000007"),
                ("/api/v1/users/x%3Fy%23z", 404, "E0000007"),
                ("/api/v1/nothing", 404, "E0000007"), ("/api/v1/users/%ZZ", 404, "E0000007"),
                ("/api/v1/users/%22%20or%201%20eq%201", 404, "E0000007"),
            ]
            for (path, status, code) in cases {
                let answer = try await org.get(path)
                #expect(answer.status == status && answer.errorCode == code, "\(path)")
            }
            let wrong = try await org.call("PATCH", "/api/v1/users/x", [:])
            #expect(wrong.status == 405 && wrong.errorCode == "E0000022")
            let rules = try await org.call("DELETE", "/api/v1/groups/rules")
            #expect(rules.status == 405)
        }
    }

    @Test func everyAnswerNamesItsRequestAndEveryErrorItself() async throws {
        try await withOrg { org async throws in
            let answer = try await org.get("/api/v1/users/nobody")
            #expect(answer.header("x-okta-request-id")?.isEmpty == false)
            #expect(answer.header("date") != nil)
            let body = answer.json.record ?? [:]
            #expect(
                body.members.map(\.name) == [
                    "errorCode", "errorSummary", "errorLink", "errorId", "errorCauses",
                ])
            #expect(body.text("errorSummary") == "Not found: Resource not found: nobody (User)")
        }
    }

    @Test func aUserIsFoundByIdLoginAndShortLogin() async throws {
        try await withOrg { org async throws in
            let id = org.server.ids(of: "users")[7]
            for key in [id, "user7@generated.example", "USER7@generated.example", "user7"] {
                #expect(try await org.get("/api/v1/users/\(key)").json.record?.text("id") == id)
            }
        }
    }

    @Test func customAttributesAreInTheSchemaWithTheirTypes() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let schema = try await org.get("/api/v1/meta/schemas/user/default").json.record ?? [:]
            let base = schema.value("definitions.base.properties")?.record ?? [:]
            let custom = schema.value("definitions.custom.properties")?.record ?? [:]
            #expect(base.members.count == 31)
            let types: [(String, String)] = [
                ("badgeColor", "string"), ("isRemote", "boolean"), ("workload", "number"),
                ("clearanceLevel", "integer"), ("spokenLanguages", "array"),
            ]
            for (name, type) in types { #expect(custom.text("\(name).type") == type) }
            #expect(custom.text("spokenLanguages.items.type") == "string")
        }
    }

    @Test func aGeneratedTenantIsTheSameEveryTime() {
        let (left, right) = (Tenant.generated(users: 300), Tenant.generated(users: 300))
        for object in Tenant.objects {
            #expect(left.ids(of: object) == right.ids(of: object), "\(object)")
        }
        #expect(left.users.count == 300 && left.apps.count == 150)
        let gone = left.users.rows.filter { $0.value.text("status") == "DEPROVISIONED" }
        #expect(!gone.isEmpty && gone.allSatisfy { left.appUsers.lefts(of: $0.id).isEmpty })
        for status in ["STAGED", "PROVISIONED", "LOCKED_OUT", "RECOVERY", "SUSPENDED"] {
            #expect(left.users.rows.contains { $0.value.text("status") == status })
        }
    }

    @Test func aFolderThatIsNoTenantIsRefused() {
        #expect(throws: TenantError.self) { try Tenant(folder: "/nowhere") }
    }

    @Test func aServerStartsAgainAfterItWasStopped() async throws {
        let server = SandboxServer(configuration: .init(tenant: .generated(users: 5, apps: 1)))
        for _ in 0..<3 {
            let url = try await server.start()
            await #expect(throws: SandboxServer.Failure.self) { try await server.start() }
            var taken = SandboxServer.Configuration(tenant: Tenant())
            taken.port = url.split(separator: ":").last.flatMap { Int($0) } ?? 0
            let other = SandboxServer(configuration: taken)
            await #expect(throws: SandboxServer.Failure.self) { try await other.start() }
            #expect(try await Org(server: server, url: url).get("/api/v1/users").status == 200)
            await server.stop()
        }
        await server.stop()
    }
}
