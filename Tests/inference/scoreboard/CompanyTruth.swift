/// The sample company's schema, as its generator writes it.
extension Truth {
    public static let sampleCompany: Truth = {
        var truth = Truth(name: "acme")
        for line in fields.split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.split(separator: ",").map { String($0.drop { $0 == " " }).trimmingEnd }
            }
            guard let table = parts[0].first else { continue }
            truth.primary[table] = parts.count > 1 ? parts[1] : []
            truth.label[table] = parts.count > 2 ? parts[2] : []
        }
        for line in links.split(separator: "\n") {
            let ends = line.split(separator: ">").map {
                String($0.drop { $0 == " " }).trimmingEnd
            }
            if ends.count == 2 { truth.joins.append(Join(from: ends[0], to: ends[1])) }
        }
        truth.groups = [people, logins, numbers, serials, devices].map { Group(columns: $0) }
        truth.absent = addresses.map { Join(from: $0, to: people[0]) }
        truth.optional =
            optional.map { Pair(a: $0.0, b: $0.1) }
            + people.map { Pair(a: $0, b: "aws.credential_report.user") }
        return truth
    }()

    /// Table, key, fields that a person recognises a record by.
    private static let fields = """
        assets.locations | id | office
        assets.laptops | asset_tag | asset_tag, serial
        aws.credential_report | user | user, arn
        contractors.list | Email | Email
        github.members | id | login
        google.users | Email Address [Required] | Email Address [Required]
        hris.employees | Employee # | Work Email, Employee #
        jamf.computers | id | general.name, hardware.serialNumber
        jira.issues | Issue key | Issue key
        jira.users | User id | email, User name
        licences.seats | Product | Product
        okta.admin_roles | id | label
        okta.app_groups | appId, id |
        okta.app_users | appId, id |
        okta.apps | id | label
        okta.device_users | deviceId, user.id |
        okta.devices | id | profile.displayName, profile.serialNumber
        okta.events | uuid | displayMessage
        okta.factors | id | profile.credentialId
        okta.group_members | groupId, userId |
        okta.group_rules | id | name
        okta.groups | id | profile.name
        okta.policies | id | name
        okta.rules | id | name
        okta.user_types | id | name, displayName
        okta.users | id | profile.login, profile.email
        onepassword.users | ID | Email
        salesforce.users | Id | Username, Email
        slack.users | id | name, profile.email
        zoom.users | Email | Email
        """

    private static let links = """
        assets.laptops.location_id > assets.locations.id
        hris.employees.Location > assets.locations.office
        hris.employees.Supervisor EID > hris.employees.Employee #
        google.users.Manager Email > google.users.Email Address [Required]
        jira.issues.Assignee Id > jira.users.User id
        jira.issues.Reporter Id > jira.users.User id
        okta.admin_roles.userId > okta.users.id
        okta.app_groups.appId > okta.apps.id
        okta.app_groups.id > okta.groups.id
        okta.app_users.appId > okta.apps.id
        okta.app_users.id > okta.users.id
        okta.device_users.deviceId > okta.devices.id
        okta.device_users.user.id > okta.users.id
        okta.events.actor.id > okta.users.id
        okta.events.target.id > okta.users.id
        okta.events.target.id > okta.apps.id
        okta.events.target.id > okta.groups.id
        okta.factors.userId > okta.users.id
        okta.group_members.groupId > okta.groups.id
        okta.group_members.userId > okta.users.id
        okta.group_owners.groupId > okta.groups.id
        okta.group_owners.id > okta.users.id
        okta.group_rules.actions.assignUserToGroups.groupIds > okta.groups.id
        okta.policies.conditions.people.groups.include > okta.groups.id
        okta.rules.policyId > okta.policies.id
        okta.user_types.createdBy > okta.users.id
        okta.user_types.lastUpdatedBy > okta.users.id
        okta.users.type.id > okta.user_types.id
        okta.users.profile.managerId > okta.users.id
        """

    private static let people = [
        "okta.users.profile.email", "okta.users.profile.login", "hris.employees.Work Email",
        "google.users.Email Address [Required]", "github.members.saml_name_id", "jira.users.email",
        "slack.users.profile.email", "zoom.users.Email", "onepassword.users.Email",
        "salesforce.users.Email", "contractors.list.Email", "assets.laptops.assigned_to",
        "jamf.computers.userAndLocation.email",
    ]
    private static let logins = [
        "aws.credential_report.user", "slack.users.name", "jamf.computers.userAndLocation.username",
    ]
    private static let numbers = [
        "hris.employees.Employee #", "okta.users.profile.employeeNumber",
    ]
    private static let serials = [
        "assets.laptops.serial", "jamf.computers.hardware.serialNumber",
        "okta.devices.profile.serialNumber",
    ]
    private static let devices = ["jamf.computers.udid", "okta.devices.profile.udid"]
    /// Addresses of people that stand beside a reference to them.
    private static let addresses = [
        "okta.app_users.credentials.userName", "okta.events.actor.alternateId",
        "okta.events.target.alternateId", "okta.factors.profile.credentialId",
    ]
    private static let optional = [
        ("okta.users.profile.login", "aws.credential_report.user"),
        ("jamf.computers.userAndLocation.username", "okta.users.profile.login"),
    ]
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
