/// Exports of tools: the same people and devices in forms that differ.
extension Sketch {
    /// One directory under a service desk, a device list, a licence list and payroll; no two write an
    /// identifier the same way.
    static let desk = Sketch(
        name: "desk",
        tables: [
            TableSketch(
                "ad_users", rows: 60, key: ["objectGUID"], label: ["sAMAccountName", "mail"],
                [
                    "objectGUID": .code("~~~~~~~~-~~~~-4~~~-a~~~-~~~~~~~~~~~~"),
                    "sAMAccountName": .login, "mail": .email("corp.example"),
                    "givenName": .first, "sn": .last, "employeeID": .code("00####"),
                    "manager": .blank(8, .link("ad_users.objectGUID")),
                    "enabled": .choice(["TRUE", "TRUE", "FALSE"]),
                ]),
            TableSketch(
                "payroll_staff", rows: 60, key: ["Personnel No"], label: ["Name", "Personnel No"],
                [
                    "Personnel No": .written(.same("ad_users.employeeID")) { id in
                        String(id.drop { $0 == "0" })
                    },
                    "Name": .lastFirst, "Cost Centre": .choice(["4100", "4200", "4300", "9100"]),
                    "Salary": .whole(30000...90000), "Started": .date,
                ]),
            TableSketch(
                "desk_organisations", rows: 12, key: ["id"], label: ["name"],
                ["id": .rising(36_000_100), "name": .each(Words.nouns)]),
            TableSketch(
                "desk_users", rows: 58, key: ["id"], label: ["email"],
                [
                    "id": .rising(114_500_000), "email": .email("corp.example"), "name": .full,
                    "organization_id": .link("desk_organisations.id"),
                    "role": .choice(["end-user", "agent", "admin"]),
                ]),
            TableSketch(
                "desk_tickets", rows: 700, key: ["id"], label: ["subject"],
                [
                    "id": .counter(4001), "subject": .title(3),
                    "requester_id": .link("desk_users.id"),
                    "assignee_id": .blank(20, .link("desk_users.id")),
                    "status": .choice(["open", "solved", "pending"]),
                    "priority": .choice(["low", "normal", "high"]), "created_at": .date,
                ]),
            TableSketch(
                "desk_comments", rows: 900, key: ["id"],
                [
                    "id": .rising(9000),
                    "ticket_url": .written(.link("desk_tickets.id")) {
                        "https://desk.example/api/v2/tickets/\($0)"
                    },
                    "author_id": .link("desk_users.id"), "body": .sentence,
                ]),
            TableSketch(
                "intune_devices", rows: 70, key: ["deviceId"],
                label: ["deviceName", "serialNumber"],
                [
                    "deviceId": .code("~~~~~~~~-~~~~-4~~~-b~~~-~~~~~~~~~~~~"),
                    "deviceName": .code("LT-@@####"), "serialNumber": .code("PF@@####@#"),
                    "userPrincipalName": .blank(5, .link("ad_users.mail")),
                    "complianceState": .choice(["compliant", "noncompliant"]),
                ]),
            TableSketch(
                "scanner_findings", rows: 800, key: ["finding"],
                [
                    "finding": .counter(70001),
                    "host": .written(.link("intune_devices.deviceName")) {
                        "\($0.lowercased()).corp.example"
                    },
                    "severity": .choice(["1", "2", "3", "4"]), "seen": .date,
                ]),
            TableSketch(
                "licences_assigned", rows: 60, key: ["account"], label: ["account"],
                [
                    "account": .written(.same("ad_users.sAMAccountName")) { "CORP\\\($0)" },
                    "product": .choice(["Design", "Office", "Project"]),
                    "ticket": .blank(30, .written(.link("desk_tickets.id")) { "\($0).0" }),
                ]),
        ],
        groups: [
            [
                "ad_users.mail", "desk_users.email",
            ],
            ["ad_users.employeeID", "payroll_staff.Personnel No"],
            ["ad_users.sAMAccountName", "licences_assigned.account"],
        ],
        optional: [
            ("ad_users.sAMAccountName", "desk_users.email"),
            ("licences_assigned.account", "ad_users.mail"),
            ("licences_assigned.account", "desk_users.email"),
            ("intune_devices.userPrincipalName", "licences_assigned.account"),
            ("intune_devices.userPrincipalName", "ad_users.sAMAccountName"),
            ("payroll_staff.Name", "desk_users.name"),
            ("payroll_staff.Name", "ad_users.sn"),
        ])

    /// Nothing is linked here, although everything overlaps: counters, flags, dates, categories, first names.
    static let strangers = Sketch(
        name: "strangers",
        tables: [
            TableSketch(
                "readings", rows: 400, key: ["no"],
                [
                    "no": .counter(1), "taken": .date, "level": .whole(1...10),
                    "ok": .choice(["true", "false"]), "state": .choice(["open", "closed"]),
                ]),
            TableSketch(
                "guests", rows: 60, key: ["row"],
                [
                    "row": .counter(1), "first": .first, "arrived": .date, "nights": .whole(1...14),
                    "city": .city, "paid": .choice(["yes", "no"]),
                ]),
            TableSketch(
                "songs", rows: 250, key: ["position"], label: ["heading"],
                [
                    "position": .counter(1), "heading": .title(3), "year": .whole(1980...2020),
                    "stars": .whole(1...5), "mood": .choice(["calm", "open", "closed"]),
                ]),
            TableSketch(
                "towns", rows: 16, key: ["name"], label: ["name"],
                [
                    "name": .each(Words.cities), "people": .whole(20000...900000),
                    "founded": .whole(900...1700),
                ]
            ),
        ],
        optional: [("guests.city", "towns.name")])

    /// All sets that the repository makes itself.
    public static func all(seed: UInt64) throws -> [InferenceSet] {
        try [trader, rental, personnel, forum, flights, desk, strangers].map {
            var writer = SketchWriter($0, seed: seed)
            return try writer.set()
        }
    }
}
