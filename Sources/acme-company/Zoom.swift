/// A Zoom user.
struct ZoomAccount {
    var email: String
    var first: String
    var last: String
    var department = ""
    var isLicensed = false
    var isActive = true
    var created: Moment
    /// Nil for somebody who never joined a meeting.
    var lastLogin: Moment?
}

extension Company {
    /// The export of User Management, as a German spreadsheet saves it: a byte order mark, semicolons, CRLF.
    func zoomUsers() -> String {
        var csv = CSV([
            "Email", "First Name", "Last Name", "Department", "Manager", "User Group", "User Type",
            "Status", "Created Date", "Last Login", "Language",
        ])
        csv.delimiter = ";"
        csv.lineEnd = "\r\n"
        for account in zoomAccounts {
            csv.rows.append([
                account.email, account.first, account.last, account.department, "", "",
                account.isLicensed ? "Licensed" : "Basic",
                account.isActive ? "Active" : "Inactive", account.created.date,
                account.lastLogin?.date ?? "", "en-US",
            ])
        }
        return "\u{feff}" + csv.text
    }
}
