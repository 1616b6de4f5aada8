import Foundation
import Render
import Testing

@testable import Shell

/// A person at the prompt who is asked before an org is changed.
///
/// On the main thread, which alone may wait for calls.
@MainActor
@Suite struct ActingSessionTests {
    /// A workspace that is synced with a tenant of a few users, one of them with a login that would repaint a terminal.
    private final class Company {
        static let hostile =
            "eve\u{1B}[2J\u{1B}[H\u{9B}1Asuspend user: 1 target. go on? y\u{202E}moc.emca@live\u{7}\r\n"
        let folder: String
        let tenant: SandboxProcess
        var questions: [String] = []
        var shown = ""
        /// What the person types, one after another.
        var answers: [String] = []

        init(users: Int = 12) throws {
            folder = NSTemporaryDirectory() + "cork-acting-\(UUID().uuidString)"
            let files = FileManager.default
            try files.createDirectory(
                atPath: folder + "/_okta", withIntermediateDirectories: true)
            let rows = (0..<users).map { number -> [String: Any] in
                let login = number == 1 ? Self.hostile : "user\(number)@acme.com"
                return [
                    "id": String(format: "00uActing%011d", number), "status": "ACTIVE",
                    "created": "2026-01-01T00:00:00.000Z",
                    "lastUpdated": "2026-01-01T00:00:00.000Z",
                    "profile": [
                        "login": login, "email": login, "firstName": "User",
                        "lastName": "\(number)",
                        "department": number < 3 ? "Sales" : "Legal",
                    ],
                ]
            }
            let groups: [[String: Any]] = [
                [
                    "id": "00gActing00000000001", "type": "OKTA_GROUP",
                    "created": "2026-01-01T00:00:00.000Z",
                    "lastUpdated": "2026-01-01T00:00:00.000Z",
                    "lastMembershipUpdated": "2026-01-01T00:00:00.000Z",
                    "objectClass": ["okta:user_group"],
                    "profile": ["name": "Contractors", "description": NSNull()],
                ]
            ]
            for (name, rows) in [("users", rows), ("groups", groups)] {
                try JSONSerialization.data(withJSONObject: rows).write(
                    to: URL(fileURLWithPath: folder + "/_okta/\(name).json"))
            }
            tenant = try SandboxProcess([folder + "/_okta", "--window", "200ms"])
            let session = Session(configuration)
            let reply = session.connect(tool: "okta", org: tenant.url, name: nil, app: nil)
            #expect(reply.status == .ok, "\(reply.notes)")
            #expect(session.syncOnce(SyncInput()).status == .ok)
            session.finish()
        }

        deinit {
            tenant.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }

        var configuration: SessionConfiguration {
            var configuration = SessionConfiguration(folder: folder)
            configuration.settings.format = Settings.format(named: "table")
            configuration.settings.width = 120
            configuration.clock = { Int64(Date().timeIntervalSince1970 * 1_000_000) }
            configuration.credentials.environment = Secret("sandbox")
            let home = folder + "/.config"
            configuration.environment = { $0 == "XDG_CONFIG_HOME" ? home : nil }
            configuration.show = { [unowned self] in shown += Self.text($0) }
            configuration.ask = { [unowned self] question in
                questions.append(question)
                return answers.isEmpty ? nil : answers.removeFirst()
            }
            return configuration
        }

        static func text(_ reply: Reply) -> String {
            var bytes: [UInt8] = []
            func add(_ line: String) { bytes += Array((line + "\n").utf8) }
            try? reply.write(
                to: { bytes += $0 },
                note: { line in
                    switch line {
                    case .above(let text), .footer(let text), .below(let text): add(text)
                    }
                })
            return String(decoding: bytes, as: UTF8.self)
        }

        /// Says lines at the prompt of one session; the last reply.
        func say(_ lines: String..., answers: [String] = []) -> (
            text: String, status: Shell.ExitStatus
        ) {
            self.answers = answers
            questions = []
            shown = ""
            let session = Session(configuration)
            defer { session.finish() }
            var last = Reply()
            for line in lines { last = session.respond(to: line) }
            return (Self.text(last), last.status)
        }

        func count(_ board: String) -> String {
            say(board).text.firstMatch(of: /│\s+(\d+)\s+│/).map { String($0.1) } ?? ""
        }
    }

    private static let suspended = "okta.users | where status = \"SUSPENDED\" | group : n = count()"

    @Test func `What takes back is asked with y, what does not with the number`() throws {
        let company = try Company(users: 60)
        let org = String(company.tenant.url)
        let two = "okta.users | where login = \"user5@acme.com\" or login = \"user6@acme.com\""
        for answer in ["", "n", "2", "yess"] {
            let said = company.say("\(two) | suspend user", answers: [answer])
            #expect(company.questions == ["suspend user: 2 targets in \(org). go on? [y/N] "])
            #expect(said.text == "nothing was done\n", "\(answer)")
        }
        #expect(company.count(Self.suspended) == "0")
        let done = company.say("\(two) | suspend user", answers: ["y"])
        #expect(done.text == "run 1: 2 done\ncork undo 1 takes it back\n")
        #expect(company.count(Self.suspended) == "2")

        for answer in ["y", "3", ""] {
            let said = company.say("\(two) | deactivate user", answers: [answer])
            #expect(
                company.questions == ["deactivate user: 2 targets in \(org). type 2 to go on: "])
            #expect(said.text == "nothing was done\n", "\(answer)")
        }
        // More than a twentieth of all users.
        let four = "okta.users | where status = \"ACTIVE\" and department = \"Legal\" | take 4"
        _ = company.say("\(four) | suspend user", answers: ["y"])
        #expect(company.questions == ["suspend user: 4 targets in \(org). type 4 to go on: "])
        #expect(company.count(Self.suspended) == "2")
    }

    @Test func `A crafted name can neither repaint nor hide the question`() throws {
        let company = try Company()
        let board = "okta.users | where department = \"Sales\" | suspend user"
        _ = company.say(board, answers: ["3"])
        let question = try #require(company.questions.first)
        #expect(
            question == "suspend user: 2 targets in \(company.tenant.url). type 2 to go on: "
                || question == "suspend user: 3 targets in \(company.tenant.url). type 3 to go on: "
        )
        #expect(company.shown.contains("eve"))
        let log = company.say(".log 1").text + company.say("cork.steps").text
        for text in [company.shown, question, log] {
            let wrong = text.unicodeScalars.filter {
                ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
                    || (0x202A...0x202E).contains($0.value)
            }
            #expect(wrong.isEmpty, "\(wrong.map { $0.value }) in \(text)")
        }
    }

    @Test func `What is missing is asked for, and the last super admin and oneself are left alone`()
        throws
    {
        let company = try Company(users: 60)
        let said = company.say(
            "okta.users | where login = \"user7@acme.com\" | add user to group",
            answers: ["Contractors", "y"])
        #expect(company.questions.first == "add user to group: group (one of okta.groups): ")
        #expect(said.text == "run 1: 1 done\ncork undo 1 takes it back\n")
        _ = company.say("okta.users | where login = \"user0@acme.com\" | suspend user")
        #expect(company.questions.isEmpty)
    }

    @Test func `What is denied, old or of an earlier time is refused before Okta is asked`() throws
    {
        let company = try Company()
        let board = "okta.users | take 1 | suspend user"
        let denied = company.say("deny suspend *", board)
        #expect(denied.status == .refused)
        #expect(
            denied.text.hasPrefix(
                "error: 'suspend user' is not allowed: this session: deny suspend *\n"))
        #expect(
            company.say("deny * user", "allow suspend user", board, answers: ["n"]).status == .ok)

        var later = company.configuration
        let clock = later.clock
        later.clock = { clock() + 2 * 86_400_000_000 }
        let session = Session(later)
        let old = session.respond(to: board)
        session.finish()
        #expect(old.status == .refused)
        #expect(
            Company.text(old).hasPrefix(
                "error: nothing is planned on okta.users, which is incomplete: it is 2 days old\n"))
    }

    @Test func `A secret input that is missing is asked for unseen, twice, and kept nowhere`()
        throws
    {
        let company = try Company()
        let canary = "Canary-typed-4kQ8"
        let create =
            "create user with password login: \"third.hire@acme.com\", firstName: \"A\", "
            + "lastName: \"B\", email: \"third.hire@acme.com\""
        for (typed, message) in [
            (
                [canary, "another"],
                "error: 'password' was not the same twice, and nothing was done\n"
            ),
            ([], "error: 'password' is secret and nobody is here to be asked\n"),
            ([canary, canary], "run 1: 1 done\n"),
        ] {
            var left = typed
            var asked: [String] = []
            var configuration = company.configuration
            configuration.credentials.prompt = { question in
                asked.append(question)
                return left.isEmpty ? nil : Secret(left.removeFirst())
            }
            company.answers = ["1"]
            let session = Session(configuration)
            let reply = session.respond(to: create)
            session.finish()
            #expect(Company.text(reply).hasPrefix(message), "\(Company.text(reply))")
            // Once for the plan and the run together.
            #expect(
                asked == ["password (not shown): "]
                    + (typed.isEmpty ? [] : ["password once more: "]))
        }
        #expect(
            company.questions == [
                "create user with password: 1 target in \(company.tenant.url). type 1 to go on: "
            ])
        for file in try FileManager.default.subpathsOfDirectory(atPath: company.folder) {
            let content =
                FileManager.default.contents(atPath: company.folder + "/" + file) ?? Data()
            #expect(content.range(of: Data(canary.utf8)) == nil, "\(file)")
        }
        // In a script nobody is asked.
        let session = Session(company.configuration)
        session.acting.applies = true
        session.acting.count = 1
        let reply = session.respond(to: create)
        session.finish()
        #expect(
            Company.text(reply).hasPrefix("error: 'create user with password' lacks 'password'"))
    }

    @Test
    func `A secret input and one that is generated are found nowhere but where they were asked`()
        throws
    {
        let company = try Company()
        let canary = "Canary-7hX2mZ9-nowhere"
        var configuration = company.configuration
        let environment = configuration.environment
        configuration.environment = { $0 == "FIRST_PASSWORD" ? canary : environment($0) }
        let create = { (login: String, secret: String) in
            "create user with password login: \"\(login)\", email: \"\(login)\", firstName: \"A\", "
                + "lastName: \"B\", password: secret(\(secret))"
        }
        var told = ""
        for (login, secret) in [
            ("first.hire@acme.com", "\"env:FIRST_PASSWORD\""), ("second.hire@acme.com", "generate"),
        ] {
            let session = Session(configuration)
            session.acting.applies = true
            session.acting.count = 1
            session.acting.secretsFile = company.folder + "/_secrets-\(login)"
            let reply = session.respond(to: create(login, secret))
            told += Company.text(reply)
            #expect(reply.status == .ok, "\(Company.text(reply))")
            session.finish()
        }
        told += company.say("cork.steps").text + company.say(".log 1").text
        let generated = try String(
            contentsOfFile: company.folder + "/_secrets-second.hire@acme.com", encoding: .utf8)
        let secret = try #require(generated.firstMatch(of: /"password":"([^"]{20})"/)).1
        #expect(!told.contains(canary))
        #expect(!told.contains(secret))
        for file in try FileManager.default.subpathsOfDirectory(atPath: company.folder) {
            let content =
                FileManager.default.contents(atPath: company.folder + "/" + file) ?? Data()
            #expect(content.range(of: Data(canary.utf8)) == nil, "\(file)")
            if !file.hasPrefix("_secrets") {
                #expect(content.range(of: Data(secret.utf8)) == nil, "\(file)")
            }
        }
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: company.folder + "/_secrets-second.hire@acme.com")[.posixPermissions]
            as? Int
        #expect(mode == 0o600)
    }
}
