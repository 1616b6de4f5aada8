import Testing

@testable import Shell

/// Ctrl-C in what tells of links, which takes seconds at millions of rows.
@Suite struct LinkWaitingTests {
    private static let commands: [(String, @Sendable (Session) -> Reply)] = [
        ("links", { $0.links(of: "") }),
        ("links of one object", { $0.links(of: "okta.users") }),
        ("links as JSON", { $0.linksJSON(of: "") }),
        (
            "links to a file",
            { $0.writeLinks(of: "", to: "/nowhere/links.svg", replaces: false) }
        ),
        ("why", { $0.why("okta.users", "hris.employees") }),
        ("describe", { $0.describe(object: "okta.users") }),
        (
            "match",
            { $0.match("okta.users", "hris.employees", state: nil, to: nil, replaces: false) }
        ),
        ("review", { $0.review() }),
        ("tables", { $0.tables() }),
    ]

    @Test func `What tells of links does not wait for them once it is interrupted`() {
        for (name, run) in Self.commands {
            let session = Session(
                SessionConfiguration(folder: TranscriptRunner.repository + "/fixtures/acme"))
            _ = session.open()
            session.interruption.interrupt()
            let stopped = run(session)
            #expect(stopped.status == .interrupted, "\(name): \(stopped.notes)")
            session.interruption.begin()
            if name == "links to a file" { continue }
            let answered = run(session)
            #expect(answered.status == .ok, "\(name): \(answered.notes)")
        }
    }
}
