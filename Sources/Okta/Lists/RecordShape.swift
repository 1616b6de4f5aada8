/// How rows are cut out of a page's body.
///
/// A row from the API becomes exactly the record that a file of the object has, so boards do not care where
/// their data came from.
struct RecordShape: Sendable {
    /// The member of the body that holds the list; nil where the body is the list.
    var envelope: String?
    /// Where a row has its id.
    var identity = ["id"]
    var change = Change.none

    enum Change: Sendable {
        case none
        /// The part's key goes into each row under this name.
        case injecting(String, last: Bool = false)
        /// Only the two ids stay: the part's key under the first name, the row's own under the second.
        case pair(String, String)
        /// A row per element of a list inside the row, with the row's id under this name; a row without that
        /// list is a fault, since it would lose its elements in silence.
        case elements(path: [String], owner: String, identity: [String])
        /// Members that are secrets or of no use are left out.
        case without([String])
    }

    /// The rows of a body, before any change; nil if it is not of this shape.
    func rows(_ body: JSONView) -> [JSONView]? {
        var list = body
        if let envelope {
            guard let inner = body[envelope] else { return nil }
            list = inner
        }
        guard list.isList else { return nil }
        let rows = list.elements()
        if identity.isEmpty { return rows }
        return rows.allSatisfy({ $0.member(identity)?.string?.isEmpty == false }) ? rows : nil
    }

    /// The records that a row gives.
    func records(_ row: JSONView, part: String) throws(OktaError) -> [Record] {
        let id = row.member(identity)?.string ?? ""
        switch change {
        case .none:
            return [Record(key: id, json: Array(row.text))]
        case .injecting(let name, let isLast):
            return [
                Record(
                    key: "\(part)/\(id)", json: Self.inject(name, part, into: row, last: isLast))
            ]
        case .pair(let owner, let own):
            let json =
                Array("{".utf8) + Self.member(owner, part) + Array(",".utf8) + Self.member(own, id)
                + Array("}".utf8)
            return [Record(key: "\(part)/\(id)", json: json)]
        case .elements(let path, let owner, let identity):
            guard let elements = row.member(path), elements.isList else {
                throw .damaged(reason: "\(id) came without \(path.joined(separator: "."))")
            }
            return elements.elements().map { element in
                let own = element.member(identity)?.string ?? ""
                return Record(
                    key: "\(id)/\(own)", json: Self.inject(owner, id, into: element, last: false))
            }
        case .without(let names):
            return [Record(key: id, json: Self.without(names, row))]
        }
    }

    private static func member(_ name: String, _ value: String) -> [UInt8] {
        JSONLayout.string(name) + [UInt8(ascii: ":")] + JSONLayout.string(value)
    }

    private static func inject(
        _ name: String, _ value: String, into row: JSONView, last: Bool
    ) -> [UInt8] {
        let inside = row.text.dropFirst().dropLast()
        let isEmpty = inside.allSatisfy { $0 <= 0x20 }
        let comma: [UInt8] = isEmpty ? [] : [UInt8(ascii: ",")]
        let injected = member(name, value)
        return [UInt8(ascii: "{")]
            + (last ? Array(inside) + comma + injected : injected + comma + Array(inside))
            + [UInt8(ascii: "}")]
    }

    private static func without(_ names: [String], _ row: JSONView) -> [UInt8] {
        let kept = row.members().filter { !names.contains($0.key) }.map {
            JSONLayout.string($0.key) + [UInt8(ascii: ":")] + $0.value.text
        }
        return [UInt8(ascii: "{")] + kept.joined(separator: [UInt8(ascii: ",")])
            + [UInt8(ascii: "}")]
    }
}

/// One row of an object: JSON as a file of the object would have it.
public struct Record: Sendable, Equatable {
    /// Unique in its object: the id, with the parent's before it where one id can stand under several parents.
    public let key: String
    public let json: [UInt8]

    public init(key: String, json: [UInt8]) {
        self.key = key
        self.json = json
    }
}
