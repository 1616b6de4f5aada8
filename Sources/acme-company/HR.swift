extension Company {
    /// BambooHR's report as CSV, lines ending as on Windows.
    func hrEmployees() -> String {
        var draw = stream("hr")
        var csv = CSV([
            "Employee #", "First Name", "Last Name", "Preferred Name", "Work Email", "Work Phone",
            "Job Title", "Department", "Division", "Location", "Hire Date", "Employment Status",
            "Status", "Termination Date", "Supervisor EID", "Supervisor",
        ])
        csv.lineEnd = "\r\n"
        var rows: [(Int, [String])] = []
        for person in people {
            for row in person.hr {
                let phone =
                    draw.isWithin(percent: 60) ? "+49 30 5550-\(draw.within(1000...9999))" : ""
                rows.append(
                    (
                        row.number,
                        [
                            "\(row.number)", row.first, row.last,
                            draw.isWithin(percent: 8) ? String(row.first.prefix(3)) : "",
                            row.email, phone, row.title, row.department,
                            divisionName(row.department), person.location.office, row.hired.date,
                            row.employment, row.isActive ? "Active" : "Inactive",
                            row.left?.date ?? "", supervisorNumber(row.supervisor),
                            supervisorName(row.supervisor),
                        ]
                    ))
            }
        }
        rows.sort { $0.0 < $1.0 }
        csv.rows = rows.map(\.1)
        return csv.text
    }
}
