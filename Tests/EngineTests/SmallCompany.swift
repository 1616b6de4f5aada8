import BoardLanguage
import Columns
import Correlation

@testable import Engine

/// Six people, their groups, apps, GitHub accounts, HR records and issues: small enough to work out by hand.
///
/// All links are pinned, so that no test here depends on what inference makes of a few rows.
enum SmallCompany {
    static let users = """
        id,login,first,status,lastLogin,department,title,managerId,seats,active,created
        u1,ada@acme.com,Ada,ACTIVE,2026-08-01T10:00:00Z,Eng,Engineer,,5,true,2020-01-31
        u2,bob@acme.com,Bob,ACTIVE,,Eng,Lead engineer,u1,3,true,2021-02-28
        u3,cyd@acme.com,Cyd,DEPROVISIONED,2026-01-01T00:00:00Z,Sales,Rep,u1,,false,2022-03-01
        u4,dan@acme.com,Dan,STAGED,,sales,Rep,u2,2,,2023-08-03
        u5,eve@acme.com,Eve,ACTIVE,2026-06-01T00:00:00Z,,,u2,7,true,2026-08-03
        u6,fay@acme.com,Fay,SUSPENDED,2026-07-30T23:59:59Z,Legal,Counsel,u9,1,false,2024-02-29
        """
    static let groups = """
        id,name,type
        g1,Everyone,BUILT_IN
        g2,Admins,OKTA
        g3,Empty,OKTA
        """
    // u7 is nobody.
    static let members = """
        groupId,userId,addedOn
        g1,u1,2026-01-01
        g1,u2,2026-01-02
        g1,u3,2026-01-03
        g1,u4,2026-01-04
        g2,u1,2026-02-01
        g2,u2,2026-02-03
        g2,u7,2026-02-04
        """
    // Bob has two accounts; bill belongs to nobody.
    static let github = """
        handle,mail,role,twoFactor
        ada-l,ADA@acme.com,admin,true
        bobby,bob@acme.com,member,false
        bob-ci,bob@acme.com,admin,true
        bill,bill@else.org,member,
        """
    static let employees = """
        Employee Number,Work Email,Department,Cost
        001,ada@acme.com,Eng,100
        002,bob@acme.com,Ops,n/a
        003,cyd@acme.com,Sales,80
        009,zoe@acme.com,Sales,90
        """
    static let accounts = """
        accountId,email
        a1,ada@acme.com
        a2,bob@acme.com
        """
    static let issues = """
        key,status,assigneeId,reporterId,points
        I-1,Open,a1,a2,3
        I-2,Done,a1,a1,5
        I-3,Open,a2,a1,
        I-4,Open,,a2,8
        """
    static let people = """
        [{"id":"p1","name":{"first":"Ada","last":"L"},"emails":["a@x.io","b@x.io"],
          "devices":[{"kind":"mac","os":"14"},{"kind":"phone","os":"17"}]},
         {"id":"p2","name":{"first":"Bob"},"emails":[],"devices":[]},
         {"id":"p3","name":{"first":null},"emails":["c@x.io"],
          "devices":[{"kind":"mac","os":"13"}]}]
        """

    static let saved: KeyValuePairs<String, String> = [
        "stale": "param days: duration = 90d\nokta.users | where lastLogin < $days ago",
        "leavers": "-- who left\nokta.users\n| where status = \"DEPROVISIONED\"\n| expect none",
        "chain": "let some = @stale(days: 10d)\n@some | where status = \"ACTIVE\"",
        "eng": "let eng = okta.users | where department = \"Eng\"\n@eng | where seats > 3",
        "loop": "@loop2",
        "loop2": "@loop | take 1",
        "bad": "-- a title\nokta.users\n| where nme = \"x\"",
        "typed": "param n: integer\nokta.users | take $n",
    ]

    static func workspace(
        saved: KeyValuePairs<String, String> = Self.saved, incomplete: [ObjectName: String] = [:]
    ) throws -> TestWorkspace {
        var pins = Pins()
        for (left, right) in [
            ("okta.users.managerId", "okta.users.id"),
            ("okta.group_members.groupId", "okta.groups.id"),
            ("okta.group_members.userId", "okta.users.id"),
            ("github.members.mail", "okta.users.login"),
            ("hris.employees.Work Email", "okta.users.login"),
            ("jira.issues.assigneeId", "jira.users.accountId"),
            ("jira.issues.reporterId", "jira.users.accountId"),
            ("jira.users.email", "okta.users.login"),
        ] { pins.links.append(link(left, right)) }
        pins.primaries = [
            ObjectName("okta.users"): "login", ObjectName("okta.groups"): "name",
            ObjectName("github.members"): "handle", ObjectName("hris.employees"): "Work Email",
            ObjectName("jira.users"): "email", ObjectName("jira.issues"): "key",
            ObjectName("hr.people"): "id",
        ]
        return try TestWorkspace(
            [
                "okta.users": users, "okta.groups": groups, "okta.group_members": members,
                "github.members": github, "hris.employees": employees, "jira.users": accounts,
                "jira.issues": issues, "hr.people": people,
            ], pins: pins, saved: saved, incomplete: incomplete)
    }

    private static func link(_ left: String, _ right: String) -> Pins.PinnedLink {
        func side(_ path: String) -> Pins.Side {
            let parts = path.split(separator: ".").map(String.init)
            return Pins.Side(
                object: ObjectName(tool: parts[0], object: parts[1]), field: parts[2])
        }
        return Pins.PinnedLink(left: side(left), right: side(right), isWeak: false, name: nil)
    }
}
