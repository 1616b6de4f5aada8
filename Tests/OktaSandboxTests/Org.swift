import AsyncHTTPClient
import Glibc
import Testing

@testable import OktaSandbox

/// What came back from a sandbox.
struct Received {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    var json: JSON { (try? JSONParser.parse(body)) ?? .null }
    var rows: [Record] { (json.elements ?? []).compactMap(\.record) }
    var errorCode: String? { json.record?.text("errorCode") }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The address of the `next` link; nil on the last page.
    var next: String? {
        let link = headers.first { $0.name == "link" && $0.value.contains("rel=\"next\"") }
        return link.flatMap { $0.value.split(separator: ">").first.map { String($0.dropFirst()) } }
    }
}

/// A running sandbox and a client of it.
struct Org {
    /// As plain as can be: nothing is unpacked, followed or held back. It lives as long as the tests do.
    private static let client = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 100
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let server: SandboxServer
    let url: String

    func call(
        _ method: String, _ path: String, _ body: JSON? = nil, token: String? = "SSWS sandbox",
        headers: [String: String] = [:]
    ) async throws -> Received {
        let address = path.hasPrefix("http") ? path : url + path
        var request = HTTPClientRequest(url: address)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: token) }
        request.headers.add(name: "Accept", value: "application/json")
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            request.headers.add(name: name, value: value)
        }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body.bytes)
        }
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        let collected = try await response.body.collect(upTo: 64 << 20)
        return Received(
            status: Int(response.status.code),
            headers: response.headers.map { (name: $0.name.lowercased(), value: $0.value) },
            body: Array(collected.readableBytesView))
    }

    /// Posts a form without a token, as clients ask for one.
    func callForm(_ path: String, _ form: String) async throws -> Received {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(Array(form.utf8))
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Received(
            status: Int(response.status.code), headers: [], body: Array(body.readableBytesView))
    }

    func get(_ path: String) async throws -> Received { try await call("GET", path) }
    func post(_ path: String, _ body: JSON? = nil) async throws -> Received {
        try await call("POST", path, body)
    }

    /// All rows of a list, following `next`.
    func all(_ path: String) async throws -> (rows: [Record], pages: Int) {
        var rows: [Record] = []
        var pages = 0
        var address: String? = path
        while let next = address, pages < 2000 {
            let page = try await get(next)
            #expect(page.status == 200, "\(next): \(page.status)")
            rows += page.rows
            pages += 1
            address = page.next
        }
        return (rows, pages)
    }

    /// The user of that place in the tenant, with the status it is to have.
    func user(_ place: Int, status: String? = nil) -> String {
        let id = server.ids(of: "users")[place]
        if let status {
            server.change { $0.users.update(id) { $0["status"] = .string(status) } }
        }
        return id
    }
}

/// The sample company's folder.
let sampleFolder =
    "\(#filePath)".split(separator: "/Tests/").first.map { "\($0)/fixtures/acme/okta" } ?? ""

/// Starts a sandbox, runs the test against it, and stops it.
func withOrg(
    _ tenant: Tenant = .generated(users: 60, apps: 8), window: Double = 60, latency: Double = 0,
    startingAt: String? = "2026-08-03T00:00:00.000Z", _ body: (Org) async throws -> Void
) async throws {
    var configuration = SandboxServer.Configuration(tenant: tenant)
    configuration.window = window
    configuration.latency = latency
    configuration.startingAt = startingAt
    let server = SandboxServer(configuration: configuration)
    let url = try await server.start()
    do {
        try await body(Org(server: server, url: url))
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}

/// A file of the repository.
enum TextFile {
    static func lines(of path: String) -> [Substring]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&block, 1, block.count, file), count > 0 {
            bytes += block[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }
}
