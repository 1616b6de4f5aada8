import Columns
import Correlation
import Testing

/// Links between fields that write one identifier in two ways, and overlaps that are none.
@Suite struct PartLinkTests {
    private static let rows = 24

    private func ids(_ make: (Int) -> String) -> [String] { (0..<Self.rows).map(make) }

    private func letters(_ number: Int) -> String {
        let alphabet = Array("bcdfghjklm")
        return String([alphabet[number / 10 % 10], alphabet[number % 10], "o", "r", "v"])
    }

    private func sentences(_ tables: [Table]) -> [String] {
        LinkModel(tables: tables).links.map {
            "\($0.left.object).\($0.left.fields.joined(separator: "+")) = "
                + "\($0.right.object).\($0.right.fields.joined(separator: "+"))"
        }
    }

    @Test func `an identifier is found inside a value that carries more`() {
        let cases: [(what: String, left: (Int) -> String, right: (Int) -> String)] = [
            (
                "a link ends in it", { "https://desk.example/api/tickets/\(704_000 + $0 * 7)" },
                { "\(704_000 + $0 * 7)" }
            ),
            (
                "a link and a slash", { "https://desk.example/api/tickets/\(704_000 + $0 * 7)/" },
                { "\(704_000 + $0 * 7)" }
            ),
            (
                "a host's full name", { "lt-\(self.letters($0))\($0).corp.example" },
                { "LT-\(self.letters($0).uppercased())\($0)" }
            ),
            (
                "a domain before a login", { "CORP\\\(self.letters($0)).\($0)x" },
                {
                    "\(self.letters($0)).\($0)x"
                }
            ),
            ("leading zeros", { "000\(7_310 + $0 * 13)" }, { "\(7_310 + $0 * 13)" }),
            ("a fraction of nothing", { "\(70_310 + $0 * 13).0" }, { "\(70_310 + $0 * 13)" }),
        ]
        for (what, left, right) in cases {
            let tables = [
                Fixture.table(
                    "notes.remarks",
                    [
                        ("remark", ids { "r\($0)" }), ("ticket", ids { left($0 / 2) }),
                        ("text", ids { _ in "said and done" }),
                    ]),
                Fixture.table(
                    "desk.tickets",
                    [("id", ids(right)), ("state", ids { $0 % 2 == 0 ? "open" : "closed" })]),
            ]
            #expect(sentences(tables) == ["notes.remarks.ticket = desk.tickets.id"], "\(what)")
            let model = LinkModel(tables: tables)
            let array = model.links.first.map { model.array(of: $0, .forward) }
            #expect(array?.rows == (0..<Int32(Self.rows)).map { $0 / 2 }, "\(what)")
        }
    }

    @Test func `decimals without a fraction are whole numbers`() {
        var values = ids { String(90_400 + $0 * 17) }
        values[3] = ""
        let spreadsheet = Table(
            name: ObjectName("seats.list"),
            fields: [Field(name: "order", type: .text), Field(name: "ticket", type: .number)],
            columns: [
                Fixture.column(ids { "s\($0)" }),
                Column(
                    .number(values.map { Double($0) ?? 0 }),
                    validity: {
                        var validity = Bitmap(repeating: true, count: Self.rows)
                        validity.set(3, to: false)
                        return validity
                    }()),
            ], rowCount: Self.rows)
        let tickets = Fixture.table(
            "desk.tickets",
            [("id", ids { String(90_400 + $0 * 17) }), ("topic", ids { "topic \($0 % 3)" })])
        let model = LinkModel(tables: [spreadsheet, tickets])
        #expect(model.links.map(\.left.fields) == [["ticket"]])
        let array = model.links.first.map { model.array(of: $0, .forward) }
        #expect(array?.rows.prefix(5) == [0, 1, 2, -1, 4])
        #expect(array?.blankCount == 1)
    }

    @Test func `words for nothing match nothing`() {
        for word in ["NULL", "\\N", "n/a", "N/A", "#N/A", "-", "(null)"] {
            let people = { (tool: String) in
                Fixture.table(
                    "\(tool).users",
                    [
                        ("id", self.ids { "\(tool)\($0 * 31 + 100)" }),
                        ("email", self.ids { $0 < 20 ? "\(self.letters($0))@acme.com" : word }),
                        ("name", self.ids { "Ada \(self.letters($0).uppercased())" }),
                    ])
            }
            let model = LinkModel(tables: [people("a"), people("b")])
            let link = model.links.first { $0.isIdentity }
            let array = link.map { model.array(of: $0, .forward) }
            #expect(array?.rules.filter { $0 == RuleKind.email.rawValue }.count == 20, "\(word)")
            #expect(array?.ambiguous == nil, "\(word)")
        }
    }

    @Test func `Last, First is First Last`() throws {
        func names(_ tool: String, _ write: (String, String) -> String) -> Table {
            Fixture.table(
                "\(tool).users",
                [
                    ("no", ids { "\(tool)-\($0 * 37 + 11)" }),
                    ("Full Name", ids { write("Ada\(letters($0))", "Mor\(letters($0 + 50))") }),
                ])
        }
        let model = LinkModel(
            tables: [names("a") { "\($0) \($1)" }, names("b") { "\($1), \($0)" }])
        let link = try #require(model.links.first)
        #expect(link.isWeak)
        #expect(model.array(of: link, .forward).rows == (0..<Int32(Self.rows)).map { $0 })
    }

    @Test func `the key is what other objects name a record by`() {
        let tables = [
            Fixture.table(
                "code.members",
                [
                    ("id", ids { String(9_310_000 + $0 * 977) }),
                    ("login", ids { "\(letters($0))-\($0)" }),
                ]),
            Fixture.table(
                "code.reviews",
                [
                    ("number", ids { String($0 + 1) }),
                    ("author", ids { "\(letters($0 / 3))-\($0 / 3)" }),
                    ("merger", ids { "\(letters($0 / 5 + 2))-\($0 / 5 + 2)" }),
                ]),
        ]
        let model = LinkModel(tables: tables)
        #expect(model.key(of: ObjectName("code.members")) == ["login"])
        #expect(model.primaryField(of: ObjectName("code.members")) == "login")
    }

    @Test func `a key takes as many fields as it needs, and no measure`() {
        func table(_ object: String, _ fields: [(String, (Int) -> Int)], rows: Int) -> Table {
            Fixture.table(
                object, fields.map { field in (field.0, (0..<rows).map { String(field.1($0)) }) })
        }
        let cases: [(table: Table, key: [String])] = [
            (
                table(
                    "hr.salaries",
                    [
                        ("emp_id", { 5_000 + $0 / 6 }), ("salary", { 40_000 + $0 % 7 * 1_313 }),
                        ("year", { 2_018 + $0 % 6 }),
                    ], rows: 120), ["emp_id", "year"]
            ),
            (
                table(
                    "hr.grades",
                    [
                        ("emp_id", { 5_000 + $0 / 8 }), ("year", { 2_018 + $0 % 4 }),
                        ("half", { $0 % 8 / 4 }), ("points", { $0 % 3 }),
                    ], rows: 160), ["emp_id", "year", "half"]
            ),
        ]
        for (table, key) in cases {
            #expect(LinkModel(tables: [table]).key(of: table.name) == key)
        }
    }

    @Test func `a number that repeats no value is no key beside a name`() {
        let seats = Fixture.table(
            "licences.seats",
            [
                ("Product", ["Design", "Office", "Board", "Chat"]),
                ("Seats Used", ["41", "97", "12", "33"]),
            ])
        #expect(LinkModel(tables: [seats]).key(of: seats.name) == ["Product"])
    }
}
