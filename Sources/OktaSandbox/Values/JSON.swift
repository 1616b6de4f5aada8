/// A value as it stands in a request or a response; members keep their order, so that the same tenant
/// always answers with the same bytes.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object(Record)

    init(_ text: String?) { self = text.map(JSON.string) ?? .null }
    init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    var count: Int? { if case .integer(let count) = self { count } else { nil } }
    var record: Record? { if case .object(let record) = self { record } else { nil } }
    var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
    var isNull: Bool { self == .null }

    /// The strings of an array; whatever else stands in it is left out.
    var texts: [String] { (elements ?? []).compactMap(\.text) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByNilLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Record(elements)) }
    init(nilLiteral: ()) { self = .null }
}

/// The members of one JSON object, in order; a name set twice keeps its place and takes the new value.
///
/// Records have a few dozen members at most, where a scan beats hashing.
struct Record: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    struct Member: Sendable, Equatable {
        var name: String
        var value: JSON
    }

    private(set) var members: [Member] = []

    init() {}

    init(_ pairs: [(String, JSON)]) {
        members.reserveCapacity(pairs.count)
        for (name, value) in pairs { self[name] = value }
    }

    init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }

    /// The member of that name; nil when absent. Setting nil removes it.
    subscript(name: String) -> JSON? {
        get { members.first { $0.name == name }?.value }
        set {
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The text at a dotted path such as `profile.login`; nil when absent or not a text.
    func text(_ path: String) -> String? { value(path)?.text }

    /// The value at a dotted path; nil when any step of it is absent.
    func value(_ path: String) -> JSON? {
        var rest = Substring(path)
        var record = self
        while let dot = rest.firstIndex(of: ".") {
            guard let next = record[String(rest[..<dot])]?.record else { return nil }
            record = next
            rest = rest[rest.index(after: dot)...]
        }
        return record[String(rest)]
    }

    /// The object of that name, empty when there is none.
    subscript(object name: String) -> Record {
        get { self[name]?.record ?? [:] }
        set { self[name] = .object(newValue) }
    }

    /// Takes over the members of `other`: null removes, objects are merged, the rest replaces.
    mutating func merge(_ other: Record) {
        for member in other.members {
            switch member.value {
            case .null: self[member.name] = nil
            case .object(let inner):
                var merged = self[object: member.name]
                merged.merge(inner)
                self[member.name] = .object(merged)
            default: self[member.name] = member.value
            }
        }
    }
}
