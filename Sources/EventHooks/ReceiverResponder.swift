import HTTPTypes
import Hummingbird
import NIOCore

struct ReceiverContext: InitializableFromSource {
    init(source: ApplicationRequestContextSource) {}
}

/// The two things that Okta asks of a receiver: the challenge back, and deliveries taken.
struct ReceiverResponder: HTTPResponder {
    typealias Context = ReceiverContext

    let configuration: EventReceiver.Configuration
    let isWhole: @Sendable ([UInt8]) -> Bool
    let deliveries: DeliveryQueue

    private static let challengeHeader = "x-okta-verification-challenge"
    /// Okta's challenges have some dozens of letters; nothing else is sent back to whoever asks.
    private static let challengeBytesMax = 1024

    func respond(to request: Request, context: ReceiverContext) async throws -> Response {
        switch request.method {
        case .get: return verification(request)
        case .post: return await delivery(request)
        default: return Response(status: .methodNotAllowed)
        }
    }

    /// Okta asks once, before it sends anything, whether the receiver wants its events.
    private func verification(_ request: Request) -> Response {
        guard let name = HTTPField.Name(Self.challengeHeader), let challenge = request.headers[name]
        else { return Response(status: .notFound) }
        let isPlain = challenge.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C
        }
        guard isPlain, (1...Self.challengeBytesMax).contains(challenge.utf8.count) else {
            return Response(status: .badRequest)
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: "{\"verification\":\"\(challenge)\"}")))
    }

    private func delivery(_ request: Request) async -> Response {
        guard isAuthorised(request) else { return Response(status: .unauthorized) }
        var request = request
        guard let body = try? await request.collectBody(upTo: configuration.bodyBytesMax) else {
            return Response(status: .contentTooLarge)
        }
        let bytes = Array(body.readableBytesView)
        guard isWhole(bytes) else { return Response(status: .badRequest) }
        let isKept = await deliveries.keep(bytes, secondsMax: configuration.secondsMax)
        return Response(status: isKept ? .noContent : .serviceUnavailable)
    }

    /// Every byte is looked at whatever came before, so that time tells nothing of the secret.
    private func isAuthorised(_ request: Request) -> Bool {
        let given = Array((request.headers[.authorization] ?? "").utf8)
        let secret = Array(configuration.secret.utf8)
        var difference = given.count ^ secret.count
        for index in secret.indices {
            difference |= Int(secret[index]) ^ Int(index < given.count ? given[index] : 0)
        }
        return difference == 0 && !secret.isEmpty
    }
}
