import Columns
import Correlation
import Testing

@Suite struct IdentityRuleTests {
    private static let first = [
        "Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Tony", "Niklaus", "Margaret",
        "Dennis",
        "Ken", "Brian", "Frances", "John", "Leslie", "Radia", "Vint", "Karen", "Tim", "Linus",
    ]
    private static let last = [
        "Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Hoare", "Wirth", "Hamilton",
        "Ritchie", "Thompson", "Kernighan", "Allen", "Backus", "Lamport", "Perlman", "Cerf",
        "Sparck",
        "Berners", "Torvalds",
    ]
    private static var logins: [String] {
        zip(first, last).map { "\($0).\($1)".lowercased() }
    }

    /// Twenty people as an `okta.users`, with whatever the case changes.
    private func users(_ change: (inout [[String]]) -> Void = { _ in }) -> Table {
        var rows = Self.first.indices.map { index in
            [
                "00uAb\(index + 10)cDeFgHiJ", Self.logins[index] + "@acme.com",
                Self.first[index], Self.last[index], "000\(index + 100)", "",
            ]
        }
        change(&rows)
        let names = ["id", "email", "firstName", "lastName", "employeeNumber", "aliases"]
        return Fixture.table(
            "okta.users", names.indices.map { column in (names[column], rows.map { $0[column] }) })
    }

    private func staff(_ change: (inout [[String]]) -> Void = { _ in }) -> Table {
        var rows = Self.first.indices.map { index in
            [
                "\(index + 100)", Self.first[index], Self.last[index],
                Self.logins[index] + "@acme.com",
            ]
        }
        change(&rows)
        let names = ["Employee #", "First Name", "Last Name", "Work Email"]
        return Fixture.table(
            "hris.employees",
            names.indices.map { column in (names[column], rows.map { $0[column] }) })
    }

    /// The right row and rule of a left row, by the first row's primary field.
    private func match(_ tables: [Table], row: Int, pins: Pins = Pins()) throws -> (
        row: Int32, rule: RuleKind?, model: LinkModel, link: Link
    ) {
        let model = LinkModel(tables: tables, pins: pins)
        let link = try #require(
            model.links.first {
                Set([$0.left.object.tool, $0.right.object.tool]) == Set(tables.map(\.name.tool))
            })
        let array = model.array(of: link, .forward)
        try #require(array.isFlat)
        return (array.rows[row], RuleKind(rawValue: array.rules[row]), model, link)
    }

    @Test func `folded addresses match first`() throws {
        let found = try match([users(), staff { $0[0][3] = " Ada.LOVELACE@Acme.Com " }], row: 0)
        #expect(found.row == 0)
        #expect(found.rule == .email)
        #expect(found.link.isIdentity)
        #expect(found.link.kind == .oneToOne)
        #expect(found.link.left.object == ObjectName("okta.users"))
    }

    @Test func `plus tags and dots are not folded`() throws {
        let found = try match(
            [
                users { $0[0][2...4] = ["", "", ""] },
                staff { $0[0] = ["", "Ada", "Lovelace", "ada.lovelace+x@acme.com"] },
            ], row: 0)
        #expect(found.row == -1)
    }

    @Test func `an alias matches where the address does not`() throws {
        let people = users { rows in
            rows[3][5] = "[e.wybe@acme.com, ed@acme.com]"
            rows[4][5] = "[b@acme.com]"
        }
        let found = try match(
            [
                people, staff { $0[3] = ["", "Someone", "Else", "ed@acme.com"] },
            ], row: 3)
        #expect(found.row == 3)
        #expect(found.rule == .alias)
    }

    @Test func `an employee number matches with leading zeros folded`() throws {
        let found = try match([users(), staff { $0[5][3] = "" }], row: 5)
        #expect(found.row == 5)
        #expect(found.rule == .number)
    }

    @Test func `a person name matches last and only where it is unique on both sides`() throws {
        let once = try match(
            [users { $0[6][4] = "" }, staff { $0[6] = ["", "tony", " HOARE", "hoare@home.org"] }],
            row: 6)
        #expect(once.row == 6)
        #expect(once.rule == .name)
        let twice = try match(
            [
                users {
                    $0[6][4] = ""
                    $0[7] = ["00uAb99cDeFgHiJ", "tony2@acme.com", "Tony", "Hoare", "", ""]
                }, staff { $0[6] = ["", "Tony", "Hoare", "hoare@home.org"] },
            ], row: 6)
        #expect(twice.row == -1)
    }

    @Test func `a login is the local part of an address`() throws {
        let names = Fixture.table(
            "aws.report",
            [
                ("user", Self.logins.prefix(12) + ["terraform"]),
                ("mfa_active", (0..<13).map { $0 % 2 == 0 ? "true" : "false" }),
            ])
        let found = try match([users(), names], row: 2)
        #expect(found.row == 2)
        #expect(found.rule == .login)
        let array = found.model.array(of: found.link, .backward)
        #expect(array.rows[12] == -1)
        #expect(array.unmatchedCount == 1)
    }

    private func moved(_ count: Int, named: (Int) -> (String, String)) -> Table {
        staff { rows in
            for row in 0..<count {
                let name = named(row)
                rows[row] = ["", name.0, name.1, Self.logins[row] + "@northwind.io"]
            }
        }
    }

    @Test func `two domains are one only when five pairs and nine names in ten say so`() throws {
        func matched(_ count: Int, strangers: Int) throws -> Int {
            // Names are given to the left side only by a middle name, so that the weaker name rule finds nothing.
            let people = users { rows in for row in rows.indices { rows[row][2] += " Q" } }
            let found = try match(
                [
                    people,
                    moved(count) {
                        $0 < strangers
                            ? ("Stranger\($0)", "Nobody") : (Self.first[$0], Self.last[$0])
                    },
                ], row: 0)
            let array = found.model.array(of: found.link, .forward)
            return array.rules.filter { $0 == RuleKind.login.rawValue }.count
        }
        #expect(try matched(4, strangers: 0) == 0)
        #expect(try matched(5, strangers: 0) == 5)
        #expect(try matched(10, strangers: 1) == 9)
        #expect(try matched(10, strangers: 2) == 0)
    }

    @Test func `what a domain map learnt is told`() throws {
        let found = try match([users(), moved(6) { (Self.first[$0], Self.last[$0]) }], row: 0)
        #expect(
            found.model.notes(of: found.link)
                == ["acme.com = northwind.io: 6 of 6 pairs agree on the name"])
    }

    @Test func `a record claimed twice is shown twice and marked on both sides`() throws {
        let people = users { $0[1][1] = "ada.lovelace@acme.com " }
        let model = LinkModel(tables: [people, staff { $0[1] = ["", "", "", ""] }])
        let link = try #require(model.links.first { $0.isIdentity })
        let forward = model.array(of: link, .forward)
        #expect(forward.rows[0] == 0)
        #expect(forward.rows[1] == 0)
        #expect(forward.ambiguous?.rows() == [0, 1])
        let backward = model.array(of: link, .backward)
        #expect(backward.ambiguous?.rows() == [0])
        #expect(backward.isFlat == false)
        #expect(Array(backward.rows.prefix(2)) == [0, 1])
        #expect(backward.blankCount == 1)
    }

    @Test func `pinned pairs and differences come after all rules`() throws {
        var pins = Pins()
        let okta = ObjectName("okta.users")
        let hris = ObjectName("hris.employees")
        pins.pairs = [
            .init(
                leftObject: okta, leftRecord: "ADA.lovelace@acme.com", rightObject: hris,
                rightRecord: "108", isSame: true),
            .init(
                leftObject: hris, leftRecord: "103", rightObject: okta,
                rightRecord: "edsger.dijkstra@acme.com", isSame: false),
        ]
        let found = try match([users(), staff()], row: 0, pins: pins)
        #expect(found.row == 8)
        #expect(found.rule == .pinned)
        let array = found.model.array(of: found.link, .forward)
        #expect(array.rows[8] == -1)
        #expect(array.rows[3] == -1)
        #expect(array.rows[4] == 4)
    }

    @Test func `a row without keys stays blank when the match of its name is pinned away`() throws {
        let people = users { $0[6][1...4] = ["", "Tony", "Hoare", ""] }
        let named = try match([people, staff()], row: 6)
        #expect(named.rule == .name)
        #expect(named.model.array(of: named.link, .forward).blankCount == 0)
        var pins = Pins()
        pins.pairs = [
            .init(
                leftObject: ObjectName("okta.users"), leftRecord: "00uAb16cDeFgHiJ",
                rightObject: ObjectName("hris.employees"), rightRecord: "106", isSame: false)
        ]
        let parted = try match([people, staff()], row: 6, pins: pins)
        #expect(parted.row == -1)
        let array = parted.model.array(of: parted.link, .forward)
        #expect(array.blankCount == 1)
        #expect(array.unmatchedCount == 0)
    }

    @Test func `two objects of one entity are connected through a third`() throws {
        let numbers = staff { for row in $0.indices { $0[row][3] = "" } }
        let members = Fixture.table(
            "github.members",
            [
                ("login", Self.first.indices.map { "gh\($0 * 7 + 100)x" }),
                ("saml_name_id", Self.logins.map { $0 + "@acme.com" }),
                ("name", Self.first.indices.map { "\(Self.first[$0])\($0) Someone" }),
            ])
        let model = LinkModel(tables: [users(), numbers, members])
        let route = try #require(
            model.identityRoute(
                from: ObjectName("hris.employees"), to: ObjectName("github.members")))
        #expect(route.map(\.direction) == [.backward, .forward])
        #expect(
            model.identityRoute(from: ObjectName("okta.users"), to: ObjectName("github.members"))
                == nil)
    }
}
