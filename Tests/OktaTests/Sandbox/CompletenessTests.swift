import Columns
import Ingest
import OktaSandbox
import Testing

@testable import Okta

@Suite(.serialized) struct CompletenessTests {
    /// From before the sample's first event.
    private static let since = "2026-05-06T00:00:00.000Z"

    @Test func everyObjectArrivesWholeAndIsTheTableThatItsFileIs() async throws {
        let sandbox = try await SandboxOrg(try SandboxOrg.acme(), window: 1)
        let client = sandbox.client()
        let organisation = try await Organisation.ask(client)
        #expect(organisation.engine == .identityEngine && organisation.tokenOwner != nil)
        let objects = try await OrgReading(
            client: client, lists: ListRegistry.objects, eventsSince: Self.since
        ).run()
        #expect(objects.count == ListRegistry.all.count)
        for object in objects where !object.list.isInternal {
            let name = object.list.name
            #expect(object.ledger.isComplete, "\(name): \(object.ledger.state)")
            #expect(Set(object.records.map(\.key)) == sandbox.keys(name), "\(name)")
            #expect(object.records.count == object.ledger.rows, "\(name)")
            try compareWithFile(object)
        }
        await client.close()
        await sandbox.stop()
    }

    /// Every field of the sample's file is a field of the table with the same type and values.
    private func compareWithFile(_ object: OrgReading.Object) throws {
        let file = SandboxOrg.repository + "/fixtures/acme/okta/\(object.list.name).json"
        guard let sample = try? Ingest.load(file: file, as: object.list.objectName) else { return }
        let live = try TableAssembly(list: object.list).load(
            object.records.map(\.json), source: "sandbox")
        let expected = sample.tables[0]
        let table = live.tables[0]
        #expect(table.rowCount == expected.rowCount, "\(object.list.name)")
        for (field, column) in zip(expected.fields, expected.columns)
        where !field.name.hasPrefix("_links") {
            guard let index = table.index(of: field.name) else {
                Issue.record("\(object.list.name) has no \(field.name)")
                continue
            }
            let own = table.columns[index]
            #expect(own.type == column.type, "\(object.list.name).\(field.name)")
            let values = (0..<own.count).map { own.string($0) }.sorted()
            let wanted = (0..<column.count).map { column.string($0) }.sorted()
            #expect(values == wanted, "\(object.list.name).\(field.name)")
        }
    }

    @Test func customAttributesAreTypedAsTheOrgSays() async throws {
        let sandbox = try await SandboxOrg(try SandboxOrg.acme())
        let client = sandbox.client()
        let schema = try await ProfileSchema.users(client)
        let kinds = Dictionary(uniqueKeysWithValues: schema.attributes.map { ($0.name, $0.kind) })
        #expect(kinds["badgeColor"] == .string)
        #expect(kinds["isRemote"] == .boolean)
        #expect(kinds["workload"] == .number)
        #expect(kinds["clearanceLevel"] == .integer)
        #expect(kinds["spokenLanguages"] == .list(.string))
        _ = try await ProfileSchema.groups(client)
        await client.close()
        await sandbox.stop()
    }

    @Test func usersAreSearchedInOktaItself() async throws {
        let sandbox = try await SandboxOrg(try SandboxOrg.acme())
        let client = sandbox.client()
        var search = UserSearch()
        search.search = #"status eq "DEPROVISIONED""#
        search.sort(by: "profile.lastName:desc")
        let leavers = try await search.run(client)
        #expect(leavers.records.count == 34 && !leavers.hasMore)
        search.limit = 10
        let some = try await search.run(client)
        #expect(some.records.count == 10 && some.hasMore)
        #expect(Array(leavers.records.prefix(10)) == some.records)
        let names = leavers.records.compactMap { JSONView($0)?["profile", "lastName"]?.string }
        #expect(names.first! > names.last!)
        let login = "grace.obrien@acme.com"
        let byLogin = try await UserSearch.user(login, client)
        #expect(byLogin?["profile", "login"]?.string == login)
        #expect(try await UserSearch.user("nobody/../x", client) == nil)
        var bad = UserSearch()
        bad.search = "status is ACTIVE"
        await #expect(throws: OktaError.self) { _ = try await bad.run(client) }
        await client.close()
        await sandbox.stop()
    }

    @Test func aLimitedTokenIsToldWhatItMayRead() async throws {
        let sandbox = try await SandboxOrg(try SandboxOrg.acme())
        let client = sandbox.client()
        let rights = try await Rights.ask(client, engine: .identityEngine)
        #expect(rights.isComplete)
        #expect(rights.objects.count == 25)
        for object in rights.objects {
            switch object.answer {
            case .allowed, .unknown: break
            default: Issue.record("\(object.list.name): \(object.answer)")
            }
        }
        await client.close()
        let stranger = sandbox.client(token: "wrong")
        await #expect(throws: OktaError.self) { _ = try await Organisation.ask(stranger) }
        await stranger.close()
        await sandbox.stop()
    }
}
