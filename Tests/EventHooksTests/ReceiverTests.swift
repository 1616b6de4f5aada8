import AsyncHTTPClient
import EventHooks
import Foundation
import Okta
import Synchronization
import TestSupport
import Testing

/// What a receiver answers to whom.
@Suite(.ownThread) struct ReceiverTests {
    private static let secret = "s3cret"

    private static let delivery = """
        {"eventType":"com.okta.event_hook","data":{"events":[{"uuid":"a","eventType":"user.lifecycle.create",\
        "published":"2026-08-03T00:00:00.000Z"}]}}
        """

    private static func receiver(
        keep: @escaping @Sendable ([[UInt8]]) throws -> Void
    ) -> EventReceiver {
        EventReceiver(
            EventReceiver.Configuration(secret: secret),
            isWhole: { LogEvent.delivered($0) != nil }, keep: keep)
    }

    private static func with(
        _ receiver: EventReceiver, _ body: (Int) async throws -> Void
    ) async throws {
        let port = try await receiver.start()
        do { try await body(port) } catch {
            await receiver.stop()
            throw error
        }
        await receiver.stop()
    }

    private static func call(
        _ port: Int, _ method: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> (status: UInt, body: String) {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/any/path")
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 1 << 16)
        return (response.status.code, String(decoding: bytes.readableBytesView, as: UTF8.self))
    }

    @Test func `The challenge comes back, and deliveries are taken from who knows the secret`()
        async throws
    {
        let kept = Mutex<[[UInt8]]>([])
        let receiver = Self.receiver { bodies in kept.withLock { $0 += bodies } }
        try await Self.with(receiver) { port in
            let challenge = try await Self.call(
                port, "GET", headers: [("X-Okta-Verification-Challenge", "abc-123_=")])
            #expect(challenge.status == 200)
            #expect(challenge.body == #"{"verification":"abc-123_="}"#)
            let refused: [(String, [(String, String)], String?, UInt)] = [
                ("GET", [], nil, 404),
                ("GET", [("X-Okta-Verification-Challenge", "a\"b")], nil, 400),
                ("PUT", [("Authorization", Self.secret)], Self.delivery, 405),
                ("POST", [], Self.delivery, 401),
                ("POST", [("Authorization", "")], Self.delivery, 401),
                ("POST", [("Authorization", "s3cre")], Self.delivery, 401),
                ("POST", [("Authorization", "s3cret2")], Self.delivery, 401),
                ("POST", [("Authorization", "S3cret")], Self.delivery, 401),
                ("POST", [("Authorization", Self.secret)], "{}", 400),
                ("POST", [("Authorization", Self.secret)], "no JSON", 400),
                ("POST", [("Authorization", Self.secret)], String(Self.delivery.dropLast(4)), 400),
                (
                    "POST", [("Authorization", Self.secret)],
                    Self.delivery.replacing("\"uuid\":\"a\",", with: ""), 400
                ),
                (
                    "POST", [("Authorization", Self.secret)],
                    String(repeating: " ", count: 5 << 20), 413
                ),
            ]
            for (method, headers, body, status) in refused {
                let answer = try await Self.call(port, method, headers: headers, body: body)
                #expect(answer.status == status, "\(method) \(headers) \(body?.prefix(40) ?? "")")
            }
            #expect(kept.withLock { $0.isEmpty })
            let taken = try await Self.call(
                port, "POST", headers: [("Authorization", Self.secret)], body: Self.delivery)
            #expect(taken.status == 204 && taken.body.isEmpty)
            #expect(kept.withLock { $0 } == [Array(Self.delivery.utf8)])
        }
    }

    @Test func `What cannot be kept is not acknowledged`() async throws {
        struct Full: Error {}
        let receiver = Self.receiver { _ in throw Full() }
        try await Self.with(receiver) { port in
            let answer = try await Self.call(
                port, "POST", headers: [("Authorization", Self.secret)], body: Self.delivery)
            #expect(answer.status == 503)
        }
    }

    @Test func `A disk that takes too long is not waited for`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let receiver = Self.receiver { _ in gate.wait() }
        try await Self.with(receiver) { port in
            defer { gate.signal() }
            let answer = try await Self.call(
                port, "POST", headers: [("Authorization", Self.secret)], body: Self.delivery)
            #expect(answer.status == 503)
        }
    }
}
