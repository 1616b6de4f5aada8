import Columns

/// Columns whose values carry an identifier inside, with profiles of the part that counts.
struct PartColumns {
    struct Part {
        let reference: ColumnReference
        let form: KeyColumn.Form
        let profile: ColumnProfile
    }

    let found: [Part]
    private let profiles: [TableProfile]

    init(_ profiles: [TableProfile], threads: Int) {
        self.profiles = profiles
        let columns = profiles.indices.flatMap { table in
            profiles[table].columns.indices
                .map { ColumnReference(table: table, column: $0) }
                .filter {
                    let column = profiles[table].columns[$0.column]
                    return column.type == .text && column.distinct >= 5 && !column.isEmail
                }
        }
        found = Parallel.map(columns.count, threads: threads) { Self.part(columns[$0], profiles) }
            .compactMap { $0 }
    }

    /// The column cut; nil where its values are whole, or what is left stands beside them.
    private static func part(_ reference: ColumnReference, _ profiles: [TableProfile]) -> Part? {
        let profile = profiles[reference.table]
        let (whole, column) = (
            profile.table.columns[reference.column], profile.columns[reference.column]
        )
        guard let form = form(whole, column) else { return nil }
        let part = ColumnProfile(cut(whole, form), field: column.field)
        // What stands in a field of its own beside it needs no cutting out.
        let isWritten = profile.columns.indices.contains { other in
            other != reference.column
                && 10 * part.hashSet.intersectionCount(profile.columns[other].hashSet)
                    >= 9 * part.distinct
        }
        return isWritten ? nil : Part(reference: reference, form: form, profile: part)
    }

    /// Pairs in which at least one side is cut, scored.
    func candidates(_ scoring: CandidateScoring) -> [Candidate] {
        var candidates: [Candidate] = []
        for part in found {
            for (table, profile) in profiles.enumerated() where table != part.reference.table {
                for (index, column) in profile.columns.enumerated() {
                    let other = ColumnReference(table: table, column: index)
                    let counterpart = found.first { $0.reference == other && $0.form == part.form }
                    let own = counterpart?.profile ?? column
                    guard own.distinct >= 3, !own.type.isList, !own.isEmail || part.form == .login
                    else { continue }
                    if let made = candidate(part.reference, part.profile, other, own, part.form) {
                        candidates.append(scoring.scored(made, source: part.profile, target: own))
                    }
                    // The plain side may be the one that refers.
                    if counterpart == nil,
                        let made = candidate(other, own, part.reference, part.profile, part.form)
                    {
                        candidates.append(scoring.scored(made, source: own, target: part.profile))
                    }
                }
            }
        }
        return candidates
    }

    private func candidate(
        _ left: ColumnReference, _ source: ColumnProfile, _ right: ColumnReference,
        _ target: ColumnProfile, _ form: KeyColumn.Form
    ) -> Candidate? {
        guard target.uniqueness >= 0.97, target.fill >= 0.5, source.distinct >= 5,
            source.hashSet.sketchHits(in: target.hashSet, sample: 64) > 0
        else { return nil }
        let common = source.hashSet.intersectionCount(target.hashSet)
        let leftShare = Double(common) / Double(source.distinct)
        guard common >= 5, leftShare >= 0.9 else { return nil }
        return Candidate(
            left: left, right: right, common: common, leftShare: leftShare,
            rightShare: Double(common) / Double(target.distinct),
            likeness: NameLikeness(left, right, profiles), form: form)
    }

    /// The form in which a column's values carry their identifier; nil when they are whole.
    private static func form(_ column: Column, _ profile: ColumnProfile) -> KeyColumn.Form? {
        let text = values(column)
        var counts: [KeyColumn.Form: Int] = [:]
        var total = 0
        let step = max(1, text.count / 200)
        for row in stride(from: 0, to: text.count, by: step) {
            let bytes = text.bytes(row)
            guard let base = bytes.baseAddress, KeyText.trimmed(base, bytes.count).count > 0 else {
                continue
            }
            total += 1
            if let form = form(of: bytes) { counts[form, default: 0] += 1 }
        }
        guard total >= 5 else { return nil }
        // Of employee numbers only some begin with a zero.
        if let numbers = counts[.number], numbers * 20 >= total, isDigits(text) { return .number }
        let form = counts.first { $0.key != .number && $0.value * 10 >= total * 9 }?.key
        return form == .host && !hasFewDomains(text) ? nil : form
    }

    private static func form(of value: UnsafeBufferPointer<UInt8>) -> KeyColumn.Form? {
        if value.contains(UInt8(ascii: "/")) { return .tail }
        if value.contains(UInt8(ascii: "\\")) { return .login }
        if value.contains(UInt8(ascii: "@")) || value.contains(0x20) { return nil }
        let number = KeyColumn.Form.number.part(of: value)
        if number.count < value.count, value[number].allSatisfy({ $0 &- 0x30 < 10 }) {
            return .number
        }
        guard let dot = value.firstIndex(of: UInt8(ascii: ".")), dot > 1 else { return nil }
        return value[..<dot].allSatisfy({ $0 &- 0x30 < 10 }) ? nil : .host
    }

    /// Hosts share a domain; what stands behind the dot of `ada.lovelace` is nearly each time another name.
    private static func hasFewDomains(_ text: TextColumn) -> Bool {
        var domains: Set<String> = []
        var total = 0
        for row in stride(from: 0, to: text.count, by: max(1, text.count / 200)) {
            let value = text.string(row)
            guard let dot = value.firstIndex(of: ".") else { continue }
            domains.insert(Folding.folded(String(value[dot...])))
            total += 1
        }
        return domains.count * 8 <= total || domains.count == 1
    }

    private static func isDigits(_ text: TextColumn) -> Bool {
        (0..<text.count).allSatisfy { row in
            text.bytes(row).allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == 0x20 }
        }
    }

    private static func values(_ column: Column) -> TextColumn {
        if case .coded(let coded) = column.storage { return coded.dictionary }
        return column.text()
    }

    /// The column with only the part of each value that counts; whole numbers where that is all there is.
    private static func cut(_ column: Column, _ form: KeyColumn.Form) -> Column {
        let whole = values(column)
        let text = TextColumn(arena: whole.arena, views: KeyColumn.narrow(whole, form))
        if case .coded(let coded) = column.storage {
            return Column(
                .coded(CodedColumn(codes: coded.codes, dictionary: text)),
                validity: column.validity)
        }
        var integers: [Int64] = []
        integers.reserveCapacity(text.count)
        for row in 0..<text.count {
            if !column.isPresent(row) {
                integers.append(0)
                continue
            }
            let bytes = text.bytes(row)
            guard let base = bytes.baseAddress, let value = Parsing.integer(base, bytes.count)
            else {
                return Column(.text(text), validity: column.validity)
            }
            integers.append(value)
        }
        return Column(.integer(integers), validity: column.validity)
    }
}
