import Actions
import Okta

@testable import OktaSandbox

private func json(_ text: String) -> InputValue { .json(Array(text.utf8)) }
private let system = "it is Okta's own default, which always stays"

/// Actions on policies and their rules.
let policyCases: [ActionCase] = [
    ActionCase(
        name: "create policy", roles: [],
        inputs: [
            "name": .text("Contractors only"), "type": .text("OKTA_SIGN_ON"),
            "priority": .whole(1),
            "conditions": json(#"{"people":{"groups":{"include":["00gTEST"]}}}"#),
        ],
        effect: "a new policy 'Contractors only' of type OKTA_SIGN_ON", inverse: "delete policy",
        requests: [
            #"POST /api/v1/policies {"type":"OKTA_SIGN_ON","name":"Contractors only","priority":1,"conditions":{"people":{"groups":{"include":["00gTEST"]}}}}"#
        ],
        probe: { tenant in
            String(tenant.policies.rows.count { $0.value.text("name") == "Contractors only" })
        }, before: "0", after: "1",
        failures: [
            .init(
                sentence: "a policy of that name and type is there already",
                inputs: ["name": .text("Test policy"), "type": .text("OKTA_SIGN_ON")]),
            .init(
                sentence:
                    "'type' is one of ACCESS_POLICY, MFA_ENROLL, OKTA_SIGN_ON, PASSWORD, PROFILE_ENROLLMENT, DEVICE_SIGNAL_COLLECTION",
                inputs: ["name": .text("x"), "type": .text("IDP_DISCOVERY")], code: "E0000001"),
        ]),
    ActionCase(
        name: "delete policy", roles: ["policy"], effect: "deleted",
        losses: ["the policy with its id, settings and rules"],
        requests: ["DELETE /api/v1/policies/00pTEST "], probe: Fixture.policyStatus,
        before: "ACTIVE", after: "gone",
        failures: [
            .init(sentence: system, code: "E0000006", given: Fixture.policy("system", true)),
            .init(
                sentence: "Okta has no such policy any more", code: "E0000007",
                given: { $0.policies.remove(Fixture.policy) }),
        ]),
    ActionCase(
        name: "activate policy", roles: ["policy"], given: Fixture.policy("status", "INACTIVE"),
        effect: "INACTIVE → ACTIVE", inverse: "deactivate policy",
        requests: ["POST /api/v1/policies/00pTEST/lifecycle/activate "],
        probe: Fixture.policyStatus, before: "INACTIVE", after: "ACTIVE",
        failures: [
            .init(sentence: "already ACTIVE"),
            .init(
                sentence: "Okta has no such policy any more", code: "E0000007",
                given: { $0.policies.remove(Fixture.policy) }),
        ]),
    ActionCase(
        name: "deactivate policy", roles: ["policy"], effect: "ACTIVE → INACTIVE",
        inverse: "activate policy",
        requests: ["POST /api/v1/policies/00pTEST/lifecycle/deactivate "],
        probe: Fixture.policyStatus, before: "ACTIVE", after: "INACTIVE",
        failures: [
            .init(sentence: "already INACTIVE", given: Fixture.policy("status", "INACTIVE")),
            .init(sentence: system, code: "E0000006", given: Fixture.policy("system", true)),
        ]),
    ActionCase(
        name: "create rule", roles: ["policy"],
        inputs: [
            "name": .text("Deny"), "type": .text("SIGN_ON"), "activate": .flag(false),
            "actions": json(#"{"signon":{"access":"DENY"}}"#),
        ],
        effect: "a new rule 'Deny' in 'Test policy'", inverse: "delete rule",
        requests: [
            #"POST /api/v1/policies/00pTEST/rules?activate=false {"type":"SIGN_ON","name":"Deny","actions":{"signon":{"access":"DENY"}}}"#
        ],
        probe: { tenant in
            (tenant.policyRules[Fixture.policy]?.rows ?? []).map {
                "\($0.value.text("name") ?? "") \($0.value.text("status") ?? "")"
            }.joined(separator: ", ")
        }, before: "Test rule ACTIVE", after: "Test rule ACTIVE, Deny INACTIVE",
        failures: [
            .init(
                sentence: "rules of this policy are of type SIGN_ON, not PASSWORD",
                inputs: ["name": .text("Deny"), "type": .text("PASSWORD")], code: "E0000001"),
            .init(
                sentence: "a rule of that name is in the policy already",
                inputs: ["name": .text("Test rule"), "type": .text("SIGN_ON")],
                code: "E0000001"),
        ]),
    ActionCase(
        name: "delete rule", roles: ["rule", "policy"], effect: "deleted",
        losses: ["the rule with its id, conditions and actions"],
        requests: ["DELETE /api/v1/policies/00pTEST/rules/0prTEST "],
        probe: Fixture.ruleStatus, before: "ACTIVE", after: "gone",
        failures: [
            .init(sentence: system, code: "E0000006", given: Fixture.rule("system", true)),
            .init(
                sentence: "Okta has no such rule any more", code: "E0000007",
                given: { $0.policyRules[Fixture.policy]?.remove(Fixture.rule) }),
        ]),
    ActionCase(
        name: "activate rule", roles: ["rule", "policy"],
        given: Fixture.rule("status", "INACTIVE"), effect: "INACTIVE → ACTIVE",
        inverse: "deactivate rule",
        requests: ["POST /api/v1/policies/00pTEST/rules/0prTEST/lifecycle/activate "],
        probe: Fixture.ruleStatus, before: "INACTIVE", after: "ACTIVE",
        failures: [
            .init(sentence: "already ACTIVE"),
            .init(
                sentence: "Okta has no such rule any more", code: "E0000007",
                given: { $0.policyRules[Fixture.policy]?.remove(Fixture.rule) }),
        ]),
    ActionCase(
        name: "deactivate rule", roles: ["rule", "policy"], effect: "ACTIVE → INACTIVE",
        inverse: "activate rule",
        requests: ["POST /api/v1/policies/00pTEST/rules/0prTEST/lifecycle/deactivate "],
        probe: Fixture.ruleStatus, before: "ACTIVE", after: "INACTIVE",
        failures: [
            .init(sentence: "already INACTIVE", given: Fixture.rule("status", "INACTIVE")),
            .init(sentence: system, code: "E0000006", given: Fixture.rule("system", true)),
        ]),
]
