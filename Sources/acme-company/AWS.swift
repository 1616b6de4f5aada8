extension Company {
    var awsAccounts: [AWSAccount] { people.compactMap(\.aws) + strayAWS }

    /// `aws iam get-credential-report`, `N/A` and `not_supported` as AWS writes them.
    func awsCredentialReport() -> String {
        var csv = CSV([
            "user", "arn", "user_creation_time", "password_enabled", "password_last_used",
            "password_last_changed", "password_next_rotation", "mfa_active",
            "access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date",
            "access_key_1_last_used_region", "access_key_1_last_used_service",
            "access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
            "access_key_2_last_used_region", "access_key_2_last_used_service", "cert_1_active",
            "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
        ])
        let none = "N/A"
        let second = ["false", none, none, none, none, "false", none, "false", none]
        csv.rows.append(
            [
                "<root_account>", "arn:aws:iam::123456789012:root",
                Moment.daysAgo(2900).aws, "not_supported", Moment.daysAgo(400).aws,
                "not_supported", "not_supported", "true", "false", none, none, none, none,
            ] + second)
        for account in awsAccounts {
            let used = account.keyUsed?.aws
            csv.rows.append(
                [
                    account.user, "arn:aws:iam::123456789012:user/\(account.user)",
                    account.created.aws, "\(account.hasPassword)",
                    account.hasPassword ? Moment.daysAgo(6).plus(seconds: 40000).aws : none,
                    account.hasPassword ? account.created.aws : none, none, "\(account.hasMFA)",
                    "\(account.hasKey)", account.keyRotated?.aws ?? none, used ?? none,
                    used == nil ? none : "eu-central-1", used == nil ? none : "s3",
                ] + second)
        }
        return csv.text
    }
}
