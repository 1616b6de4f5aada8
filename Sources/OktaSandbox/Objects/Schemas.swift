/// Profile schemas: Okta's base attributes and the tenant's custom ones.
enum Schemas {
    private static let base = "/api/v1/meta/schemas"

    static let endpoints: [Endpoint] = [
        .get("\(base)/user/{schemaId}", "okta.schemas.read") { tenant, call in
            let id = call.parameter("schemaId")
            let type = tenant.userTypes.rows.first { row in
                tenant.schemaID(ofType: row.id) == id
                    || (id == "default" && row.value["default"] == true)
            }
            guard let type else { throw APIError.notFound(id, "UserSchema") }
            let schemaID = tenant.schemaID(ofType: type.id)
            return .json(
                schema(
                    id: schemaID, path: "user/\(schemaID)", name: type.value.text("name") ?? "user",
                    title: type.value.text("displayName") ?? "User", base: UserAttributes.base,
                    custom: tenant.customAttributes[type.id] ?? [:],
                    required: ["login", "email", "firstName", "lastName"], call))
        },
        .get("\(base)/group/default", "okta.schemas.read") { _, call in
            .json(
                schema(
                    id: "oscGroupSchema000001", path: "group/default", name: "group",
                    title: "Okta group", base: UserAttributes.group, custom: [:],
                    required: ["name"], call))
        },
        .get("\(base)/apps/{appId}/default", "okta.schemas.read") { tenant, call in
            let (id, app) = try tenant.app(call)
            return .json(
                schema(
                    id: "osc" + id.dropFirst(3), path: "apps/\(id)/default",
                    name: app.text("name") ?? "app", title: "\(app.text("label") ?? "") User",
                    base: ["userName": UserAttributes.attribute("Username", "string")],
                    custom: [:], required: ["userName"], call))
        },
    ]

    private static func schema(
        id: String, path: String, name: String, title: String, base: Record, custom: Record,
        required: [String], _ call: Call
    ) -> JSON {
        [
            "id": .string("\(call.origin)\(Self.base)/\(path)"),
            "$schema": "http://json-schema.org/draft-04/schema#", "name": .string(name),
            "title": .string(title), "lastUpdated": "2025-01-01T00:00:00.000Z",
            "created": "2018-01-01T00:00:00.000Z", "type": "object",
            "definitions": [
                "base": [
                    "id": "#base", "type": "object", "properties": .object(base),
                    "required": JSON(required),
                ],
                "custom": [
                    "id": "#custom", "type": "object", "properties": .object(custom),
                    "required": [],
                ],
            ],
            "properties": [
                "profile": [
                    "allOf": [["$ref": "#/definitions/custom"], ["$ref": "#/definitions/base"]]
                ]
            ],
            "_links": [
                "self": [
                    "rel": "self", "href": .string("\(call.origin)\(Self.base)/\(path)"),
                ]
            ],
        ]
    }
}

/// What profiles may hold.
enum UserAttributes {
    /// The 31 attributes every org has.
    static let base: Record = {
        var all = Record()
        all["login"] = attribute("Username", "string", isRequired: true)
        all["email"] = attribute("Primary email", "string", isRequired: true)
        all["firstName"] = attribute("First name", "string", isRequired: true)
        all["lastName"] = attribute("Last name", "string", isRequired: true)
        for name in [
            "secondEmail", "middleName", "honorificPrefix", "honorificSuffix", "title",
            "displayName", "nickName", "profileUrl", "primaryPhone", "mobilePhone",
            "streetAddress", "city", "state", "zipCode", "countryCode", "postalAddress",
            "preferredLanguage", "locale", "timezone", "userType", "employeeNumber", "costCenter",
            "organization", "division", "department", "managerId", "manager",
        ] {
            all[name] = attribute(name, "string")
        }
        return all
    }()

    static let group: Record = [
        "name": attribute("Name", "string", isRequired: true),
        "description": attribute("Description", "string"),
    ]

    static func attribute(
        _ title: String, _ type: String, items: String? = nil, isRequired: Bool = false
    ) -> JSON {
        var attribute: Record = [
            "title": .string(title), "type": .string(type), "mutability": "READ_WRITE",
            "scope": "NONE", "required": .bool(isRequired),
            "permissions": [["principal": "SELF", "action": "READ_ONLY"]],
            "master": ["type": "PROFILE_MASTER"],
        ]
        if let items { attribute["items"] = ["type": .string(items)] }
        return .object(attribute)
    }

    /// Whether a value is of the type an attribute has; null and a missing value are the same.
    static func fits(_ value: JSON, _ attribute: Record) -> Bool {
        if value.isNull { return true }
        switch attribute.text("type") {
        case "boolean": return value.flag != nil
        case "integer": return value.count != nil
        case "number":
            if case .number = value { return true }
            return value.count != nil
        case "array":
            return value.elements?.allSatisfy { element in
                fits(element, attribute[object: "items"])
            } ?? false
        default: return value.text != nil
        }
    }

    /// The attribute that a value read from a profile needs.
    static func inferred(_ name: String, from values: [JSON]) -> JSON {
        if values.contains(where: { $0.elements != nil }) {
            let items = values.flatMap { $0.elements ?? [] }
            return attribute(name, "array", items: scalarType(of: items))
        }
        return attribute(name, scalarType(of: values))
    }

    private static func scalarType(of values: [JSON]) -> String {
        let present = values.filter { !$0.isNull }
        if present.isEmpty { return "string" }
        if present.allSatisfy({ $0.flag != nil }) { return "boolean" }
        if present.allSatisfy({ $0.count != nil }) { return "integer" }
        if present.allSatisfy({ fits($0, ["type": "number"]) }) { return "number" }
        return "string"
    }
}

extension Tenant {
    /// The schema of one user type, base and custom together.
    func attributes(ofType typeID: String?) -> Record {
        var all = UserAttributes.base
        for member in (typeID.flatMap { customAttributes[$0] } ?? [:]).members {
            all[member.name] = member.value
        }
        return all
    }

    /// The names of all types' attributes, which is what a search may name.
    func profileAttributes() -> Set<String> {
        var names = Set(UserAttributes.base.members.map(\.name))
        for custom in customAttributes.values { names.formUnion(custom.members.map(\.name)) }
        return names
    }

    /// Puts what profiles hold beyond the base attributes into the schemas of their types.
    mutating func inferCustomAttributes() {
        var values: [String: [String: [JSON]]] = [:]
        var order: [String] = []
        for row in users.rows {
            let typeID = row.value.text("type.id") ?? defaultUserTypeID ?? ""
            for member in row.value[object: "profile"].members
            where UserAttributes.base[member.name] == nil {
                if values[member.name] == nil { order.append(member.name) }
                values[member.name, default: [:]][typeID, default: []].append(member.value)
            }
        }
        for name in order {
            // One meaning in every type: a value of any type decides for all.
            let all = (values[name] ?? [:]).sorted { $0.key < $1.key }.flatMap(\.value)
            for typeID in (values[name] ?? [:]).keys {
                customAttributes[typeID, default: [:]][name] = UserAttributes.inferred(
                    name, from: all)
            }
        }
    }
}
