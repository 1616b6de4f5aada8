/// Kinds of user profiles; each has a schema of its own.
enum UserTypes {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/meta/types/user", "okta.userTypes.read") { tenant, call in
            .json(.array(tenant.userTypes.rows.map { tenant.userTypeJSON($0.id, $0.value, call) }))
        },
        .get("/api/v1/meta/types/user/{typeId}", "okta.userTypes.read") { tenant, call in
            let id = call.parameter("typeId")
            let wanted = id == "default" ? tenant.defaultUserTypeID ?? id : id
            guard let type = tenant.userTypes[wanted] else {
                throw APIError.notFound(id, "UserType")
            }
            return .json(tenant.userTypeJSON(wanted, type, call))
        },
    ]
}

extension Tenant {
    var defaultUserTypeID: String? {
        userTypes.rows.first { $0.value["default"] == true }?.id
    }

    func schemaID(ofType typeID: String) -> String { "osc" + typeID.dropFirst(3) }

    fileprivate func userTypeJSON(_ id: String, _ type: Record, _ call: Call) -> JSON {
        var row = type
        row["_links"] = [
            "self": call.href("/api/v1/meta/types/user/\(id)"),
            "schema": call.href("/api/v1/meta/schemas/user/\(schemaID(ofType: id))"),
        ]
        return .object(row)
    }
}
