import BoardLanguage
import TestSupport
import Testing

@Test("a file is set with one stage per line, its comments and blank lines kept")
func canonicalForm() throws {
    let text = """
        -- Leavers with access
        --   set: access-review


        param days:duration=90d   -- how long
        -- about leavers
        let leavers=hris.employees|where status='Terminated' and end<today   -- gone
          -- | take 3
        link okta . users.email=github.members.email
        deny delet* user  *



        okta.users -- all
          -- only active
        | where status = "ACTIVE"and(a or b) |  -- behind
        show login,  -- the login
             n*2, manager*.login, - x, - - y, count ( okta.users | where id=row.id ), avg(n) per(a,b),
             jira.issues [by reporter,status="Open"].key,`Last Login`
        | where not(a)and no(b|take 1)or c not  in('x',2)
        | group :n=count
        | expand users ?
        | export "x.csv"   replace
        -- end

          -- more
        """
    #expect(
        try format(text) == """
            -- Leavers with access
            --   set: access-review

            param days: duration = 90d  -- how long
            -- about leavers
            let leavers = hris.employees
            | where status = 'Terminated' and end < today  -- gone
              -- | take 3
            link okta.users.email = github.members.email
            deny delet* user *

            okta.users  -- all
            -- only active
            | where status = "ACTIVE" and (a or b)  -- behind
            | show login,  -- the login
              n * 2, manager*.login, -x, - -y, count(okta.users | where id = row.id), avg(n) per (a, b),
              jira.issues[by reporter, status = "Open"].key, `Last Login`
            | where not (a) and no (b | take 1) or c not in ('x', 2)
            | group : n = count
            | expand users?
            | export "x.csv" replace
            -- end

              -- more

            """)
}

@Test("long lines break where the syntax is loosest")
func longLines() throws {
    let board = """
        okta.users | where department in ("Engineering", "Finance", "Legal", "Marketing", "Operations", \
        "Sales") and status = "ACTIVE" or title ~ "contractor" and no hris.employees | where no \
        (hris.employees | where work_email = row.email and status = "Active" | show work_email, status)
        """
    #expect(
        try format(board) == """
            okta.users
            | where department in ("Engineering", "Finance", "Legal", "Marketing", "Operations", "Sales")
                and status = "ACTIVE"
              or title ~ "contractor" and no hris.employees
            | where no (hris.employees
              | where work_email = row.email and status = "Active"
              | show work_email, status)

            """)
}

@Test("a mistake is thrown, and an empty file stays empty")
func mistakeInFile() throws {
    #expect(try format("") == "")
    #expect(try format("\n\n  \n") == "")
    #expect(throws: Diagnostic.self) { try format("okta.users | where") }
}

/// Everything a second run or a reader could notice: the tree, the comments, and that nothing moves again.
private func expectFaithful(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    guard let tree = try? parseFile(text).debugDescription, let once = try? format(text) else {
        return
    }
    #expect(outcome(once) == tree, "\(text)", sourceLocation: location)
    #expect((try? format(once)) == once, "\(text)", sourceLocation: location)
    #expect(comments(once) == comments(text), "\(text)", sourceLocation: location)
}

private func comments(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return tokens(text).filter { $0.kind == .comment }.map {
        String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self)
    }
}

@Test("formatting keeps every sample's tree and changes nothing a second time")
func faithfulSamples() {
    for text in sampleTexts { expectFaithful(text) }
}

@Test("formatting stays faithful with comments and line ends anywhere")
func faithfulWithComments() {
    var generator = SeededNumbers(seed: 7)
    for text in sampleTexts where (try? parseFile(text)) != nil {
        let bytes = Array(text.utf8)
        let pieces = tokens(text).filter { $0.kind != .comment }
        for _ in 0..<4 {
            var mixed = ""
            for (index, piece) in pieces.enumerated() {
                let part = String(decoding: bytes[piece.span.start..<piece.span.end], as: UTF8.self)
                let gap =
                    index == 0 ? 0 : bytes[pieces[index - 1].span.end..<piece.span.start].count
                switch gap == 0 ? 9 : Int.random(in: 0..<8, using: &generator) {
                case 0: mixed += "\n  "
                case 1: mixed += " -- c\(index)\n  "
                case 2: mixed += "\n\n  -- c\(index)\n  "
                case 3: mixed += "\n-- c\(index)\n    "
                case 9: break
                default: mixed += " "
                }
                mixed += part
            }
            expectFaithful(mixed)
        }
    }
}
