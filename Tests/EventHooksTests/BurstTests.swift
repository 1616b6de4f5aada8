import AsyncHTTPClient
import Foundation
import Synchronization
import TestSupport
import Testing
import Workspace

/// Deliveries in a burst, and a receiver that is killed in the middle of it.
@Suite(.ownThread) struct BurstTests {
    fileprivate static let secret = "s3cret-of-the-hook"

    private static func body(_ number: Int) -> String {
        """
        {"eventType":"com.okta.event_hook","eventId":"d\(number)","data":{"events":[{"uuid":"e\(number)",\
        "published":"2026-08-03T00:00:00.000Z","eventType":"user.lifecycle.suspend",\
        "target":[{"type":"User","id":"00u\(number)"}]}]}}
        """
    }

    /// Sends one delivery once; whether it was acknowledged.
    fileprivate static func post(_ number: Int, port: Int) async -> Bool {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/hook")
        request.method = .POST
        request.headers.add(name: "Authorization", value: secret)
        request.body = .bytes(Array(body(number).utf8))
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(10))
        else { return false }
        _ = try? await response.body.collect(upTo: 1 << 16)
        return response.status.code == 204
    }

    private final class Burst: Sendable {
        let count: Int
        let port: Int
        private let next = Mutex(0)
        let acknowledged = Mutex<Set<Int>>([])
        let failures = Mutex(0)

        init(count: Int, port: Int) { (self.count, self.port) = (count, port) }

        /// Sends one delivery after the other, each until it is taken.
        ///
        /// Okta sends a delivery once more when its receiver fails; here it is sent until it is taken, so that the
        /// burst goes on after the kill.
        func send() async {
            while true {
                let number = next.withLock { value in
                    defer { value += 1 }
                    return value
                }
                if number >= count { return }
                while !(await BurstTests.post(number, port: port)) {
                    failures.withLock { $0 += 1 }
                    await Task.yield()
                }
                acknowledged.withLock { _ = $0.insert(number) }
            }
        }
    }

    @Test func `Every acknowledged delivery outlasts a kill in the middle of a burst`() async throws
    {
        let count = ProcessInfo.processInfo.environment["CORK_SOAK"] == nil ? 2000 : 10_000
        let folder = try TemporaryFolder()
        let first = try ReceiverProcess(workspace: folder.path, port: 0, secret: Self.secret)
        let burst = Burst(count: count, port: first.port)
        let senders = (0..<64).map { _ in Task { await burst.send() } }
        while burst.acknowledged.withLock({ $0.count }) < count / 2 { await Task.yield() }
        first.kill()
        let second = try ReceiverProcess(
            workspace: folder.path, port: first.port, secret: Self.secret)
        for sender in senders { await sender.value }
        second.kill()
        #expect(burst.failures.withLock { $0 } > 0, "the kill was not felt")
        let state = try #require(try StateFolder.find(in: folder.path))
        let database = try #require(try WorkspaceDatabase.open(state, makes: false))
        let kept = Set(try database.eventKeys(connection: "acme.okta.com"))
        let acknowledged = burst.acknowledged.withLock { $0 }
        let lost = acknowledged.filter { !kept.contains("e\($0)") }
        #expect(lost.isEmpty, "\(lost.count) of \(count) acknowledged deliveries are lost")
        #expect(acknowledged.count == count)
        #expect(kept.count == count)
        #expect(try database.fault() == nil)
        print("\(count) deliveries, one kill: \(kept.count) kept, \(lost.count) lost")
    }
}
