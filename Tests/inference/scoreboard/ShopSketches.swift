/// Schemas of shops: the shapes of well-known teaching databases, with data of our own.
extension Sketch {
    /// Orders, their lines, territories of employees: codes as keys beside counters, two keys of two fields.
    static let trader = Sketch(
        name: "trader",
        tables: [
            TableSketch(
                "Categories", rows: 8, key: ["CategoryID"], label: ["CategoryName"],
                [
                    "CategoryID": .counter(1),
                    "CategoryName": .each([
                        "Beverages", "Condiments", "Confections", "Dairy", "Grains", "Meat",
                        "Produce", "Seafood",
                    ]),
                    "Description": .sentence,
                ]),
            TableSketch(
                "Suppliers", rows: 29, key: ["SupplierID"], label: ["CompanyName"],
                [
                    "SupplierID": .counter(1), "CompanyName": .title(3), "ContactName": .full,
                    "City": .city, "Phone": .phone,
                ]),
            TableSketch(
                "Products", rows: 77, key: ["ProductID"], label: ["ProductName"],
                [
                    "ProductID": .counter(1), "ProductName": .title(3),
                    "SupplierID": .link("Suppliers.SupplierID"),
                    "CategoryID": .link("Categories.CategoryID"), "UnitPrice": .decimal(2...80),
                    "UnitsInStock": .whole(0...120),
                    "UnitsOnOrder": .choice(["0", "0", "40", "70"]),
                    "ReorderLevel": .choice(["0", "5", "10", "25", "30"]),
                    "Discontinued": .choice(["0", "1"]),
                ]),
            TableSketch(
                "Region", rows: 4, key: ["RegionID"], label: ["RegionDescription"],
                [
                    "RegionID": .counter(1),
                    "RegionDescription": .each(["Eastern", "Western", "Northern", "Southern"]),
                ]),
            TableSketch(
                "Territories", rows: 53, key: ["TerritoryID"],
                [
                    "TerritoryID": .code("0####"), "TerritoryDescription": .city,
                    "RegionID": .link("Region.RegionID"),
                ]),
            TableSketch(
                "Employees", rows: 9, key: ["EmployeeID"],
                [
                    "EmployeeID": .counter(1), "LastName": .last, "FirstName": .first,
                    "Title": .choice(["Sales Representative", "Sales Manager"]),
                    "BirthDate": .date, "HireDate": .date, "City": .city,
                    "Extension": .whole(400...5500),
                    "ReportsTo": .blank(10, .link("Employees.EmployeeID")),
                ]),
            TableSketch(
                "EmployeeTerritories", rows: 49, key: ["EmployeeID", "TerritoryID"],
                [
                    "EmployeeID": .link("Employees.EmployeeID"),
                    "TerritoryID": .link("Territories.TerritoryID"),
                ]),
            TableSketch(
                "Shippers", rows: 3, key: ["ShipperID"], label: ["CompanyName"],
                [
                    "ShipperID": .counter(1),
                    "CompanyName": .each(["Speedy", "United", "Federal"]), "Phone": .phone,
                ]),
            TableSketch(
                "Customers", rows: 91, key: ["CustomerID"], label: ["CustomerID", "CompanyName"],
                [
                    "CustomerID": .code("@@@@@"), "CompanyName": .title(3), "ContactName": .full,
                    "City": .city, "Country": .choice(Words.countries), "Phone": .phone,
                ]),
            TableSketch(
                "Orders", rows: 830, key: ["OrderID"],
                [
                    "OrderID": .counter(10248), "CustomerID": .link("Customers.CustomerID"),
                    "EmployeeID": .link("Employees.EmployeeID"), "OrderDate": .date,
                    "ShippedDate": .blank(3, .date), "ShipVia": .link("Shippers.ShipperID"),
                    "Freight": .decimal(1...900), "ShipName": .copy("Customers.CompanyName"),
                    "ShipCountry": .choice(Words.countries),
                ]),
            TableSketch(
                "Order Details", rows: 2155, key: ["OrderID", "ProductID"],
                [
                    "OrderID": .link("Orders.OrderID"), "ProductID": .link("Products.ProductID"),
                    "UnitPrice": .decimal(2...80), "Quantity": .whole(1...130),
                    "Discount": .choice(["0", "0.05", "0.1", "0.15"]),
                ]),
        ])

    /// A rental shop: fifteen counters, two rows in some tables, a circle of stores and their managers.
    static let rental = Sketch(
        name: "rental",
        tables: [
            TableSketch(
                "actor", rows: 200, key: ["actor_id"],
                [
                    "actor_id": .counter(1), "first_name": .first, "last_name": .last,
                    "last_update": .date,
                ]),
            TableSketch(
                "category", rows: 16, key: ["category_id"], label: ["name"],
                ["category_id": .counter(1), "name": .each(Words.nouns), "last_update": .date]),
            TableSketch(
                "language", rows: 6, key: ["language_id"], label: ["name"],
                [
                    "language_id": .counter(1),
                    "name": .each([
                        "English", "Italian", "Japanese", "Mandarin", "French", "German",
                    ]),
                ]),
            TableSketch(
                "country", rows: 20, key: ["country_id"], label: ["country"],
                ["country_id": .counter(1), "country": .each(Words.countries)]),
            TableSketch(
                "city", rows: 60, key: ["city_id"],
                [
                    "city_id": .counter(1), "city": .title(1),
                    "country_id": .link("country.country_id"),
                ]),
            TableSketch(
                "address", rows: 603, key: ["address_id"],
                [
                    "address_id": .counter(1), "address": .street, "district": .title(1),
                    "city_id": .link("city.city_id"), "postal_code": .code("#####"),
                    "phone": .phone,
                ]),
            TableSketch(
                "film", rows: 1000, key: ["film_id"], label: ["title"],
                [
                    "film_id": .counter(1), "title": .title(4), "description": .sentence,
                    "release_year": .whole(2004...2006),
                    "language_id": .link("language.language_id"),
                    "rental_duration": .whole(3...7),
                    "rental_rate": .choice(["0.99", "2.99", "4.99"]),
                    "length": .whole(46...185), "rating": .choice(["G", "PG", "R", "NC-17"]),
                ]),
            TableSketch(
                "film_actor", rows: 5400, key: ["actor_id", "film_id"],
                ["actor_id": .link("actor.actor_id"), "film_id": .link("film.film_id")]),
            TableSketch(
                "film_category", rows: 1000, key: ["film_id", "category_id"],
                [
                    "film_id": .link("film.film_id"),
                    "category_id": .link("category.category_id"),
                ]),
            TableSketch(
                "store", rows: 3, key: ["store_id"],
                ["store_id": .counter(1), "address_id": .link("address.address_id")]),
            TableSketch(
                "staff", rows: 12, key: ["staff_id"], label: ["email", "username"],
                [
                    "staff_id": .counter(1), "first_name": .first, "last_name": .last,
                    "address_id": .link("address.address_id"), "email": .email("rental.example"),
                    "store_id": .link("store.store_id"), "active": .choice(["true", "false"]),
                    "username": .login,
                ]),
            TableSketch(
                "customer", rows: 599, key: ["customer_id"],
                [
                    "customer_id": .counter(1), "store_id": .link("store.store_id"),
                    "first_name": .first, "last_name": .last,
                    "address_id": .link("address.address_id"), "active": .choice(["1", "0"]),
                    "create_date": .date,
                ]),
            TableSketch(
                "inventory", rows: 4581, key: ["inventory_id"],
                [
                    "inventory_id": .counter(1), "film_id": .link("film.film_id"),
                    "store_id": .link("store.store_id"),
                ]),
            TableSketch(
                "rental", rows: 8000, key: ["rental_id"],
                [
                    "rental_id": .counter(1), "rental_date": .date,
                    "inventory_id": .link("inventory.inventory_id"),
                    "customer_id": .link("customer.customer_id"), "return_date": .date,
                    "staff_id": .link("staff.staff_id"),
                ]),
            TableSketch(
                "payment", rows: 8000, key: ["payment_id"],
                [
                    "payment_id": .counter(1), "customer_id": .link("customer.customer_id"),
                    "staff_id": .link("staff.staff_id"), "rental_id": .link("rental.rental_id"),
                    "amount": .decimal(0...11), "payment_date": .date,
                ]),
        ])
}
