import Foundation
import Synchronization

@testable import Okta

/// A server on a loopback port that answers with exactly the bytes it is told: what no honest server sends.
final class ScriptedServer: Sendable {
    /// One answer: bytes, what to do between them, and how the connection ends.
    enum Step: Sendable {
        case send(String)
        case bytes([UInt8])
        case pause(milliseconds: UInt32)
        /// Ends the connection with a reset instead of an orderly close.
        case reset
    }

    let port: Int
    private let listener: Int32
    private let seen = Mutex<[String]>([])

    /// - Parameter script: told how many requests came before, answers with steps; the connection is closed
    ///   behind them.
    init(_ script: @escaping @Sendable (Int) -> [Step]) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length)
                listen(listener, 16)
                getsockname(listener, $0, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { return }
                // A thread each: one that is slow on purpose must not hold up the next.
                Thread.detachNewThread {
                    let request = Self.readRequest(connection)
                    let index = self.seen.withLock { seen in
                        seen.append(request)
                        return seen.count - 1
                    }
                    Self.play(script(index), on: connection)
                }
            }
        }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Heads and bodies as they came.
    var requests: [String] { seen.withLock { $0 } }
    var org: OrgAddress { try! OrgAddress("http://127.0.0.1:\(port)") }

    private static func readRequest(_ connection: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound].lowercased()
                let wanted =
                    head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
                if text[end.upperBound...].utf8.count >= wanted { return text }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return text }
            bytes += buffer[..<count]
        }
    }

    private static func play(_ steps: [Step], on connection: Int32) {
        for step in steps {
            switch step {
            case .send(let text):
                _ = text.utf8CString.withUnsafeBytes {
                    Glibc.send(
                        connection, $0.baseAddress, $0.count - 1, Int32(MSG_NOSIGNAL))
                }
            case .bytes(let bytes):
                _ = bytes.withUnsafeBytes {
                    Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            case .pause(let milliseconds): usleep(milliseconds * 1000)
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(
                    connection, SOL_SOCKET, SO_LINGER, &linger,
                    socklen_t(MemoryLayout.size(ofValue: linger)))
            }
        }
        close(connection)
    }

    /// A head and a body of the right length.
    static func answer(_ body: String, status: String = "200 OK", headers: [String] = []) -> Step {
        let lines = [
            "HTTP/1.1 \(status)", "Content-Type: application/json",
            "Content-Length: \(body.utf8.count)",
        ]
        return .send((lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}
