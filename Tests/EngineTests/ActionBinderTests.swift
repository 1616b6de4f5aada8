import BoardLanguage
import Columns
import Correlation
import Testing

@testable import Engine

/// Where an action's records and inputs come from, on the small company.
struct ActionBinderTests {
    private static let user = ActionSignature.Role(
        name: "user", object: ObjectName("okta.users"),
        nameFields: ["profile.login", "profile.first"])
    private static let group = ActionSignature.Role(
        name: "group", object: ObjectName("okta.groups"), nameFields: ["name"])

    private static func signature(
        _ words: String, _ roles: [ActionSignature.Role],
        _ inputs: [ActionSignature.Input] = [], takesOneRow: Bool = false
    ) -> ActionSignature {
        ActionSignature(
            tool: "okta", words: words.split(separator: " ").map(String.init), note: "",
            roles: roles, inputs: inputs, takesOneRow: takesOneRow)
    }

    private static func input(
        _ name: String, _ kind: ActionSignature.Input.Kind, isRequired: Bool = false
    ) -> ActionSignature.Input {
        ActionSignature.Input(name: name, kind: kind, isRequired: isRequired, note: "")
    }

    static let actions = [
        signature("deactivate user", [user], [input("sendEmail", .flag)]),
        signature("add user to group", [user, group]),
        signature("remove group", [group]),
        signature(
            "tag group",
            [
                ActionSignature.Role(
                    name: "group", object: ObjectName("okta.groups"), nameFields: ["type"])
            ]),
        signature("update user", [user], [input("title", .text), input("clear", .list)]),
        signature(
            "add group", [],
            [input("name", .text, isRequired: true), input("kind", .choice(["A", "B"]))]),
        signature(
            "change password", [user], [input("newPassword", .secret, isRequired: true)],
            takesOneRow: true),
    ]

    private func workspace(weakGitHub: Bool = false) throws -> TestWorkspace {
        var workspace = try SmallCompany.workspace()
        if weakGitHub {
            var pins = Pins()
            pins.links = [
                Pins.PinnedLink(
                    left: .init(object: ObjectName("github.members"), field: "mail"),
                    right: .init(object: ObjectName("okta.users"), field: "login"), isWeak: true,
                    name: nil)
            ]
            workspace.environment.links = LinkModel(
                tables: workspace.environment.catalog.tables, pins: pins)
        }
        workspace.environment.actions = Self.actions
        return workspace
    }

    /// `label: role=id …; input=value …` or `label skipped: reason` a row; what is missing; or the error.
    private func answer(_ text: String, in workspace: TestWorkspace? = nil) throws -> String {
        let workspace = try workspace ?? self.workspace()
        do {
            guard let action = try workspace.result(text).action else { return "no action" }
            var lines = action.rows.map { row in
                if let reason = row.skipped { return "\(row.label) skipped: \(reason)" }
                let records = row.records.map { "\($0.role)=\($0.id)(\($0.name))" }
                let inputs = row.inputs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                return "\(row.label): " + (records + inputs).joined(separator: " ")
            }
            if action.repeatedCount > 0 { lines.append("\(action.repeatedCount) repeated") }
            if let missing = action.missingSentence { lines.append("missing: \(missing)") }
            return lines.joined(separator: "\n")
        } catch let error as BoardError {
            return describe(error.diagnostic, in: error.text, path: error.path)
        }
    }

    private func check(_ cases: KeyValuePairs<String, String>) throws {
        for (board, expected) in cases {
            #expect(try answer(board) == expected, "\(board)")
        }
    }

    @Test func `the record comes first, then expanded ones, then to-one paths`() throws {
        try check([
            #"okta.users | where status = "STAGED" | deactivate user"#:
                "dan@acme.com: user=u4(dan@acme.com)",
            #"okta.groups | where name = "Admins" | expand users | deactivate user"#:
                "Admins: user=u1(ada@acme.com)\nAdmins: user=u2(bob@acme.com)",
            #"okta.groups | where name = "Admins" | expand users | remove group"#:
                "Admins: group=g2(Admins)\n1 repeated",
            #"hris.employees | deactivate user"#: """
            ada@acme.com: user=u1(ada@acme.com)
            bob@acme.com: user=u2(bob@acme.com)
            cyd@acme.com: user=u3(cyd@acme.com)
            zoe@acme.com skipped: no okta.users record for it
            """,
            #"hris.employees | reconcile okta.users | where side = "only okta.users" | take 1 | deactivate user"#:
                " : user=u4(dan@acme.com)".replacing(" :", with: ":"),
            #"okta.users | where login = "bob@acme.com" | deactivate user user: manager"#:
                "bob@acme.com: user=u1(ada@acme.com)",
        ])
    }

    @Test func `targets are unique, and a row that gives none is told`() throws {
        try check([
            #"okta.users | where status = "ACTIVE" | expand groups | add user to group"#: """
            ada@acme.com: user=u1(ada@acme.com) group=g1(Everyone)
            ada@acme.com: user=u1(ada@acme.com) group=g2(Admins)
            bob@acme.com: user=u2(bob@acme.com) group=g1(Everyone)
            bob@acme.com: user=u2(bob@acme.com) group=g2(Admins)
            """,
            #"github.members | where no okta.users.id | deactivate user"#:
                "bill skipped: no okta.users record for it",
            #"github.members | where role = "admin" | update user title: handle"#: """
            ada-l: user=u1(ada@acme.com) title=text("ada-l")
            bob-ci: user=u2(bob@acme.com) title=text("bob-ci")
            """,
            #"github.members | where mail = "bob@acme.com" | update user title: handle"#: """
            bobby: user=u2(bob@acme.com) title=text("bobby")
            bob-ci skipped: an earlier row gives the same target other inputs
            """,
            #"github.members | where mail = "bob@acme.com" | deactivate user"#: """
            bobby: user=u2(bob@acme.com)
            1 repeated
            """,
        ])
    }

    @Test func `other records are named, by id or by the name that one has`() throws {
        try check([
            #"okta.users | take 1 | add user to group group: "admins""#:
                "ada@acme.com: user=u1(ada@acme.com) group=g2(Admins)",
            #"okta.users | take 1 | add user to group group: "g3""#:
                "ada@acme.com: user=u1(ada@acme.com) group=g3(Empty)",
            #"okta.users | take 1 | add user to group group: "Admin""#: """
            error: no group 'Admin' in okta.groups
              okta.users | take 1 | add user to group group: "Admin"
                                                             ^^^^^^^
              help: nearest is 'Admins'
            """,
            #"okta.users | take 1 | tag group group: "okta""#: """
            error: 2 of okta.groups are called 'okta'
              okta.users | take 1 | tag group group: "okta"
                                                     ^^^^^^
              help: an id says which: "g2", "g3"
            """,
            #"okta.users | take 1 | tag group group: "built_in""#:
                "ada@acme.com: group=g1(BUILT_IN)",
            #"okta.users | take 1 | add user to group group: department"#: """
            error: 'group' takes a path to a record of okta.groups, or its name in quotes
              okta.users | take 1 | add user to group group: department
                                                             ^^^^^^^^^^
            """,
            #"okta.users | take 1 | add user to group"#: """
            ada@acme.com: user=u1(ada@acme.com)
            missing: 'add user to group' needs one group, and a row of okta.users may have several: expand groups, or group: "NAME"
            """,
            #"jira.issues | take 1 | remove group"#: """
            I-1: 
            missing: 'remove group' needs a record of okta.groups, and nothing links jira.issues to it: group: "NAME" says which
            """,
            #"okta.users | group department | deactivate user"#: """
            Eng: 
            Sales: 
            : 
            Legal: 
            missing: 'deactivate user' needs a record of okta.users, and these rows are no records
            """,
        ])
    }

    @Test func `inputs are typed, and secrets are no text of a board`() throws {
        try check([
            #"okta.users | take 2 | update user title: upper(title), clear: ("a", "b")"#: """
            ada@acme.com: user=u1(ada@acme.com) clear=list(["a", "b"]) title=text("ENGINEER")
            bob@acme.com: user=u2(bob@acme.com) clear=list(["a", "b"]) title=text("LEAD ENGINEER")
            """,
            #"okta.users | take 1 | deactivate user sendEmail: 1"#: """
            error: 'sendEmail' takes true or false, and this is integer
              okta.users | take 1 | deactivate user sendEmail: 1
                                                               ^
            """,
            #"okta.users | take 1 | deactivate user sendMail: true"#: """
            error: 'deactivate user' has no input 'sendMail'
              okta.users | take 1 | deactivate user sendMail: true
                                                    ^^^^^^^^
              help: nearest is 'sendEmail'
            """,
            #"okta.users | take 1 | change password newPassword: "x""#: """
            error: 'newPassword' is a secret, and no text of a board
              okta.users | take 1 | change password newPassword: "x"
                                                                 ^^^
              help: secret("env:NAME"), secret("file:PATH") or secret(generate)
            """,
            #"okta.users | take 1 | change password"#: """
            ada@acme.com: user=u1(ada@acme.com)
            missing: 'change password' lacks 'newPassword'
            """,
            #"okta.users | change password newPassword: secret(generate)"#: """
            error: 'change password' takes one row, and the board has 6
              okta.users | change password newPassword: secret(generate)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              help: where … leaves one
            """,
            #"okta.users | deactivat user"#: """
            error: no action 'deactivat user'
              okta.users | deactivat user
                           ^^^^^^^^^^^^^^
              help: nearest is 'deactivate user'
            """,
            #"okta.users | take 1 | add group name: title, kind: "C""#: """
            error: 'kind' takes one of A, B
              okta.users | take 1 | add group name: title, kind: "C"
                                                                 ^^^
            """,
        ])
        let action = try workspace().result(
            #"okta.users | take 1 | change password newPassword: secret("env:PW")"#
        ).action
        #expect(action?.secrets == ["newPassword": .environment("PW")])
        #expect(action?.secrets["newPassword"]?.text == #"secret("env:PW")"#)
    }

    @Test func `a match that only a name carries is left alone unless asked for`() throws {
        var weak = try workspace(weakGitHub: true)
        let board = #"github.members | where handle = "ada-l" | deactivate user"#
        #expect(
            try answer(board, in: weak)
                == "ada-l skipped: matched to okta.users by name alone: --accept-weak takes it")
        let expanded =
            #"github.members | where handle = "ada-l" | expand okta.users | deactivate user"#
        #expect(
            try answer(expanded, in: weak)
                == "ada-l skipped: matched to okta.users by name alone: --accept-weak takes it")
        weak.environment.acceptsWeakMatches = true
        #expect(try answer(board, in: weak) == "ada-l: user=u1(ada@acme.com)")
        #expect(try answer(expanded, in: weak) == "ada-l: user=u1(ada@acme.com)")
    }

    @Test func `of several live tools the one is meant whose records the rows are or lead to`()
        throws
    {
        var workspace = try workspace()
        workspace.environment.actions += Self.actions.map { action in
            var other = action
            other.tool = "emea"
            other.roles = action.roles.map { role in
                ActionSignature.Role(
                    name: role.name, object: ObjectName(tool: "emea", object: role.object.object),
                    nameFields: role.nameFields)
            }
            return other
        }
        #expect(try workspace.result("okta.users | deactivate user").action?.tool == "okta")
        #expect(try workspace.result("hris.employees | deactivate user").action?.tool == "okta")
        #expect(
            try answer(#"jira.issues | add group name: key"#, in: workspace) == """
                error: 'add group' could be done in 2 tools
                  jira.issues | add group name: key
                                ^^^^^^^^^^^^^^^^^^^
                  help: the rows belong to none of okta, emea alone: a board of one of them says which
                """)
    }

    @Test func `an action that stands alone takes names only`() throws {
        let runner = BoardRunner(environment: try workspace().environment)
        func action(_ text: String) throws -> BoundAction? {
            guard case .action(let words, let inputs)? = try parseFile(text).statements.first?.kind
            else { return nil }
            return try runner.action(words, inputs, at: Span(0, text.utf8.count), text: text)
        }
        let made = try action(#"add group name: "Contractors", kind: "A""#)
        #expect(made?.rows.map(\.inputs) == [["name": .text("Contractors"), "kind": .text("A")]])
        #expect(made?.missing.isEmpty == true)
        let removed = try action(#"remove group group: "Empty""#)
        #expect(removed?.rows.first?.records.map(\.id) == ["g3"])
        let lacking = try action(#"add user to group group: "Empty""#)
        #expect(
            lacking?.missingSentence == "'add user to group' needs user: \"NAME\"")
        #expect(throws: BoardError.self) { try action("fly user: \"x\"") }
    }
}
