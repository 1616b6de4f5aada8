import Columns
import Testing

@testable import Workspace

@Suite struct KeptStates {
    private func keep(_ database: WorkspaceDatabase, _ name: String, seed: UInt64) throws {
        try database.keep(
            WorkspaceDatabase.Keeping(
                name: name, key: sampleKey(), report: [],
                tables: [sampleTable(rows: 2000, seed: seed, name: name)]))
    }

    @Test func `A state is read back as it was, by its time`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        try keep(database, "okta.users", seed: 1)
        try keep(database, "okta.groups", seed: 2)
        try database.keepState(
            of: ["okta.users", "okta.groups"], taken: 100, label: "sync")
        try keep(database, "okta.users", seed: 3)
        try database.keepState(
            of: ["okta.users", "okta.groups"], taken: 200, label: "mine")
        try database.forget(["okta.groups"])
        #expect(try database.state(at: 99) == nil)
        let first = try #require(try database.state(at: 150))
        #expect(first.taken == 100 && first.label == "sync")
        #expect(first.sources == ["okta.groups", "okta.users"])
        #expect(try database.state(at: 200)?.label == "mine")
        for (state, seed) in [(first.number, 1), (first.number + 1, 3)] as [(Int64, UInt64)] {
            let loads = try database.loads(ofState: state)
            #expect(loads.map(\.name) == ["okta.groups", "okta.users"])
            let table = try loads[1].tables[0].table()
            #expect(contents(table) == contents(sampleTable(rows: 2000, seed: seed)))
        }
    }

    @Test func `What does not change is kept once, and the oldest goes when it is too much`() throws
    {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        try keep(database, "okta.users", seed: 1)
        try database.boundStates(bytesMax: 0)
        for time in 1...3 {
            try database.keepState(
                of: ["okta.users"], taken: Int64(time), label: "sync")
        }
        // The present data is not counted, however many states have it.
        #expect(try database.states().map(\.ownBytes) == [0, 0, 0])
        try database.boundStates(bytesMax: .max)
        try keep(database, "okta.users", seed: 2)
        try database.keepState(of: ["okta.users"], taken: 4, label: "sync")
        try keep(database, "okta.users", seed: 3)
        try database.keepState(of: ["okta.users"], taken: 5, label: "sync")
        let states = try database.states()
        #expect(states.map(\.taken) == [1, 2, 3, 4, 5])
        // Three share a load, so none of them frees it alone.
        #expect(states[0].ownBytes == 0 && states[3].ownBytes > 100_000)
        let deleted = try database.boundStates(bytesMax: states[3].ownBytes)
        #expect(deleted == states[..<3].map(\.number))
        #expect(try database.states().map(\.taken) == [4, 5])
        // The present data becomes part of a state when it is replaced, and the bound holds at once.
        try keep(database, "okta.users", seed: 4)
        #expect(try database.states().map(\.taken) == [5])
        try database.forget(state: states[4].number)
        #expect(try database.states().isEmpty)
        #expect(try database.fault() == nil)
    }

    @Test func `A clock that goes back leaves the order as it was`() throws {
        let workspace = try TemporaryWorkspace()
        let database = try workspace.database()
        try keep(database, "okta.users", seed: 1)
        for (time, label) in [(100, "a"), (300, "b"), (200, "c")] {
            try database.keepState(
                of: ["okta.users"], taken: Int64(time), label: label)
        }
        #expect(try database.states().map(\.label) == ["a", "b", "c"])
        #expect(try database.state(at: 250)?.label == "c")
        #expect(try database.state(at: 150)?.label == "a")
    }
}
