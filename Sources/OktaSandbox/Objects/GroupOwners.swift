/// Owners of groups: users and groups.
enum GroupOwners {
    static let endpoints: [Endpoint] = [
        .get("/api/v1/groups/{groupId}/owners", "okta.groups.read") { tenant, call in
            let (id, _) = try tenant.group(call)
            let expression = try call.query("search").map { try call.filter($0, .ownersSearch) }
            return try call.page(
                of: tenant.owners[id] ?? Records(), PageRule(standard: 1000, maximum: 1000),
                where: { expression?.matches($0, foldingCase: true) ?? true }
            ) { .object($1) }
        },
        .post("/api/v1/groups/{groupId}/owners", "okta.groups.manage") { try $0.addOwner($1) },
        .delete("/api/v1/groups/{groupId}/owners/{ownerId}", "okta.groups.manage") {
            tenant, call in
            let (id, _) = try tenant.group(call)
            let owner = call.parameter("ownerId")
            guard tenant.owners[id]?.remove(owner) != nil else {
                throw APIError.notFound(owner, "GroupOwner")
            }
            tenant.record(
                "group.owner.remove", "Remove group owner", [.user(owner), .group(id)], call)
            return .noContent
        },
    ]
}

extension Tenant {
    fileprivate mutating func addOwner(_ call: Call) throws -> Reply {
        let (id, _) = try group(call)
        let body = try call.json()
        let owner = body.text("id") ?? ""
        let isGroup = body.text("type") == "GROUP"
        guard isGroup ? groups.contains(owner) : users.contains(owner) else {
            throw APIError.notFound(owner, isGroup ? "UserGroup" : "User")
        }
        guard owners[id]?.contains(owner) != true else {
            throw APIError.validation("id", "id: The owner is already assigned")
        }
        let name =
            isGroup
            ? groups[owner]?.text("profile.name")
            : ["firstName", "lastName"].compactMap { user(owner).text("profile.\($0)") }
                .joined(separator: " ")
        let row: Record = [
            "id": .string(owner), "type": isGroup ? "GROUP" : "USER", "displayName": JSON(name),
            "originType": "OKTA_DIRECTORY", "originId": nil, "resolved": true,
            "lastUpdated": .string(call.now.text),
        ]
        owners[id, default: Records()].set(owner, row)
        record("group.owner.add", "Add group owner", [.user(owner), .group(id)], call)
        return Reply(status: 201, body: .json(.object(row)))
    }
}
