import Actions
import Okta

@testable import OktaSandbox

private let noDevice = ActionCase.Failure(
    sentence: "Okta has no such device any more", code: "E0000007",
    given: { $0.devices.remove(Fixture.device) })

/// Actions on devices.
let deviceCases: [ActionCase] = [
    ActionCase(
        name: "activate device", roles: ["device"], given: Fixture.device("DEACTIVATED"),
        effect: "DEACTIVATED → ACTIVE", inverse: "deactivate device",
        requests: ["POST /api/v1/devices/guoTEST/lifecycle/activate "],
        probe: Fixture.deviceStatus, before: "DEACTIVATED", after: "ACTIVE",
        failures: [
            noDevice,
            .init(
                sentence:
                    "it is SUSPENDED, and activate device needs status CREATED or DEACTIVATED: unsuspend device takes it",
                code: "E0000001", given: Fixture.device("SUSPENDED")),
        ]),
    ActionCase(
        name: "deactivate device", roles: ["device"], effect: "ACTIVE → DEACTIVATED",
        losses: ["its link to every user", "device factors and client certificates on it"],
        requests: ["POST /api/v1/devices/guoTEST/lifecycle/deactivate "],
        probe: Fixture.deviceStatus, before: "ACTIVE", after: "DEACTIVATED",
        failures: [
            noDevice, .init(sentence: "already DEACTIVATED", given: Fixture.device("DEACTIVATED")),
        ]),
    ActionCase(
        name: "suspend device", roles: ["device"], effect: "ACTIVE → SUSPENDED",
        inverse: "unsuspend device",
        requests: ["POST /api/v1/devices/guoTEST/lifecycle/suspend "],
        probe: Fixture.deviceStatus, before: "ACTIVE", after: "SUSPENDED",
        failures: [
            .init(sentence: "already SUSPENDED", given: Fixture.device("SUSPENDED")),
            .init(
                sentence:
                    "it is DEACTIVATED, and suspend device needs status ACTIVE: activate device comes first",
                code: "E0000001", given: Fixture.device("DEACTIVATED")),
        ]),
    ActionCase(
        name: "unsuspend device", roles: ["device"], given: Fixture.device("SUSPENDED"),
        effect: "SUSPENDED → ACTIVE", inverse: "suspend device",
        requests: ["POST /api/v1/devices/guoTEST/lifecycle/unsuspend "],
        probe: Fixture.deviceStatus, before: "SUSPENDED", after: "ACTIVE",
        failures: [
            .init(sentence: "already ACTIVE"),
            .init(
                sentence:
                    "it is DEACTIVATED, and unsuspend device needs status SUSPENDED: activate device takes it",
                code: "E0000001", given: Fixture.device("DEACTIVATED")),
        ]),
    ActionCase(
        name: "delete device", roles: ["device"], given: Fixture.device("DEACTIVATED"),
        effect: "deleted",
        losses: ["the device with its id: enrolled again it is another device"],
        requests: ["DELETE /api/v1/devices/guoTEST "], probe: Fixture.deviceStatus,
        before: "DEACTIVATED", after: "gone",
        failures: [
            noDevice,
            .init(
                sentence:
                    "it is ACTIVE, and delete device needs status DEACTIVATED: deactivate device comes first",
                code: "E0000152"),
        ]),
]

/// Actions on enrolled factors.
let factorCases: [ActionCase] = [
    ActionCase(
        name: "activate factor", roles: ["factor", "user"],
        inputs: ["passCode": .secret(Secret("123456"))], effect: "PENDING_ACTIVATION → ACTIVE",
        requests: [
            #"POST /api/v1/users/00uTEST/factors/mblTEST/lifecycle/activate {"passCode":"123456"}"#
        ],
        probe: Fixture.factorStatus, before: "PENDING_ACTIVATION", after: "ACTIVE",
        failures: [
            .init(
                sentence: "a factor of type sms needs 'passCode'", inputs: [:], code: "E0000068"),
            .init(
                sentence: "already ACTIVE",
                given: {
                    $0.factors[Fixture.user]?.update(Fixture.factor) { $0["status"] = "ACTIVE" }
                }),
        ]),
    ActionCase(
        name: "unenroll factor", roles: ["factor", "user"],
        inputs: ["removeRecoveryEnrollment": .flag(true)],
        effect: "sms of 'test@acme.com' is removed", losses: ["the enrolment"],
        requests: [
            "DELETE /api/v1/users/00uTEST/factors/mblTEST?removeRecoveryEnrollment=true "
        ],
        probe: Fixture.factorStatus, before: "PENDING_ACTIVATION", after: "gone",
        failures: [
            .init(
                sentence: "its user is DEPROVISIONED: activate user comes first",
                code: "E0000038", given: Fixture.user("DEPROVISIONED")),
            .init(
                sentence: "Okta has no such factor any more", code: "E0000007",
                given: { $0.factors[Fixture.user] = nil }),
        ]),
]
