import Foundation
import OktaSandbox
import Testing

@testable import Okta

/// Changes as admins make them, by calls of the API: people come, go, move and are renamed.
struct Changes {
    let org: SyncedOrg
    private let transport = NetworkTransport()

    init(_ org: SyncedOrg) { self.org = org }

    /// - Returns: how many calls changed something.
    func make(_ count: Int = 100) async throws -> Int {
        let people = org.server.ids(of: "users").dropFirst(10).filter {
            org.server.status(ofUser: $0) == "ACTIVE"
        }
        let groups = org.server.ids(of: "groups").dropFirst()
        let apps = org.server.ids(of: "apps")
        var made = 0
        for number in 0..<count {
            let person = people[people.index(people.startIndex, offsetBy: number % people.count)]
            switch number % 20 {
            case 0..<8:
                try await send(
                    .post, "/api/v1/users/\(person)",
                    #"{"profile":{"title":"Title \#(number)"}}"#)
            case 8..<11:
                try await send(
                    .post, "/api/v1/users?activate=true",
                    #"{"profile":{"login":"new\#(number)@x.example","email":"new\#(number)@x.example","#
                        + #""firstName":"N","lastName":"N"}}"#)
            case 11..<15:
                // Groups beyond those of departments and teams grant no apps.
                let group = groups.suffix(5).randomElementBy(number)
                try await send(.put, "/api/v1/groups/\(group)/users/\(person)", nil)
            case 15:
                let pair = org.server.ids(of: "group_members").suffix(60).randomElementBy(number)
                let ids = pair.split(separator: " ")
                try await send(.delete, "/api/v1/groups/\(ids[0])/users/\(ids[1])", nil)
            case 16: try await send(.post, "/api/v1/users/\(person)/lifecycle/suspend", nil)
            case 17:
                try await send(.post, "/api/v1/groups", #"{"profile":{"name":"Group \#(number)"}}"#)
            case 18 where number < 40:
                try await send(
                    .post, "/api/v1/apps/\(apps.suffix(20).randomElementBy(number))/users",
                    #"{"id":"\#(person)","scope":"USER"}"#)
            default:
                try await send(.post, "/api/v1/users/\(person)/lifecycle/suspend", nil, may: 400)
            }
            made += 1
        }
        await transport.close()
        return made
    }

    func send(
        _ method: Okta.Method, _ target: String, _ body: String?, may: Int = 0
    ) async throws {
        let answer = try await transport.send(
            OutgoingRequest(
                method: method, origin: org.org.origin, target: target,
                headers: [
                    ("Content-Type", "application/json"), ("Authorization", "SSWS sandbox"),
                ], body: body.map { Array($0.utf8) }))
        if answer.status == 429 {
            try await Task.sleep(nanoseconds: 200_000_000)
            return try await send(method, target, body, may: may)
        }
        #expect(
            answer.isSuccess || answer.status == may,
            "\(method) \(target): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
    }
}

extension Collection {
    /// The same one for the same number.
    func randomElementBy(_ number: Int) -> Element {
        self[index(startIndex, offsetBy: (number * 7919) % count)]
    }
}
