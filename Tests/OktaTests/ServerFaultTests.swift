import Glibc
import Testing

@testable import Okta

/// Faults on the wire, through the real transport.
@Suite(.serialized) struct ServerFaultTests {
    private static let page = #"[{"id":"u1"},{"id":"u2"}]"#

    private static func head(_ lines: [String]) -> ScriptedServer.Step {
        .send(
            (["HTTP/1.1 200 OK", "Content-Type: application/json"] + lines).joined(
                separator: "\r\n") + "\r\n\r\n")
    }

    /// Name, what the server does, and whether reading it is tried again.
    private static let faults: [(String, [ScriptedServer.Step])] = [
        ("no answer", []),
        ("reset", [.reset]),
        ("cut in the head", [.send("HTTP/1.1 200 OK\r\nContent-Le")]),
        ("cut body", [head(["Content-Length: 500"]), .send(page)]),
        (
            "reset in the body",
            [head(["Content-Length: 500"]), .send("[{"), .pause(milliseconds: 20), .reset]
        ),
        ("length too small", [head(["Content-Length: 9"]), .send(page)]),
        ("cut chunks", [head(["Transfer-Encoding: chunked"]), .send("5\r\n[{\"id\r\n")]),
        ("broken chunks", [head(["Transfer-Encoding: chunked"]), .send("zz\r\n[]\r\n0\r\n\r\n")]),
        ("bad gzip", [head(["Content-Encoding: gzip", "Content-Length: 25"]), .send(page)]),
        (
            "cut gzip",
            [
                head(["Content-Encoding: gzip", "Content-Length: 12"]),
                .bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x8B, 0x8E]),
            ]
        ),
        ("login page", [ScriptedServer.answer("<html><form>Sign in</form></html>")]),
        ("empty 200", [ScriptedServer.answer("")]),
        ("list cut in its middle", [ScriptedServer.answer(#"[{"id":"u1"},{"id"#)]),
        ("slow body", [head(["Content-Length: 500"]), .send("["), .pause(milliseconds: 2000)]),
        ("not HTTP", [.send("SSH-2.0-OpenSSH_9.2\r\n")]),
        ("503", [ScriptedServer.answer("{}", status: "503 Service Unavailable")]),
    ]

    private func client(_ server: ScriptedServer) -> OktaClient {
        var limits = TransportLimits()
        limits.connectSeconds = 2
        limits.readSeconds = 0.8
        limits.totalSeconds = 10
        limits.bodyBytesMax = 1 << 20
        var settings = ClientSettings()
        settings.backoffSeconds = 0.002
        settings.triesMax = 3
        settings.defaultWaitSeconds = 0.01
        return OktaClient(
            org: server.org, credential: .token(Secret("00canary")),
            surroundings: ClientSurroundings(transport: NetworkTransport(limits: limits)),
            settings: settings)
    }

    private func list(_ client: OktaClient) async throws -> (Ledger, PageBox) {
        let box = PageBox()
        let ledger = try await ListReading(
            client: client, list: .groups, parts: ObjectList.groups.parts()
        ).run { box.add($0) }
        return (ledger, box)
    }

    @Test func aListSurvivesEachFaultThatPassesAndIsIncompleteAfterEachThatLasts() async throws {
        for (name, fault) in Self.faults {
            let passing = ScriptedServer { index in
                index == 0 ? fault : [ScriptedServer.answer(Self.page)]
            }
            let first = client(passing)
            let (ledger, box) = try await list(first)
            #expect(ledger.isComplete && box.keys == ["u1", "u2"], "\(name): \(ledger.state)")
            #expect(passing.requests.count == 2, "\(name)")
            await first.close()
            passing.stop()

            let lasting = ScriptedServer { _ in fault }
            let second = client(lasting)
            let (failed, none) = try await list(second)
            #expect(!failed.isComplete && none.keys.isEmpty, "\(name)")
            // Three tries, of which a busy machine may give one up before it has arrived.
            #expect((2...3).contains(lasting.requests.count), "\(name): \(lasting.requests.count)")
            #expect(!"\(failed)".contains("canary"), "\(name)")
            await second.close()
            lasting.stop()
        }
    }

    @Test func aWriteIsSentOnceThroughEachFault() async throws {
        for (name, fault) in Self.faults {
            let server = ScriptedServer { _ in fault }
            let client = client(server)
            _ = try? await client.send(Call(.post, "/api/v1/users/u1/lifecycle/suspend"))
            #expect(server.requests.count == 1, "\(name)")
            #expect(server.requests[0].lowercased().contains("content-length: 0"), "\(name)")
            await client.close()
            server.stop()
        }
    }

    @Test func anAnswerWithoutEndIsCutOffAtTheLimit() async throws {
        let server = ScriptedServer { _ in
            [Self.head(["Transfer-Encoding: chunked"])]
                + (0..<40).map { _ in
                    ScriptedServer.Step.send(
                        "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n")
                }
                // Closed only afterwards: a connection that ends is another fault.
                + [.pause(milliseconds: 1500)]
        }
        let client = client(server)
        let (ledger, _) = try await list(client)
        #expect(ledger.state == .incomplete("an answer of more than 1 MiB"))
        #expect(server.requests.count == 1)
        await client.close()
        server.stop()
    }

    @Test func aRedirectIsNotFollowed() async throws {
        let other = ScriptedServer { _ in [ScriptedServer.answer(Self.page)] }
        let server = ScriptedServer { _ in
            [
                ScriptedServer.answer(
                    "", status: "302 Found",
                    headers: ["Location: http://127.0.0.1:\(other.port)/api/v1/groups"])
            ]
        }
        let client = client(server)
        let (ledger, _) = try await list(client)
        guard case .incomplete(let reason) = ledger.state else {
            Issue.record("complete")
            return
        }
        #expect(reason.contains("redirects to '127.0.0.1:\(other.port)'"))
        #expect(other.requests.isEmpty && server.requests.count == 1)
        await client.close()
        server.stop()
        other.stop()
    }

    @Test func theCredentialIsAHeaderAndNothingElse() async throws {
        let server = ScriptedServer { _ in [ScriptedServer.answer(Self.page)] }
        let client = client(server)
        _ = try await list(client)
        let request = server.requests[0]
        #expect(request.contains("Authorization: SSWS 00canary\r\n"))
        #expect(request.split(separator: "canary").count == 2)
        #expect(request.lowercased().contains("accept-encoding: gzip"))
        #expect(request.lowercased().contains("user-agent: cork"))
        await client.close()
        server.stop()
    }

    @Test func nobodyThereIsSaidAfterAFewTries() async throws {
        let server = ScriptedServer { _ in [] }
        server.stop()
        let client = client(server)
        let (ledger, _) = try await list(client)
        #expect(ledger.state == .incomplete("no connection: refused"))
        await client.close()
    }
}
