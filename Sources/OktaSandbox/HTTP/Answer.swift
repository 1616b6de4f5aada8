/// An answer as bytes, with the ways in which its sending may go wrong.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    var sending: Sending = .whole

    enum Sending: Sendable, Equatable {
        case whole
        /// In ten pieces over that many seconds.
        case slowly(seconds: Double)
        /// Half the body under the length of the whole, then the end of the connection.
        case cut
        /// Half the body in chunks, then the end of the connection without the last chunk.
        case cutChunks
        /// The whole body under a length that is too short.
        case wrongLength
        /// The end of the connection instead of an answer.
        case dropped
    }

    init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(status: Int, html: String) {
        self.init(
            status: status, headers: [("content-type", "text/html;charset=utf-8")],
            body: Array(html.utf8))
    }

    init(error: APIError, errorID: String, headers: [(name: String, value: String)]) {
        self.init(
            status: error.status, headers: headers + error.headers,
            body: error.body(errorID: errorID).bytes)
        self.headers.append(("content-type", "application/json"))
    }

    init(_ reply: Reply, headers: [(name: String, value: String)]) {
        self.init(status: reply.status, headers: headers + reply.headers, body: [])
        switch reply.body {
        case .empty: break
        case .json(let json): body = json.bytes
        case .page(let page):
            body = page.json.bytes
            self.headers += page.linkHeaders
        }
        if !body.isEmpty { self.headers.append(("content-type", "application/json")) }
    }

    /// Packs the body as gzip, which Okta does for every client that takes it.
    mutating func compress() {
        guard !body.isEmpty else { return }
        body = Gzip.stored(body)
        headers.append(("content-encoding", "gzip"))
    }

    /// Spoils the answer the way the fault has it.
    mutating func apply(_ fault: Fault) {
        switch fault.kind {
        case .slowBody: sending = .slowly(seconds: fault.seconds)
        case .cutBody: sending = .cut
        case .cutChunks: sending = .cutChunks
        case .wrongLength: sending = .wrongLength
        case .dropAfter, .dropBefore: sending = .dropped
        case .emptyBody: body = []
        case .cutJSON: body = Array(body.prefix(body.count * 2 / 3))
        case .badGzip, .cutGzip:
            if !headers.contains(where: { $0.name == "content-encoding" }) { compress() }
            guard body.count > 8 else { return }
            if fault.kind == .cutGzip {
                body.removeLast(body.count / 3)
            } else {
                body[body.count - 8] ^= 0xFF
            }
        case .errorAfter:
            self = Answer(
                error: .serverFailed, errorID: "oaeSandboxFault00001",
                headers: headers.filter {
                    $0.name.hasPrefix("x-")
                })
        default: break
        }
    }
}

/// Gzip without compression: stored blocks, which every reader takes.
enum Gzip {
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            output.append(rest.isEmpty ? 1 : 0)
            for value in [length, ~length] {
                output += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
            }
            output += block
        } while !rest.isEmpty
        for value in [checksum(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
            for shift in [0, 8, 16, 24] as [UInt32] {
                output.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        return output
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }

    /// CRC-32 as RFC 1952 has it.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { value, byte in
            table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8
        }
    }
}
