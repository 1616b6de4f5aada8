import Testing

@testable import OktaSandbox

@Suite struct Filters {
    private static let rows: [Record] = [
        [
            "id": "1", "status": "ACTIVE", "lastUpdated": "2026-05-01T10:00:00.000Z",
            "profile": [
                "firstName": "Ada", "login": "ada@x.io", "level": 3, "remote": true,
                "tags": ["red", "Blue"], "email": "Ada@x.io", "lastName": "L\"x",
            ],
        ],
        [
            "id": "2", "status": "SUSPENDED", "lastUpdated": "2026-06-01T10:00:00.000Z",
            "profile": ["firstName": "Bob", "login": "bob@y.io", "level": 7, "remote": false],
        ],
        [
            "id": "3", "status": "STAGED", "lastUpdated": "2026-07-01T10:00:00.000Z",
            "profile": ["firstName": "ada", "login": "c@x.io", "level": 7, "weight": .number(1.5)],
        ],
    ]

    private func found(_ text: String, _ rule: FilterRule) throws -> String {
        let expression = try FilterParser.parse(text, rule: rule)
        return Self.rows.filter { expression.matches($0, foldingCase: rule.foldsCase) }
            .compactMap { $0.text("id") }.joined()
    }

    @Test func aSearchFindsWhatItSays() throws {
        let search = FilterRule.usersSearch(
            profile: [
                "firstName", "lastName", "login", "email", "level", "remote", "tags", "weight",
            ])
        let cases: [(String, String)] = [
            ("status eq \"ACTIVE\"", "1"), ("status eq \"active\"", "1"),
            ("status lt \"STAGED\" or status gt \"STAGED\"", "12"),
            ("profile.firstName eq \"ADA\"", "13"), ("profile.firstName sw \"a\"", "13"),
            ("profile.login co \"x.i\"", "13"), ("profile.level gt 3", "23"),
            ("profile.level ge 3 and profile.remote eq true", "1"),
            ("profile.remote eq false", "2"), ("profile.weight eq 1.5", "3"),
            ("profile.tags eq \"blue\"", "1"), ("profile.tags pr", "1"),
            ("profile.remote pr", "12"),
            ("lastUpdated gt \"2026-05-31T00:00:00.000Z\"", "23"),
            ("lastUpdated le \"2026-06-01T12:00:00+02:00\"", "12"),
            ("id eq \"1\" or id eq \"2\" and status eq \"STAGED\"", "1"),
            ("(id eq \"1\" or id eq \"2\") and status eq \"SUSPENDED\"", "2"),
            ("profile.lastName eq \"L\\\"x\"", "1"), ("STATUS EQ \"ACTIVE\"", "refused"),
            ("status EQ \"ACTIVE\" AND id PR", "1"), ("status ne \"ACTIVE\"", "refused"),
            ("profile.nothing eq 1", "refused"), ("profile.level co \"abc\"", "refused"),
            ("profile.login co \"x.\"", "refused"), ("lastUpdated gt 2026-05-31", "refused"),
            ("status eq ACTIVE", "refused"), ("status eq \"ACTIVE\" id pr", "refused"),
            ("(status eq \"ACTIVE\"", "refused"), ("not (id pr)", "refused"), ("", "refused"),
            ("status eq \"ACT", "refused"), ("status", "refused"), ("and", "refused"),
        ]
        for (text, wanted) in cases {
            let result = (try? found(text, search)) ?? "refused"
            #expect(result == wanted, "\(text)")
        }
    }

    @Test func aFilterReadsCaseAndTakesFewerWords() throws {
        let cases: [(String, String)] = [
            ("status eq \"ACTIVE\"", "1"), ("status eq \"active\"", ""),
            ("profile.firstName eq \"ada\"", "3"), ("lastUpdated gt \"2026-06-15T00:00:00Z\"", "3"),
            ("status sw \"A\"", "refused"), ("profile.level eq 3", "refused"),
            ("id eq \"1\" or id eq \"3\"", "13"),
        ]
        for (text, wanted) in cases {
            let result = (try? found(text, .usersFilter)) ?? "refused"
            #expect(result == wanted, "\(text)")
        }
    }

    @Test func searchSortsWhereOtherListsKeepTheirOrder() async throws {
        try await withOrg(try Tenant(folder: sampleFolder)) { org async throws in
            let path =
                "/api/v1/users?search=status%20eq%20%22ACTIVE%22&sortBy=profile.lastName&limit=20"
            for order in ["asc", "desc"] {
                let rows = try await org.all("\(path)&sortOrder=\(order)").rows
                let names = rows.map { ($0.text("profile.lastName") ?? "").lowercased() }
                #expect(names.count == 214)
                #expect(names == (order == "asc" ? names.sorted() : names.sorted(by: >)))
            }
        }
    }

    @Test func aTextIsReadBackFromItsBytes() throws {
        let texts = [
            "{\"a\":[1,-2,1.5,true,false,null,\"x\\\"\\\\\\n\\u0001é😀\"],\"b\":{}}", "[]", "\"\"",
            "0",
        ]
        for text in texts {
            let value = try JSONParser.parse(Array(text.utf8))
            #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        }
        #expect(try JSONParser.parse(Array("\"\\ud83d\\ude00\"".utf8)) == "😀")
        for text in [
            "", "{", "[1,]", "{\"a\":}", "01", "1.", "\"\\x\"", "\"\\ud800\"", "tru", "[1] 2",
            String(repeating: "[", count: 100_000),
        ] {
            #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(text.utf8)) }
        }
    }

    @Test func stampsAreReadAndWritten() {
        let cases: [(String, String?)] = [
            ("2026-08-03T09:15:00.000Z", "2026-08-03T09:15:00.000Z"),
            ("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"),
            ("2026-01-01T01:00:00+02:00", "2025-12-31T23:00:00.000Z"),
            ("2026-01-01T10:00Z", "2026-01-01T10:00:00.000Z"),
            ("2026-01-01T10:00:00", nil), ("2026-01-01", nil), ("2026-13-01T00:00:00Z", nil),
            ("yesterday, perhaps", nil),
        ]
        for (text, wanted) in cases { #expect(Instant(text)?.text == wanted, "\(text)") }
    }
}
