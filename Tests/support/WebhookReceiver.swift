import Foundation
import Glibc
import Synchronization

/// A webhook on this machine: keeps what it is sent, and answers as it is told.
///
/// On a thread of its own and with plain sockets, so that it shares no code with the client that it is for.
public final class WebhookReceiver: Sendable {
    /// One request as it came.
    public struct Request: Sendable {
        public var line: String
        /// In lower case.
        public var headers: [String: String]
        public var body: String
    }

    public enum Reply: Sendable {
        case status(Int, headers: [String: String] = [:])
        /// The connection ends without an answer, after the request was read.
        case none
    }

    private struct State {
        var requests: [Request] = []
        var replies: [Reply]
    }

    private let state: Mutex<State>
    private let socket: Int32
    public let port: Int

    /// - Parameter replies: one a request in their order; 200 behind them.
    public init(_ replies: [Reply] = []) throws {
        state = Mutex(State(replies: replies))
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        socket = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        port = Int(UInt16(bigEndian: address.sin_port))
        let thread = Thread { [self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                answer(connection)
                close(connection)
            }
        }
        thread.start()
    }

    public var url: String { "http://127.0.0.1:\(port)/services/T000/C4N4RY" }

    public var requests: [Request] { state.withLock { $0.requests } }

    public func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }

    private func answer(_ connection: Int32) {
        guard let request = read(connection) else { return }
        let reply = state.withLock { state in
            state.requests.append(request)
            return state.replies.isEmpty ? .status(200) : state.replies.removeFirst()
        }
        guard case .status(let code, let headers) = reply else { return }
        var text = "HTTP/1.1 \(code) X\r\nContent-Length: 0\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        let bytes = Array((text + "\r\n").utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                    .trimmingCharacters(in: .whitespaces)
            }
            let body = String(text[end.upperBound...])
            if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                return Request(line: lines[0], headers: headers, body: body)
            }
        }
    }
}
