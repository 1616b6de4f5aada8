import Foundation
import OktaSandbox
import TestSupport
import Testing

@testable import Okta
@testable import Sync
@testable import Workspace

/// A simulated tenant in this process and a workspace that is synced with it, by this process or by `cork`.
final class SyncedOrg {
    let server: SandboxServer
    let org: OrgAddress
    let folder: String

    /// - Parameter window: seconds a rate limit's window lasts.
    init(_ tenant: Tenant, window: Double) async throws {
        var configuration = SandboxServer.Configuration(tenant: tenant)
        configuration.window = window
        server = SandboxServer(configuration: configuration)
        org = try OrgAddress(try await server.start())
        folder = NSTemporaryDirectory() + "cork-sync-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try "connect okta \"\(org.name)\"\n".write(
            toFile: folder + "/setup.board", atomically: true, encoding: .utf8)
        let environment = ["XDG_CONFIG_HOME": folder + "/.config", "HOME": folder]
        try CredentialFile(org, environment: { environment[$0] }).write(
            .token(Secret("sandbox")))
    }

    func stop() async {
        await server.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Calls that the server has had since the last `resetTraffic`.
    var calls: Int { server.calls.values.reduce(0, +) }

    func client() -> OktaClient {
        var settings = ClientSettings()
        settings.reserve = 0
        settings.backoffSeconds = 0.002
        settings.defaultWaitSeconds = 0.05
        return OktaClient(
            org: org, credential: .token(Secret("sandbox")),
            surroundings: ClientSurroundings(transport: NetworkTransport(), random: { 0 }),
            settings: settings)
    }

    func database() throws -> WorkspaceDatabase {
        let state = try StateFolder.make(in: folder)
        return try #require(try WorkspaceDatabase.open(state, makes: true))
    }

    /// Syncs in this process.
    ///
    /// - Parameter now: microseconds since 1970; the system's clock unless told.
    @discardableResult
    func sync(
        _ lists: [ObjectList] = SyncRequest.usual, now: Int64? = nil,
        _ change: (inout SyncRequest) -> Void = { _ in }
    ) async throws -> SyncSummary {
        let client = client()
        var request = SyncRequest(
            connection: org.name, lists: lists, loader: "test", threads: 2,
            clock: { now ?? Int64(Date().timeIntervalSince1970 * 1_000_000) })
        change(&request)
        let result: Result<SyncSummary, any Error>
        do {
            result = .success(
                try await OrgSync(
                    request, client: client, store: SyncStore(try database()),
                    progress: SyncProgress()
                ).run())
        } catch { result = .failure(error) }
        await client.close()
        return try result.get()
    }

    // MARK: - What is there

    /// The keys of an object's rows in the workspace, as the tenant writes them.
    func keys(_ list: ObjectList) throws -> [String] {
        let object = SyncedObject(connection: org.name, name: list.objectName)
        return try database().keys(of: object).map {
            $0.key.replacingOccurrences(of: "/", with: " ")
        }
    }

    /// What differs between the workspace and the tenant, object by object; empty when nothing does.
    func differences(_ lists: [ObjectList] = SyncRequest.usual) throws -> [String] {
        var differences: [String] = []
        for list in lists {
            let kept = try keys(list)
            let real = server.ids(of: list.name)
            if Set(kept).count != kept.count { differences.append("\(list.name): rows twice") }
            let lacking = Set(real).subtracting(kept)
            let extra = Set(kept).subtracting(real)
            if !lacking.isEmpty {
                differences.append(
                    "\(list.name): \(lacking.count) missing, \(lacking.sorted().prefix(3))")
            }
            if !extra.isEmpty {
                differences.append(
                    "\(list.name): \(extra.count) too many, \(extra.sorted().prefix(3))")
            }
            let object = SyncedObject(connection: org.name, name: list.objectName)
            let load = try database().storedLoads().first { $0.name == object.sourceName }
            if load?.tables.first?.rowCount ?? 0 != real.count {
                differences.append(
                    "\(list.name): boards see \(load?.tables.first?.rowCount ?? 0) rows of \(real.count)"
                )
            }
        }
        return differences
    }

    // MARK: - The command

    static let binary: String = {
        if let given = ProcessInfo.processInfo.environment["CORK_BINARIES"] {
            return given + "/cork"
        }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = (own as NSString).deletingLastPathComponent + "/cork"
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        return (bundle as NSString).deletingLastPathComponent + "/cork"
    }()

    /// Starts `cork sync` in the workspace.
    func startSync(_ arguments: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.binary)
        process.arguments = ["sync", "-C", folder] + arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "TERM": "dumb",
            "XDG_CONFIG_HOME": folder + "/.config",
        ].merging(sanitizerEnvironment) { given, _ in given }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
