extension Company {
    /// The list that the procurement team keeps by hand, tab-separated.
    func contractorList() -> String {
        var tsv = CSV(["Name", "Email", "Company", "Sponsor", "Start Date", "End Date"])
        tsv.delimiter = "\t"
        for person in people {
            guard let contract = person.contract else { continue }
            tsv.rows.append([
                person.name, contract.email, contract.company, contract.sponsor,
                contract.start.date, contract.end?.date ?? "",
            ])
        }
        return tsv.text
    }
}
