import Testing

@testable import OktaSandbox

/// One action of the catalogue on an object with a status: where it may be done it answers with its own code
/// and has its effect, everywhere else it is refused with the code Okta documents and changes nothing.
private struct StatusAction {
    var method = "POST"
    var path: String
    var allowed: [String]
    var success: Int
    /// The status afterwards; nil where it does not change.
    var leadsTo: String?
    var refusal: (status: Int, code: String)
    /// Statuses refused with another code than the rest.
    var otherRefusals: [String: String] = [:]
}

private let userStatuses = [
    "STAGED", "PROVISIONED", "ACTIVE", "PASSWORD_EXPIRED", "LOCKED_OUT", "RECOVERY", "SUSPENDED",
    "DEPROVISIONED",
]

private let userActions: [StatusAction] = [
    StatusAction(
        path: "/lifecycle/activate", allowed: ["STAGED", "DEPROVISIONED"], success: 200,
        leadsTo: "ACTIVE", refusal: (403, "E0000038"), otherRefusals: ["ACTIVE": "E0000016"]),
    StatusAction(
        path: "/lifecycle/reactivate", allowed: ["PROVISIONED", "RECOVERY"], success: 200,
        refusal: (403, "E0000038")),
    StatusAction(
        path: "/lifecycle/deactivate", allowed: userStatuses.filter { $0 != "DEPROVISIONED" },
        success: 200, leadsTo: "DEPROVISIONED", refusal: (403, "E0000038")),
    StatusAction(
        path: "/lifecycle/suspend", allowed: ["ACTIVE"], success: 200, leadsTo: "SUSPENDED",
        refusal: (400, "E0000001")),
    StatusAction(
        path: "/lifecycle/unsuspend", allowed: ["SUSPENDED"], success: 200, leadsTo: "ACTIVE",
        refusal: (400, "E0000001")),
    StatusAction(
        path: "/lifecycle/unlock", allowed: ["LOCKED_OUT"], success: 200, leadsTo: "ACTIVE",
        refusal: (403, "E0000032")),
    StatusAction(
        path: "/lifecycle/reset_password?sendEmail=false",
        allowed: ["PROVISIONED", "ACTIVE", "PASSWORD_EXPIRED", "LOCKED_OUT", "RECOVERY"],
        success: 200, leadsTo: "RECOVERY", refusal: (403, "E0000038")),
    StatusAction(
        path: "/lifecycle/expire_password", allowed: ["ACTIVE"], success: 200,
        leadsTo: "PASSWORD_EXPIRED", refusal: (403, "E0000038")),
    StatusAction(
        path: "/lifecycle/reset_factors", allowed: userStatuses.filter { $0 != "DEPROVISIONED" },
        success: 200, refusal: (403, "E0000038")),
    StatusAction(
        method: "DELETE", path: "/sessions", allowed: userStatuses, success: 204,
        refusal: (0, "")),
    StatusAction(
        path: "/credentials/forgot_password?sendEmail=false", allowed: ["ACTIVE"], success: 200,
        refusal: (403, "E0000034")),
    StatusAction(
        method: "DELETE", path: "", allowed: userStatuses, success: 204, leadsTo: "DEPROVISIONED",
        refusal: (0, "")),
]

@Suite struct Actions {
    @Test func aUserActionIsDoneInTheRightStatusAndRefusedInEveryOther() async throws {
        try await withOrg { org async throws in
            let id = org.user(3)
            var checked = 0
            for action in userActions {
                for status in userStatuses {
                    org.server.reset()
                    org.server.change { tenant in
                        tenant.users.update(id) { user in
                            user["status"] = .string(status)
                            user["passwordChanged"] = "2026-01-01T00:00:00.000Z"
                            user[object: "credentials"]["recovery_question"] = ["question": "?"]
                        }
                    }
                    // A deactivated user is deleted by the same call, which has a test of its own.
                    if action.method == "DELETE" && action.path.isEmpty
                        && status == "DEPROVISIONED"
                    {
                        continue
                    }
                    let answer = try await org.call(
                        action.method, "/api/v1/users/\(id)\(action.path)")
                    let after = try await org.get("/api/v1/users/\(id)").json.record?.text("status")
                    let what = "\(action.method) \(action.path) from \(status)"
                    if action.allowed.contains(status) {
                        #expect(answer.status == action.success, "\(what)")
                        #expect(after == action.leadsTo ?? status, "\(what)")
                    } else {
                        let code = action.otherRefusals[status] ?? action.refusal.code
                        #expect(answer.status == action.refusal.status, "\(what)")
                        #expect(answer.errorCode == code, "\(what)")
                        #expect(after == status, "\(what)")
                        #expect(org.server.effects.isEmpty, "\(what)")
                    }
                    checked += 1
                }
            }
            #expect(checked == userActions.count * userStatuses.count - 1)
        }
    }

    @Test func aUserOffersExactlyTheLinksThatWork() async throws {
        try await withOrg { org async throws in
            let id = org.user(3)
            for status in userStatuses {
                org.server.change { tenant in
                    tenant.users.update(id) { user in
                        user["status"] = .string(status)
                        let has = !["STAGED", "PROVISIONED", "DEPROVISIONED"].contains(status)
                        user["passwordChanged"] = has ? "2026-01-01T00:00:00.000Z" : .null
                    }
                }
                let links =
                    try await org.get("/api/v1/users/\(id)").json.record?[object: "_links"] ?? [:]
                for (name, path) in UserLifecycle.paths where name != "changePassword" {
                    guard name != "resetFactors", name != "forgotPassword" else { continue }
                    let allowed = userActions.first { $0.path.hasPrefix(path) }?.allowed ?? []
                    // A welcome that is not finished is restarted, not reset; it is allowed all the same.
                    if name == "resetPassword" && status == "PROVISIONED" { continue }
                    #expect(
                        (links[name] != nil) == allowed.contains(status), "\(name) in \(status)")
                }
                #expect((links["delete"] != nil) == (status == "DEPROVISIONED"))
            }
        }
    }

    @Test func deletingAUserTakesTwoCallsThatAnswerAlike() async throws {
        try await withOrg { org async throws in
            let id = org.user(3, status: "ACTIVE")
            #expect(try await org.call("DELETE", "/api/v1/users/\(id)").status == 204)
            #expect(
                try await org.get("/api/v1/users/\(id)").json.record?.text("status")
                    == "DEPROVISIONED")
            #expect(try await org.call("DELETE", "/api/v1/users/\(id)").status == 204)
            #expect(try await org.get("/api/v1/users/\(id)").errorCode == "E0000007")
            #expect(org.server.effects["user.lifecycle.deactivate \(id)"] == 1)
            #expect(org.server.effects["user.lifecycle.delete.initiated \(id)"] == 1)
            #expect(!org.server.ids(of: "app_users").contains { $0.hasSuffix(" \(id)") })
            #expect(!org.server.ids(of: "group_members").contains { $0.hasSuffix(" \(id)") })
        }
    }

    @Test func appsDevicesPoliciesAndRulesKeepToTheirOwnStates() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let cases:
                [(
                    object: String, path: String, field: String,
                    moves: [(verb: String, from: [String], to: String, success: Int, refusal: Int)]
                )] = [
                    (
                        "devices", "/api/v1/devices", "status",
                        [
                            ("activate", ["DEACTIVATED"], "ACTIVE", 204, 400),
                            ("suspend", ["ACTIVE"], "SUSPENDED", 204, 400),
                            ("unsuspend", ["SUSPENDED"], "ACTIVE", 204, 400),
                            ("deactivate", ["ACTIVE", "SUSPENDED"], "DEACTIVATED", 204, 400),
                        ]
                    )
                ]
            for (object, path, _, moves) in cases {
                let id = org.server.ids(of: object)[0]
                for move in moves {
                    for status in ["ACTIVE", "SUSPENDED", "DEACTIVATED"] {
                        org.server.change {
                            $0.devices.update(id) { $0["status"] = .string(status) }
                        }
                        let answer = try await org.post("\(path)/\(id)/lifecycle/\(move.verb)")
                        let after =
                            try await org.get("\(path)/\(id)").json.record?.text("status")
                        let isAllowed = move.from.contains(status)
                        #expect(answer.status == (isAllowed ? move.success : move.refusal))
                        #expect(after == (isAllowed ? move.to : status))
                    }
                }
            }
            let device = org.server.ids(of: "devices")[0]
            org.server.change { $0.devices.update(device) { $0["status"] = "ACTIVE" } }
            let early = try await org.call("DELETE", "/api/v1/devices/\(device)")
            #expect(early.status == 403 && early.errorCode == "E0000152")
            _ = try await org.post("/api/v1/devices/\(device)/lifecycle/deactivate")
            #expect(try await org.call("DELETE", "/api/v1/devices/\(device)").status == 204)
            #expect(try await org.get("/api/v1/devices/\(device)").errorCode == "E0000007")
        }
    }

    @Test func anAppIsDeletedOnlyWhenInactive() async throws {
        try await withOrg { org async throws in
            let app = org.server.ids(of: "apps")[0]
            let refused = try await org.call("DELETE", "/api/v1/apps/\(app)")
            #expect(refused.status == 403 && refused.errorCode == "E0000056")
            #expect(try await org.post("/api/v1/apps/\(app)/lifecycle/deactivate").status == 200)
            #expect(
                try await org.get("/api/v1/apps/\(app)").json.record?.text("status") == "INACTIVE")
            #expect(try await org.post("/api/v1/apps/\(app)/lifecycle/activate").status == 200)
            #expect(try await org.post("/api/v1/apps/\(app)/lifecycle/deactivate").status == 200)
            #expect(try await org.call("DELETE", "/api/v1/apps/\(app)").status == 204)
            #expect(!org.server.ids(of: "apps").contains(app))
            #expect(!org.server.ids(of: "app_users").contains { $0.hasPrefix(app) })
        }
    }

    @Test func policiesAndTheirRulesAreMadeSwitchedAndDeleted() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let made = try await org.post(
                "/api/v1/policies", ["type": "OKTA_SIGN_ON", "name": "Contractors only"])
            #expect(made.status == 200)
            let policy = "/api/v1/policies/\(made.json.record?.text("id") ?? "")"
            #expect(try await org.post("\(policy)/lifecycle/activate").status == 400)
            #expect(try await org.post("\(policy)/lifecycle/deactivate").status == 204)
            #expect(try await org.post("\(policy)/lifecycle/activate").status == 204)
            let wrong = try await org.post("\(policy)/rules", ["type": "PASSWORD", "name": "x"])
            #expect(wrong.status == 400 && wrong.errorCode == "E0000001")
            let rule = try await org.post("\(policy)/rules", ["type": "SIGN_ON", "name": "Deny"])
            #expect(rule.status == 200)
            let path = "\(policy)/rules/\(rule.json.record?.text("id") ?? "")"
            #expect(try await org.post("\(path)/lifecycle/deactivate").status == 204)
            #expect(try await org.post("\(path)/lifecycle/activate").status == 204)
            #expect(try await org.call("DELETE", path).status == 204)
            #expect(try await org.get(path).status == 404)
            #expect(try await org.call("DELETE", policy).status == 204)
            let uncreatable = try await org.post(
                "/api/v1/policies", ["type": "IDP_DISCOVERY", "name": "x"])
            #expect(uncreatable.status == 400)
            let systemPolicies = try await org.all("/api/v1/policies?type=PASSWORD").rows
            let system = try #require(systemPolicies.first { $0["system"] == true }?.text("id"))
            #expect(try await org.call("DELETE", "/api/v1/policies/\(system)").status == 403)
            #expect(
                try await org.post("/api/v1/policies/\(system)/lifecycle/deactivate").status == 403)
        }
    }

    @Test func factorsAreActivatedByTheirCodeAndUnenrolledWithTheirSiblings() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let id = org.user(0, status: "ACTIVE")
            org.server.change { tenant in
                tenant.factors[id] = Records(byID: [
                    ["id": "opf1", "factorType": "push", "provider": "OKTA", "status": "ACTIVE"],
                    [
                        "id": "ost1", "factorType": "token:software:totp", "provider": "OKTA",
                        "status": "ACTIVE",
                    ],
                    [
                        "id": "mbl1", "factorType": "sms", "provider": "OKTA",
                        "status": "PENDING_ACTIVATION",
                    ],
                ])
            }
            let base = "/api/v1/users/\(id)/factors"
            let wrong = try await org.post(
                "\(base)/mbl1/lifecycle/activate", ["passCode": "000000"])
            #expect(wrong.status == 403 && wrong.errorCode == "E0000068")
            let right = try await org.post(
                "\(base)/mbl1/lifecycle/activate", ["passCode": "123456"])
            #expect(right.status == 200 && right.json.record?.text("status") == "ACTIVE")
            #expect(try await org.call("DELETE", "\(base)/opf1").status == 204)
            #expect(try await org.get(base).rows.compactMap { $0.text("id") } == ["mbl1"])
            _ = org.user(0, status: "DEPROVISIONED")
            #expect(try await org.call("DELETE", "\(base)/mbl1").errorCode == "E0000038")
        }
    }
}
