/// The profile attributes that an org has added to its users or groups, with the types it gave them.
public struct ProfileSchema: Sendable, Equatable {
    public indirect enum Kind: Sendable, Equatable {
        case string
        case boolean
        case number
        case integer
        case list(Kind)
    }

    public struct Attribute: Sendable, Equatable {
        /// Its name in records, `badgeColor`; a table has it as `profile.badgeColor`.
        public let name: String
        public let title: String
        public let kind: Kind
        /// Okta refuses two records with one value.
        public let isUnique: Bool
    }

    /// In the order of their names.
    public let attributes: [Attribute]

    public init(attributes: [Attribute]) {
        self.attributes = attributes.sorted { $0.name < $1.name }
    }

    /// The custom attributes in one answer of `/api/v1/meta/schemas/…`; attributes of no known type are left out.
    static func attributes(in schema: JSONView) -> [Attribute] {
        (schema["definitions", "custom", "properties"]?.members() ?? []).compactMap { member in
            guard let kind = kind(member.value) else { return nil }
            // The specification says boolean, the documentation shows these words.
            let unique = member.value["unique"]
            return Attribute(
                name: member.key, title: member.value["title"]?.string ?? member.key, kind: kind,
                isUnique: unique?.bool == true || unique?.string == "UNIQUE_VALIDATED")
        }
    }

    private static func kind(_ property: JSONView) -> Kind? {
        switch property["type"]?.string {
        case "string": .string
        case "boolean": .boolean
        case "number": .number
        case "integer": .integer
        case "array": (property["items"].flatMap(kind) ?? .string).asElement
        default: nil
        }
    }

    /// One schema of several, one a user type: what two of them call by one name and type differently is text.
    static func merged(_ schemas: [[Attribute]]) -> ProfileSchema {
        var byName: [String: Attribute] = [:]
        for attribute in schemas.joined() {
            guard let other = byName[attribute.name] else {
                byName[attribute.name] = attribute
                continue
            }
            byName[attribute.name] = Attribute(
                name: attribute.name, title: other.title,
                kind: other.kind == attribute.kind ? other.kind : .string,
                isUnique: other.isUnique && attribute.isUnique)
        }
        return ProfileSchema(attributes: Array(byName.values))
    }

    // MARK: - Asking

    /// The schemas of all user types, as one.
    public static func users(_ client: OktaClient) async throws(OktaError) -> ProfileSchema {
        let types = try await client.send(Call(.get, "/api/v1/meta/types/user")).json?.elements()
        var schemas: [[Attribute]] = []
        for type in types ?? [] {
            // The link names the schema; it is asked for on the org's own host, whatever host the link has.
            let link = type["_links", "schema", "href"]?.string ?? ""
            let id = link.split(separator: "/").last.map(String.init) ?? "default"
            schemas.append(try await attributes(client, "/api/v1/meta/schemas/user/", id))
        }
        if schemas.isEmpty {
            schemas = [try await attributes(client, "/api/v1/meta/schemas/user/", "default")]
        }
        return merged(schemas)
    }

    public static func groups(_ client: OktaClient) async throws(OktaError) -> ProfileSchema {
        ProfileSchema(
            attributes: try await attributes(client, "/api/v1/meta/schemas/group/", "default"))
    }

    private static func attributes(
        _ client: OktaClient, _ path: String, _ id: String
    ) async throws(OktaError) -> [Attribute] {
        let received = try await client.send(Call(.get, path + PercentEncoding.encode(id)))
        return received.json.map(attributes(in:)) ?? []
    }
}

extension ProfileSchema.Kind {
    /// As fields of that type are described.
    public var name: String {
        switch self {
        case .string: "text"
        case .boolean: "bool"
        case .number: "number"
        case .integer: "integer"
        case .list(let element): "list of \(element.name)"
        }
    }

    /// Lists do not nest.
    fileprivate var asElement: ProfileSchema.Kind {
        if case .list = self { return .list(.string) }
        return .list(self)
    }
}

/// A schema as it is kept: a line per attribute, its kind, whether it is unique, its name and its title.
extension ProfileSchema {
    public var kept: [UInt8] {
        var text = ""
        for attribute in attributes {
            // Names and titles are an admin's: a tab or a line end in them would be taken for ours.
            let words = [attribute.name, attribute.title].map {
                $0.map { $0.isNewline || $0 == "\t" ? " " : $0 }
            }
            text += "\(attribute.kind.name)\t\(attribute.isUnique)\t\(String(words[0]))"
            text += "\t\(String(words[1]))\n"
        }
        return Array(text.utf8)
    }

    public init(kept: [UInt8]) {
        var attributes: [Attribute] = []
        for line in String(decoding: kept, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard words.count == 4, let kind = Kind(name: words[0]) else { continue }
            attributes.append(
                Attribute(
                    name: String(words[2]), title: String(words[3]), kind: kind,
                    isUnique: words[1] == "true"))
        }
        self.init(attributes: attributes)
    }
}

extension ProfileSchema.Kind {
    fileprivate init?(name: Substring) {
        switch name {
        case "text": self = .string
        case "bool": self = .boolean
        case "number": self = .number
        case "integer": self = .integer
        default:
            guard name.hasPrefix("list of "),
                let element = ProfileSchema.Kind(name: name.dropFirst(8))
            else { return nil }
            self = .list(element)
        }
    }
}
