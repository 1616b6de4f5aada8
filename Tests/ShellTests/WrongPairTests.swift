import Foundation
import Shell
import TestSupport
import Testing

/// What `.why` says of two records that are taken for one person's, step by step.
struct WhyOfPair {
    struct Step {
        /// `hris.employees ada@acme.com`, without the name behind it.
        let record: String
        /// `email: Email = hris.employees.Work Email, ada@acme.com`
        let reason: String
    }

    let title: String
    private(set) var steps: [Step] = []
    private(set) var last = ""

    init(_ text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        title = lines.first ?? ""
        for line in lines.dropFirst() {
            if line.hasPrefix("    ") {
                steps.append(Step(record: last, reason: String(line.dropFirst(4))))
            } else if !line.hasPrefix("  the names") {
                last = String(line.dropFirst(2).prefix { $0 != "·" })
                    .trimmingCharacters(in: .whitespaces)
            }
        }
    }

    /// What is missing for a person to see which value of which field joined the two, by which rule.
    func faults(_ left: String, _ right: String) -> [String] {
        var faults: [String] = []
        if title != "\(left) and \(right) are one person's" { faults.append("title: \(title)") }
        if steps.first?.record != left { faults.append("it does not begin with \(left)") }
        if last != right { faults.append("it does not end with \(right)") }
        let reason =
            /(?:email|number|alias|login): [^=]+ = \w+\.\w+\.[^,]+, \S.*|pinned to \w+\.\w+/
        for step in steps where step.reason.wholeMatch(of: reason) == nil {
            faults.append("no rule, fields and value: \(step.reason)")
        }
        return faults
    }
}

/// A company whose records mislead: what joins two people wrongly is told, so that it can be put right.
@Suite(.ownThread) struct WrongPairTests {
    private static let people = [
        "Tom Haddad", "Ana Silva", "Kim Novak", "Leo Rossi", "Ida Holm", "Max Stein", "Eva Kato",
        "Ben Walsh", "Mia Cruz", "Ole Lund", "Zoe Park", "Sam Iyer",
    ]

    /// Twelve people whom every tool has right, and in some tools a record without a name that is another's.
    private static func files() -> [String: String] {
        var hris = "Employee #,First Name,Last Name,Work Email,Status\n"
        var okta = "id,login,firstName,lastName,secondEmail,status\n"
        var github = "login,name,email\n"
        var jira = "User id,User name,email,Employee ID\n"
        var zoom = "Email,Name,Type\n"
        var aws = "user,arn,password_enabled\n"
        for (index, person) in people.enumerated() {
            let names = person.split(separator: " ").map(String.init)
            let local = person.lowercased().replacing(" ", with: ".")
            let mail = "\(local)@acme.com"
            hris += "\(101 + index),\(names[0]),\(names[1]),\(mail),Active\n"
            let second = index == 9 ? "pat@home.example" : ""
            okta += "00u\(index),\(mail),\(names[0]),\(names[1]),\(second),ACTIVE\n"
            if index != 1 { github += "gh\(index),\(person),\(mail)\n" }
            if index < 9 { jira += "j\(index),\(person),\(mail),00\(101 + index)\n" }
            if index < 8 { zoom += "\(local)@northwind.io,\(person),Basic\n" }
            if index < 9 { aws += "\(local),arn:aws:iam::1:user/\(local),true\n" }
        }
        // An address that was another's before, a number typed wrong, a partner's address as one's second one,
        // the same user name at the company that was bought, and in the cloud.
        github += "gh-old,,ana.silva@acme.com\ngh-pin,,\n"
        jira += "j-number,,,0112\nj-alias,,pat@home.example,\n"
        zoom += "zoe.park@northwind.io,,Basic\n"
        aws += "ole.lund,arn:aws:iam::1:user/ole.lund,true\n"
        return [
            "hris_employees.csv": hris, "okta_users.csv": okta, "github_members.csv": github,
            "jira_users.csv": jira, "zoom_users.csv": zoom, "aws_users.csv": aws,
            "setup.board": "same okta.users \"sam.iyer@acme.com\" github.members \"gh-pin\"\n",
        ]
    }

    private typealias Planted = (object: String, record: String, with: String, because: String)

    /// Records that are in truth somebody else's: how they are called, the rule and the values that join them.
    private static let planted: [Planted] = [
        (
            "github.members", "gh-old", "ana.silva@acme.com",
            "email: email = hris.employees.Work Email, ana.silva@acme.com"
        ),
        (
            "jira.users", "j-number", "sam.iyer@acme.com",
            "number: Employee ID = hris.employees.Employee #, 0112 = 112"
        ),
        (
            "jira.users", "j-alias", "ole.lund@acme.com",
            "alias: email = okta.users.secondEmail, pat@home.example"
        ),
        (
            "zoom.users", "zoe.park@northwind.io", "zoe.park@acme.com",
            "login: Email = hris.employees.Work Email, zoe.park@northwind.io = zoe.park@acme.com"
        ),
        (
            "aws.users", "ole.lund", "ole.lund@acme.com",
            "login: user = hris.employees.Work Email, ole.lund = ole.lund@acme.com"
        ),
        ("github.members", "gh-pin", "sam.iyer@acme.com", "pinned to okta.users"),
    ]

    @Test("of every wrong pair the rule and the values that joined it are told")
    func wrongPairs() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("wrong-pairs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in Self.files() {
            try text.write(
                to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        let session = Session(SessionConfiguration(folder: folder.path))
        let reply = session.query("accounts | show object, account, person")
        try #require(reply.status == .ok, "\(reply.notes)")
        let accounts = try CSVText(reply).rows.map {
            (object: $0[0], label: $0[1], person: $0[2])
        }
        for plant in Self.planted {
            let own = accounts.first { $0.object == plant.object && $0.label == plant.record }
            let person = try #require(own, "\(plant.object) \(plant.record)").person
            #expect(person == plant.with, "\(plant.record)")
            // With each record of the person, however many steps away.
            let others = accounts.filter {
                $0.person == person && ($0.object, $0.label) != (plant.object, plant.record)
            }
            #expect(others.count > 1, "\(plant.record)")
            for other in others {
                let words = [plant.object, plant.record, other.object, other.label]
                let text = try CSVText(session.explain(words)).text
                let why = WhyOfPair(text)
                let faults = why.faults(
                    "\(plant.object) \(plant.record)", "\(other.object) \(other.label)")
                #expect(faults == [], "\(text)")
                #expect(why.steps.first?.reason == plant.because, "\(text)")
            }
            // And so does the person's own list.
            let list = try CSVText(session.explain(["people", person])).text
            #expect(list.contains(plant.because) || plant.because.hasPrefix("pinned"), "\(list)")
        }
    }
}
