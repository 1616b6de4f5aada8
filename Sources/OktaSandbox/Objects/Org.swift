/// The org itself.
enum Org {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/org", "okta.orgs.read") { tenant, call in
            var row = tenant.org
            row["_links"] = ["self": call.href("/api/v1/org")]
            return .record(row)
        },
        // Answered to anybody: clients ask it before they have a token.
        .get(wellKnownPath, "") { tenant, call in
            .json([
                "id": tenant.org["id"] ?? .null, "pipeline": "idx",
                "_links": [
                    "organization": call.href(""), "alternate": call.href(""),
                ],
                "settings": [
                    "analyticsCollectionEnabled": false, "bugReportingEnabled": false,
                    "omEnabled": false, "pssoEnabled": false, "desktopMFAEnabled": false,
                    "itpEnabled": false,
                ],
            ])
        },
    ]

    static let wellKnownPath = "/.well-known/okta-organization"
}
