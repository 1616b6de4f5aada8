import Columns
import Foundation
import Ingest
import Testing

@testable import Correlation

@Suite struct LinkMemoryTests {
    private static func tables() throws -> [Table] {
        let folder = String(#filePath.prefix(upTo: #filePath.range(of: "/Tests/")!.lowerBound))
        let files = [
            ("okta/users.json", "okta.users"), ("okta/groups.json", "okta.groups"),
            ("okta/group_members.json", "okta.group_members"), ("okta/events.json", "okta.events"),
            ("github/members.csv", "github.members"), ("hris/employees.csv", "hris.employees"),
        ]
        var tables: [Table] = []
        for (path, name) in files {
            let loaded = try Ingest.load(
                file: "\(folder)/fixtures/acme/\(path)", as: ObjectName(name),
                options: SourceOptions(), threads: 2, cancellation: Cancellation())
            tables += loaded.tables
        }
        return tables.sorted { $0.name < $1.name }
    }

    @Test func `A model that remembers answers as one that infers`() throws {
        let tables = try Self.tables()
        let first = LinkModel(tables: tables)
        #expect(!first.hasInferred)
        let memory = first.memory
        #expect(first.hasInferred)
        let second = LinkModel(tables: tables, remembering: memory)
        #expect(second.links == first.links && !second.links.isEmpty)
        for table in tables {
            #expect(second.key(of: table.name) == first.key(of: table.name))
            #expect(second.primaryField(of: table.name) == first.primaryField(of: table.name))
            #expect(second.isMembership(table.name) == first.isMembership(table.name))
        }
        #expect(!second.isInferred)
        var light = 0
        for link in first.links {
            for direction in [LinkModel.Direction.forward, .backward] {
                let (one, other) = (
                    first.array(of: link, direction), second.array(of: link, direction)
                )
                #expect(one.rows == other.rows && one.starts == other.starts, "\(link.left)")
                #expect(one.rules == other.rules && one.blankCount == other.blankCount)
                #expect(one.unmatchedCount == other.unmatchedCount)
            }
            if memory.plans[link.id].rules != nil { light += 1 }
        }
        #expect(light > 3, "only \(light) links are matched without profiles")
    }

    @Test func `Other tables or pinned pairs make a memory worthless`() throws {
        let tables = try Self.tables()
        let memory = LinkModel(tables: tables).memory
        #expect(LinkModel(tables: Array(tables.dropLast()), remembering: memory).remembered == nil)
        let renamed = tables.map { table in
            Table(
                name: table.name,
                fields: table.fields.map { Field(name: $0.name + "_", type: $0.type) },
                columns: Array(table.columns), rowCount: table.rowCount, parent: table.parent)
        }
        #expect(LinkModel(tables: renamed, remembering: memory).remembered == nil)
        var pins = Pins()
        pins.pairs = [
            Pins.PinnedPair(
                leftObject: tables[0].name, leftRecord: "a", rightObject: tables[1].name,
                rightRecord: "b", isSame: true)
        ]
        #expect(LinkModel(tables: tables, pins: pins, remembering: memory).remembered == nil)
        var wrong = memory
        wrong.plans[0].rules = [
            LinkMemory.Rule(kind: .key, left: 9999, right: 0, isNumber: false, note: "")
        ]
        #expect(LinkModel(tables: tables, remembering: wrong).remembered == nil)
    }
}
