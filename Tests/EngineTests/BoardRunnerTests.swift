import BoardLanguage
import Columns
import Testing

@testable import Engine

struct BoardRunnerTests {
    private func runner() throws -> (runner: BoardRunner, workspace: TestWorkspace) {
        let workspace = try SmallCompany.workspace()
        return (BoardRunner(environment: workspace.environment), workspace)
    }

    @Test func `check gives headings and types without running`() throws {
        let (runner, _) = try runner()
        let text = "okta.users | show login, n = count(groups), groups.name, late = lastLogin < now"
        guard let board = try parseLine(text).board else { return #expect(Bool(false)) }
        let fields = try runner.check(board, text: text)
        #expect(
            fields.map { "\($0.name): \($0.type.name)" } == [
                "login: text", "n: integer", "groups.name: list of text", "late: bool",
            ])
    }

    @Test func `a saved board runs with defaults, given values and its own lets`() throws {
        let (runner, workspace) = try runner()
        func count(_ name: String, _ parameters: [String: Literal]) throws -> Int {
            guard let saved = workspace.environment.saved[name] else { return -1 }
            return try runner.run(saved, parameters: parameters).table.rowCount
        }
        #expect(try count("stale", [:]) == 1)
        let month = Literal.duration(Duration(microseconds: 30 * 86_400_000_000, months: 0))
        #expect(try count("stale", ["days": month]) == 2)
        #expect(try count("chain", [:]) == 1)
        #expect(throws: BoardError.self) { try count("typed", [:]) }
        #expect(throws: BoardError.self) { try count("typed", ["n": .text("x")]) }
        #expect(try count("typed", ["n": .integer(4)]) == 4)
    }

    @Test func `a saved board that refers to itself is refused`() throws {
        let (runner, workspace) = try runner()
        guard let loop = workspace.environment.saved["loop"] else { return #expect(Bool(false)) }
        #expect(throws: BoardError.self) { try runner.run(loop) }
    }

    @Test func `an explanation has a row per stage`() throws {
        let (runner, _) = try runner()
        let text =
            "okta.users | where status = \"ACTIVE\" | sort seats desc | take 1 | show login, groups.name"
        guard let board = try parseLine(text).board else { return #expect(Bool(false)) }
        let table = try runner.explain(board, text: text, stopwatch: { 0 })
        #expect(
            TestWorkspace.lines(table) == [
                "step|rows in|rows out|time|links",
                "okta.users||6||",
                "where status = \"ACTIVE\"|6|3|0s|",
                "sort seats desc | take 1|3|1|0s|",
                "2 columns|1|1|0s|okta.groups via group_members",
            ])
    }

    @Test func `an expression over an object gives a column, or its own error`() throws {
        let (runner, _) = try runner()
        let text = "upper(first) + \"!\""
        let column = try runner.evaluate(
            parseExpression(text), over: ObjectName("okta.users"), text: text)
        #expect(column.text().string(1) == "BOB!")
        #expect(throws: BoardError.self) {
            try runner.evaluate(
                parseExpression("frist"), over: ObjectName("okta.users"), text: "frist")
        }
    }

    @Test func `export is a request`() throws {
        let (_, workspace) = try runner()
        let result = try workspace.result("okta.users | export \"a/b.json\" replace")
        #expect(result.export?.file == "a/b.json")
        #expect(result.export?.replaces == true)
        #expect(result.table.rowCount == 6)
    }

    @Test func `an expectation on an incomplete load fails`() throws {
        let workspace = try SmallCompany.workspace(
            incomplete: [ObjectName("okta.groups"): "2 rows were refused"])
        let result = try workspace.result("okta.users | where groups.name = \"x\" | expect none")
        #expect(result.expectation?.isMet == false)
        #expect(
            result.expectation?.sentence
                == "expected none, found none, but okta.groups is incomplete: 2 rows were refused")
        #expect(result.isIncomplete)
    }

    @Test func `a set that looks outside stops when cancelled`() throws {
        let (_, workspace) = try runner()
        workspace.environment.context.cancellation.cancel()
        do {
            _ = try workspace.result(
                "okta.users | where no (okta.users | where id = row.managerId)")
            Issue.record("not cancelled")
        } catch let error as BoardError {
            #expect(error.kind == .cancelled)
        }
    }

    @Test func `overflow is an error with its place`() throws {
        let workspace = try TestWorkspace(["t.numbers": "id,n\na,9007199254740\nb,9007199254741\n"])
        let answer = workspace.answer("t.numbers | with x = n * n * n")
        #expect(answer.contains("^^^^^"), "\(answer)")
    }
}
