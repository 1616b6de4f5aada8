import Foundation
import Render
import TestSupport
import Testing

@testable import Shell

/// Rows that leave for a webhook, held against what the webhook was sent.
///
/// On the main thread, which alone may wait for calls.
@MainActor
@Suite struct SendTests {
    /// A workspace of three people and a receiver.
    private final class Office {
        let folder: String
        let receiver: WebhookReceiver
        var questions: [String] = []
        var answer: String?
        var shown = ""

        init(_ replies: [WebhookReceiver.Reply] = []) throws {
            folder = NSTemporaryDirectory() + "cork-send-\(UUID().uuidString)"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let rows =
                "number,name,left\n1,Ada \"A\" Löve,2026-01-31\n2,eve\u{1B}[2J\u{202E},\n"
                + "3,Bob,2026-02-28\n"
            try rows.write(
                toFile: folder + "/hris_people.csv", atomically: true, encoding: .utf8)
            receiver = try WebhookReceiver(replies)
        }

        deinit {
            receiver.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }

        func say(
            _ line: String, answer: String? = nil, _ change: (Session) -> Void = { _ in }
        ) -> (text: String, status: Shell.ExitStatus) {
            self.answer = answer
            questions = []
            shown = ""
            var configuration = SessionConfiguration(folder: folder)
            configuration.settings.format = Settings.format(named: "csv")
            configuration.clock = { 1_785_585_600_000_000 }
            configuration.account = { "ada@laptop" }
            let url = receiver.url
            configuration.environment = { $0 == "HOOK" ? url + "\n" : nil }
            configuration.show = { [unowned self] in shown += Self.text($0) }
            configuration.ask = { [unowned self] question in
                questions.append(question)
                return self.answer
            }
            let session = Session(configuration)
            defer { session.finish() }
            change(session)
            let reply = session.respond(to: line)
            return (Self.text(reply), reply.status)
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

        var files: [(name: String, content: Data)] {
            get throws {
                try FileManager.default.subpathsOfDirectory(atPath: folder).map {
                    ($0, FileManager.default.contents(atPath: folder + "/" + $0) ?? Data())
                }
            }
        }
    }

    @Test func `Rows leave once the number was typed, one POST each, as they are shown`() throws {
        let office = try Office()
        let board = "hris.people | show name, number, left | send \"\(office.receiver.url)\""
        let origin = "http://127.0.0.1:\(office.receiver.port)"
        for answer in [nil, "", "y", "2"] {
            let said = office.say(board, answer: answer) {
                $0.settings.format = Settings.format(named: "table")
            }
            #expect(office.questions == ["send: 3 rows to \(origin). type 3 to go on: "])
            #expect(said.text == "nothing was done\n")
        }
        #expect(office.receiver.requests.isEmpty)
        #expect(office.shown.contains("send: 3 rows · \(origin)\n"))
        #expect(office.shown.contains("first body: {\"name\":\"Ada \\\"A\\\" Löve\",\"number\":1,"))
        #expect(office.shown.contains("nothing takes it back"))
        #expect(!office.shown.contains("\u{1B}") && !office.shown.contains("\u{202E}"))

        #expect(office.say(board, answer: "3").text == "run 1: 3 done\n")
        #expect(
            office.receiver.requests.map(\.body) == [
                #"{"name":"Ada \"A\" Löve","number":1,"left":"2026-01-31"}"#,
                #"{"name":"eve\u001b[2J\u202e","number":2,"left":null}"#,
                #"{"name":"Bob","number":3,"left":"2026-02-28"}"#,
            ])
        let first = try #require(office.receiver.requests.first)
        #expect(first.line == "POST /services/T000/C4N4RY HTTP/1.1")
        #expect(first.headers["content-type"] == "application/json")
        #expect(first.headers["authorization"] == nil)

        let log = office.say(".log 1").text
        #expect(
            log.contains("1,1,done,send,\"Ada \"\"A\"\" Löve\",1,,,\"sent, 57 bytes\""), "\(log)")
        #expect(
            office.say(".undo 1").text
                == "error: nothing of run 1 can be taken back\n  help: cork log 1 tells what was done\n"
        )
        // To most chats the path is the password.
        for (name, content) in try office.files {
            #expect(content.range(of: Data("C4N4RY".utf8)) == nil, "\(name)")
        }
        #expect(!log.contains("C4N4RY") && !office.shown.contains("C4N4RY"))
    }

    @Test func `A body is a text, and a row without one is left out`() throws {
        let office = try Office()
        let said = office.say(
            "hris.people | send \"env:HOOK\" body: name + \" left on \" + text(left)",
            answer: "2")
        #expect(said.text == "run 1: 2 done\n", "\(said.text)")
        #expect(office.shown.contains("skipped: its body is missing"))
        #expect(
            office.receiver.requests.map(\.body) == [
                #"{"text":"Ada \"A\" Löve left on 2026-01-31"}"#,
                #"{"text":"Bob left on 2026-02-28"}"#,
            ])
    }

    @Test func `What the receiver may have taken is never sent again`() throws {
        for (reply, state, rest) in [
            (WebhookReceiver.Reply.none, "unknown", 1), (.status(503), "unknown", 1),
            (.status(408), "unknown", 1),
            (.status(429, headers: ["Retry-After": "7"]), "failed", 2), (.status(404), "failed", 2),
            (.status(302, headers: ["Location": "http://127.0.0.1:1/"]), "failed", 2),
        ] {
            let office = try Office([.status(200), reply])
            let board = "hris.people | show name | send \"env:HOOK\""
            let said = office.say(board, answer: "3")
            #expect(said.status == .failure)
            #expect(said.text.contains("run 1: 1 done, 1 \(state), 1 left\n"), "\(said.text)")
            #expect(said.text.hasSuffix("  help: cork resume 1 sends what is left\n"))
            // Nothing was tried twice, and nothing behind it.
            #expect(office.receiver.requests.count == 2)
            let resumed = office.say(".resume 1", answer: String(rest))
            #expect(resumed.text.contains("run 1: \(1 + rest) done"), "\(resumed.text)")
            let names = office.receiver.requests.map(\.body)
            #expect(names.count == 2 + rest)
            #expect(names.last == #"{"name":"Bob"}"#)
            #expect(names.count { $0.contains("eve") } == (state == "unknown" ? 1 : 2))
        }
        let office = try Office([.status(400)])
        let said = office.say("hris.people | send \"env:HOOK\"", answer: "3")
        #expect(said.status == .someFailed)
        #expect(said.text.contains("run 1: 2 done, 1 failed\nerror: not all of it was sent\n"))
    }

    @Test func `A plan in a file is sent once, and holds no address`() throws {
        let office = try Office()
        let file = office.folder + "/_plan.json"
        let plan = { (board: String) in
            office.say(board) {
                $0.acting.planFile = file
                $0.acting.onlyPlans = true
            }
        }
        let refused = plan("hris.people | send \"\(office.receiver.url)\"")
        #expect(refused.status == .refused)
        #expect(plan("hris.people | send \"env:HOOK\"").status == .ok)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains("C4N4RY"))
        #expect(text.contains("env:HOOK"))
        #expect(office.say(".apply \(file)", answer: "3").text == "run 1: 3 done\n")
        let again = office.say(".apply \(file)", answer: "3")
        #expect(
            again.text
                == "error: run 1 has sent '\(file)' already\n"
                + "  help: cork resume 1 sends what is left of it\n")
        #expect(office.receiver.requests.count == 3)
    }

    @Test func `Nothing leaves in plain HTTP, without being asked, or where it is denied`() throws {
        let office = try Office()
        for (line, status, message) in [
            (
                "hris.people | send \"http://hooks.example.com/x\"", Shell.ExitStatus.badBoard,
                "error: the address of 'send' is plain HTTP to another machine\n"
            ),
            (
                "hris.people | send \"https://ada:pw@hooks.example.com/x\"", .badBoard,
                "error: the address of 'send' is no URL\n"
            ),
            (
                "hris.people | send \"env:NOWHERE\"", .usage,
                "error: the variable NOWHERE, where the address is to come from, is not set\n"
            ),
            (
                "hris.people | where number = 9 | send \"env:HOOK\"", .ok,
                "there are no rows, so there is nothing to send\n"
            ),
        ] {
            let said = office.say(line, answer: "3")
            #expect(said.status == status, "\(line)")
            #expect(said.text.hasPrefix(message), "\(said.text)")
            #expect(!said.text.contains("pw"))
        }
        let scripted = office.say("hris.people | send \"env:HOOK\"") { $0.acting.applies = true }
        #expect(scripted.status == .refused)
        let denied = office.say("hris.people | send \"env:HOOK\"", answer: "3") {
            _ = $0.respond(to: "deny send")
        }
        #expect(denied.text.hasPrefix("error: 'send' is not allowed: this session: deny send\n"))
        #expect(office.receiver.requests.isEmpty)
    }
}
