import TestSupport
import Testing

@testable import Actions
@testable import Okta
@testable import OktaSandbox

private let hostileIDs = [
    "../groups/x", "a%2Fb", "x?y#z", #"" or 1 eq 1"#, "..", ".", "/", "a b", "é", "\r\nHost: x",
    "&limit=1", "%00", "..%2f..%2fusers", "00u1;x=y", "me/lifecycle/deactivate",
]

/// Values from data never change where a call goes or what it asks.
@Suite(.ownThread) struct HostileValues {
    @Test func anIdIsOnePartOfEveryPathWhateverItHolds() {
        var checked = 0
        for action in ActionRegistry().all where !action.roles.isEmpty {
            let plain = targets(action, calls(action, id: "X"))
            for id in hostileIDs {
                let hostile = targets(action, calls(action, id: id))
                #expect(hostile.count == plain.count, "\(action.name)")
                let encoded = Okta.PercentEncoding.encode(id)
                for (place, target) in hostile.enumerated() {
                    let wanted = plain[place].split(
                        separator: "/", omittingEmptySubsequences: false)
                    let got = target.split(separator: "/", omittingEmptySubsequences: false)
                    #expect(
                        got == wanted.map { $0 == "X" ? encoded[...] : $0 }, "\(action.name)")
                    checked += 1
                }
            }
        }
        #expect(checked > 30 * hostileIDs.count)
    }

    /// All readings and calls of an action on records of that id.
    private func calls(_ action: any Action, id: String) -> [Okta.Call] {
        let target = ActionTarget(
            records: action.roles.map { ActionTarget.Record(role: $0.name, id: id, name: "") })
        let inputs: InputValues = ["name": .text("N"), "type": .text("SIGN_ON")]
        return action.readings(target, inputs).map(\.call)
            + action.calls(target, inputs, TargetState())
    }

    private func targets(_ action: any Action, _ calls: [Okta.Call]) -> [String] {
        for call in calls { #expect(call.target.hasPrefix("/api/v1/"), "\(action.name)") }
        return calls.map(\.target)
    }

    @Test func aServerSeesNoOtherRecordOrFilter() async throws {
        try await withOrg { server, client in
            for name in ["deactivate user", "add user to group", "remove user from app"] {
                let action = try #require(ActionRegistry()[name])
                for id in hostileIDs {
                    server.reset()
                    let target = ActionTarget(
                        records: action.roles.map {
                            ActionTarget.Record(role: $0.name, id: id, name: id)
                        })
                    let state = try await Reading.read(action.readings(target, [:]), client)
                    if case .does = action.assess(target, [:], state) {
                        Issue.record("\(name) would be done to '\(id)'")
                    }
                    for call in action.calls(target, [:], state) {
                        await #expect(throws: OktaError.self) { _ = try await client.send(call) }
                    }
                    #expect(server.effects.isEmpty, "\(name) of '\(id)'")
                }
            }
            // A name in a query finds what is called so, and nothing by what it says.
            let group = try #require(ActionRegistry()["add group"])
            let inputs: InputValues = ["name": .text(#"x&limit=1" or 1 eq 1"#)]
            let state = try await Reading.read(
                group.readings(ActionTarget(records: []), inputs), client)
            #expect(state["groups of that name"]?.elements().isEmpty == true)
        }
    }

    @Test func charactersThatOktaDoesNotStoreAreRefusedInEveryTextOfEveryAction() {
        var checked = 0
        for action in ActionRegistry().all {
            for input in action.inputs {
                let value: InputValue
                switch input.kind {
                case .text: value = .text("a🎉")
                case .secret: value = .secret(Secret("a🎉"))
                case .list: value = .list(["a", "🎉"])
                case .json: value = .json(Array(#"{"a":"🎉"}"#.utf8))
                default: continue
                }
                #expect(
                    action.check([input.name: value])
                        == "'\(input.name)' has a character that Okta does not store, such as an emoji",
                    "\(action.name)")
                checked += 1
            }
        }
        #expect(checked > 100)
    }

    @Test func idsThatAreMissingAreRefusedBeforeAnythingIsSent() {
        for action in ActionRegistry().all where !action.roles.isEmpty {
            let none = action.assess(ActionTarget(records: []), [:], TargetState())
            #expect(none == .refuses("no \(action.roles[0].name) is given"), "\(action.name)")
            let blank = ActionTarget(
                records: action.roles.map { ActionTarget.Record(role: $0.name, id: "", name: "") })
            #expect(
                action.assess(blank, [:], TargetState())
                    == .refuses("the \(action.roles[0].name) has no id"), "\(action.name)")
        }
    }
}
