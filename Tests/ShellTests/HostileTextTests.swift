import Foundation
import Render
import TestSupport
import Testing

@testable import Shell

/// Names and values that try to drive a terminal, through everything that shows them.
@Suite(.ownThread) struct HostileTextTests {
    /// Clears the screen, by ESC and by C1; sets a title; writes backwards; ends a line.
    private static let evil = "\u{1B}[2J\u{9B}31m\u{1B}]0;t\u{07}\u{202E}x\u{2066}\u{7F}\r\u{08}"

    /// Where a file's name may not hold it: everything but `/` and NUL may.
    private static func workspace() throws -> String {
        // Enough that is harmless, or the file would pass for binary data.
        let rest = (4..<100).map { "\($0),some ordinary name,some ordinary value,2\n" }.joined()
        let quoted = "\"" + evil + "\""
        return try Terminal.workspace([
            "hr/people.csv":
                "id,\"name\(evil)\",\"\(evil) b\",boss\n1,\(quoted),\"\(evil)v\",2\n2,\"Bo\(evil)\",w,\n3,Cy,v,2\n"
                + rest,
            "hr/\(evil).csv": "id,x\n1,2\n",
            "evil\(evil).json": "{\"a\(evil)\": ",
            "notes\(evil).pdf": "%PDF-1.4",
            "queries/broken\(evil).board": "hr.people | where \(evil)",
            "queries/titled.board": "-- \(evil)\n-- set: \(evil)\nhr.people\n",
            "setup.board": "link hr.people.\(evil) = hr.people.id\nskip \"\(evil)\"\n",
        ])
    }

    private static func session(_ folder: String, asked: @escaping (String) -> Void) -> Session {
        var configuration = SessionConfiguration(folder: folder)
        configuration.isTerminal = true
        configuration.outputFolder = folder
        configuration.confirm = { question in
            asked(question)
            return false
        }
        return Session(configuration)
    }

    /// All that a reply writes, without the escapes that tables move the cursor by.
    private static func text(_ reply: Reply) -> String {
        var bytes: [UInt8] = []
        func add(_ line: String) { bytes += Array((line + "\n").utf8) }
        do {
            try reply.write(
                to: { bytes.append(contentsOf: $0) },
                note: { line in
                    switch line {
                    case .above(let text), .footer(let text), .below(let text): add(text)
                    }
                })
        } catch let failure as Reply.Failure {
            add(failure.sentence)
        } catch { add("\(error)") }
        return String(decoding: bytes, as: UTF8.self).replacing(/\u{1B}\[[0-9]+G/, with: "")
    }

    private static func expectHarmless(_ text: String, _ what: String) {
        let unsafe = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            // C0, DEL and C1, and what reorders a line. Written out here, so that it is no echo of the code.
            case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
        #expect(unsafe.isEmpty, "\(what): \(unsafe.map { String($0.value, radix: 16) })")
    }

    private static let lines = [
        ".tables", ".tables --skipped", ".describe hr.people", ".describe \(evil)", ".links",
        ".why hr.people \(evil)", ".boards", ".set", ".set \(evil)", ".set null \(evil)",
        ".mode \(evil)",
        ".help \(evil)", ".\(evil)", ".export \(evil).csv", ".export \(evil)", ".save \(evil)",
        ".edit \(evil)", ".history", ".last", ".explain hr.people | where \(evil)",
        ".link hr.people.\(evil) = hr.people.id", ".primary hr.people = \(evil)",
        ".same hr.people \"\(evil)\" hr.people \"\(evil)\"",
        "hr.people", "hr.people | take 1", "hr.people | show `name\(evil)`", "\(evil)", "@\(evil)",
        "hr.people | where \(evil)", "hr.people | where id = \"\(evil)\"", "hr.\(evil)",
        "hr.people | \(evil)", "hr.people | group `name\(evil)`", "let \(evil) = hr.people",
        "hr.people | where id = $\(evil)", "hr.people | where nosuch(\(evil)) = 1",
        "hr.people | where boss ~ /\(evil)(/", "hr.people | with `\(evil)` = id",
        "hr.people | export \"\(evil)\"",
        "hr.people | export \"no/\(evil).csv\"", "hr.people | expect none",
        "hr.people | sort `\(evil) b` | show boss.`name\(evil)`", "timezone \"\(evil)\"",
        "link hr.people.id = \(evil)", "skip \"\(evil)\"",
    ]

    @Test func noReplyHoldsWhatDrivesATerminal() throws {
        let folder = try Self.workspace()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let session = Self.session(folder) { _ in }
        let greeting = Self.text(session.open())
        Self.expectHarmless(greeting, "the greeting")
        #expect(Self.text(session.respond(to: "hr.people")).contains("\\x1b[2J\\u{9b}31m"))
        for format in [nil, OutputFormat.record, .csv, .tsv, .json, .ndjson, .md, .html, .bar] {
            session.settings.format = format
            for line in Self.lines {
                session.history.append(line)
                // Tabs and newlines are layout in these.
                var text = Self.text(session.respond(to: line))
                if [.tsv, .html].contains(format) { text = text.replacing("\t", with: " ") }
                Self.expectHarmless(text, "\(line) as \(format.map(\.rawValue) ?? "table")")
            }
        }
        let other = Self.session(folder) { _ in }
        let oneShots: [(String, Reply)] = [
            ("check", other.check(names: [], set: nil, runsExpectations: true)),
            ("check NAME", other.check(names: [Self.evil], set: nil, runsExpectations: true)),
            ("check --set", other.check(names: [], set: Self.evil, runsExpectations: true)),
            ("query -f", other.query(file: Self.evil)),
            ("run", other.runSaved("titled", arguments: [(Self.evil, Self.evil)])),
            ("export", other.exportSaved("titled", arguments: [], to: Self.evil, replaces: false)),
            (
                "fmt",
                BoardFormatting.run(
                    file: folder + "/queries/broken\(Self.evil).board", write: false)
            ),
            ("usage", Reply.usageError("no \(Self.evil)", help: "x")),
        ]
        for (name, reply) in oneShots { Self.expectHarmless(Self.text(reply), name) }
    }

    @Test func noQuestionHoldsWhatDrivesATerminal() throws {
        let folder = try Self.workspace()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var questions: [String] = []
        let session = Self.session(folder) { questions.append($0) }
        #expect(Self.text(session.respond(to: "hr.people")).contains("99 people"))
        try "old".write(
            toFile: folder + "/out\(Self.evil).csv", atomically: true, encoding: .utf8)
        let reply = session.respond(to: ".export out\(Self.evil).csv")
        Self.expectHarmless(Self.text(reply), "the refusal")
        #expect(questions.count == 1, "\(escapedForTerminal(Self.text(reply)))")
        for question in questions { Self.expectHarmless(question, "the question") }
    }

    @Test func completionShowsNamesEscapedAndInsertsNone() throws {
        let folder = try Self.workspace()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let session = Self.session(folder) { _ in }
        _ = session.open()
        for text in [
            "", "hr.", "hr.people | where ", "hr.people | where na", "@", "hr.people | where `name",
        ] {
            let completions = session.complete(text, cursor: text.utf8.count)
            Self.expectHarmless(completions.listing(columns: 60, rows: 30), text)
            Self.expectHarmless(completions.insertion ?? "", text)
        }
    }
}
