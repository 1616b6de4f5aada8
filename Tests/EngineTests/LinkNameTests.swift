import Columns
import Correlation
import Testing

@testable import Engine

/// What a segment of a path may be called, and which of several links it means.
struct LinkNameTests {
    private static func side(_ path: String) -> Pins.Side {
        let parts = path.split(separator: ".").map(String.init)
        return Pins.Side(object: ObjectName(tool: parts[0], object: parts[1]), field: parts[2])
    }

    private static func workspace() throws -> TestWorkspace {
        var pins = Pins()
        for (left, right, name) in [
            ("okta.group_members.groupId", "okta.groups.id", nil),
            ("okta.group_members.userId", "okta.users.id", nil),
            ("okta.group_owners.groupId", "okta.groups.id", nil),
            ("okta.group_owners.id", "okta.users.id", nil),
            ("okta.groups.createdBy", "okta.users.id", nil),
            ("okta.users.number", "hris.employees.number", nil),
            ("okta.users.handle", "github.members.login", nil),
            ("snipe.assets.holder", "okta.users.id", "owner"),
            ("snipe.assets.Bought By", "okta.users.id", nil),
        ] as [(String, String, String?)] {
            pins.links.append(
                Pins.PinnedLink(
                    left: side(left), right: side(right), isWeak: false, name: name))
        }
        pins.primaries = [
            ObjectName("okta.users"): "name", ObjectName("okta.groups"): "name",
            ObjectName("snipe.assets"): "tag",
        ]
        return try TestWorkspace(
            [
                "okta.users": """
                id,name,number,handle
                u1,Ada,71003,ada-l
                u2,Bob,71004,bobby
                u3,Cyd,71005,cyd3
                """,
                "okta.groups": "id,name,createdBy\ng1,Staff,u3\ng2,Admins,u3\ng3,Other,u1\n",
                "okta.group_members": "groupId,userId\ng1,u1\ng1,u2\ng2,u1\n",
                "okta.group_owners": "groupId,id,type\ng1,u3,USER\ng2,u2,USER\n",
                "hris.employees": "number,pay\n71003,10\n71004,20\n71009,30\n",
                "github.members": "login,plan\nada-l,pro\ncyd3,free\nzed,free\n",
                "snipe.assets": "tag,holder,Bought By\na1,u1,u2\na2,u1,u3\na3,u2,u2\n",
            ], pins: pins)
    }

    @Test func `a segment means the link that a person would expect`() throws {
        let workspace = try Self.workspace()
        let cases: [(board: String, rows: [String])] = [
            // The membership keyed by the object's name, not the owners, not who created the group.
            ("okta.users | show name, groups.name", ["Ada|Staff, Admins", "Bob|Staff", "Cyd|"]),
            ("okta.groups | show name, users.name", ["Staff|Ada, Bob", "Admins|Ada", "Other|"]),
            // Every other way is chosen with `by`, or named.
            (
                "okta.groups | show name, users[by group_owners].name",
                ["Staff|Cyd", "Admins|Bob", "Other|"]
            ),
            (
                "okta.groups | show name, users[by createdBy].name, createdBy.name",
                ["Staff|Cyd|Cyd", "Admins|Cyd|Cyd", "Other|Ada|Ada"]
            ),
            (
                "okta.users | show name, groups[by created_by].name",
                ["Ada|Other", "Bob|", "Cyd|Staff, Admins"]
            ),
            (
                "okta.users | show name, group_owners.groups.name",
                ["Ada|", "Bob|Admins", "Cyd|Staff"]
            ),
            // A pinned name, from either side; the key without its ending.
            (
                "snipe.assets | show tag, owner.name, Bought_By.name",
                ["a1|Ada|Bob", "a2|Ada|Cyd", "a3|Bob|Bob"]
            ),
            ("okta.users | show name, owner.tag", ["Ada|a1, a2", "Bob|a3", "Cyd|"]),
            (
                "okta.users | show name, assets[by bought_by].tag, assets[by owner].tag",
                ["Ada||a1, a2", "Bob|a1, a3|a3", "Cyd|a2|"]
            ),
            // Two objects of one entity, which share no key.
            (
                "hris.employees | show number, github.members.plan",
                ["71003|pro", "71004|", "71009|"]
            ),
            ("github.members | where no hris.employees | show login", ["cyd3", "zed"]),
        ]
        for (board, rows) in cases { #expect(workspace.rows(board) == rows, "\(board)") }
    }

    @Test func `several links are an error that lists them`() throws {
        let workspace = try Self.workspace()
        #expect(
            workspace.answer("okta.users | show assets.tag") == """
                error: 2 links lead from okta.users to snipe.assets
                  okta.users | show assets.tag
                                    ^^^^^^
                  help: one of assets[by Bought By] (67 %), assets[by owner] (67 %)
                """)
    }

    @Test func `a route over a third tool is in the footer`() throws {
        let result = try Self.workspace().result("hris.employees | show github.members.plan")
        #expect(result.footer.last == "github.members via users")
    }
}
