extension Company {
    /// The admin console's "Download users", its bracketed notes in the headers included.
    func googleUsers() -> String {
        var csv = CSV([
            "First Name [Required]", "Last Name [Required]", "Email Address [Required]",
            "Org Unit Path [Required]", "Status [READ ONLY]", "Last Sign In [READ ONLY]",
            "Recovery Email", "Work Secondary Email", "Employee ID", "Employee Title",
            "Manager Email", "Department", "2sv Enrolled [READ ONLY]", "2sv Enforced [READ ONLY]",
            "Email Usage [READ ONLY]",
        ])
        var draw = stream("google")
        for person in people {
            guard let account = person.google else { continue }
            let manager = person.manager.map { people[$0].google?.email ?? "" } ?? ""
            csv.rows.append(
                row(account, title: person.title, department: person.department, manager, &draw))
        }
        for account in strayGoogle {
            csv.rows.append(row(account, title: "", department: "", "", &draw))
        }
        return csv.text
    }

    private func row(
        _ account: GoogleAccount, title: String, department: String, _ manager: String,
        _ draw: inout SeededRandom
    ) -> [String] {
        [
            account.first, account.last, account.email,
            department.isEmpty ? "/" : "/\(divisionName(department))/\(department)",
            account.isSuspended ? "Suspended" : "Active",
            account.lastSignIn?.slashDate ?? "Never logged in", "", account.secondary,
            account.employeeID, title, manager, department, account.hasTwoStep ? "True" : "False",
            "False", "\(draw.within(0...90)).\(draw.within(0...9))GB",
        ]
    }
}
