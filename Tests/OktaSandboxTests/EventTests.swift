import Hummingbird
import Synchronization
import Testing

@testable import OktaSandbox

/// A receiver of event hooks that remembers what it was sent.
private final class Receiver: Sendable {
    struct Seen {
        var bodies: [[UInt8]] = []
        var secrets: [String] = []
        /// Answers still to be failures.
        var failures = 0
        var returnsChallenge = true
    }

    let seen = Mutex(Seen())

    func run(_ body: (String) async throws -> Void) async throws {
        let router = Router()
        router.get("hook") { request, _ -> String in
            let challenge = request.headers[.init("X-Okta-Verification-Challenge")!] ?? ""
            let answer = self.seen.withLock { $0.returnsChallenge ? challenge : "no" }
            return "{\"verification\":\"\(answer)\"}"
        }
        router.post("hook") { request, _ -> HTTPResponse.Status in
            let buffer = try await request.body.collect(upTo: 1 << 20)
            return self.seen.withLock { seen in
                seen.secrets.append(request.headers[.authorization] ?? "")
                if seen.failures > 0 {
                    seen.failures -= 1
                    return .internalServerError
                }
                seen.bodies.append(Array(buffer.readableBytesView))
                return .noContent
            }
        }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body("http://127.0.0.1:\(port)/hook")
                break
            }
            group.cancelAll()
        }
    }

    func waitForBodies(_ count: Int) async throws -> [Record] {
        for _ in 0..<200 where seen.withLock({ $0.bodies.count }) < count {
            try await Task.sleep(for: .milliseconds(20))
        }
        return seen.withLock { $0.bodies }.compactMap { try? JSONParser.parse($0).record }
    }
}

@Suite struct Events {
    @Test func everyChangeWritesAnEventThatAPollingQueryFindsNext() async throws {
        try await withOrg { org async throws in
            let since = "since=2026-08-01T00:00:00.000Z"
            let start = try await org.get("/api/v1/logs?\(since)")
            #expect(start.rows.isEmpty && start.next != nil)
            let id = org.user(3, status: "ACTIVE")
            _ = try await org.post("/api/v1/users/\(id)/lifecycle/suspend")
            _ = try await org.post("/api/v1/users/\(id)/lifecycle/unsuspend")
            let page = try await org.get(start.next ?? "")
            let types = page.rows.compactMap { $0.text("eventType") }
            #expect(types == ["user.lifecycle.suspend", "user.lifecycle.unsuspend"])
            let target = page.rows.first?["target"]?.elements?.first?.record
            #expect(target?.text("id") == id && target?.text("type") == "User")
            let rest = try await org.get(page.next ?? "")
            #expect(rest.rows.isEmpty && rest.next != nil)
        }
    }

    @Test func aBoundedQueryEndsAndGoesByTheTimeOfEvents() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let range = "since=2026-03-01T00:00:00.000Z&until=2026-08-03T00:00:00.000Z"
            let (rows, pages) = try await org.all("/api/v1/logs?\(range)&limit=100")
            #expect(rows.count == org.server.counts["events"] && pages == 4)
            let stamps = rows.compactMap { $0.text("published") }
            #expect(stamps == stamps.sorted())
            let down = try await org.all("/api/v1/logs?\(range)&limit=150&sortOrder=DESCENDING")
                .rows
            #expect(down.compactMap { $0.text("published") } == stamps.sorted(by: >))
            let filter = PercentEncoding.encode(
                "eventType eq \"user.session.start\" and not (outcome.result ne \"SUCCESS\")")
            let sessions = try await org.all("/api/v1/logs?\(range)&filter=\(filter)").rows
            #expect(sessions.count > 100)
            #expect(sessions.allSatisfy { $0.text("eventType") == "user.session.start" })
            let byTarget = PercentEncoding.encode(
                "target.id eq \"\(org.server.ids(of: "apps")[0])\"")
            #expect(try await !org.all("/api/v1/logs?\(range)&filter=\(byTarget)").rows.isEmpty)
            let words = try await org.all("/api/v1/logs?\(range)&q=Deactivate").rows
            #expect(words.count == 6)
        }
    }

    @Test func aQueryTooFarBackOrWronglyWrittenIsRefused() async throws {
        try await withOrg { org async throws in
            let cases: [(String, String)] = [
                ("since=2025-01-01T00:00:00.000Z", "E0000053"),
                ("since=2026-07-01", "E0000030"),
                ("filter=published%20gt%20%222026-07-01T00:00:00Z%22", "E0000053"),
                ("filter=eventType", "E0000053"),
                ("q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k", "E0000053"),
            ]
            for (query, code) in cases {
                let answer = try await org.get("/api/v1/logs?\(query)")
                #expect(answer.status == 400 && answer.errorCode == code, "\(query)")
            }
        }
    }

    @Test func aVerifiedHookIsSentTheEventsItAskedFor() async throws {
        let receiver = Receiver()
        try await receiver.run { address in
            try await withOrg { org async throws in
                let made = try await org.post(
                    "/api/v1/eventHooks",
                    [
                        "name": "leavers",
                        "events": ["type": "EVENT_TYPE", "items": ["user.lifecycle.suspend"]],
                        "channel": [
                            "type": "HTTP", "version": "1.0.0",
                            "config": [
                                "uri": .string(address),
                                "authScheme": [
                                    "type": "HEADER", "key": "Authorization",
                                    "value": "hook-secret",
                                ],
                            ],
                        ],
                    ])
                #expect(made.json.record?.text("verificationStatus") == "UNVERIFIED")
                #expect(!String(decoding: made.body, as: UTF8.self).contains("hook-secret"))
                let hook = "/api/v1/eventHooks/\(made.json.record?.text("id") ?? "")"
                let id = org.user(3, status: "ACTIVE")
                _ = try await org.post("/api/v1/users/\(id)/lifecycle/suspend")
                receiver.seen.withLock { $0.returnsChallenge = false }
                #expect(try await org.post("\(hook)/lifecycle/verify").status == 400)
                receiver.seen.withLock { $0.returnsChallenge = true }
                let verified = try await org.post("\(hook)/lifecycle/verify")
                #expect(verified.json.record?.text("verificationStatus") == "VERIFIED")
                // The first answer fails, so this one comes at the second try.
                receiver.seen.withLock { $0.failures = 1 }
                _ = try await org.post("/api/v1/users/\(id)/lifecycle/unsuspend")
                _ = try await org.post("/api/v1/users/\(id)/lifecycle/suspend")
                let bodies = try await receiver.waitForBodies(1)
                #expect(bodies.count == 1)
                let event = bodies.first?.value("data.events")?.elements?.first?.record
                #expect(event?.text("eventType") == "user.lifecycle.suspend")
                #expect(bodies.first?.text("eventId") == event?.text("uuid"))
                #expect(receiver.seen.withLock { $0.secrets } == ["hook-secret", "hook-secret"])
            }
        }
    }
}
