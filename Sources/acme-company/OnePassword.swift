/// A member of the 1Password account.
struct OnePasswordAccount {
    var id: String
    var name: String
    var email: String
    var type = "MEMBER"
    var state = "ACTIVE"
    var created: Moment
    var lastAuthentication: Moment?
}

extension Company {
    /// The people of the account, as `op user list` and `op user get` tell them, in one sheet.
    func onePasswordUsers() -> String {
        var csv = CSV([
            "ID", "Name", "Email", "Type", "State", "Created At", "Updated At", "Last Auth At",
        ])
        for account in onePasswordAccounts {
            csv.rows.append([
                account.id, account.name, account.email, account.type, account.state,
                account.created.iso, account.created.plus(days: 1).iso,
                account.lastAuthentication?.iso ?? "",
            ])
        }
        return csv.text
    }
}
