import Testing

@testable import OktaSandbox

@Suite struct TrafficLimits {
    private let start = Instant(milliseconds: 1_000_000_500)

    @Test func aBucketIsSharedByClientsAndEachHasHalfOfIt() {
        var traffic = Traffic(window: 60_000)
        for number in 1...50 {
            let verdict = traffic.admit(.apps, client: "a", now: start)
            #expect(verdict.isAllowed)
            #expect(verdict.headers.map(\.value) == ["100", String(100 - number), "1000061"])
        }
        let over = traffic.admit(.apps, client: "a", now: start)
        #expect(!over.isAllowed)
        // What is spoken of now is the share that was used up.
        #expect(over.headers.map(\.value) == ["50", "0", "1000061"])
        for _ in 1...25 { #expect(traffic.admit(.apps, client: "b", now: start).isAllowed) }
        for _ in 1...25 { #expect(traffic.admit(.apps, client: "c", now: start).isAllowed) }
        #expect(!traffic.admit(.apps, client: "d", now: start).isAllowed)
        #expect(traffic.admit(.groups, client: "a", now: start).isAllowed)
        let later = start + 60
        #expect(traffic.admit(.apps, client: "a", now: later).isAllowed)
        #expect(traffic.counts[.apps]?.peak == 100)
        #expect(traffic.counts[.apps]?.refused == 2)
    }

    @Test func everyEndpointHasTheBucketOfOktasTable() {
        let cases: [(String, String, Bucket)] = [
            ("GET", "/api/v1/users", .users), ("POST", "/api/v1/users", .users),
            ("GET", "/api/v1/users/x", .readUser), ("POST", "/api/v1/users/x", .writeUser),
            ("DELETE", "/api/v1/users/x", .writeUser),
            ("POST", "/api/v1/users/x/lifecycle/suspend", .other),
            ("GET", "/api/v1/users/x/factors", .other), ("GET", "/api/v1/groups", .groups),
            ("GET", "/api/v1/groups/x", .group), ("GET", "/api/v1/groups/x/users", .other),
            ("GET", "/api/v1/groups/rules", .other), ("GET", "/api/v1/apps", .apps),
            ("GET", "/api/v1/apps/x", .app), ("GET", "/api/v1/apps/x/users", .apps),
            ("GET", "/api/v1/apps/x/groups", .apps), ("GET", "/api/v1/logs", .logs),
            ("GET", "/api/v1/devices", .devices), ("GET", "/api/v1/devices/x/users", .devices),
            ("GET", "/oauth2/v1/clients/x/roles", .clients), ("GET", "/api/v1/zones", .other),
        ]
        for (method, path, bucket) in cases {
            guard case .found(let endpoint, _) = EndpointRegistry.match(method, path) else {
                Issue.record("no \(method) \(path)")
                continue
            }
            #expect(Bucket(endpoint) == bucket, "\(method) \(path)")
        }
    }

    @Test func aUsedUpBucketAnswers429WithItsHeaders() async throws {
        try await withOrg { org async throws in
            var answers: [Received] = []
            for _ in 0..<51 { answers.append(try await org.get("/api/v1/devices?limit=1")) }
            let last = try #require(answers.last)
            #expect(answers.dropLast().allSatisfy { $0.status == 200 })
            #expect(last.status == 429 && last.errorCode == "E0000047")
            #expect(last.header("x-rate-limit-remaining") == "0")
            let reset = last.header("x-rate-limit-reset").flatMap { Int($0) } ?? 0
            let now = Instant.now().milliseconds / 1000
            #expect((now...now + 61).contains(reset))
            #expect(org.server.buckets["/api/v1/devices"]?.refused == 1)
        }
    }

    @Test func tooManyCallsAtOnceAreRefusedWithZeros() async throws {
        try await withOrg { org async throws in
            let begun = org.server.exchange.traffic.withLock { traffic in
                (1...75).map { _ in traffic.begin() }
            }
            #expect(!begun.contains(false))
            let refused = try await org.get("/api/v1/zones")
            #expect(refused.status == 429 && refused.errorCode == "E0000047")
            #expect(refused.header("x-rate-limit-limit") == "0")
            #expect(refused.header("x-rate-limit-remaining") == "0")
            org.server.exchange.traffic.withLock { $0.end() }
            #expect(try await org.get("/api/v1/zones").status == 200)
            #expect(org.server.peakConcurrency == 75)
        }
    }

    @Test func callsThatTakeTimeAreUnderWayTogether() async throws {
        try await withOrg(latency: 0.3) { org async throws in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 { group.addTask { try await org.get("/api/v1/zones").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 10))
            #expect(org.server.peakConcurrency > 1)
        }
    }
}
