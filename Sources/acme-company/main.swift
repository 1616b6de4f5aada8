import Foundation

let usage = "usage: acme-company --out DIR [--seed N] [--people N] [--trouble N] [--truth FILE]"

func fail(_ message: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("error: \(message)\n".utf8))
    exit(status)
}

var out: String?
var seed: UInt64 = 1
var count = 250
var trouble = 1
var truth: String?
var arguments = CommandLine.arguments.dropFirst()
while let option = arguments.popFirst() {
    guard let value = arguments.popFirst() else {
        fail("\(option) has no value\n\(usage)", status: 2)
    }
    switch option {
    case "--out": out = value
    case "--seed":
        guard let number = UInt64(value) else { fail("--seed takes a whole number", status: 2) }
        seed = number
    case "--people":
        guard let number = Int(value), (240...5000).contains(number) else {
            fail("--people takes a number from 240 to 5000", status: 2)
        }
        count = number
    case "--trouble":
        guard let number = Int(value), (1...20).contains(number) else {
            fail("--trouble takes a number from 1 to 20", status: 2)
        }
        trouble = number
    case "--truth": truth = value
    default: fail("unknown option \(option)\n\(usage)", status: 2)
    }
}
guard let out else { fail("--out is missing\n\(usage)", status: 2) }

let setup = """
    -- The sample company: its clock stands still, so that every answer stays the same.
    now 2026-08-03T00:00:00Z
    timezone "UTC"
    queries "../../queries"
    -- Names of products are no keys, so nobody could infer that Procurement means Okta's apps.
    link licences.seats.Product = okta.apps.label

    """

do {
    let company = try Company(seed: seed, people: count, trouble: trouble)
    if let truth {
        try Data(company.truth().utf8).write(to: URL(fileURLWithPath: truth))
    }
    let files: [(String, String)] = [
        ("FINDINGS.md", company.findings.text(seed: seed, people: count)),
        ("setup.board", setup),
        ("okta/users.json", JSON.array(company.oktaUsers())),
        ("okta/groups.json", JSON.array(company.oktaGroups())),
        ("okta/group_members.json", JSON.array(company.oktaGroupMembers())),
        ("okta/group_owners.json", JSON.array(company.oktaGroupOwners())),
        ("okta/group_rules.json", JSON.array(company.oktaGroupRules())),
        ("okta/apps.json", JSON.array(company.oktaApps())),
        ("okta/app_users.json", JSON.array(company.oktaAppUsers())),
        ("okta/app_groups.json", JSON.array(company.oktaAppGroups())),
        ("okta/devices.json", JSON.array(company.oktaDevices())),
        ("okta/device_users.json", JSON.array(company.oktaDeviceUsers())),
        ("okta/factors.json", JSON.array(company.oktaFactors())),
        ("okta/policies.json", JSON.array(company.oktaPolicies())),
        ("okta/rules.json", JSON.array(company.oktaRules())),
        ("okta/user_types.json", JSON.array(company.oktaUserTypes())),
        ("okta/admin_roles.json", JSON.array(company.oktaAdminRoles())),
        ("okta/events.json", JSON.array(company.oktaEvents())),
        ("hris/employees.csv", company.hrEmployees()),
        ("github/members.csv", company.githubMembers()),
        ("slack/users.json", company.slackUsers()),
        ("google/users.csv", company.googleUsers()),
        ("jamf/computers.ndjson", company.jamfComputers()),
        ("jira/users.csv", company.jiraUsers()),
        ("jira/issues.csv", company.jiraIssues()),
        ("aws/credential_report.csv", company.awsCredentialReport()),
        ("contractors/list.tsv", company.contractorList()),
        ("zoom/users.csv", company.zoomUsers()),
        ("onepassword/users.csv", company.onePasswordUsers()),
        ("licences/seats.csv", company.licenceSeats()),
    ]
    let binary: [(String, Data)] = [
        ("salesforce/users.csv.gz", Gzip.packed(Latin1.bytes(company.salesforceUsers()))),
        ("assets/inventory.sqlite", company.assetInventory().bytes()),
    ]
    for (path, data) in files.map({ ($0, Data($1.utf8)) }) + binary {
        let url = URL(fileURLWithPath: out).appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }
} catch is Shortage {
    fail("seed \(seed) leaves too few people for all the trouble; another seed will do", status: 1)
} catch {
    fail("\(out) cannot be written: \(error.localizedDescription)", status: 1)
}
