import Columns

/// The name of each record, hashed once, so that equal names cost no comparison.
struct PersonNames: Sendable {
    private let objects: [AccountObject]
    private let fields: [[PresentText]]
    private let hashes: [UInt64]
    private let forms: [Form]

    /// What can be told of a name's text without reading it again.
    private struct Form: OptionSet {
        let rawValue: UInt8
        /// More than one word.
        static let several = Form(rawValue: 1)
        /// Perhaps `Lovelace, Ada`.
        static let comma = Form(rawValue: 2)
        /// Blanks that are not one space between two words.
        static let uneven = Form(rawValue: 4)
    }

    init(_ objects: [AccountObject], threads: Int) {
        self.objects = objects
        let fields = objects.map { object in
            Self.columns(object).map { PresentText(object.profile.table.columns[$0]) }
        }
        let made = Parallel.map(objects.count, threads: threads) { [objects] index in
            Self.read(fields[index], count: objects[index].count)
        }
        self.fields = fields
        hashes = made.flatMap(\.hashes)
        forms = made.flatMap(\.forms)
    }

    private static func read(
        _ fields: [PresentText], count: Int
    ) -> (hashes: [UInt64], forms: [Form]) {
        var hashes = [UInt64](repeating: 0, count: count)
        var forms = [Form](repeating: [], count: count)
        func note(_ row: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
            guard let base = bytes.baseAddress else { return }
            hashes[row] = KeyHash.hash(base, bytes.count)
            forms[row] = form(KeyText.trimmed(base, bytes.count))
        }
        if fields.count == 1 {
            for row in 0..<count { note(row, fields[0].text.bytes(row)) }
            return (hashes, forms)
        }
        var name: [UInt8] = []
        for row in 0..<count where !fields.isEmpty {
            name.removeAll(keepingCapacity: true)
            for field in fields {
                if !name.isEmpty { name.append(UInt8(ascii: " ")) }
                name.append(contentsOf: field.text.bytes(row))
            }
            name.withUnsafeBufferPointer { note(row, $0) }
        }
        return (hashes, forms)
    }

    private static func form(_ name: UnsafeBufferPointer<UInt8>) -> Form {
        var form: Form = []
        var last: UInt8 = 0
        for byte in name {
            switch byte {
            case 0x20:
                form.insert(last == 0x20 ? [.several, .uneven] : .several)
            case UInt8(ascii: ","): form.insert([.several, .comma, .uneven])
            // Other white space of ASCII, and what white space beyond it begins with.
            case 0x09...0x0D, 0xC2, 0xE1, 0xE2, 0xE3: form.insert(.uneven)
            default: break
            }
            last = byte
        }
        return form
    }

    private static func columns(_ object: AccountObject) -> [Int] {
        switch object.fields.name {
        case .full(let column): [column]
        case .parts(let first, let last): [first, last]
        case nil: []
        }
    }

    func agreement(_ left: Int32, _ right: Int32) -> NameAgreement {
        let (a, b) = (hashes[Int(left)], hashes[Int(right)])
        if a == 0 || b == 0 { return .unknown }
        if a == b, forms[Int(left)].contains(.several) { return .same }
        return NameAgreement(self[left], self[right])
    }

    /// Whether all are known and written alike, in several words.
    func areSame(_ block: [KnownBy]) -> Bool {
        let first = hashes[Int(block[0].record)]
        return first != 0 && forms[Int(block[0].record)].contains(.several)
            && block.allSatisfy { hashes[Int($0.record)] == first }
    }

    func isKnown(_ record: Int32) -> Bool { hashes[Int(record)] != 0 }

    /// The hash of the name without regard to case, blanks, and which part comes first; nil for a single word.
    func normalHash(_ record: Int32) -> UInt64? {
        let form = forms[Int(record)]
        if form.isDisjoint(with: [.uneven, .comma]) {
            return form.contains(.several) ? hashes[Int(record)] : nil
        }
        let name = PersonName.normalise(self[record])
        guard name.contains(" ") else { return nil }
        return Array(name.utf8).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { KeyHash.hash($0, bytes.count) }
        }
    }

    /// As the record writes it; empty where it does not.
    subscript(record: Int32) -> String {
        let index = AccountObject.index(of: record, in: objects)
        let row = Int(record) - objects[index].start
        let parts = fields[index].compactMap { field in
            field.bytes(row).map { String(decoding: $0, as: UTF8.self) }
        }
        let name = parts.joined(separator: " ")
        guard parts.count == 1, let comma = name.firstIndex(of: ",") else { return name }
        // `Lovelace, Ada`, but not `Ada Lovelace, MBA`.
        let last = name[..<comma]
        let first = name[name.index(after: comma)...].drop { $0.isWhitespace }
        return last.contains(" ") || first.isEmpty ? name : "\(first) \(last)"
    }

    /// Appends the name, of a record that has one, as the record writes it.
    ///
    /// - Parameter object: the record's object.
    func append(_ record: Int32, of object: Int, to names: inout TextGathering) {
        if forms[Int(record)].contains(.comma) { return names.append(self[record]) }
        let row = Int(record) - objects[object].start
        names.append { out in
            var isFirst = true
            for field in fields[object] {
                guard let bytes = field.bytes(row) else { continue }
                if !isFirst { out.append(UInt8(ascii: " ")) }
                isFirst = false
                out.append(contentsOf: bytes)
            }
        }
    }
}

/// A column's texts beside what is missing.
struct PresentText: Sendable {
    let text: TextColumn
    private let validity: Bitmap?

    init(_ column: Column) {
        text = column.text()
        validity = column.validity
    }

    /// nil where the value is missing.
    @inline(__always) func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8>? {
        validity?[row] ?? true ? text.bytes(row) : nil
    }
}
