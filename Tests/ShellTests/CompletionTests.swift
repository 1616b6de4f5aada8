import Foundation
import Testing

@testable import Shell

/// What Tab offers, and what it inserts.
@Suite struct CompletionTests {
    private static func acme() -> Session {
        var configuration = SessionConfiguration(
            folder: TranscriptRunner.repository + "/fixtures/acme")
        configuration.settings.width = 100
        let session = Session(configuration)
        _ = session.open()
        return session
    }

    @Test func tabInsertsWhatIsCertain() {
        let session = Self.acme()
        // What is typed, and what the word at the cursor becomes; nil where nothing is inserted.
        let cases: [(String, String?)] = [
            ("ok", "okta."), ("okta.us", "user"), ("okta.users | wh", "where"),
            ("okta.users | where st", "status"), ("okta.users | where github.members.lo", "login"),
            ("okta.users | where manager.displ", "displayName"),
            ("okta.users | group dep", "department"), ("okta.users | sort lastLo", "lastLogin"),
            ("okta.users | where status = \"A", "\"ACTIVE\""),
            ("okta.users | where status in (\"ACTIVE\", \"S", nil),
            ("okta.users | where status in (\"LO", "\"LOCKED_OUT\""),
            ("okta.users | where status in (", "\""),
            ("okta.users | where lastLogin < 90d a", "a"), ("okta.users | where nosuchname", nil),
            ("okta.users | with n = count(gro", "group"), ("okta.users | expand gro", "group"),
            ("okta.users | where no hris.e", "employees"),
            ("okta.users | append (okta.gr", "group"), ("okta.groups | where name = 5", nil),
            (".desc", ".describe"), (".describe github.m", "github.members"),
            (".mode ndj", "ndjson"), ("okta.users | where x = 1 -- where st", nil),
            ("link okta.users.stat", "status"), ("same okta.us", "user"),
            ("same okta.users \"grace.o", "\"grace.obrien@acme.com\""),
            ("same okta.users \"grace.obrien@acme.com\" github.mem", "members"),
            (
                "different okta.users \"grace.obrien@acme.com\" github.members \"acme-ren",
                "\"acme-renovate\""
            ), ("hris.employees | show fi", "`First Name`"),
            ("hris.employees | show `Fi", "`First Name`"),
        ]
        for (text, inserted) in cases {
            let completions = session.complete(text, cursor: text.utf8.count)
            if inserted == "a" {
                #expect(completions.items.map(\.text) == ["and", "ago"], "\(text)")
            } else {
                #expect(
                    completions.insertion == inserted, "\(text): \(completions.items.prefix(5))")
            }
        }
    }

    /// The sample company beside a connection, which offers its actions; nothing is called.
    private static func connected() throws -> (session: Session, folder: String) {
        let folder = NSTemporaryDirectory() + "cork-actions-\(UUID().uuidString)"
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let acme = TranscriptRunner.repository + "/fixtures/acme"
        for name in ["okta", "hris"] {
            try manager.copyItem(atPath: "\(acme)/\(name)", toPath: "\(folder)/\(name)")
        }
        try "connect okta \"acme.okta.com\"\ndeny delete *\n".write(
            toFile: folder + "/setup.board", atomically: true, encoding: .utf8)
        var configuration = SessionConfiguration(folder: folder)
        configuration.settings.width = 100
        let session = Session(configuration)
        _ = session.open()
        return (session, folder)
    }

    @Test func anActionsWordsInputsAndRecordsAreOffered() throws {
        let (session, folder) = try Self.connected()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func offered(_ text: String) -> [String] {
            session.complete(text, cursor: text.utf8.count).items.map(\.text)
        }
        #expect(offered("okta.users | deac") == ["deactivate user"])
        #expect(offered("okta.users | deactivate ") == ["user"])
        #expect(offered("okta.users | add ").first == "user to group")
        // A row of these gives no device, and deletions are denied.
        #expect(!offered("okta.users | ").contains("suspend device"))
        #expect(offered("okta.devices | ").contains("suspend device"))
        #expect(!offered("okta.devices | ").contains("delete device"))
        #expect(offered("okta.users | ").contains("suspend user"))
        #expect(offered("okta.users | take 1 | add user to group ") == ["group:"])
        #expect(
            offered("okta.users | take 1 | reset password ") == ["sendEmail:", "revokeSessions:"])
        #expect(offered("okta.users | reset password sendEmail: ") == ["true", "false"])
        #expect(offered("okta.users | add user to group group: \"Sal") == ["\"Sales\""])
        #expect(offered("add gr").first == "group")
        #expect(offered("add group na") == ["name:"])
        #expect(
            offered("create policy name: \"x\", type: \"PASS") == ["\"PASSWORD\""])
        #expect(offered("okta.users | create user login: \"a\", badge").contains("badgeColor:"))
        #expect(offered("hris.employees | update user title: work").isEmpty == false)
    }

    @Test func initialsAndLaterWordsFitAfterPrefixes() {
        let cases: [(String, String, Int?)] = [
            ("last", "lastLogin", 0), ("LAST", "lastLogin", 0), ("ll", "lastLogin", 1),
            ("login", "lastLogin", 1), ("astL", "lastLogin", 2), ("x", "lastLogin", nil),
            ("em", "Email Address", 0), ("ea", "Email Address", 1), ("mn", "member_number", 1),
            ("", "anything", 0),
        ]
        for (typed, candidate, rank) in cases {
            #expect(Completions.rank(of: typed, in: candidate) == rank, "\(typed) \(candidate)")
        }
    }

    @Test func onlyWhatMayStandThereIsOffered() {
        let session = Self.acme()
        func kinds(_ text: String) -> Set<String> {
            Set(session.complete(text, cursor: text.utf8.count).items.map(\.kind))
        }
        #expect(kinds("okta.users | ") == ["stage"])
        #expect(kinds("okta.users | where ").isSuperset(of: ["field", "link", "function"]))
        #expect(kinds("okta.users | hide ").isDisjoint(with: ["function"]))
        #expect(kinds("@") == ["board"])
        #expect(kinds("").isSuperset(of: ["object", "board", "command", "statement"]))
        #expect(kinds("okta.users | group department | where ").isSuperset(of: ["column"]))
        #expect(!kinds("okta.users | group department | where ").contains("field"))
        #expect(kinds(".mode ") == ["format"])
        #expect(kinds(".set ") == ["setting"])
        #expect(kinds(".set pager ") == ["value"])
        #expect(kinds("okta.users | where status = ") == ["value"])
        #expect(kinds("okta.users | reconcile ").isSubset(of: ["object", "board"]))
    }

    @Test func noTextMakesCompletionFail() {
        let session = Self.acme()
        let text =
            "okta.users | where status in (\"A\", github.members[role = \"x\"].login) and @a(b: $c) ~ /x/"
        for cursor in 0...text.utf8.count {
            let completions = session.complete(text, cursor: cursor)
            _ = completions.listing(columns: 40, rows: 10)
        }
    }

    @Test func aListingKeepsToTheScreen() {
        let items = (0..<50).map {
            Completions.Item(
                text: "name\($0)", kind: "field", note: String(repeating: "x", count: 90), rank: 0)
        }
        let lines = Completions(typed: "n", items: items).listing(columns: 40, rows: 12).split(
            separator: "\n")
        #expect(lines.count == 9)
        #expect(lines.allSatisfy { $0.count < 40 })
        #expect(lines.last == "  … 42 more")
    }
}
