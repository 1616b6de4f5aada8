import Testing

@testable import Okta

@Suite struct RetryTests {
    /// What a server may do instead of answering.
    private static let faults: [(String, Result<Answer, TransportError>, isRetried: Bool)] = [
        ("500", .success(.error(500, "E0000009")), true),
        ("502", .success(.ok("<html>bad gateway</html>", status: 502)), true),
        ("503", .success(.error(503, "E0000010")), true),
        ("504", .success(.ok("", status: 504)), true),
        ("reset", .failure(.connectionLost(reason: "reset")), true),
        ("timeout", .failure(.timedOut), true),
        ("no connection", .failure(.cannotConnect(reason: "refused")), true),
        ("damaged", .failure(.damaged(reason: "cut")), true),
        ("login page", .success(.ok("<!DOCTYPE html><html></html>")), true),
        ("empty 200", .success(.ok("")), true),
        ("cut list", .success(.ok(#"[{"id":"u1"},{"id":"#)), true),
        ("text behind", .success(.ok(#"[{"id":"u1"}]["#)), true),
        ("400", .success(.error(400, "E0000031")), false),
        ("401", .success(.error(401, "E0000011")), false),
        ("403", .success(.error(403, "E0000006")), false),
        ("404", .success(.error(404, "E0000007")), false),
        (
            "redirect",
            .success(.ok("", status: 302, headers: [("Location", "https://evil.com/x")])), false
        ),
        ("bad certificate", .failure(.untrusted(reason: "self signed")), false),
        ("too large", .failure(.tooLarge(limit: 1 << 20)), false),
    ]

    @Test func readingIsTriedAgainWhereTheFaultMayPass() async throws {
        for (name, fault, isRetried) in Self.faults {
            let passing = ScriptedTransport { _, index in
                index < 2 ? fault : .success(.ok(#"[{"id":"u1"}]"#))
            }
            var call = Call(.get, "/api/v1/users")
            call.expects = RecordShape()
            let received = try? await client(passing).send(call)
            #expect((received?.json?.elements().count == 1) == isRetried, "\(name)")
            #expect(passing.requests.count == (isRetried ? 3 : 1), "\(name)")

            let clock = FakeClock()
            let lasting = ScriptedTransport { _, _ in fault }
            await #expect(throws: OktaError.self, "\(name)") {
                _ = try await client(lasting, clock: clock).send(call)
            }
            #expect(lasting.requests.count == (isRetried ? 5 : 1), "\(name)")
            #expect(clock.sleeps.reduce(0, +) < 60, "\(name)")
        }
    }

    @Test func aWriteIsSentOnceWhateverBecomesOfIt() async throws {
        for (name, fault, _) in Self.faults where name != "no connection" {
            for method in [Method.post, .put, .delete] {
                let transport = ScriptedTransport { _, _ in fault }
                let client = client(transport)
                _ = try? await client.send(Call(method, "/api/v1/users/u1/lifecycle/suspend"))
                #expect(transport.requests.count == 1, "\(name) \(method)")
            }
        }
        let lost = ScriptedTransport { _, _ in .failure(.timedOut) }
        do {
            _ = try await client(lost).send(Call(.post, "/api/v1/groups"))
            Issue.record("no error")
        } catch OktaError.transport(let error, let wasSent) {
            #expect(error == .timedOut && wasSent)
        }
        let unsent = ScriptedTransport { _, index in
            index == 0 ? .failure(.cannotConnect(reason: "refused")) : .success(.ok("{}"))
        }
        _ = try await client(unsent).send(Call(.post, "/api/v1/groups"))
        #expect(unsent.requests.count == 2)
    }

    @Test func aPageThatTakesTheServerTooLongIsHalved() async throws {
        let transport = ScriptedTransport { request, _ in
            let limit = QueryText(target: request.target)["limit"].flatMap { Int($0) } ?? 0
            return .success(limit > 50 ? .error(500, "E0000009") : .ok("[]"))
        }
        _ = try await client(transport).send(Call(.get, "/api/v1/users?after=a%2Bb&limit=200"))
        #expect(
            transport.targets == [
                "/api/v1/users?after=a%2Bb&limit=200", "/api/v1/users?after=a%2Bb&limit=100",
                "/api/v1/users?after=a%2Bb&limit=50",
            ])
        #expect(OktaClient.withSmallerPage("/x?limit=30") == "/x?limit=20")
        #expect(OktaClient.withSmallerPage("/x?limit=20") == "/x?limit=20")
        #expect(OktaClient.withSmallerPage("/x") == "/x")
    }

    @Test func theTokenIsInNoErrorAndGoesToTheOrgOnly() async throws {
        let echo = ScriptedTransport { request, _ in
            .success(.error(400, "E0000001", "bad \\u001b[2J value"))
        }
        do {
            _ = try await client(echo).send(Call(.get, "/api/v1/users"))
        } catch {
            #expect(!"\(error) \(error.sentence)".contains("canary"))
            #expect(error.sentence.contains("bad \\u{1b}[2J value"))
        }
        #expect(echo.requests.allSatisfy { $0.origin == acme.origin })
        #expect(
            echo.requests[0].headers.contains {
                $0.name == "Authorization" && $0.value == "SSWS 00canary"
            })
    }

    @Test func longServerTextIsCut() {
        let refusal = ServerRefusal(.error(400, "E1", String(repeating: "x", count: 5000)))
        #expect(refusal.summary.count == 301)
    }
}
