import Columns
import Testing

@testable import Okta

@Suite struct SchemaTests {
    private static let schema = #"""
        {"id":"osc1","definitions":{"custom":{"properties":{
        "badge":{"title":"Badge","type":"string","unique":"UNIQUE_VALIDATED"},
        "remote":{"type":"boolean"},"workload":{"type":"number"},"level":{"type":"integer"},
        "codes":{"type":"array","items":{"type":"string"}},"nobody":{"type":"integer"},
        "since":{"type":"string"},"odd":{"type":"martian"}}}}}
        """#

    @Test func attributesHaveTheTypesThatTheOrgGaveThem() throws {
        let view = try #require(JSONView(Array(Self.schema.utf8)))
        let schema = ProfileSchema(attributes: ProfileSchema.attributes(in: view))
        let records = [
            #"{"id":"u1","profile":{"login":"a","badge":"12","remote":true,"workload":1,"level":3,"codes":["1","2"],"since":"2026-01-01"}}"#,
            #"{"id":"u2","profile":{"login":"b","badge":"7","workload":2,"codes":["3"]}}"#,
        ].map { Array($0.utf8) }
        let loaded = try TableAssembly(list: .users, schema: schema).load(records, source: "test")
        let table = loaded.tables[0]
        func column(_ name: String) throws -> Column {
            table.columns[try #require(table.index(of: "profile.\(name)"), "\(name)")]
        }
        let expected: [(String, ValueType)] = [
            ("badge", .text), ("remote", .bool), ("workload", .number), ("level", .integer),
            ("codes", .list(.text)), ("nobody", .integer), ("since", .date),
        ]
        for (name, type) in expected { #expect(try column(name).type == type, "\(name)") }
        #expect(try column("badge").string(0) == "12")
        #expect(try column("workload").string(1) == "2")
        #expect(try column("codes").string(0) == "1, 2")
        #expect(try column("nobody").missingCount == 2)
        #expect(try column("level").isPresent(1) == false)
        #expect(table.name.description == "okta.users")
    }

    @Test func typesOfSeveralUserTypesAreJoined() async throws {
        let transport = ScriptedTransport { request, _ in
            switch request.target {
            case "/api/v1/meta/types/user":
                return .success(
                    .ok(
                        #"[{"id":"t1","_links":{"schema":{"href":"https://evil.com/api/v1/meta/schemas/user/osc1"}}},{"id":"t2","_links":{"schema":{"href":"https://acme.okta.com/api/v1/meta/schemas/user/osc2"}}}]"#
                    ))
            case "/api/v1/meta/schemas/user/osc1": return .success(.ok(Self.schema))
            default:
                return .success(
                    .ok(
                        #"{"definitions":{"custom":{"properties":{"level":{"type":"string"},"badge":{"type":"string"}}}}}"#
                    ))
            }
        }
        let schema = try await ProfileSchema.users(client(transport))
        let kinds = Dictionary(uniqueKeysWithValues: schema.attributes.map { ($0.name, $0.kind) })
        #expect(
            kinds["level"] == .string && kinds["badge"] == .string && kinds["remote"] == .boolean)
        #expect(schema.attributes.first { $0.name == "badge" }?.isUnique == false)
        #expect(transport.requests.allSatisfy { $0.origin == acme.origin })
    }
}
