import AsyncHTTPClient
import Synchronization

/// Sends events to the receivers of event hooks: within three seconds, once more after a failure of theirs.
final class HookSender: Sendable {
    struct Count: Sendable {
        var delivered = 0
        var failed = 0
    }

    private let counts = Mutex(Count())

    var count: Count { counts.withLock { $0 } }

    /// Whether the receiver returns the challenge it is sent.
    func verify(
        _ url: String, _ headers: [(name: String, value: String)], challenge: String
    ) async -> Bool {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "X-Okta-Verification-Challenge", value: challenge)
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(3)),
            response.status == .ok, let body = try? await response.body.collect(upTo: 1 << 16),
            let answer = try? JSONParser.parse(Array(body.readableBytesView)).record
        else { return false }
        return answer.text("verification") == challenge
    }

    /// Hands deliveries over and returns at once; they arrive in no particular order.
    func send(_ deliveries: [HookDelivery]) {
        for delivery in deliveries {
            Task {
                // A refusal of the receiver's own is final; a failure is tried once more.
                var isDelivered = await post(delivery)
                if isDelivered == nil { isDelivered = await post(delivery) }
                let wasDelivered = isDelivered ?? false
                counts.withLock { count in
                    if wasDelivered { count.delivered += 1 } else { count.failed += 1 }
                }
            }
        }
    }

    /// Whether the receiver took it; nil when it failed or was too slow.
    private func post(_ delivery: HookDelivery) async -> Bool? {
        var request = HTTPClientRequest(url: delivery.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        for header in delivery.headers {
            request.headers.add(name: header.name, value: header.value)
        }
        request.body = .bytes(delivery.body)
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(3)),
            response.status.code < 500
        else { return nil }
        return (200..<300).contains(response.status.code)
    }
}
