import Actions
import Okta

@testable import OktaSandbox

/// One action by the facts: the state it starts from, the requests it makes, the store afterwards, and the two
/// failures that are most likely.
///
/// Written by hand from Okta's documentation, so that a mistake in `Sources/Actions` is seen here.
struct ActionCase: Sendable {
    typealias Change = @Sendable (inout Tenant) -> Void

    struct Failure: Sendable {
        var sentence: String
        var inputs: InputValues?
        /// What Okta answers when it is sent all the same; nil where the sentence says that nothing is to be done.
        var code: String?
        var given: Change = { _ in }
    }

    var name: String
    /// Its records are those of the fixture.
    var roles: [String]
    var inputs: InputValues = [:]
    var given: Change = { _ in }
    var effect: String
    var losses: [String] = []
    var inverse: String?
    /// `METHOD target body`, in their order.
    var requests: [String]
    /// What is looked at in the store.
    var probe: @Sendable (Tenant) -> String
    var before: String
    var after: String
    /// What the state says afterwards of a call whose answer never came.
    var isDone: Bool? = true
    var failures: [Failure]
}

/// Records of every kind that actions take, added to the sample company.
enum Fixture {
    static let user = "00uTEST"
    static let group = "00gTEST"
    static let app = "0oaTEST"
    static let device = "guoTEST"
    static let policy = "00pTEST"
    static let rule = "0prTEST"
    static let factor = "mblTEST"

    private static let ids = [
        "user": user, "group": group, "app": app, "device": device, "policy": policy,
        "rule": rule, "factor": factor,
    ]
    private static let names = [
        "user": "test@acme.com", "group": "Test group", "app": "Test app",
        "device": "TEST-MAC", "policy": "Test policy", "rule": "Test rule", "factor": "sms",
    ]

    static func target(_ roles: [String]) -> ActionTarget {
        ActionTarget(
            records: roles.map {
                ActionTarget.Record(role: $0, id: ids[$0] ?? "", name: names[$0] ?? "")
            })
    }

    static let stamp: JSON = "2026-01-01T00:00:00.000Z"

    static func tenant() throws -> Tenant {
        let path = "\(#filePath)".split(separator: "/Tests/").first ?? ""
        var tenant = try Tenant(folder: "/\(path.drop { $0 == "/" })/fixtures/acme/okta")
        tenant.users.set(
            user,
            [
                "id": .string(user), "status": "ACTIVE", "created": stamp, "lastUpdated": stamp,
                "statusChanged": stamp, "passwordChanged": stamp,
                "type": ["id": JSON(tenant.defaultUserTypeID)],
                "profile": [
                    "login": "test@acme.com", "email": "test@acme.com", "firstName": "Tess",
                    "lastName": "Test", "title": "Engineer", "department": "Sales",
                ],
                "credentials": [
                    "password": [:], "recovery_question": ["question": "?"],
                    "provider": ["type": "OKTA", "name": "OKTA"],
                ],
            ])
        tenant.groups.set(
            group,
            [
                "id": .string(group), "type": "OKTA_GROUP", "created": stamp,
                "lastUpdated": stamp, "lastMembershipUpdated": stamp,
                "profile": ["name": "Test group"],
            ])
        tenant.apps.set(
            app,
            [
                "id": .string(app), "name": "test", "label": "Test app", "status": "ACTIVE",
                "created": stamp, "lastUpdated": stamp,
            ])
        tenant.devices.set(
            device,
            [
                "id": .string(device), "status": "ACTIVE", "created": stamp, "lastUpdated": stamp,
                "profile": ["displayName": "TEST-MAC", "platform": "MACOS"],
            ])
        tenant.policies.set(
            policy,
            [
                "id": .string(policy), "status": "ACTIVE", "name": "Test policy",
                "type": "OKTA_SIGN_ON", "system": false, "created": stamp, "lastUpdated": stamp,
            ])
        tenant.policyRules[policy] = Records(byID: [
            [
                "id": .string(rule), "status": "ACTIVE", "name": "Test rule", "type": "SIGN_ON",
                "system": false, "created": stamp, "lastUpdated": stamp,
            ]
        ])
        tenant.factors[user] = Records(byID: [
            [
                "id": .string(factor), "factorType": "sms", "provider": "OKTA",
                "status": "PENDING_ACTIVATION", "created": stamp, "lastUpdated": stamp,
            ]
        ])
        return tenant
    }

    // MARK: - States

    static func user(_ status: String) -> ActionCase.Change {
        { tenant in
            tenant.users.update(user) { record in
                record["status"] = .string(status)
                if ["STAGED", "PROVISIONED", "DEPROVISIONED"].contains(status) {
                    record["passwordChanged"] = .null
                }
            }
        }
    }

    static func userFrom(_ provider: String) -> ActionCase.Change {
        { tenant in
            tenant.users.update(user) {
                $0[object: "credentials"][object: "provider"]["type"] = .string(provider)
            }
        }
    }

    static let noUser: ActionCase.Change = { $0.users.remove(user) }

    static func app(_ status: String) -> ActionCase.Change {
        { $0.apps.update(app) { $0["status"] = .string(status) } }
    }

    static func device(_ status: String) -> ActionCase.Change {
        { $0.devices.update(device) { $0["status"] = .string(status) } }
    }

    static func policy(_ member: String, _ value: JSON) -> ActionCase.Change {
        { $0.policies.update(policy) { $0[member] = value } }
    }

    static func rule(_ member: String, _ value: JSON) -> ActionCase.Change {
        { $0.policyRules[policy]?.update(rule) { $0[member] = value } }
    }

    static func group(_ type: String) -> ActionCase.Change {
        { $0.groups.update(group) { $0["type"] = .string(type) } }
    }

    static let member: ActionCase.Change = { $0.members.set(group, user, .now()) }

    static let granted: ActionCase.Change = { tenant in
        tenant.appGroups.set(
            app, group, AppGroup(priority: 3, lastUpdated: Instant(milliseconds: 0)))
    }

    static func account(_ scope: AppUser.Scope) -> ActionCase.Change {
        { tenant in
            let start = Instant(milliseconds: 0)
            tenant.appUsers.set(
                app, user,
                AppUser(
                    scope: scope, created: start, lastUpdated: start, statusChanged: start,
                    userName: "test@acme.com"))
        }
    }

    // MARK: - What is looked at

    static let userStatus: @Sendable (Tenant) -> String = {
        $0.users[user]?.text("status") ?? "gone"
    }
    static let isMember: @Sendable (Tenant) -> String = {
        $0.members[group, user] == nil ? "no" : "member"
    }
    static let isAssigned: @Sendable (Tenant) -> String = {
        $0.appUsers[app, user].map { $0.scope.rawValue } ?? "no"
    }
    static let isGranted: @Sendable (Tenant) -> String = {
        $0.appGroups[app, group].map { "priority \($0.priority)" } ?? "no"
    }
    static let appStatus: @Sendable (Tenant) -> String = {
        $0.apps[app]?.text("status") ?? "gone"
    }
    static let deviceStatus: @Sendable (Tenant) -> String = {
        $0.devices[device]?.text("status") ?? "gone"
    }
    static let policyStatus: @Sendable (Tenant) -> String = {
        $0.policies[policy]?.text("status") ?? "gone"
    }
    static let ruleStatus: @Sendable (Tenant) -> String = {
        $0.policyRules[policy]?[rule]?.text("status") ?? "gone"
    }
    static let factorStatus: @Sendable (Tenant) -> String = {
        $0.factors[user]?[factor]?.text("status") ?? "gone"
    }

    /// How often calls have had that effect.
    static func effects(_ type: String) -> @Sendable (Tenant) -> String {
        { tenant in
            String(
                tenant.effects.filter { $0.key.hasPrefix(type + " ") }.reduce(0) { $0 + $1.value })
        }
    }

    /// A user of that login: status, title and groups.
    static func newUser(_ login: String) -> @Sendable (Tenant) -> String {
        { tenant in
            guard
                let row = tenant.users.rows.first(where: {
                    $0.value.text("profile.login") == login
                })
            else { return "none" }
            let question = row.value.text("credentials.recovery_question.question")
            return [
                row.value.text("status"), row.value.text("profile.title"),
                tenant.passwords[row.id].map { _ in "a password" }, question,
                tenant.members[group, row.id].map { _ in "member" },
            ].compactMap { $0 }.joined(separator: ", ")
        }
    }
}
