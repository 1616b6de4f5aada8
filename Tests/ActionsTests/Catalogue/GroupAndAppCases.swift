import Actions
import Okta

@testable import OktaSandbox

/// Actions on groups and who is in them.
let groupCases: [ActionCase] = [
    ActionCase(
        name: "add group", roles: [],
        inputs: ["name": .text("Night watch"), "description": .text("From \"outside\"")],
        effect: "a new group 'Night watch'", inverse: "remove group",
        requests: [
            #"POST /api/v1/groups {"profile":{"name":"Night watch","description":"From \"outside\""}}"#
        ],
        probe: { tenant in
            String(
                tenant.groups.rows.count { $0.value.text("profile.name") == "Night watch" })
        }, before: "0", after: "1",
        failures: [
            .init(
                sentence: "a group of that name is there already",
                inputs: ["name": .text("Test group")], code: "E0000001"),
            .init(
                sentence: "'name' has a character that Okta does not store, such as an emoji",
                inputs: ["name": .text("Fun 🎉")], code: "E0000001"),
        ]),
    ActionCase(
        name: "remove group", roles: ["group"], effect: "deleted",
        losses: [
            "the group with its id: rules and policies that name it no longer find it",
            "its memberships, and the apps that only it grants",
        ],
        requests: ["DELETE /api/v1/groups/00gTEST "],
        probe: { $0.groups[Fixture.group] == nil ? "gone" : "there" }, before: "there",
        after: "gone",
        failures: [
            .init(
                sentence: "'Test group' is kept by Okta itself", code: "E0000006",
                given: Fixture.group("BUILT_IN")),
            .init(
                sentence: "Okta has no such group any more", code: "E0000007",
                given: { $0.groups.remove(Fixture.group) }),
        ]),
    ActionCase(
        name: "add user to group", roles: ["user", "group"], given: Fixture.granted,
        effect: "joins 'Test group'", inverse: "remove user from group",
        requests: ["PUT /api/v1/groups/00gTEST/users/00uTEST "],
        probe: { Fixture.isMember($0) + " " + Fixture.isAssigned($0) }, before: "no no",
        after: "member GROUP",
        failures: [
            .init(sentence: "already in 'Test group'", given: Fixture.member),
            .init(
                sentence: "'Test group' is kept by another directory: its members change there",
                code: "E0000006", given: Fixture.group("APP_GROUP")),
        ]),
    ActionCase(
        name: "remove user from group", roles: ["user", "group"], given: Fixture.member,
        effect: "leaves 'Test group'",
        losses: [
            "the profiles in apps that only this group grants",
            "a group rule that added the user leaves it out from now on",
        ], inverse: "add user to group",
        requests: ["DELETE /api/v1/groups/00gTEST/users/00uTEST "],
        probe: Fixture.isMember, before: "member", after: "no",
        failures: [
            .init(sentence: "not in 'Test group'"),
            .init(
                sentence: "'Test group' is kept by Okta itself", code: "E0000006",
                given: Fixture.group("BUILT_IN")),
        ]),
]

/// Actions on apps and who has them.
let appCases: [ActionCase] = [
    ActionCase(
        name: "activate app", roles: ["app"], given: Fixture.app("INACTIVE"),
        effect: "INACTIVE → ACTIVE", inverse: "deactivate app",
        requests: ["POST /api/v1/apps/0oaTEST/lifecycle/activate "],
        probe: Fixture.appStatus, before: "INACTIVE", after: "ACTIVE",
        failures: [
            .init(sentence: "already ACTIVE"),
            .init(
                sentence: "Okta has no such app any more", code: "E0000007",
                given: { $0.apps.remove(Fixture.app) }),
        ]),
    ActionCase(
        name: "deactivate app", roles: ["app"], effect: "ACTIVE → INACTIVE",
        losses: ["assignments through groups that Okta finds stale when it goes through them"],
        inverse: "activate app", requests: ["POST /api/v1/apps/0oaTEST/lifecycle/deactivate "],
        probe: Fixture.appStatus, before: "ACTIVE", after: "INACTIVE",
        failures: [
            .init(sentence: "already INACTIVE", given: Fixture.app("INACTIVE")),
            .init(
                sentence: "Okta has no such app any more", code: "E0000007",
                given: { $0.apps.remove(Fixture.app) }),
        ]),
    ActionCase(
        name: "remove app", roles: ["app"], given: Fixture.app("INACTIVE"), effect: "deleted",
        losses: [
            "the app with its id, settings, keys and assignments",
            "the profiles of everyone in the app",
        ],
        requests: ["DELETE /api/v1/apps/0oaTEST "], probe: Fixture.appStatus,
        before: "INACTIVE", after: "gone",
        failures: [
            .init(
                sentence:
                    "it is ACTIVE, and remove app needs status INACTIVE: deactivate app comes first",
                code: "E0000056"),
            .init(
                sentence: "Okta has no such app any more", code: "E0000007",
                given: { $0.apps.remove(Fixture.app) }),
        ]),
    ActionCase(
        name: "remove user from app", roles: ["user", "app"], inputs: ["sendEmail": .flag(true)],
        given: Fixture.account(.user), effect: "loses 'Test app'",
        losses: [
            "the profile in the app",
            "the account in the app itself, where provisioning is set to end it",
        ],
        requests: ["DELETE /api/v1/apps/0oaTEST/users/00uTEST?sendEmail=true "],
        probe: Fixture.isAssigned, before: "USER", after: "no",
        failures: [
            .init(
                sentence:
                    "granted by group 'Test group': remove user from group takes it away",
                code: "E0000046",
                given: { tenant in
                    Fixture.granted(&tenant)
                    Fixture.member(&tenant)
                    Fixture.account(.group)(&tenant)
                }),
            .init(sentence: "not assigned to 'Test app'", code: "E0000007"),
        ]),
    ActionCase(
        name: "add app to group", roles: ["app", "group"],
        inputs: ["priority": .whole(0), "profile": .json(Array(#"{"role":"x"}"#.utf8))],
        given: Fixture.member, effect: "every member of 'Test group' gets 'Test app'",
        inverse: "remove app from group",
        requests: [
            #"PUT /api/v1/apps/0oaTEST/groups/00gTEST {"priority":0,"profile":{"role":"x"}}"#
        ],
        probe: { Fixture.isGranted($0) + ", " + Fixture.isAssigned($0) }, before: "no, no",
        after: "priority 0, GROUP",
        failures: [
            .init(sentence: "'Test group' grants it already", inputs: [:], given: Fixture.granted),
            .init(
                sentence: "Okta has no such group any more", inputs: [:], code: "E0000007",
                given: { $0.groups.remove(Fixture.group) }),
        ]),
    ActionCase(
        name: "remove app from group", roles: ["app", "group"],
        given: { tenant in
            Fixture.member(&tenant)
            Fixture.granted(&tenant)
            Fixture.account(.group)(&tenant)
        }, effect: "members of 'Test group' lose 'Test app'",
        losses: ["the profiles in the app of members who have it by this group alone"],
        inverse: "add app to group",
        requests: ["DELETE /api/v1/apps/0oaTEST/groups/00gTEST "],
        probe: { Fixture.isGranted($0) + ", " + Fixture.isAssigned($0) },
        before: "priority 3, GROUP", after: "no, no",
        failures: [
            .init(sentence: "'Test group' does not grant it", code: "E0000007"),
            .init(
                sentence: "Okta has no such app any more", code: "E0000007",
                given: { $0.apps.remove(Fixture.app) }),
        ]),
]
