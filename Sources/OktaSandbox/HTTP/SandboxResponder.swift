import HTTPTypes
import Hummingbird
import NIOCore

/// The channel of a request, which some faults close.
struct SandboxContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Between Hummingbird's requests and ours.
struct SandboxResponder: HTTPResponder {
    typealias Context = SandboxContext

    /// Ends a response that is meant to break.
    private struct Broken: Error {}

    private static let maximumBody = 4 << 20

    let exchange: Exchange

    func respond(to request: Request, context: SandboxContext) async throws -> Response {
        var request = request
        var headers = request.headers.map { (name: $0.name.canonicalName, value: $0.value) }
        if let host = request.head.authority { headers.append((name: "host", value: host)) }
        guard let body = try? await request.collectBody(upTo: Self.maximumBody) else {
            return Response(status: .contentTooLarge)
        }
        let answer = await exchange.answer(
            Incoming(
                method: request.method.rawValue, target: request.head.path ?? "/",
                headers: headers, body: Array(body.readableBytesView)))
        if answer.sending == .dropped { try? await context.channel.close().get() }
        return response(answer, context.channel)
    }

    private func response(_ answer: Answer, _ channel: any Channel) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            guard let field = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: field, value: value))
        }
        let body = ByteBuffer(bytes: answer.body)
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        var response = Response(
            status: .init(code: answer.status), headers: headers, body: .init(byteBuffer: body))
        switch answer.sending {
        case .whole, .dropped: break
        case .slowly(let seconds):
            let piece = max(1, (answer.body.count + 9) / 10)
            let bytes = answer.body
            response.body = ResponseBody(contentLength: bytes.count) { writer in
                for start in stride(from: 0, to: bytes.count, by: piece) {
                    try await Task.sleep(for: .seconds(seconds / 10))
                    try await writer.write(
                        ByteBuffer(bytes: bytes[start..<min(start + piece, bytes.count)]))
                }
                try await writer.finish(nil)
            }
        case .cut:
            response.body = ResponseBody(contentLength: answer.body.count) { writer in
                try await writer.write(half)
                throw Broken()
            }
        case .cutChunks:
            response.body = ResponseBody(contentLength: nil) { writer in
                try await writer.write(half)
                throw Broken()
            }
            response.headers[.contentLength] = nil
            response.headers[.transferEncoding] = "chunked"
        case .wrongLength:
            response.body = ResponseBody(contentLength: nil) { writer in
                try await writer.write(body)
                try await writer.finish(nil)
                throw Broken()
            }
            response.headers[.transferEncoding] = nil
            response.headers[.contentLength] = String(max(0, answer.body.count - 10))
        }
        return response
    }
}
