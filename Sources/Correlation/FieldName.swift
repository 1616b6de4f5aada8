import Columns

/// A header cut into words, for comparing names: `Supervisor Employee #` is supervisor, employee, number.
struct FieldName: Sendable {
    /// Lower-case singular words of the whole name.
    let words: [String]
    /// Those after the last dot of a nested name: `profile.employeeNumber` has employee, number.
    let leaf: [String]

    init(_ name: String) {
        var text = name
        // A trailing `[Required]` is a remark of the tool, not part of the name.
        if text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex {
            text = String(text[..<open])
        }
        words = Self.split(text)
        let last = text.split(separator: ".").last.map(String.init) ?? text
        leaf = Self.split(last)
    }

    init(words: [String]) {
        self.words = words
        leaf = words
    }

    /// The name without the prefix that every field of its object carries (`c_custkey` → cust, key).
    func dropping(prefix: String) -> FieldName {
        words.first == prefix && words.count > 1
            ? FieldName(words: Array(words.dropFirst())) : self
    }

    /// Words that say "this identifies", not what.
    static let identifiers: Set<String> = [
        "id", "key", "code", "number", "no", "num", "nr", "ref", "uid", "guid", "uuid", "pk", "fk",
        "identifier",
    ]

    /// The words that say what the field names: `customer` of `customer_id`.
    var stem: [String] { leaf.filter { !Self.identifiers.contains($0) } }
    var hasIdentifier: Bool { leaf.contains { Self.identifiers.contains($0) } }

    private static let personParts: Set<String> = [
        "first", "last", "given", "family", "middle", "nick", "preferred", "maiden",
    ]

    /// A part of a person's name: `First Name`, `surname`, `last`.
    var isPersonNamePart: Bool {
        hasAny(["surname", "forename", "firstname", "lastname", "nickname"])
            || (hasAny(Self.personParts) && (leaf.last == "name" || leaf.count == 1))
    }

    /// A person's name or a part of it: also `Full Name`, `realname`.
    var isPersonName: Bool {
        isPersonNamePart
            || (leaf.last == "name" && hasAny(["full", "display", "real", "legal", "person"]))
    }

    func has(_ word: String) -> Bool { leaf.contains(word) }
    func hasAny(_ set: Set<String>) -> Bool { leaf.contains { set.contains($0) } }

    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func finish() {
            if !word.isEmpty {
                words += unglue(respelled(singular(String(decoding: word, as: UTF8.self))))
            }
            word = []
        }
        var previousIsLower = false
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let isUpper = byte &- 0x41 < 26
            let isDigit = byte &- 0x30 < 10
            let isLetter = isUpper || byte &- 0x61 < 26 || byte >= 0x80
            if byte == UInt8(ascii: "#") {
                finish()
                words.append("number")
            } else if isLetter || isDigit {
                let nextIsLower = index + 1 < bytes.count && bytes[index + 1] &- 0x61 < 26
                if isUpper && (previousIsLower || (nextIsLower && !word.isEmpty)) { finish() }
                word.append(KeyText.lowercased(byte))
            } else {
                finish()
            }
            previousIsLower = byte &- 0x61 < 26
        }
        finish()
        return words
    }

    static func singular(_ word: String) -> String {
        guard word.utf8.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss"),
            !word.hasSuffix("us"), !word.hasSuffix("is")
        else { return word }
        if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
        if word.hasSuffix("sses") || word.hasSuffix("xes") || word.hasSuffix("ches")
            || word.hasSuffix("shes")
        {
            return String(word.dropLast(2))
        }
        return String(word.dropLast())
    }

    /// One spelling for words that are written in two ways.
    private static func respelled(_ word: String) -> String {
        switch word {
        case "licence": return "license"
        case "centre": return "center"
        default:
            guard word.hasSuffix("isation") else { return word }
            return word.dropLast(7) + "ization"
        }
    }

    private static let endings = ["number", "name", "key", "id"]
    private static let whole: Set<String> = [
        "username", "valid", "invalid", "covid", "grid", "hybrid", "android", "liquid", "rapid",
        "paid", "unpaid", "prepaid", "solid", "hostname", "turkey", "monkey", "hockey", "avoid",
        "nickname", "filename", "surname", "forename", "userid",
    ]

    /// Words written together: `orderkey` → order, key; `fullname` → full, name.
    private static func unglue(_ word: String) -> [String] {
        if word == "userid" { return ["user", "id"] }
        if whole.contains(word) { return [word] }
        for ending in endings
        where word.hasSuffix(ending) && word.utf8.count >= ending.utf8.count + 3 {
            return [String(word.dropLast(ending.count)), ending]
        }
        return [word]
    }
}
