/// A Salesforce user.
struct SalesforceAccount {
    var id: String
    var username: String
    var email: String
    var first: String
    var last: String
    var department = ""
    var title = ""
    var number = ""
    var federation: String
    var isActive = true
    var created: Moment
    var lastLogin: Moment?
}

extension Company {
    /// `User.csv` of the data export service: every cell quoted, booleans as 1 and 0.
    ///
    /// - Returns: text whose characters are all of Latin-1; what is not became a question mark.
    func salesforceUsers() -> String {
        let header = [
            "Id", "Username", "LastName", "FirstName", "Name", "CompanyName", "Department", "Title",
            "Email", "Alias", "IsActive", "TimeZoneSidKey", "LocaleSidKey", "EmailEncodingKey",
            "ProfileId", "UserType", "LanguageLocaleKey", "EmployeeNumber", "LastLoginDate",
            "CreatedDate", "FederationIdentifier",
        ]
        let rows = salesforceAccounts.map { account in
            [
                account.id, account.username, account.last, account.first,
                "\(account.first) \(account.last)", "Acme GmbH", account.department, account.title,
                account.email, String(Names.ascii(account.first + account.last).prefix(8)),
                account.isActive ? "1" : "0", "Europe/Berlin", "de_DE", "ISO-8859-1",
                "00e5g00000" + (account.department == "Sales" ? "2AbCdAAF" : "3XyZaAAF"),
                "Standard", "en_US", account.number, account.lastLogin?.salesforce ?? "",
                account.created.salesforce, account.federation,
            ]
        }
        return ([header] + rows).map { cells in
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
                + "\n"
        }.joined()
    }
}
