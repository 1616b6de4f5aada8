/// An Okta app instance, who may use it, and by which group.
struct App {
    struct Assignment {
        let person: Int
        /// Index of the granting group, or nil for a direct assignment.
        let group: Int?
    }

    var id: String
    var name: String
    var label: String
    var status = "ACTIVE"
    var signOnMode: String
    var seats: Int?
    var created: Moment
    var groups: [Int] = []
    var assignments: [Assignment] = []
}

extension Company {
    /// Label, catalogue name, sign-on mode, licensed, granting groups.
    private static let catalogue: [(String, String, String, Bool, [String])] = [
        ("GitHub Enterprise", "githubcloud", "SAML_2_0", true, ["GitHub Members"]),
        ("Slack", "slack", "SAML_2_0", true, ["All Employees", "Contractors"]),
        ("Google Workspace", "google", "SAML_2_0", true, ["All Employees"]),
        ("Jira Software", "jira_cloud", "SAML_2_0", true, ["Jira Users"]),
        ("AWS IAM Identity Center", "amazon_aws_sso", "SAML_2_0", false, ["AWS Administrators"]),
        ("AWS Sandbox", "amazon_aws_sso", "SAML_2_0", false, ["Engineering"]),
        ("BambooHR", "bamboohr", "SAML_2_0", false, ["All Employees"]),
        ("Salesforce", "salesforce", "SAML_2_0", true, ["Sales", "Customer Support"]),
        ("Figma", "figma", "SAML_2_0", true, ["Product", "Marketing"]),
        ("Datadog", "datadog", "OPENID_CONNECT", false, ["Engineering", "Security"]),
        ("NetSuite", "netsuite", "SAML_2_0", true, ["Finance"]),
        ("1Password", "onepassword", "OPENID_CONNECT", true, ["All Employees"]),
        ("Tableau", "tableau", "SAML_2_0", true, ["Data"]),
    ]

    mutating func assignApps() {
        for (label, name, mode, isLicensed, granting) in Self.catalogue {
            var app = newApp(label, name, mode)
            app.groups = granting.compactMap { name in groups.firstIndex { $0.name == name } }
            var seen: Set<Int> = []
            for group in app.groups {
                for person in groups[group].members where mayUseApps(person) {
                    if seen.insert(person).inserted {
                        app.assignments.append(App.Assignment(person: person, group: group))
                    }
                }
            }
            if isLicensed { app.seats = (app.assignments.count / 10 + 2) * 10 }
            apps.append(app)
        }
        for (position, person) in deprovisionedAppUsers.enumerated() {
            for app in [position, 7] {
                apps[app].assignments.append(App.Assignment(person: person, group: nil))
            }
        }
        for label in ["Legacy VPN", "Expensify"] {
            apps.append(newApp(label, Names.ascii(label), "SAML_2_0"))
            findings.plant("active app that nobody uses", label)
        }
        var retired = newApp("Miro", "miro", "SAML_2_0")
        retired.status = "INACTIVE"
        apps.append(retired)
    }

    private func mayUseApps(_ person: Int) -> Bool {
        !["DEPROVISIONED", "STAGED", "PROVISIONED"].contains(people[person].okta?.status ?? "")
    }

    private mutating func newApp(_ label: String, _ name: String, _ mode: String) -> App {
        App(
            id: "0oa" + random.token(17), name: name, label: label, signOnMode: mode, seats: nil,
            created: moment(daysAgo: 400...1500))
    }
}
