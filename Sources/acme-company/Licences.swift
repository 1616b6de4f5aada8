/// What Procurement bought of one product.
struct Licence {
    var product: String
    var vendor: String
    var bought: Int
    /// As Procurement counted; Okta may say otherwise.
    var used: Int
    var price: String
    var renewal: Moment
}

extension Company {
    /// The sheet that Procurement keeps by hand: a title above the header, a sum below the rows.
    func licenceSeats() -> String {
        var csv = CSV([
            "Product", "Vendor", "Cost Centre", "Seats Bought", "Seats Used",
            "Price per Seat (EUR)", "Renewal",
        ])
        for (position, licence) in licences.enumerated() {
            csv.rows.append([
                licence.product, licence.vendor, "CC-\(4100 + position * 10)", "\(licence.bought)",
                "\(licence.used)", licence.price, licence.renewal.date,
            ])
        }
        let bought = licences.reduce(0) { $0 + $1.bought }
        let used = licences.reduce(0) { $0 + $1.used }
        csv.rows.append(["Total", "", "", "\(bought)", "\(used)", "", ""])
        return "Software licences\nKept by Procurement; last counted 2026-07-31\n\n" + csv.text
    }
}
