import Testing

@testable import Okta

@Suite struct RateLimitTests {
    private func refusal(_ headers: [(name: String, value: String)]) -> Answer {
        Answer(status: 429, headers: headers, body: Array(#"{"errorCode":"E0000047"}"#.utf8))
    }

    @Test func theWaitIsTheServersResetLessTheServersDate() async throws {
        let date = ("Date", "Mon, 03 Aug 2026 00:00:00 GMT")
        let limit = ("X-Rate-Limit-Limit", "600")
        let none = ("X-Rate-Limit-Remaining", "0")
        func reset(_ value: String) -> (String, String) { ("X-Rate-Limit-Reset", value) }
        let cases: [(String, [(name: String, value: String)], Double)] = [
            ("30 s", [date, limit, none, reset("1785715230")], 31),
            ("now", [date, limit, none, reset("1785715200")], 1),
            (
                "two headers, the earlier",
                [date, limit, none, reset("1785715250"), reset("1785715210")], 11
            ),
            ("in one line", [date, limit, none, reset("1785715250, 1785715210")], 11),
            ("no headers", [], 60),
            ("no date", [limit, none, reset("1785715230")], 60),
            ("garbage", [date, limit, none, reset("soon")], 60),
            ("in the past", [date, limit, none, reset("1785715100")], 60),
            ("year 9999", [date, limit, none, reset("253402300799")], 60),
            ("larger than any integer", [date, limit, none, reset("99999999999999999999")], 60),
            ("the least integer", [date, limit, none, reset("-9223372036854775808")], 60),
            ("a date of nonsense", [("Date", "yesterday"), limit, none, reset("1785715230")], 60),
        ]
        for (name, headers, expected) in cases {
            let clock = FakeClock()
            let refused = refusal(headers)
            let transport = ScriptedTransport { _, index in
                .success(index == 0 ? refused : .ok("[]"))
            }
            _ = try await client(transport, clock: clock).send(Call(.get, "/api/v1/users"))
            #expect(clock.sleeps == [expected], "\(name)")
            #expect(transport.requests.count == 2, "\(name)")
        }
    }

    @Test func endlessRefusalsEnd() async throws {
        let clock = FakeClock()
        let refused = refusal([])
        let transport = ScriptedTransport { _, _ in .success(refused) }
        await #expect(throws: OktaError.self) {
            _ = try await client(transport, clock: clock).send(Call(.get, "/api/v1/users"))
        }
        #expect(transport.requests.count == 6)
        #expect(clock.sleeps == [60, 60, 60, 60, 60])
    }

    @Test func tooManyCallsAtOnceHalveTheParallelismAndWaitBriefly() async throws {
        let clock = FakeClock()
        let refused = refusal([
            ("Date", "Mon, 03 Aug 2026 00:00:00 GMT"), ("X-Rate-Limit-Limit", "0"),
            ("X-Rate-Limit-Remaining", "0"), ("X-Rate-Limit-Reset", "1785715320"),
        ])
        let transport = ScriptedTransport { _, index in
            .success(index < 2 ? refused : .ok("[]"))
        }
        let client = client(transport, clock: clock)
        #expect(client.parallelism.width == 4)
        _ = try await client.send(Call(.get, "/api/v1/users"))
        #expect(clock.sleeps == [2, 2])
        #expect(client.parallelism.width == 1)
        for _ in 0..<200 { _ = try await client.send(Call(.get, "/api/v1/users")) }
        #expect(client.parallelism.width == 8)
    }

    @Test func aWriteThatWasRefusedByTheLimitIsSentAgainAndACoolDownIsNot() async throws {
        let refused = refusal([])
        let transport = ScriptedTransport { _, index in
            .success(index == 0 ? refused : .ok("{}"))
        }
        _ = try await client(transport).send(Call(.post, "/api/v1/groups", body: Array("{}".utf8)))
        #expect(transport.requests.count == 2)
        let coolDown = ScriptedTransport { _, _ in .success(.error(429, "E0000109")) }
        await #expect(throws: OktaError.self) {
            _ = try await client(coolDown).send(Call(.post, "/api/v1/users/u1/factors"))
        }
        #expect(coolDown.requests.count == 1)
    }

    /// A server that counts: how many calls reached it in each window.
    @Test func halfOfEachBucketIsLeftToOthers() async throws {
        let clock = FakeClock()
        for (limit, reserve, most) in [
            (100, 0.5, 50), (100, 0.0, 100), (10, 0.5, 5), (1, 0.5, 1), (600, 0.9, 60),
        ] {
            let counts = Counter()
            let transport = ScriptedTransport { _, _ in
                let used = counts.add(clock.monotonic, window: 60)
                return .success(
                    Answer(
                        status: 200,
                        headers: [
                            ("Date", "Mon, 03 Aug 2026 00:00:00 GMT"),
                            ("X-Rate-Limit-Limit", String(limit)),
                            ("X-Rate-Limit-Remaining", String(max(0, limit - used))),
                            ("X-Rate-Limit-Reset", "1785715260"),
                        ], body: Array("[]".utf8)))
            }
            var settings = ClientSettings()
            settings.reserve = reserve
            let client = client(transport, clock: clock, settings: settings)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<(3 * max(most, 3)) {
                    group.addTask { _ = try? await client.send(Call(.get, "/api/v1/apps/a/users")) }
                }
            }
            #expect(counts.most <= max(1, most), "\(limit) \(reserve): \(counts.most)")
            #expect(counts.most * 2 >= most, "\(limit) \(reserve): \(counts.most)")
            let use = try #require(client.limits.uses.first)
            #expect(use.bucket == "/api/v1/apps and below" && use.refusals == 0)
            #expect(use.calls == 3 * max(most, 3) && use.limit == limit)
        }
    }

    @Test func callsOfOneBucketAreKnownByTheirPath() {
        let cases: [(Method, String, String)] = [
            (.get, "/api/v1/users?limit=200", "GET /api/v1/users"),
            (.get, "/api/v1/users/00u1", "GET /api/v1/users/{id}"),
            (.get, "/api/v1/users/00u1/factors", "GET /api/v1/users/{id}/factors"),
            (.get, "/api/v1/groups/00g1/users?after=x", "GET /api/v1/groups/{id}/users"),
            (.get, "/api/v1/groups/rules", "GET /api/v1/groups/rules"),
            (.get, "/api/v1/apps", "/api/v1/apps and below"),
            (.get, "/api/v1/apps/0oa1/users", "/api/v1/apps and below"),
            (.delete, "/api/v1/apps/0oa1/users/00u1", "/api/v1/apps and below"),
            (.get, "/api/v1/apps/0oa1", "GET /api/v1/apps/{id}"),
            (.get, "/api/v1/meta/schemas/user/osc1", "GET /api/v1/meta/schemas/user/{id}"),
            (.get, "/api/v1/policies/00p1/rules", "GET /api/v1/policies/{id}/rules"),
            (.get, "/.well-known/okta-organization", "GET /.well-known/okta-organization"),
        ]
        for (method, target, expected) in cases {
            #expect(RateLimits.bucket(method, target) == expected)
        }
    }

    @Test func aWaitEndsWhenTheTaskIsCancelled() async throws {
        let refused = refusal([])
        let transport = ScriptedTransport { _, _ in .success(refused) }
        let client = OktaClient(
            org: acme, credential: .token(Secret("x")),
            surroundings: ClientSurroundings(transport: transport, clock: SystemClock()))
        let task = Task { try await client.send(Call(.get, "/api/v1/users")) }
        try await Task.sleep(nanoseconds: 50_000_000)
        let start = SystemClock().monotonic
        task.cancel()
        _ = await task.result
        // A window lasts a minute; a busy machine takes seconds to wake a task.
        #expect(SystemClock().monotonic - start < 30_000_000_000)
        #expect(transport.requests.count == 1)
    }
}
