import Columns
import Correlation

/// The names that a link answers to, seen from one of its sides.
enum LinkNames {
    /// Endings that a key field may have and a name may leave out: `managerId` is `manager`.
    private static let endings: Set<String> = [
        "id", "ids", "key", "email", "mail", "login", "username", "name", "number", "no", "num",
        "uuid", "guid", "ref", "code", "upn", "dn", "eid", "address", "href", "uid",
    ]
    private static let managers: Set<String> = [
        "manager", "supervisor", "boss", "linemanager", "reportsto",
    ]

    /// Every name of the hop as folded parts, dots of a JSON field included.
    static func names(of hop: Hop, child: Table.Parent? = nil) -> Set<[String]> {
        var names: Set<[String]> = []
        let link = hop.link
        if let name = link.name, hop.isForward || !link.isWithinObject {
            names.insert(NameFolding.parts(name))
        }
        if link.isContainment {
            if !hop.isForward, let child { names.formUnion(tails(NameFolding.parts(child.field))) }
            return names
        }
        guard let key = link.left.fields.first else { return names }
        if hop.isForward {
            let whole = NameFolding.parts(key)
            names.formUnion(tails(whole))
            if let stem = stem(of: key) {
                names.formUnion(tails(whole.dropLast() + [stem]))
            } else if whole.count > 1, endings.contains(whole[whole.count - 1]) {
                // A JSON reference: `manager.id` is `manager`.
                names.formUnion(tails(Array(whole.dropLast())))
            }
        } else if isManager(key) {
            names.insert(["reports"])
        }
        return names
    }

    /// The last part of a field's name without its ending, folded; nil when it has none.
    static func stem(of field: String) -> String? {
        let last = field.split(separator: ".").last ?? ""
        var words = NameFolding.words(last)
        var hasEnding = false
        while words.count > 1, endings.contains(words[words.count - 1]) {
            words.removeLast()
            hasEnding = true
        }
        if hasEnding { return words.joined() }
        // All in one case there is no boundary to see: `managerid`.
        guard words.count == 1, words[0].hasSuffix("id"), words[0].count > 5 else { return nil }
        return String(words[0].dropLast(2))
    }

    /// Whether the key field is called after the object: `userId` for `okta.users`.
    static func isKeyed(_ field: String, after object: ObjectName) -> Bool {
        let noun = NameFolding.singular(NameFolding.fold(lastPart(of: object)))
        let whole = NameFolding.fold(field.split(separator: ".").last ?? "")
        return stem(of: field) == noun || whole == noun
    }

    static func lastPart(of object: ObjectName) -> String {
        object.object.split(separator: ".").last.map(String.init) ?? object.object
    }

    private static func isManager(_ field: String) -> Bool {
        let whole = NameFolding.fold(field.split(separator: ".").last ?? "")
        return managers.contains(whole) || stem(of: field).map(managers.contains) == true
    }

    private static func tails(_ parts: [String]) -> Set<[String]> {
        Set(parts.indices.map { Array(parts[$0...]) })
    }
}
