import Columns

/// Which of the shapes that hold records a JSON text has.
enum JSONShape {
    /// `[{…}, …]`, also several such lists one after another.
    case list(at: Int)
    /// An object of which one member is a list of objects.
    case wrapped(member: String, list: Range<Int>)
    /// Objects one after another; `areLines` if each stands on a line of its own (NDJSON).
    case objects(at: Int, areLines: Bool)
    /// Nothing at all, white space, `null` or `{}`: no records, and nothing wrong.
    case nothing

    /// Whether a file's name says that it is JSON.
    static func isNamed(_ file: String) -> Bool {
        hasSuffix(file, [".json", ".ndjson", ".jsonl"])
    }

    private static func isNamedLines(_ file: String) -> Bool {
        hasSuffix(file, [".ndjson", ".jsonl"])
    }

    private static func hasSuffix(_ file: String, _ suffixes: [String]) -> Bool {
        let name = file.lowercased()
        return suffixes.contains { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") }
    }

    struct Member {
        let key: TextView
        let value: Range<Int>
    }

    /// - Parameter start: where the first bracket is.
    static func find(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, file: String, limits: Limits
    ) throws(JSONStop) -> JSONShape {
        if start >= end { return .nothing }
        if base[start] == UInt8(ascii: "[") { return .list(at: start) }
        let isNamedLines = isNamedLines(file)
        guard base[start] == UInt8(ascii: "{") else {
            if isNamedLines { return .objects(at: start, areLines: true) }
            return try single(base, start, end, file: file, limits: limits)
        }
        let (members, close) = membersOf(base, start, end)
        let next = behindSpace(base, close, end)
        if next < end || isNamedLines {
            return objects(base, start, close: close, next: next, end)
        }
        let lists = members.filter { isObjectList(base, $0.value) }
        if lists.count == 1 {
            return .wrapped(member: name(base, lists[0].key), list: lists[0].value)
        }
        // Broken text is told as such, whatever it might have held.
        var scanner = JSONScanner(base: base, at: start, end: end, limits: limits)
        do throws(JSONFault) { try scanner.skipValue(depth: 1) } catch { throw .fault(error) }
        if members.isEmpty { return .nothing }
        if lists.isEmpty {
            let empty = members.filter { isEmptyList(base, $0.value) }
            if empty.count == 1 {
                return .wrapped(member: name(base, empty[0].key), list: empty[0].value)
            }
            throw .load(
                .notATable(
                    file: file,
                    reason: "a single JSON object that holds no list of objects; "
                        + "a list of objects, or an object that holds one, is a table"))
        }
        let names = lists.prefix(8).map { "'\(name(base, $0.key))'" }.joined(separator: ", ")
        throw .load(
            .notATable(
                file: file,
                reason: "a JSON object that holds \(lists.count) lists of objects (\(names)); "
                    + "one is read"))
    }

    /// The shape of a text of which only the beginning is there; nil if that does not tell. Of a list inside an
    /// object, where it ends is not known.
    static func find(
        inHead base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, file: String
    ) -> JSONShape? {
        if base[start] == UInt8(ascii: "[") { return .list(at: start) }
        guard base[start] == UInt8(ascii: "{") else { return nil }
        let (members, close) = membersOf(base, start, end)
        let next = behindSpace(base, close, end)
        if next < end { return objects(base, start, close: close, next: next, end) }
        let lists = members.filter { isObjectList(base, $0.value) }
        guard lists.count == 1, !isNamedLines(file) else { return nil }
        return .wrapped(member: name(base, lists[0].key), list: lists[0].value)
    }

    /// - Parameter close: where the first object ends; white space stands from there to `next`.
    private static func objects(
        _ base: UnsafePointer<UInt8>, _ start: Int, close: Int, next: Int, _ end: Int
    ) -> JSONShape {
        let isOneLine = !(start..<close).contains { base[$0] == UInt8(ascii: "\n") }
        let isNewLine = (close..<next).contains { base[$0] == UInt8(ascii: "\n") }
        return .objects(at: start, areLines: isOneLine && (isNewLine || next >= end))
    }

    private static func behindSpace(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int {
        var at = start
        while at < end, Format.isJSONSpace(base[at]) { at += 1 }
        return at
    }

    /// A text that is neither a list nor an object.
    private static func single(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, file: String, limits: Limits
    ) throws(JSONStop) -> JSONShape {
        var scanner = JSONScanner(base: base, at: start, end: end, limits: limits)
        do throws(JSONFault) {
            try scanner.skipValue(depth: 1)
            scanner.skipSpace()
            if scanner.at < end {
                throw scanner.fault("further text behind the end of the JSON value")
            }
        } catch { throw .fault(error) }
        if base[start] == UInt8(ascii: "n") { return .nothing }
        throw .load(.notATable(file: file, reason: "a single JSON value"))
    }

    private static func name(_ base: UnsafePointer<UInt8>, _ key: TextView) -> String {
        String(
            decoding: UnsafeBufferPointer(start: base + key.offset, count: min(key.length, 100)),
            as: UTF8.self)
    }

    /// The members of the object at `start`, unchecked, and where it ends; keys as they are written.
    static func membersOf(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> (members: [Member], close: Int) {
        var members: [Member] = []
        var skim = JSONSkim()
        var at = start + 1
        while at < end {
            if base[at] == UInt8(ascii: "}") { return (members, at + 1) }
            guard base[at] == UInt8(ascii: "\"") else {
                at += 1
                continue
            }
            let keyEnd = JSONSkim.behindString(base, at + 1, end)
            let key = TextView(
                offset: at + 1, length: max(0, min(keyEnd - at - 2, TextView.lengthMax)))
            at = keyEnd
            while at < end, base[at] == UInt8(ascii: ":") || Format.isJSONSpace(base[at]) {
                at += 1
            }
            let value = at
            if at < end, base[at] == UInt8(ascii: "{") || base[at] == UInt8(ascii: "[") {
                at = skim.skim(base, at, end)
            } else if at < end, base[at] == UInt8(ascii: "\"") {
                at = JSONSkim.behindString(base, at + 1, end)
            } else {
                while at < end, base[at] != UInt8(ascii: ","), base[at] != UInt8(ascii: "}") {
                    at += 1
                }
            }
            members.append(Member(key: key, value: value..<at))
        }
        return (members, end)
    }

    private static func firstInside(_ base: UnsafePointer<UInt8>, _ list: Range<Int>) -> UInt8 {
        guard base[list.lowerBound] == UInt8(ascii: "[") else { return 0 }
        var at = list.lowerBound + 1
        while at < list.upperBound, Format.isJSONSpace(base[at]) { at += 1 }
        return base[at]
    }

    static func isObjectList(_ base: UnsafePointer<UInt8>, _ list: Range<Int>) -> Bool {
        firstInside(base, list) == UInt8(ascii: "{")
    }

    private static func isEmptyList(_ base: UnsafePointer<UInt8>, _ list: Range<Int>) -> Bool {
        firstInside(base, list) == UInt8(ascii: "]")
    }

    func sentence(_ encoding: TextEncoding) -> String {
        let shape =
            switch self {
            case .list: "JSON, a list of objects"
            case .wrapped(let member, _): "JSON, the list '\(member)' of an object"
            case .objects(_, true): "NDJSON, one object per line"
            case .objects(_, false): "JSON, objects one after another"
            case .nothing: "JSON"
            }
        return "\(shape), \(encoding.rawValue)"
    }
}
