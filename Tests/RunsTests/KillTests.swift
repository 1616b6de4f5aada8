import Actions
import Foundation
import Glibc
import Okta
import OktaSandbox
import TestSupport
import Testing

@testable import Runs

/// Runs whose process is killed, and whose answers are lost: no target is acted on twice, none is forgotten.
@Suite(.ownThread, .serialized) struct KillTests {
    private static let targets = 200
    /// 10 kills in `make test`, 100 in `make soak`.
    private static let kills = ProcessInfo.processInfo.environment["CORK_SOAK"] == nil ? 10 : 100

    @Test func `A run of 200 targets that is killed again and again acts on each once`()
        async throws
    {
        try await killAgainAndAgain(dropsReplies: false)
    }

    @Test func `The same where answers are lost after the effect`() async throws {
        try await killAgainAndAgain(dropsReplies: true)
    }

    private func killAgainAndAgain(dropsReplies: Bool) async throws {
        let org = try await ActedOrg(.generated(users: 400, apps: 12), window: 0.1)
        do { try await kill(org, dropsReplies) } catch {
            await org.stop()
            throw error
        }
        await org.stop()
    }

    private func kill(_ org: ActedOrg, _ dropsReplies: Bool) async throws {
        // The first is the token's own user, who is protected.
        let users = Array(org.users().dropFirst().prefix(Self.targets))
        try #require(users.count == Self.targets)
        let plan = try await org.plan(Deed("suspend user"), users.map { ActedOrg.target($0) })
        #expect(plan.count == Self.targets)
        let file = org.folder + "/plan.json"
        try PlanFile.text(plan).write(toFile: file, atomically: true, encoding: .utf8)
        if dropsReplies {
            for place in 0..<20 {
                org.server.inject(
                    Fault(
                        .dropAfter, method: "POST", path: "/api/v1/users/*/lifecycle/suspend",
                        skip: 3 + place * 9))
            }
        }
        var moments: [Int] = []
        var inside = 0
        for kill in 1...Self.kills {
            let due = Self.targets * kill / (Self.kills + 1)
            let process = try CorkRun(try next(org, file), in: org.folder)
            await process.kill(when: { Self.effects(org, users) >= due })
            let done = Self.effects(org, users)
            moments.append(done)
            if process.wasKilled, done > 0, done < Self.targets { inside += 1 }
            try check(org, users, isOver: false)
        }
        let last = try CorkRun(try next(org, file), in: org.folder)
        await last.wait()
        #expect(last.status == 0, "\(last.output)")
        try check(org, users, isOver: true)
        let name = dropsReplies ? "answers lost too" : "kills alone"
        print(
            "\(name): targets done at each kill: \(moments.map(String.init).joined(separator: " "))"
        )
        print("\(name): \(inside) of \(Self.kills) kills strictly inside a run of \(Self.targets)")
        #expect(inside * 10 >= Self.kills * 9)
        if dropsReplies { #expect(org.server.struckFaults["drop-after", default: 0] > 10) }
    }

    /// The first command, and afterwards the one that goes on.
    private func next(_ org: ActedOrg, _ file: String) throws -> [String] {
        guard let run = try RunRecord.all(in: try org.database()).last else {
            return ["apply", file, "--confirm", String(Self.targets)]
        }
        let rest = run.count(.left) + run.count(.failed) + run.count(.unknown)
        return ["resume", String(run.number), "--apply", "--confirm", String(rest)]
    }

    private static func effects(_ org: ActedOrg, _ users: [String]) -> Int {
        let effects = org.server.effects
        return users.count { effects["user.lifecycle.suspend \($0)"] != nil }
    }

    /// No target twice, and nothing in the journal that the tenant does not show.
    private func check(_ org: ActedOrg, _ users: [String], isOver: Bool) throws {
        let effects = org.server.effects
        for user in users {
            #expect(effects["user.lifecycle.suspend \(user)", default: 0] <= 1, "\(user)")
        }
        let database = try org.database()
        #expect(try database.journalFaults().isEmpty)
        guard let run = try RunRecord.all(in: database).last else { return }
        for (index, user) in users.enumerated() {
            let isSuspended = org.server.status(ofUser: user) == "SUSPENDED"
            switch run.state(of: index) {
            case .done: #expect(isSuspended, "\(user) is done in the journal only")
            case .left: #expect(!isSuspended, "\(user) was acted on and is not in the journal")
            case .unknown, .failed: #expect(!isOver, "\(user) is \(run.state(of: index))")
            case .skipped, .planned: Issue.record("\(user) was skipped")
            }
        }
        if isOver { #expect(run.count(.done) == users.count) }
    }
}

/// `cork` at work in a workspace.
final class CorkRun {
    private let process = Process()
    private let file: String

    init(
        _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        let binaries =
            [
                ProcessInfo.processInfo.environment["CORK_BINARIES"].map { $0 + "/cork" }, own,
                bundle,
            ]
            .compactMap { $0 }.map { ($0 as NSString).deletingLastPathComponent }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/cork") } ?? ""
        file = folder + "/.output-\(UUID().uuidString)"
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        let output = try #require(FileHandle(forWritingAtPath: file))
        process.executableURL = URL(fileURLWithPath: binaries + "/cork")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "TERM": "dumb",
            "XDG_CONFIG_HOME": folder + "/.config",
        ].merging(sanitizerEnvironment) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    var output: String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }
    var status: Int32 { process.terminationStatus }
    var wasKilled: Bool { process.terminationReason == .uncaughtSignal }

    func wait() async {
        process.waitUntilExit()
    }

    /// Kills it as soon as the condition holds, on a thread of its own: the pool's are kept busy by other tests.
    func kill(when condition: @escaping @Sendable () -> Bool) async {
        let id = process.processIdentifier
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                while !condition(), Glibc.kill(id, 0) == 0 { usleep(300) }
                Glibc.kill(id, SIGKILL)
                continuation.resume()
            }
        }
        process.waitUntilExit()
    }

    func interrupt() { Glibc.kill(process.processIdentifier, SIGINT) }
}
