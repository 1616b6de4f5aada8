import TestSupport
import Testing

@testable import Actions
@testable import Okta
@testable import OktaSandbox

private let ada: InputValues = [
    "login": .text("ada@acme.com"), "email": .text("ada@acme.com"), "firstName": .text("Ada"),
    "lastName": .text("Byron"),
]

@Suite struct CreateUserInputs {
    private let create = UserActions.create([
        ProfileAttribute(name: "badgeColor", kind: .text),
        // Names that Okta's own attributes and the call's inputs have already.
        ProfileAttribute(name: "title", kind: .whole),
        ProfileAttribute(name: "password", kind: .text),
        ProfileAttribute(name: "activate", kind: .text),
    ])

    @Test func all31AttributesAndTheOrgsOwnAreNamedTypedInputs() {
        let names = create.inputs.map(\.name)
        #expect(Set(names).count == names.count)
        let schema = UserAttributes.base.members.map(\.name)
        #expect(schema.count == 31)
        for name in schema { #expect(names.contains(name), "\(name)") }
        #expect(names.contains("badgeColor"))
        #expect(create.inputs.first { $0.name == "title" }?.kind == .text)
        #expect(create.inputs.first { $0.name == "password" }?.kind == .secret)
        #expect(create.inputs.filter(\.isRequired).map(\.name) == ProfileAttribute.required)
    }

    @Test func whatOktaWouldRefuseIsRefusedBeforeTheCall() {
        let password = InputValue.secret(Secret("Canary-pass-1"))
        let cases: [(InputValues, String)] = [
            (["login": .text("ada")], "'login' is shorter than 5 characters"),
            (
                ["login": .text(String(repeating: "a", count: 101))],
                "'login' is longer than 100 characters"
            ),
            (["email": .text("ada")], "'email' is no e-mail address"),
            (["email": .text("a@b@c")], "'email' is no e-mail address"),
            (
                ["firstName": .text(String(repeating: "a", count: 51))],
                "'firstName' is longer than 50 characters"
            ),
            (
                ["groupIds": .list((0...20).map { "00g\($0)" })],
                "'groupIds' has 21 ids, and Okta takes 20: add user to group adds more"
            ),
            (
                ["password": password, "passwordHook": .flag(true)],
                "'password' and 'passwordHook' exclude each other"
            ),
            (
                ["passwordHash": .json(Array(#"{"algorithm":"ROT13"}"#.utf8))],
                "'passwordHash' is an object whose algorithm is one of BCRYPT, SHA-512, SHA-256, SHA-1, MD5, PBKDF2"
            ),
            (["passwordHash": .json(Array("{".utf8))], "'passwordHash' is no JSON"),
            (
                ["recoveryQuestion": .text("Cat?")],
                "'recoveryQuestion' and 'recoveryAnswer' come together"
            ),
            (
                [
                    "recoveryQuestion": .text("Cat?"),
                    "recoveryAnswer": .secret(Secret("abc")),
                ], "'recoveryAnswer' is shorter than 4 characters"
            ),
            (
                ["nextLogin": .text("never")], "'nextLogin' is one of changePassword"
            ),
            (
                ["providerType": .text("SOCIAL"), "password": password],
                "a user of another provider has no password in Okta"
            ),
            (
                ["providerType": .text("SOCIAL"), "provider": .flag(false)],
                "'providerType' needs provider: true"
            ),
            (["shoeSize": .whole(3)], "'shoeSize' is no input of create user"),
            (["title": .whole(3)], "'title' takes text"),
            (["lastName": .null], "'lastName' takes text"),
        ]
        for (more, sentence) in cases {
            #expect(create.check(ada.merging(more) { $1 }) == sentence)
        }
        #expect(create.check(ada) == nil)
        #expect(create.check(["login": .text("ada@acme.com")]) == "'email' is missing")
    }

    @Test func noSentenceOfAPlanHoldsASecret() {
        let inputs = ada.merging([
            "password": .secret(Secret("Canary-pass-1")), "title": .text("x"),
        ]) { $1 }
        let target = ActionTarget(records: [])
        #expect(!"\(create.assess(target, inputs, TargetState()))".contains("Canary"))
        #expect(!"\(inputs)".contains("Canary"))
    }

    @Test func aReplacedUsersErasedAttributesAreListedAndUndone() throws {
        let user = JSONView(
            checked: Array(
                #"{"id":"1","status":"ACTIVE","profile":{"login":"a@b.c","email":"a@b.c","firstName":"A","lastName":"B","title":"Chief","city":null,"badgeColor":"red"}}"#
                    .utf8))
        let action = UserActions.replace([ProfileAttribute(name: "badgeColor", kind: .text)])
        let target = ActionTarget(records: [.init(role: "user", id: "1", name: "a@b.c")])
        let state = TargetState(parts: ["user": user])
        let assessment = action.assess(target, ["department": .text("IT")], state)
        #expect(
            assessment
                == .does(
                    effect: "department: nothing → 'IT', erased: title 'Chief', badgeColor 'red'",
                    losses: [],
                    inverse: Inverse(
                        "replace user",
                        [
                            "login": .text("a@b.c"), "email": .text("a@b.c"),
                            "firstName": .text("A"), "lastName": .text("B"),
                            "title": .text("Chief"), "badgeColor": .text("red"),
                        ])))
    }
}
