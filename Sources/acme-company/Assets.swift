/// A laptop in the inventory of the service desk.
struct Laptop {
    var tag: String
    var serial: String
    var model: String
    /// "deployed", "in stock" or "retired".
    var status = "deployed"
    /// Nil for one that nobody has.
    var assignedTo: String?
    var location: Int
    var bought: Moment
    var cost: Double
}

extension Company {
    /// The inventory's database: laptops, the places they are at, and the view its own screens use.
    func assetInventory() -> SQLiteFile {
        var file = SQLiteFile()
        file.run(
            """
            CREATE TABLE locations (id INTEGER PRIMARY KEY, office TEXT NOT NULL, country TEXT);
            CREATE TABLE laptops (
              asset_tag TEXT PRIMARY KEY, serial TEXT NOT NULL, model TEXT, status TEXT NOT NULL,
              assigned_to TEXT, location_id INTEGER REFERENCES locations(id),
              purchase_date TEXT, purchase_cost REAL, notes TEXT);
            CREATE INDEX laptops_by_serial ON laptops(serial);
            CREATE VIEW in_use AS SELECT * FROM laptops WHERE status = 'deployed';
            """)
        for (position, location) in Location.all.enumerated() {
            file.insert(
                "locations",
                [.integer(position + 1), .text(location.office), .text(location.country)])
        }
        for (position, laptop) in laptops.enumerated() {
            file.insert(
                "laptops",
                [
                    .text(laptop.tag), .text(laptop.serial), .text(laptop.model),
                    .text(laptop.status), laptop.assignedTo.map { .text($0) } ?? .null,
                    .integer(laptop.location + 1), .text(laptop.bought.date), .real(laptop.cost),
                    position % 9 == 0 ? .text("") : .null,
                ])
        }
        return file
    }
}
