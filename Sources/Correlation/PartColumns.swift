import Columns

/// Columns whose values carry an identifier inside, and the pairs in which the part that counts may be a link.
///
/// A pair is given up as early as can be: for what its columns are, then by a sketch of the parts, and only the parts
/// of the few that are left are profiled.
struct PartColumns {
    private struct Part {
        let reference: ColumnReference
        let form: KeyColumn.Form
        /// Without hashes.
        let key: KeyColumn
    }
    /// One part and a column of another object.
    private struct Pair {
        let part: Int
        let other: ColumnReference
        /// The other column cut in the same way, if it can be.
        let counterpart: Int?
        let mayLead: Bool
        let mayFollow: Bool
    }

    private let profiles: [TableProfile]
    private let threads: Int
    private let parts: [Part]

    init(_ profiles: [TableProfile], threads: Int) {
        self.profiles = profiles
        self.threads = threads
        let columns = profiles.indices.flatMap { table in
            profiles[table].columns.indices
                .map { ColumnReference(table: table, column: $0) }
                .filter {
                    let column = profiles[table].columns[$0.column]
                    return column.type == .text && column.distinct >= 5 && !column.isEmail
                }
        }
        parts = Parallel.map(columns.count, threads: threads) { index -> Part? in
            let reference = columns[index]
            let profile = profiles[reference.table]
            let column = profile.table.columns[reference.column]
            return Self.form(column, profile.columns[reference.column]).map {
                Part(
                    reference: reference, form: $0, key: KeyColumn(column, isHashed: false))
            }
        }.compactMap { $0 }
    }

    /// Pairs in which at least one side is cut, scored.
    ///
    /// - Parameter mayLink: whether one column may refer to another, as far as their values need not be looked at.
    func candidates(
        _ scoring: CandidateScoring, mayLink: (ColumnReference, ColumnReference) -> Bool
    ) -> [Candidate] {
        let pairs = meeting(pairs(mayLink))
        let cut = profiled(Set(pairs.flatMap { [$0.part, $0.counterpart ?? $0.part] }).sorted())
        var candidates: [Candidate] = []
        for pair in pairs {
            guard let own = cut[pair.part] else { continue }
            let part = parts[pair.part]
            let counterpart = pair.counterpart.flatMap { cut[$0] }
            let other = counterpart ?? column(pair.other)
            guard other.distinct >= 3 else { continue }
            if pair.mayLead,
                let made = candidate(part.reference, own, pair.other, other, part.form)
            {
                candidates.append(scoring.scored(made, source: own, target: other))
            }
            // The plain side may be the one that refers.
            if pair.mayFollow, counterpart == nil,
                let made = candidate(pair.other, other, part.reference, own, part.form)
            {
                candidates.append(scoring.scored(made, source: other, target: own))
            }
        }
        return candidates
    }

    private func column(_ reference: ColumnReference) -> ColumnProfile {
        profiles[reference.table].columns[reference.column]
    }

    private func pairs(_ mayLink: (ColumnReference, ColumnReference) -> Bool) -> [Pair] {
        var pairs: [Pair] = []
        for (number, part) in parts.enumerated() {
            let own = column(part.reference)
            for (table, profile) in profiles.enumerated() where table != part.reference.table {
                for (index, column) in profile.columns.enumerated() {
                    guard column.distinct >= 3, !column.type.isList,
                        !column.isEmail || part.form == .login
                    else { continue }
                    let other = ColumnReference(table: table, column: index)
                    let pair = Pair(
                        part: number, other: other,
                        counterpart: parts.firstIndex {
                            $0.reference == other && $0.form == part.form
                        },
                        mayLead: Self.mayBeTarget(column) && mayLink(part.reference, other),
                        mayFollow: Self.mayBeTarget(own) && mayLink(other, part.reference))
                    if pair.mayLead || pair.mayFollow { pairs.append(pair) }
                }
            }
        }
        return pairs
    }

    /// Whether a column's parts, which are hardly ever more distinct than its values, can be what is referred to.
    private static func mayBeTarget(_ column: ColumnProfile) -> Bool {
        column.uniqueness >= 0.9 && column.fill >= 0.5
    }

    // MARK: - Sketches

    /// The least hashes of a set: a fair sample of it, and the same one of two sets that are equal.
    private static let sketchCount = 128

    /// Pairs of which one side's sketch has a value that the other side has.
    private func meeting(_ pairs: [Pair]) -> [Pair] {
        var sketches: [Int: [UInt64]] = [:]
        for part in Set(pairs.flatMap { [$0.part, $0.counterpart ?? $0.part] }) {
            sketches[part] = sketch(of: part)
        }
        // What is looked for in the values of a part, by one look at them.
        var sought: [Int: Set<UInt64>] = [:]
        for pair in pairs {
            let other = sketches[pair.counterpart ?? -1] ?? []
            sought[pair.part, default: []].formUnion(other + plainSketch(pair.other))
            if let counterpart = pair.counterpart {
                sought[counterpart, default: []].formUnion(sketches[pair.part] ?? [])
            }
        }
        var held: [Int: Set<UInt64>] = [:]
        for (part, values) in sought {
            let filter = HashFilter(values)
            held[part] = hashes(of: part) { filter.contains($0) }
        }
        return pairs.filter { pair in
            let own = sketches[pair.part] ?? []
            let ownHeld = held[pair.part] ?? []
            if let counterpart = pair.counterpart {
                if own.contains(where: (held[counterpart] ?? []).contains)
                    || (sketches[counterpart] ?? []).contains(where: ownHeld.contains)
                {
                    return true
                }
            }
            let plain = column(pair.other).hashSet
            return own.contains(where: plain.contains)
                || plainSketch(pair.other).contains(where: ownHeld.contains)
        }
    }

    /// The distinct hashes of a part's values that are wanted; no 0. Nothing else of them is kept.
    private func hashes(of part: Int, where isWanted: (UInt64) -> Bool) -> Set<UInt64> {
        let key = parts[part].key
        let form = parts[part].form
        let blockCount = 1 << 16
        let blocks = concurrently(
            (key.views.count + blockCount - 1) / blockCount, threads: threads
        ) { block in
            var found: Set<UInt64> = []
            for entry in block * blockCount..<min(key.views.count, (block + 1) * blockCount) {
                let hash = key.hash(entry, as: form)
                if hash != 0, isWanted(hash) { found.insert(hash) }
            }
            return found
        }
        return blocks.reduce(into: []) { $0.formUnion($1) }
    }

    private func plainSketch(_ reference: ColumnReference) -> ArraySlice<UInt64> {
        column(reference).hashSet.hashes.prefix(Self.sketchCount)
    }

    private func sketch(of part: Int) -> [UInt64] {
        // Hashes are spread evenly, so a bound says how many of distinct ones are below it.
        var share = max(1, parts[part].key.views.count / (4 * Self.sketchCount))
        while true {
            let bound = UInt64.max / UInt64(share)
            let low = hashes(of: part) { $0 <= bound }
            if low.count >= Self.sketchCount || share == 1 {
                return Array(low.sorted().prefix(Self.sketchCount))
            }
            share = max(1, share / 16)
        }
    }

    // MARK: - Profiles

    /// Profiles of the columns cut, but for those whose parts stand in a field of their own beside them.
    private func profiled(_ wanted: [Int]) -> [Int: ColumnProfile] {
        let made = Parallel.map(wanted.count, threads: threads) { index -> ColumnProfile? in
            let part = parts[wanted[index]]
            let profile = profiles[part.reference.table]
            let whole = profile.table.columns[part.reference.column]
            let cut = ColumnProfile(
                Self.cut(whole, part.form), field: column(part.reference).field)
            let isWritten = profile.columns.indices.contains { other in
                other != part.reference.column
                    && 10 * cut.hashSet.intersectionCount(profile.columns[other].hashSet)
                        >= 9 * cut.distinct
            }
            return isWritten ? nil : cut
        }
        var found: [Int: ColumnProfile] = [:]
        for (part, profile) in zip(wanted, made) { found[part] = profile }
        return found
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
