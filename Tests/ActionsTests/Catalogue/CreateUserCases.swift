import Actions
import Okta

@testable import OktaSandbox

private let ada: InputValues = [
    "login": .text("ada@acme.com"), "email": .text("ada@acme.com"), "firstName": .text("Ada"),
    "lastName": .text("Byron"),
]
private let profile =
    #"{"profile":{"login":"ada@acme.com","email":"ada@acme.com","firstName":"Ada","lastName":"Byron""#
private let newUser = Fixture.newUser("ada@acme.com")

private func with(_ more: InputValues) -> InputValues { ada.merging(more) { $1 } }

/// The failures that all ways to make a user share.
private func failures(_ more: InputValues) -> [ActionCase.Failure] {
    [
        .init(
            sentence:
                "a user 'TEST@acme.com' is there already: update user changes one",
            inputs: with(more).merging(["login": .text("TEST@acme.com")]) { $1 },
            code: "E0000001"),
        .init(
            sentence: "'lastName' is missing",
            inputs: with(more).merging(["lastName": .text(" ")]) { $1 }),
    ]
}

/// The ways to make a user.
let createUserCases: [ActionCase] = [
    ActionCase(
        name: "create user without credentials", roles: [], inputs: ada,
        effect: "a new user 'ada@acme.com', PROVISIONED, and Okta mails a welcome",
        inverse: "delete user",
        requests: ["POST /api/v1/users \(profile)}}"],
        probe: newUser, before: "none", after: "PROVISIONED", failures: failures([:])),
    ActionCase(
        name: "create user with recovery question", roles: [],
        inputs: with([
            "recoveryQuestion": .text("Cat?"), "recoveryAnswer": .secret(Secret("Mitten")),
            "activate": .flag(false),
        ]),
        effect: "a new user 'ada@acme.com', STAGED", inverse: "delete user",
        requests: [
            "POST /api/v1/users?activate=false \(profile)"
                + #"},"credentials":{"recovery_question":{"question":"Cat?","answer":"Mitten"}}}"#
        ],
        probe: newUser, before: "none", after: "STAGED, Cat?",
        failures: failures([
            "recoveryQuestion": .text("Cat?"), "recoveryAnswer": .secret(Secret("Mitten")),
        ])),
    ActionCase(
        name: "create user with password", roles: [],
        inputs: with([
            "password": .secret(Secret("Canary-pass-1")), "nextLogin": .text("changePassword"),
        ]),
        effect: "a new user 'ada@acme.com', PASSWORD_EXPIRED", inverse: "delete user",
        requests: [
            "POST /api/v1/users?nextLogin=changePassword \(profile)"
                + #"},"credentials":{"password":{"value":"Canary-pass-1"}}}"#
        ],
        probe: newUser, before: "none", after: "PASSWORD_EXPIRED, a password",
        failures: failures(["password": .secret(Secret("Canary-pass-1"))])),
    ActionCase(
        name: "create user with password and recovery question", roles: [],
        inputs: with([
            "password": .secret(Secret("Canary-pass-1")), "recoveryQuestion": .text("Cat?"),
            "recoveryAnswer": .secret(Secret("Mitten")),
        ]),
        effect: "a new user 'ada@acme.com', ACTIVE", inverse: "delete user",
        requests: [
            "POST /api/v1/users \(profile)},"
                + #""credentials":{"password":{"value":"Canary-pass-1"},"#
                + #""recovery_question":{"question":"Cat?","answer":"Mitten"}}}"#
        ],
        probe: newUser, before: "none", after: "ACTIVE, a password, Cat?",
        failures: failures([
            "password": .secret(Secret("Canary-pass-1")), "recoveryQuestion": .text("Cat?"),
            "recoveryAnswer": .secret(Secret("Mitten")),
        ])),
    ActionCase(
        name: "create user", roles: [],
        inputs: with([
            "title": .text("Countess"), "groupIds": .list([Fixture.group]),
            "providerType": .text("FEDERATION"), "isRemote": .flag(true),
            "clearanceLevel": .whole(3), "spokenLanguages": .list(["en", "fr"]),
        ]),
        effect: "a new user 'ada@acme.com', ACTIVE", inverse: "delete user",
        requests: [
            "POST /api/v1/users?provider=true \(profile),"
                + #""title":"Countess","clearanceLevel":3,"isRemote":true,"spokenLanguages":["en","fr"]},"#
                + #""credentials":{"provider":{"type":"FEDERATION","name":"FEDERATION"}},"#
                + #""groupIds":["00gTEST"]}"#
        ],
        probe: newUser, before: "none", after: "ACTIVE, Countess, member",
        failures: [
            .init(
                sentence: "'nextLogin' needs a password to be changed",
                inputs: with(["nextLogin": .text("changePassword")]), code: "E0000124"),
            .init(
                sentence: "'nextLogin' needs a user that is activated",
                inputs: with([
                    "password": .secret(Secret("Canary-pass-1")), "activate": .flag(false),
                    "nextLogin": .text("changePassword"),
                ]), code: "E0000125"),
        ]),
]
