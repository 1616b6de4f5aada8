extension Company {
    var githubAccounts: [GitHubAccount] {
        (people.compactMap(\.github) + strayGitHub).sorted { $0.id < $1.id }
    }

    /// The members of the GitHub organisation, as its People page exports them; `tfa` is two-factor.
    func githubMembers() -> String {
        var csv = CSV([
            "id", "login", "name", "tfa_enabled", "is_public", "last_active", "role",
            "saml_name_id",
        ])
        for account in githubAccounts {
            csv.rows.append([
                "\(account.id)", account.login, account.name, "\(account.hasTwoFactor)",
                "\(account.id % 7 == 0)", account.lastActive?.github ?? "", account.role,
                account.saml,
            ])
        }
        return csv.text
    }
}
