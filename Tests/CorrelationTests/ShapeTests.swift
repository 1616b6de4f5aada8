import Columns
import Testing

@testable import Correlation

@Suite struct ShapeTests {
    @Test func `a value's shape is told from the value`() {
        let cases: [(String, Shape)] = [
            ("ada@acme.com", .email), ("acme.io", .domain),
            ("https://acme.com/x", .url), ("7B2FAF65-6A01-5FAD-2D8A-095EAE8DEF8F", .uuid),
            ("2026-08-01T10:00:00Z", .time), ("2026/08/01", .time), ("+49 30 5550-7689", .phone),
            ("C02FFN744G9P", .serial), ("Ada Lovelace", .personName),
            ("O'Brien, Grace", .personName),
            ("Óscar Núñez", .personName), ("ada-l", .handle), ("ada.lovelace", .handle),
            ("E1001", .code), ("PLAT-12", .code), ("acmecorp/web-app", .code), ("", .blank),
            ("to the final foxes. quickly the express packages sleep carefully bold", .freeText),
        ]
        for (text, shape) in cases {
            var copy = text
            let found = copy.withUTF8 { Shape.of($0) }
            #expect(found == shape, "\(text)")
        }
    }

    @Test func `a column's shape is told from its values`() {
        let people = [
            "Ada Lovelace", "Grace Hopper", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov",
        ]
        let cases: [([String], Shape)] = [
            ((0..<20).map { "user\($0)@acme.com" }, .email),
            ((0..<20).map { "00uAb\($0 + 10)cDeFgHiJ" }, .prefixedID),
            ((1...9).map(String.init), .counter),
            ((0..<40).map { $0 % 2 == 0 ? "yes" : "no" }, .flag),
            ((0..<40).map { ["open", "closed", "new"][$0 % 3] }, .category),
            (people, .personName),
            ((0..<30).map { String($0 * $0 * 977 + 12345) }, .code),
            ((0..<9).map { _ in "" }, .blank),
        ]
        for (cells, shape) in cases {
            let profile = ColumnProfile(Fixture.column(cells), field: "x")
            #expect(profile.shape == shape, "\(cells.prefix(3))")
        }
    }

    @Test func `profiles count the same for plain and dictionary-coded text`() {
        let cells = (0..<200).map { $0 % 7 == 0 ? "" : "Value \($0 % 11)" }
        let plain = ColumnProfile(Fixture.column(cells), field: "x")
        let coded = ColumnProfile(Fixture.coded(cells), field: "x")
        #expect(plain.present == coded.present)
        #expect(plain.distinct == 11)
        #expect(plain.hashSet.hashes == coded.hashSet.hashes)
        #expect(plain.shape == coded.shape)
    }

    @Test func `headers are cut into singular words`() {
        let cases: [(String, [String])] = [
            ("Supervisor Employee #", ["supervisor", "employee", "number"]),
            ("o_orderkey", ["o", "order", "key"]),
            ("profile.employeeNumber", ["profile", "employee", "number"]),
            ("Email Address [Required]", ["email", "address"]), ("userid", ["user", "id"]),
            ("MFAEnabled", ["mfa", "enabled"]), ("companies", ["company"]), ("status", ["status"]),
        ]
        for (header, words) in cases { #expect(FieldName(header).words == words, "\(header)") }
    }
}
