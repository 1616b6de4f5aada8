import Columns
import Correlation
import Testing

/// What the names of identifiers decide where the data alone would say something else.
@Suite struct NamedIdentifierTests {
    private func ids(_ count: Int, _ make: (Int) -> String) -> [String] { (0..<count).map(make) }

    private func links(_ tables: [Table]) -> Set<String> {
        Set(
            LinkModel(tables: tables).links.map {
                "\($0.left.object).\($0.left.fields.joined(separator: "+")) "
                    + "\($0.kind.rawValue) \($0.right.object).\($0.right.fields[0])"
            })
    }

    /// Visits are numbered like the persons who came, and each has a person.
    private func clinic() -> [Table] {
        let number = { (index: Int) in String(1_003 + 37 * index) }
        return [
            Fixture.table(
                "person",
                [
                    ("PERSON_ID", ids(60, number)),
                    ("born", ids(60) { String(1950 + $0 % 40) }),
                ]),
            Fixture.table(
                "period",
                [
                    ("PERIOD_ID", ids(60, number)), ("PERSON_ID", ids(60, number)),
                    ("kind", ids(60) { _ in "first" }),
                ]),
            Fixture.table(
                "drug",
                [
                    ("DRUG_ID", ids(300) { String(90_001 + 13 * $0) }),
                    ("PERSON_ID", ids(300) { number($0 * 7 % 60) }),
                ]),
            Fixture.table(
                "test",
                [
                    ("TEST_ID", ids(200) { String(70_001 + 17 * $0) }),
                    ("PERSON_ID", ids(200) { number($0 * 11 % 60) }),
                ]),
        ]
    }

    @Test
    func
        `a number names what its name says, and not another that happens to have the same numbers`()
    {
        let found = links(clinic())
        #expect(found.contains("drug.PERSON_ID N:1 person.PERSON_ID"))
        #expect(found.contains("test.PERSON_ID N:1 person.PERSON_ID"))
        for link in found { #expect(!link.contains("PERIOD_ID"), "\(link)") }
        for link in found { #expect(!link.hasSuffix("period.PERSON_ID"), "\(link)") }
    }

    @Test func `two identifiers that mostly name one record stay two references`() {
        let key = { (index: Int) in "005\(["Qa", "Rb", "Sc", "Td"][index % 4])\(4_100 + index)Xyz" }
        let found = links([
            Fixture.table(
                "crm.users",
                [("id", ids(40, key)), ("name", ids(40) { "Ada \($0) Moreno" })]),
            Fixture.table(
                "crm.deals",
                [
                    ("id", ids(200) { "006x\(60_000 + $0 * 3)Ab" }),
                    ("ownerUserId", ids(200) { key($0 % 40) }),
                    ("creatorUserId", ids(200) { key($0 % 25 == 0 ? 3 : $0 % 40) }),
                ]),
        ])
        #expect(
            found == [
                "crm.deals.ownerUserId N:1 crm.users.id",
                "crm.deals.creatorUserId N:1 crm.users.id",
            ])
    }

    @Test func `a reference that no two records share is still no key of its object`() {
        let stop = { (index: Int) in "\(["A", "B", "C"][index % 3])\(100 + index)" }
        let tables = [
            Fixture.table(
                "stops", [("stop_id", ids(90, stop)), ("stop_name", ids(90) { "Road no. \($0)" })]),
            Fixture.table(
                "transfers",
                [
                    ("from_stop_id", ids(40, stop)),
                    ("to_stop_id", ids(40) { stop($0 == 7 ? 8 : $0) }),
                    ("minutes", ids(40) { String($0 % 3) }),
                ]),
        ]
        #expect(
            links(tables) == [
                "transfers.from_stop_id N:1 stops.stop_id",
                "transfers.to_stop_id N:1 stops.stop_id",
            ])
        let key = LinkModel(tables: tables).key(of: ObjectName("transfers"))
        #expect(key == ["from_stop_id", "to_stop_id"])
    }

    @Test func `a field that repeats another of its record is no reference to the record`() {
        let mail = { (index: Int) in "ada.\(index)@acme.com" }
        let found = links([
            Fixture.table(
                "mdm.devices",
                [
                    ("serial", ids(50) { "C02XL\(100 + $0)GH5" }),
                    ("upn", ids(50) { mail($0 % 44) }),
                    ("primary mail", ids(50) { mail($0 % 44) }),
                ])
        ])
        #expect(found.isEmpty, "\(found)")
    }

    @Test func `an id in braces is an id, and a list is told by its own name`() {
        let hex = { (index: Int) in
            let number = String(4_100_000_000 + index * 7_919, radix: 16)
            return "{\(number)-4f6c-4bb3-a5c3-\(number)0a1f}"
        }
        let model = LinkModel(tables: [
            Fixture.table(
                "code.repositories",
                [
                    ("uuid", ids(30, hex)), ("slug", ids(30) { "part-\($0 % 6)-\($0 / 6)x" }),
                    ("private", ids(30) { _ in "true" }),
                ]),
            Fixture.table(
                "hr.cost_centers",
                [
                    ("Reference ID", ids(8) { "CC\(4100 + 10 * $0)" }),
                    ("Cost Center", ids(8) { "\(4100 + 10 * $0) Team \($0)" }),
                ]),
        ])
        #expect(model.key(of: ObjectName("code.repositories")) == ["uuid"])
        #expect(model.primaryField(of: ObjectName("code.repositories")) == "slug")
        #expect(model.primaryField(of: ObjectName("hr.cost_centers")) == "Cost Center")
    }
}
