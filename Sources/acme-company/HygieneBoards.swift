/// What the boards about sign-in, groups, apps, devices and keys must find, read off the plan.
extension Company {
    private func logins(_ fits: (OktaAccount) -> Bool) -> [String] {
        people.compactMap(\.okta).filter(fits).map(\.login)
    }

    mutating func recordHygieneBoards() {
        recordSignIns()
        recordGroups()
        recordApps()
        recordDevices()
        recordKeys()
        findings.board(
            "jira_orphaned_assignees",
            issues.filter { issue in
                guard let assignee = issue.assignee, issue.status != "Done" else { return false }
                return !jiraAccounts.contains { $0.id == assignee.id && $0.isActive }
            }.map(\.key))
        findings.board("failed_sign_ins", failures.map(\.login))
        findings.board("policies_without_rules", ["Old VPN access"])
    }

    private mutating func recordSignIns() {
        let limit = Moment.daysAgo(90)
        findings.board(
            "stale", logins { $0.isActive && ($0.lastLogin.map { $0 < limit } ?? true) })
        findings.board(
            "no_mfa", logins { $0.isActive && $0.userType != "Service" && $0.factors != .active })
        findings.board("admins", logins { !$0.roles.isEmpty })
        findings.board(
            "admins_without_mfa",
            logins { $0.isActive && !$0.roles.isEmpty && $0.factors != .active }, passes: false)
        findings.board(
            "super_admins", logins { $0.roles.contains("Super Administrator") }, passes: true)
        findings.board("repeated_logins", [], passes: true)
        findings.board(
            "google_without_2sv",
            (people.compactMap(\.google) + strayGoogle)
                .filter { !$0.isSuspended && !$0.hasTwoStep }.map(\.email))
    }

    private mutating func recordGroups() {
        let own = groups.filter { $0.type == "OKTA_GROUP" }
        findings.board("empty_groups", own.filter { $0.members.isEmpty }.map(\.name))
        findings.board("groups_without_owner", own.filter { $0.owners.isEmpty }.map(\.name))
        findings.board(
            "groups_owned_by_leavers",
            own.filter { group in
                group.owners.contains { people[$0].okta?.status == "DEPROVISIONED" }
            }.map(\.name))
        findings.board(
            "privileged_members",
            own.filter { Self.privileged.contains($0.name) }.flatMap { group in
                group.members.map { _ in group.name }
            })
        findings.board(
            "deprovisioned_in_groups", deprovisionedMembers.compactMap { people[$0].okta?.login })
    }

    private mutating func recordApps() {
        var assigned: Set<Int> = []
        for app in apps { assigned.formUnion(app.assignments.map(\.person)) }
        findings.board(
            "idle_licences",
            people.indices.filter { index in
                ["DEPROVISIONED", "SUSPENDED"].contains(people[index].okta?.status ?? "")
                    && assigned.contains(index)
            }.compactMap { people[$0].okta?.login })
        findings.board(
            "username_drift",
            people.indices.filter { index in
                people[index].formerEmail != nil && assigned.contains(index)
            }.compactMap { people[$0].okta?.login })
        findings.board(
            "unused_apps",
            apps.filter { $0.status == "ACTIVE" && $0.assignments.isEmpty }.map(\.label))
        findings.board(
            "too_few_seats",
            apps.filter { app in app.seats.map { app.assignments.count > $0 } ?? false }
                .map(\.label), passes: true)
        var departments: [String] = []
        for account in people.compactMap(\.okta) where account.isActive {
            let name = account.department
            if !name.isEmpty && !departments.contains(name) { departments.append(name) }
        }
        findings.board("departments", departments)
    }

    private mutating func recordDevices() {
        findings.board(
            "devices_without_owner",
            computers.filter { $0.owner == nil }.map(\.name))
        findings.board(
            "okta_devices_without_user", devices.filter { $0.users.isEmpty }.map(\.name))
        let managed = Set(computers.map(\.serial))
        findings.board(
            "unmanaged_macs",
            devices.filter { $0.platform == "MACOS" && !managed.contains($0.serial) }.map(\.name))
    }

    private mutating func recordKeys() {
        let limit = Moment.daysAgo(90)
        let keyed = awsAccounts.filter(\.hasKey)
        findings.board(
            "aws_old_keys",
            keyed.filter { $0.keyRotated.map { $0 < limit } ?? false }.map(\.user))
        findings.board("aws_unused_keys", keyed.filter { $0.keyUsed == nil }.map(\.user))
        findings.board(
            "aws_without_mfa", awsAccounts.filter { $0.hasPassword && !$0.hasMFA }.map(\.user))
    }
}
