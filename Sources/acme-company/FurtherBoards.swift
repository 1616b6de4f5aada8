/// What the boards over the further tools must find, read off the plan.
extension Company {
    mutating func recordFurtherBoards() {
        let leavers = people.filter { $0.isLeaver && $0.okta != nil }
        func leaverLogins(_ emails: [String]) -> [String] {
            leavers.compactMap(\.okta).filter { emails.contains($0.email) }.map(\.login)
        }
        findings.board(
            "leavers_in_zoom",
            leaverLogins(zoomAccounts.filter(\.isActive).map(\.email)), passes: false)
        findings.board(
            "leavers_in_salesforce",
            leaverLogins(salesforceAccounts.filter(\.isActive).map(\.email)), passes: false)
        findings.board(
            "leavers_in_onepassword",
            leaverLogins(onePasswordAccounts.filter { $0.state == "ACTIVE" }.map(\.email)),
            passes: false)

        let known = people.compactMap(\.okta).map(\.email)
        findings.board(
            "zoom_unknown", zoomAccounts.map(\.email).filter { !known.contains($0) }, passes: false)
        findings.board(
            "salesforce_unknown",
            salesforceAccounts.filter { !known.contains($0.email) }.map(\.username), passes: true)
        let limit = Moment.daysAgo(90)
        findings.board(
            "zoom_idle_licences",
            zoomAccounts.filter {
                $0.isActive && $0.isLicensed && ($0.lastLogin.map { $0 < limit } ?? true)
            }.map(\.email), passes: false)
        findings.board(
            "onepassword_owners",
            onePasswordAccounts.filter { $0.type == "OWNER" }.map(\.email), passes: true)
        findings.board(
            "seats_disagree",
            licences.filter { licence in
                apps.contains {
                    $0.label == licence.product && $0.assignments.count != licence.used
                }
            }.map(\.product), passes: false)
        recordLaptops()
    }

    private mutating func recordLaptops() {
        let deployed = laptops.filter { $0.status == "deployed" }
        let gone = people.compactMap(\.okta).filter { $0.status == "DEPROVISIONED" }.map(\.email)
        findings.board(
            "laptops_of_leavers",
            deployed.filter { $0.assignedTo.map(gone.contains) ?? false }.map(\.tag),
            passes: false)
        let managed = Set(computers.map(\.serial))
        findings.board(
            "laptops_not_in_jamf",
            deployed.filter { $0.model.hasPrefix("Mac") && !managed.contains($0.serial) }
                .map(\.tag), passes: false)
    }
}
