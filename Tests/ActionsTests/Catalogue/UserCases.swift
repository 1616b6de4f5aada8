import Actions
import Okta

@testable import OktaSandbox

/// Actions on users that exist.
let userCases: [ActionCase] = [
    ActionCase(
        name: "activate user", roles: ["user"], inputs: ["sendEmail": .flag(false)],
        given: Fixture.user("STAGED"), effect: "STAGED → ACTIVE",
        requests: ["POST /api/v1/users/00uTEST/lifecycle/activate?sendEmail=false "],
        probe: Fixture.userStatus, before: "STAGED", after: "PROVISIONED",
        failures: [
            .init(sentence: "already ACTIVE"),
            .init(
                sentence:
                    "it is SUSPENDED, and activate user needs status STAGED or DEPROVISIONED: unsuspend user takes it",
                code: "E0000038", given: Fixture.user("SUSPENDED")),
        ]),
    ActionCase(
        name: "reactivate user", roles: ["user"], inputs: ["sendEmail": .flag(true)],
        given: Fixture.user("PROVISIONED"), effect: "the activation starts anew",
        requests: ["POST /api/v1/users/00uTEST/lifecycle/reactivate?sendEmail=true "],
        probe: Fixture.effects("user.lifecycle.reactivate"), before: "0", after: "1", isDone: nil,
        failures: [
            .init(
                sentence: "it is ACTIVE, and reactivate user needs status PROVISIONED or RECOVERY",
                code: "E0000038"),
            .init(
                sentence:
                    "it is STAGED, and reactivate user needs status PROVISIONED or RECOVERY: activate user takes it",
                code: "E0000038", given: Fixture.user("STAGED")),
        ]),
    ActionCase(
        name: "deactivate user", roles: ["user"], given: Fixture.account(.user),
        effect: "ACTIVE → DEPROVISIONED",
        losses: [
            "direct app assignments, with their profiles in the apps",
            "the password, and API tokens that the user made",
        ],
        requests: ["POST /api/v1/users/00uTEST/lifecycle/deactivate "],
        probe: { Fixture.userStatus($0) + " " + Fixture.isAssigned($0) }, before: "ACTIVE USER",
        after: "DEPROVISIONED no",
        failures: [
            .init(sentence: "already DEPROVISIONED", given: Fixture.user("DEPROVISIONED")),
            .init(
                sentence: "Okta has no such user any more", code: "E0000007",
                given: Fixture.noUser),
        ]),
    ActionCase(
        name: "suspend user", roles: ["user"], effect: "ACTIVE → SUSPENDED",
        inverse: "unsuspend user", requests: ["POST /api/v1/users/00uTEST/lifecycle/suspend "],
        probe: Fixture.userStatus, before: "ACTIVE", after: "SUSPENDED",
        failures: [
            .init(sentence: "already SUSPENDED", given: Fixture.user("SUSPENDED")),
            .init(
                sentence:
                    "it is PROVISIONED, and suspend user needs status ACTIVE: deactivate user takes it",
                code: "E0000001", given: Fixture.user("PROVISIONED")),
        ]),
    ActionCase(
        name: "unsuspend user", roles: ["user"], given: Fixture.user("SUSPENDED"),
        effect: "SUSPENDED → ACTIVE", inverse: "suspend user",
        requests: ["POST /api/v1/users/00uTEST/lifecycle/unsuspend "],
        probe: Fixture.userStatus, before: "SUSPENDED", after: "ACTIVE",
        failures: [
            .init(sentence: "already ACTIVE"),
            .init(
                sentence:
                    "it is DEPROVISIONED, and unsuspend user needs status SUSPENDED: activate user takes it",
                code: "E0000001", given: Fixture.user("DEPROVISIONED")),
        ]),
    ActionCase(
        name: "unlock user", roles: ["user"], given: Fixture.user("LOCKED_OUT"),
        effect: "LOCKED_OUT → ACTIVE",
        requests: ["POST /api/v1/users/00uTEST/lifecycle/unlock "],
        probe: Fixture.userStatus, before: "LOCKED_OUT", after: "ACTIVE",
        failures: [
            .init(
                sentence:
                    "it is SUSPENDED, and unlock user needs status LOCKED_OUT: unsuspend user takes it",
                code: "E0000032", given: Fixture.user("SUSPENDED")),
            .init(
                sentence: "the directory it comes from keeps the lock: it ends there",
                given: { tenant in
                    Fixture.user("LOCKED_OUT")(&tenant)
                    Fixture.userFrom("ACTIVE_DIRECTORY")(&tenant)
                }),
        ]),
    ActionCase(
        name: "delete user", roles: ["user"],
        effect: "ACTIVE → DEPROVISIONED → deleted, in two calls",
        losses: [
            "the user with its id: one that is made again is another user",
            "groups, app assignments, factors and devices of the user",
        ],
        requests: ["DELETE /api/v1/users/00uTEST ", "DELETE /api/v1/users/00uTEST "],
        probe: Fixture.userStatus, before: "ACTIVE", after: "gone",
        failures: [
            .init(sentence: "Okta has no such user any more", given: Fixture.noUser),
            .init(
                sentence:
                    "Okta is still moving it to DEPROVISIONED; a later sync shows how it ended",
                given: {
                    $0.users.update(Fixture.user) {
                        $0["transitioningToStatus"] = "DEPROVISIONED"
                    }
                }),
        ]),
    ActionCase(
        name: "reset password", roles: ["user"],
        inputs: ["sendEmail": .flag(false), "revokeSessions": .flag(true)],
        effect: "ACTIVE → RECOVERY", losses: ["the present password"],
        requests: [
            "POST /api/v1/users/00uTEST/lifecycle/reset_password?sendEmail=false&revokeSessions=true "
        ],
        probe: Fixture.userStatus, before: "ACTIVE", after: "RECOVERY", isDone: nil,
        failures: [
            .init(sentence: "'sendEmail' is missing", inputs: [:], code: "E0000028"),
            .init(
                sentence: "its password is kept by ACTIVE_DIRECTORY, and changes there",
                code: "E0000017", given: Fixture.userFrom("ACTIVE_DIRECTORY")),
        ]),
    ActionCase(
        name: "expire password", roles: ["user"], effect: "ACTIVE → PASSWORD_EXPIRED",
        losses: ["that the present password goes on to work"],
        requests: ["POST /api/v1/users/00uTEST/lifecycle/expire_password "],
        probe: Fixture.userStatus, before: "ACTIVE", after: "PASSWORD_EXPIRED",
        failures: [
            .init(
                sentence: "it is RECOVERY, and expire password needs status ACTIVE and a password",
                code: "E0000038", given: Fixture.user("RECOVERY")),
            .init(
                sentence: "it has no password", code: "E0000038",
                given: { $0.users.update(Fixture.user) { $0["passwordChanged"] = .null } }),
        ]),
    ActionCase(
        name: "reset factors", roles: ["user"], effect: "every factor is removed",
        losses: ["every factor enrolment"],
        requests: ["POST /api/v1/users/00uTEST/lifecycle/reset_factors "],
        probe: Fixture.factorStatus, before: "PENDING_ACTIVATION", after: "gone", isDone: nil,
        failures: [
            .init(
                sentence:
                    "it is DEPROVISIONED, and reset factors needs a status other than DEPROVISIONED",
                code: "E0000038", given: Fixture.user("DEPROVISIONED")),
            .init(
                sentence: "Okta has no such user any more", code: "E0000007",
                given: Fixture.noUser),
        ]),
    ActionCase(
        name: "clear current user sessions", roles: ["user"],
        inputs: ["oauthTokens": .flag(true)], effect: "signed out of Okta everywhere",
        requests: ["DELETE /api/v1/users/00uTEST/sessions?oauthTokens=true "],
        probe: Fixture.effects("user.session.clear"), before: "0", after: "1", isDone: nil,
        failures: [
            .init(
                sentence: "Okta has no such user any more", code: "E0000007",
                given: Fixture.noUser),
            .init(
                sentence: "'forgetDevices' takes true or false",
                inputs: ["forgetDevices": .text("yes")]),
        ]),
    ActionCase(
        name: "forgot password", roles: ["user"], inputs: ["sendEmail": .flag(false)],
        effect: "a recovery starts",
        requests: ["POST /api/v1/users/00uTEST/credentials/forgot_password?sendEmail=false "],
        probe: Fixture.effects("user.account.reset_password"), before: "0", after: "1",
        isDone: nil,
        failures: [
            .init(
                sentence: "it has no recovery question: reset password takes it",
                code: "E0000034",
                given: {
                    $0.users.update(Fixture.user) {
                        $0[object: "credentials"]["recovery_question"] = nil
                    }
                }),
            .init(
                sentence:
                    "it is LOCKED_OUT, and forgot password needs status ACTIVE and a recovery question",
                code: "E0000034", given: Fixture.user("LOCKED_OUT")),
        ]),
    ActionCase(
        name: "change password", roles: ["user"],
        inputs: [
            "oldPassword": .secret(Secret("Old-pass-1")),
            "newPassword": .secret(Secret("New-pass-2")), "revokeSessions": .flag(true),
        ],
        given: Fixture.user("RECOVERY"), effect: "RECOVERY → ACTIVE, a new password",
        losses: ["the present password"],
        requests: [
            #"POST /api/v1/users/00uTEST/credentials/change_password {"oldPassword":{"value":"Old-pass-1"},"newPassword":{"value":"New-pass-2"},"revokeSessions":true}"#
        ],
        probe: { Fixture.userStatus($0) + " " + ($0.passwords[Fixture.user] ?? "unknown") },
        before: "RECOVERY unknown", after: "ACTIVE New-pass-2", isDone: nil,
        failures: [
            .init(
                sentence: "its password is kept by LDAP, and changes there",
                given: Fixture.userFrom("LDAP")),
            .init(
                sentence:
                    "it is SUSPENDED, and change password needs status STAGED, ACTIVE, PASSWORD_EXPIRED or RECOVERY, and a password kept by Okta",
                code: "E0000035", given: Fixture.user("SUSPENDED")),
        ]),
    ActionCase(
        name: "update user", roles: ["user"],
        inputs: [
            "title": .text("Manager"), "department": .text("Sales"),
            "clear": .list(["displayName"]),
        ],
        effect: "title: 'Engineer' → 'Manager'", inverse: "update user",
        requests: [
            #"POST /api/v1/users/00uTEST {"profile":{"title":"Manager","displayName":null,"department":"Sales"}} If-Match"#
        ],
        probe: { $0.users[Fixture.user]?.text("profile.title") ?? "" }, before: "Engineer",
        after: "Manager",
        failures: [
            .init(
                sentence: "its profile is kept by ACTIVE_DIRECTORY, and changes there",
                code: "E0000023", given: Fixture.userFrom("ACTIVE_DIRECTORY")),
            .init(
                sentence: "'email' is no e-mail address", inputs: ["email": .text("nobody")],
                code: "E0000001"),
        ]),
    ActionCase(
        name: "replace user", roles: ["user"], inputs: ["title": .text("Manager")],
        effect: "title: 'Engineer' → 'Manager', erased: department 'Sales'",
        inverse: "replace user",
        requests: [
            #"PUT /api/v1/users/00uTEST {"profile":{"login":"test@acme.com","email":"test@acme.com","firstName":"Tess","lastName":"Test","title":"Manager"}} If-Match"#
        ],
        probe: { tenant in
            ["title", "department"].map { name in
                tenant.users[Fixture.user]?.text("profile.\(name)") ?? "none"
            }.joined(separator: " ")
        }, before: "Engineer Sales", after: "Manager none",
        failures: [
            .init(sentence: "no attribute is named", inputs: [:]),
            .init(
                sentence: "it is DEPROVISIONED: activate user comes first", code: "E0000038",
                given: Fixture.user("DEPROVISIONED")),
        ]),
]
