/// Relations between users that an org defines, such as manager and subordinate.
enum LinkedObjects {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/meta/schemas/user/linkedObjects", "okta.linkedObjects.read") { tenant, call in
            .json(
                .array(
                    tenant.linkedObjects.rows.map { row in
                        var definition = row.value
                        definition["_links"] = [
                            "self": call.href("/api/v1/meta/schemas/user/linkedObjects/\(row.id)")
                        ]
                        return .object(definition)
                    }))
        },
        .get("/api/v1/meta/schemas/user/linkedObjects/{name}", "okta.linkedObjects.read") {
            tenant, call in
            let name = call.parameter("name")
            let found = tenant.linkedObjects.rows.first {
                $0.id == name || $0.value.text("associated.name") == name
            }
            guard let found else { throw APIError.notFound(name, "LinkedObject") }
            return .record(found.value)
        },
        .get("/api/v1/users/{id}/linkedObjects/{name}", "okta.users.read") { tenant, call in
            let id = try tenant.userID(call.parameter("id"), call)
            let name = call.parameter("name")
            let links = { (ids: [String]) -> Reply in
                .json(.array(ids.map { ["_links": ["self": call.href("/api/v1/users/\($0)")]] }))
            }
            if let relation = tenant.linkedUsers[name] {
                return links(relation.lefts(of: id).sorted())
            }
            let definition = tenant.linkedObjects.rows.first {
                $0.value.text("associated.name") == name
            }
            guard let definition, let relation = tenant.linkedUsers[definition.id] else {
                throw APIError.notFound(name, "LinkedObject")
            }
            return links(relation[id].rows.map(\.id))
        },
    ]
}
