import Testing

@testable import OktaSandbox

@Suite struct Assignments {
    @Test func appsComeAndGoWithTheGroupsThatGrantThem() async throws {
        try await withOrg { org async throws in
            let app = org.server.ids(of: "apps")[5]
            let group = try await org.post("/api/v1/groups", ["profile": ["name": "New team"]])
            let groupID = group.json.record?.text("id") ?? ""
            let user = org.user(3, status: "ACTIVE")
            org.server.change { $0.appUsers.remove(app, user) }
            let membership = "/api/v1/groups/\(groupID)/users/\(user)"
            let assignment = "/api/v1/apps/\(app)/groups/\(groupID)"
            let account = "/api/v1/apps/\(app)/users/\(user)"
            #expect(try await org.call("PUT", membership).status == 204)
            #expect(try await org.call("PUT", membership).status == 204)
            #expect(org.server.effects["group.user_membership.add \(user) \(groupID)"] == 1)
            #expect(try await org.call("PUT", assignment, ["priority": 0]).status == 200)
            let granted = try await org.get(account).json.record ?? [:]
            #expect(granted.text("scope") == "GROUP")
            #expect(granted.text("_links.group.href")?.hasSuffix(groupID) == true)
            let refused = try await org.call("DELETE", account)
            #expect(refused.status == 403 && refused.errorCode == "E0000046")
            #expect(try await org.call("DELETE", membership).status == 204)
            #expect(try await org.get(account).status == 404)
            #expect(try await org.call("PUT", membership).status == 204)
            #expect(try await org.get(account).status == 200)
            #expect(try await org.call("DELETE", assignment).status == 204)
            #expect(try await org.get(account).status == 404)
            #expect(try await org.call("DELETE", assignment).status == 404)
            let direct = try await org.post("/api/v1/apps/\(app)/users", ["id": .string(user)])
            #expect(direct.json.record?.text("scope") == "USER")
            #expect(try await org.call("DELETE", account).status == 204)
        }
    }

    @Test func onlyGroupsOfOktasOwnTakeMembers() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let user = org.server.ids(of: "users")[0]
            for type in ["BUILT_IN", "APP_GROUP"] {
                let filter = PercentEncoding.encode("type eq \"\(type)\"")
                let group =
                    try await org.all("/api/v1/groups?filter=\(filter)").rows[0].text("id") ?? ""
                for method in ["PUT", "DELETE"] {
                    let answer = try await org.call(method, "/api/v1/groups/\(group)/users/\(user)")
                    #expect(answer.status == 403 && answer.errorCode == "E0000006")
                }
            }
            let filter = PercentEncoding.encode("type eq \"BUILT_IN\"")
            let everyone =
                try await org.all("/api/v1/groups?filter=\(filter)").rows[0].text("id") ?? ""
            #expect(try await org.call("DELETE", "/api/v1/groups/\(everyone)").status == 403)
        }
    }

    @Test func aGroupNameIsTakenOnceAndAGroupGoesWithItsMembers() async throws {
        try await withOrg { org async throws in
            let made = try await org.post("/api/v1/groups", ["profile": ["name": "Twice"]])
            let again = try await org.post("/api/v1/groups", ["profile": ["name": "Twice"]])
            #expect(made.status == 200 && again.status == 400 && again.errorCode == "E0000001")
            let id = made.json.record?.text("id") ?? ""
            _ = try await org.call("PUT", "/api/v1/groups/\(id)/users/\(org.user(3))")
            #expect(org.server.ids(of: "group_members").contains("\(id) \(org.user(3))"))
            #expect(try await org.call("DELETE", "/api/v1/groups/\(id)").status == 204)
            #expect(!org.server.ids(of: "group_members").contains { $0.hasPrefix(id) })
        }
    }

    @Test func usersAreCreatedInTheStatusOktaGivesThem() async throws {
        try await withOrg { org async throws in
            let password: JSON = ["password": ["value": "Corr3ct-horse"]]
            let question: JSON = ["recovery_question": ["question": "Why?", "answer": "Because"]]
            let both: JSON = [
                "password": ["value": "Corr3ct-horse"],
                "recovery_question": ["question": "Why?", "answer": "Because"],
            ]
            let federated: JSON = ["provider": ["type": "FEDERATION", "name": "FEDERATION"]]
            let cases: [(query: String, credentials: JSON?, wanted: String)] = [
                ("", nil, "PROVISIONED"), ("?activate=false", nil, "STAGED"),
                ("", question, "PROVISIONED"), ("?activate=false", question, "STAGED"),
                ("", password, "ACTIVE"), ("?activate=false", password, "STAGED"),
                ("", both, "ACTIVE"), ("?provider=true", federated, "ACTIVE"),
                ("?activate=true&nextLogin=changePassword", password, "PASSWORD_EXPIRED"),
                ("?nextLogin=changePassword", nil, "E0000124"),
                ("?activate=false&nextLogin=changePassword", password, "E0000125"),
                ("", ["password": ["value": "short"]], "E0000001"),
            ]
            for (number, (query, credentials, wanted)) in cases.enumerated() {
                var body: Record = [
                    "profile": [
                        "firstName": "New", "lastName": "Person",
                        "email": .string("new\(number)@acme.com"),
                        "login": .string("new\(number)@acme.com"),
                    ]
                ]
                body["credentials"] = credentials
                let answer = try await org.post("/api/v1/users\(query)", .object(body))
                let found = answer.json.record?.text("status") ?? answer.errorCode
                #expect(found == wanted, "\(query) \(number)")
                #expect(!String(decoding: answer.body, as: UTF8.self).contains("Corr3ct"))
            }
            let profile: (String, JSON) -> JSON = { name, value in
                var profile: Record = [
                    "firstName": "A", "lastName": "B", "email": "z@acme.com", "login": "z@acme.com",
                ]
                profile[name] = value
                return ["profile": .object(profile)]
            }
            let refused: [(String, JSON)] = [
                ("login", "NEW0@acme.com"), ("login", ""), ("login", "x"), ("email", "nobody"),
                ("firstName", .string(String(repeating: "a", count: 51))), ("favourite", "x"),
                ("department", 5), ("city", "Zürich😀"),
            ]
            for (name, value) in refused {
                let answer = try await org.post("/api/v1/users", profile(name, value))
                #expect(answer.status == 400 && answer.errorCode == "E0000001", "\(name)")
            }
            #expect(try await org.post("/api/v1/users", "x").errorCode == "E0000003")
        }
    }

    @Test func anUpdateMergesOrReplacesAndHeedsTheTag() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let id = org.user(0, status: "ACTIVE")
            let path = "/api/v1/users/\(id)"
            let before = try await org.get(path)
            let tag = before.header("etag") ?? ""
            #expect(tag.hasPrefix("W/\""))
            let merged = try await org.call(
                "POST", path, ["profile": ["title": "Captain", "city": nil]],
                headers: ["If-Match": tag])
            let profile = merged.json.record?[object: "profile"] ?? [:]
            #expect(profile.text("title") == "Captain" && profile["city"] == nil)
            #expect(profile.text("department") == "Executive")
            let stale = try await org.call(
                "POST", path, ["profile": ["title": "x"]], headers: ["If-Match": tag])
            #expect(stale.status == 412 && stale.errorCode == "E0000231")
            let bad = try await org.call(
                "POST", path, ["profile": ["title": "x"]], headers: ["If-Match": "nonsense"])
            #expect(bad.status == 400 && bad.errorCode == "E0000242")
            let replaced = try await org.call(
                "PUT", path,
                [
                    "profile": [
                        "firstName": "Grace", "lastName": "O'Brien",
                        "email": "grace.obrien@acme.com", "login": "grace.obrien@acme.com",
                        "clearanceLevel": 4,
                    ]
                ])
            #expect(replaced.json.record?[object: "profile"].members.count == 5)
            let typed = try await org.call("POST", path, ["profile": ["clearanceLevel": "high"]])
            #expect(typed.errorCode == "E0000001")
            _ = org.user(0, status: "DEPROVISIONED")
            #expect(try await org.call("POST", path, ["profile": ["title": "x"]]).status == 403)
        }
    }

    @Test func aPasswordIsChangedByTheOldOneAndEndsARecovery() async throws {
        try await withOrg { org async throws in
            let id = org.user(3, status: "ACTIVE")
            let path = "/api/v1/users/\(id)/credentials/change_password"
            let change: (String, String) -> JSON = { old, new in
                ["oldPassword": ["value": .string(old)], "newPassword": ["value": .string(new)]]
            }
            #expect(try await org.post(path, change("unknown", "F1rst-word")).status == 200)
            #expect(
                try await org.post(path, change("wrong", "S3cond-word")).errorCode == "E0000014")
            #expect(try await org.post(path, change("F1rst-word", "weak")).errorCode == "E0000080")
            _ = try await org.post("/api/v1/users/\(id)/lifecycle/reset_password?sendEmail=true")
            #expect(try await org.post(path, change("F1rst-word", "S3cond-word")).status == 200)
            #expect(
                try await org.get("/api/v1/users/\(id)").json.record?.text("status") == "ACTIVE")
            _ = org.user(3, status: "SUSPENDED")
            #expect(
                try await org.post(path, change("S3cond-word", "Th1rd-word")).errorCode
                    == "E0000035")
            let missing = try await org.post("/api/v1/users/\(id)/lifecycle/reset_password")
            #expect(missing.status == 400 && missing.errorCode == "E0000028")
        }
    }
}
