import BoardLanguage
import Columns
import Testing

@testable import Engine

struct RowScopeTests {
    private static func scope(_ board: String) throws -> RowScope {
        let workspace = try SmallCompany.workspace()
        return try BoardRunner(environment: workspace.environment)
            .scope(after: parseLine(board).board, text: board)
    }

    private static func names(_ members: [RowScope.Member]) -> [String] { members.map(\.name) }

    @Test func `a row offers its columns, fields, links and the objects that are linked`() throws {
        let members = try Self.scope("okta.users | with n = count(groups)").members()
        let names = Self.names(members)
        for name in [
            "n", "login", "lastLogin", "manager", "reports", "groups", "group_members",
            "github.members", "hris.employees", "jira.users",
        ] { #expect(names.contains(name), "\(name)") }
        #expect(!names.contains("hr.people"))
        #expect(!names.contains("jira.issues"))
        let login = members.first { $0.name == "lastLogin" }
        #expect(login?.kind == .field)
        #expect(login?.note == "time, 67 % filled")
        let manager = members.first { $0.name == "manager" }
        #expect(manager?.kind == .link)
        #expect(manager?.note == "→ okta.users, 67 % matched")
    }

    @Test func `after names come what they lead to`() throws {
        let scope = try Self.scope("okta.users")
        #expect(Self.names(scope.members(after: ["groups"])).contains("type"))
        #expect(Self.names(scope.members(after: ["github"])) == ["members"])
        #expect(Self.names(scope.members(after: ["github", "members"])).contains("handle"))
        #expect(Self.names(scope.members(after: ["manager"])).contains("manager"))
        #expect(scope.members(after: ["nothing"]).isEmpty)
        let people = try Self.scope("hr.people")
        #expect(Self.names(people.members(after: ["name"])) == ["first", "last"])
        #expect(Self.names(people.members(after: ["devices"])).contains("os"))
    }

    @Test func `after a group only its columns are left`() throws {
        let scope = try Self.scope("okta.users | group department: n = count")
        #expect(Self.names(scope.members()) == ["department", "n"])
        #expect(
            Self.names(try Self.scope("okta.users | reconcile hris.employees as hr").members())
                .contains("hr"))
    }

    @Test func `a column with few values offers them, the most frequent first`() throws {
        let scope = try Self.scope("okta.users")
        #expect(scope.values(of: ["department"]).isEmpty)
        #expect(scope.values(of: ["active"]).map(\.literal) == ["true", "false"])
        let roles = scope.values(of: ["github", "members", "role"])
        #expect(roles.map(\.literal) == ["\"admin\"", "\"member\""])
        #expect(roles.allSatisfy { $0.count > 0 })
        #expect(scope.values(of: ["login"]).isEmpty)
        #expect(scope.values(of: ["nothing"]).isEmpty)
    }
}
