import Foundation
import Okta
import Synchronization
import Testing

@testable import Shell

/// A session beside a tenant: what it tells while it syncs, what Ctrl-C leaves, and what boards find then.
///
/// On the main thread, which alone may wait for calls.
@MainActor @Suite struct LiveSessionTests {
    /// A workspace with the sample company's other tools, and a tenant with its Okta.
    private final class Company {
        let folder: String
        let tenant: SandboxProcess

        init() throws {
            folder = NSTemporaryDirectory() + "cork-live-\(UUID().uuidString)"
            let files = FileManager.default
            let acme = TranscriptRunner.repository + "/fixtures/acme"
            try files.copyItem(atPath: acme, toPath: folder)
            try files.removeItem(atPath: folder + "/okta")
            try? files.removeItem(atPath: folder + "/.cork")
            let setup = try String(contentsOfFile: acme + "/setup.board", encoding: .utf8)
            try setup.replacing("../../queries", with: TranscriptRunner.repository + "/queries")
                .write(toFile: folder + "/setup.board", atomically: true, encoding: .utf8)
            tenant = try SandboxProcess([
                "fixtures/acme/okta", "--window", "200ms", "--now", "2026-08-03T00:00:00Z",
            ])
        }

        deinit {
            tenant.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }

        var configuration: SessionConfiguration {
            var configuration = SessionConfiguration(folder: folder)
            configuration.threads = 2
            configuration.clock = { Int64(Date().timeIntervalSince1970 * 1_000_000) }
            configuration.credentials.environment = Secret("sandbox")
            let home = folder + "/.config"
            configuration.environment = { $0 == "XDG_CONFIG_HOME" ? home : nil }
            return configuration
        }

        func connect(_ session: Session) {
            let reply = session.connect(tool: "okta", org: tenant.url, name: nil, app: nil)
            #expect(reply.status == .ok, "\(reply.notes)")
        }

        /// The rows of an object in a new session.
        func rows(_ object: String) throws -> Int {
            let reply = Session(configuration).query("\(object) | show id")
            return try CSVText(reply).rows.count
        }
    }

    /// Lines in any order, and the elements of a list in any order: Okta's lists have their own.
    private static func unordered(_ csv: String) -> [[String]] {
        csv.split(separator: "\n").map { line in
            line.replacing("\"", with: "").split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }.sorted()
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test func `Saved boards find the same rows in a synced org as in its export`() throws {
        let company = try Company()
        let session = Session(company.configuration)
        company.connect(session)
        var input = SyncInput()
        input.isConfirmed = true
        #expect(session.syncOnce(input).status == .ok)
        let boards = TranscriptRunner.repository + "/Tests/boards/"
        let names = try FileManager.default.contentsOfDirectory(atPath: boards).sorted()
        #expect(names.count > 60)
        for name in names {
            let kept = try String(contentsOfFile: boards + name, encoding: .utf8)
            let reply = session.runSaved(
                name.replacing(".csv", with: ""), arguments: [])
            let text = try CSVText(reply).text
            #expect(Self.unordered(text) == Self.unordered(kept), "\(name): \(reply.notes)")
        }
    }

    @Test func `Ctrl-C of a sync keeps what came, and the next one goes on from there`() throws {
        let company = try Company()
        var configuration = company.configuration
        let painted = Mutex<[String]>([])
        let ticks = Mutex<UInt64>(0)
        let interruption = Mutex<Interruption?>(nil)
        // A second passes with each look, so that each is painted.
        configuration.stopwatch = {
            ticks.withLock { time in
                time += 1_000_000_000
                return time
            }
        }
        configuration.paint = { line in
            painted.withLock { $0.append(line) }
            if !line.hasPrefix("0 rows"), !line.isEmpty {
                interruption.withLock { $0?.interrupt() }
            }
        }
        let session = Session(configuration)
        company.connect(session)
        interruption.withLock { $0 = session.interruption }
        session.interruption.begin()
        let stopped = session.syncOnce(SyncInput())
        #expect(stopped.status == .interrupted, "\(stopped.notes)")
        let lines = painted.withLock { $0 }
        #expect(lines.contains { $0.contains("rows/s") && $0.contains("page") }, "\(lines)")
        #expect(lines.last == "", "the painted line is taken away")
        interruption.withLock { $0 = nil }
        session.interruption.begin()
        let calls = try Self.calls(session.syncOnce(SyncInput()))
        #expect(try company.rows("okta.users") == 260)
        #expect(try company.rows("okta.app_users") > 1000)
        let again = Session(company.configuration)
        again.interruption.begin()
        var whole = SyncInput()
        whole.isFull = true
        #expect(
            try Self.calls(again.syncOnce(whole)) > calls, "pages that had come are not read again")
    }

    /// The number in `76 calls · http://127.0.0.1:8080`.
    private static func calls(_ reply: Reply) throws -> Int {
        #expect(reply.status == .ok, "\(reply.notes)")
        let match = try #require(
            reply.footer.compactMap { $0.firstMatch(of: /([0-9,]+) calls?/) }.last)
        return try #require(Int(match.1.replacing(",", with: "")))
    }

    @Test func `A conversation on old data reads it again in the background and says so`() throws {
        let company = try Company()
        let first = Session(company.configuration)
        company.connect(first)
        #expect(first.syncOnce(SyncInput()).status == .ok)
        first.finish()

        var configuration = company.configuration
        configuration.isConversation = true
        let day: Int64 = 86_400_000_000
        let clock = configuration.clock
        configuration.clock = { clock() + 2 * day }
        // Nothing is said, and nothing read, while data is younger than a day.
        let young = Session(company.configuration)
        #expect(!young.open().preface.joined().contains("background"))
        young.finish()

        let session = Session(configuration)
        let opening = session.open()
        #expect(
            opening.preface.contains { $0.contains("is 2 days old: it is read again in the") },
            "\(opening.preface)")
        var told: [String] = []
        while !told.contains(where: { $0.contains("is up to date") || $0.contains("could not") }) {
            let reply = session.respond(to: "okta.users | take 1 | show login")
            #expect(reply.status == .ok)
            told += reply.preface
            usleep(20_000)
        }
        #expect(told.contains { $0.contains("is up to date: ") }, "\(told)")
        let reply = session.respond(to: "okta.users | take 1 | show login")
        #expect(reply.footer.contains { $0.contains("synced just now") }, "\(reply.footer)")
        session.finish()
    }
}
