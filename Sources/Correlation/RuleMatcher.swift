import Columns

/// Carries out a link's rules: each left row is matched by the strongest rule that finds anything.
struct RuleMatcher {
    let plan: LinkPlan
    let left: Table
    let right: Table
    /// Of both tables; nil where no rule compares logins or names, which need them.
    let profiles: (left: TableProfile, right: TableProfile)?
    let cache: KeyCache
    let threads: Int
    private(set) var matches: RowMatches
    private(set) var domains = DomainMap()

    init(
        _ plan: LinkPlan, _ profiles: [TableProfile], _ cache: KeyCache, threads: Int
    ) {
        self.init(
            plan, left: profiles[plan.leftTable].table, right: profiles[plan.rightTable].table,
            (profiles[plan.leftTable], profiles[plan.rightTable]), cache, threads: threads)
    }

    init(
        _ plan: LinkPlan, left: Table, right: Table,
        _ profiles: (left: TableProfile, right: TableProfile)?, _ cache: KeyCache, threads: Int
    ) {
        self.plan = plan
        self.left = left
        self.right = right
        self.profiles = profiles
        self.cache = cache
        self.threads = threads
        matches = RowMatches(rowCount: left.rowCount)
        var open = Array(0..<Int32(truncatingIfNeeded: left.rowCount))
        for (number, rule) in plan.rules.enumerated() {
            if number > 0 { open.removeAll { matches.first[Int($0)] >= 0 } }
            if open.isEmpty { break }
            switch rule.kind {
            case .login: matchLogins(rule, open)
            case .name: matchNames(rule, open)
            default: matchKeys(rule, untried(open, rule, after: plan.rules[..<number]))
            }
        }
    }

    func key(_ operand: RulePlan.Operand, _ table: Int, _ form: KeyColumn.Form) -> KeyColumn? {
        switch operand {
        case .column(let column): cache.key(ColumnReference(table: table, column: column), form)
        case .computed(let key): key
        case .name: nil
        }
    }

    private func index(_ operand: RulePlan.Operand, _ table: Int, _ form: KeyColumn.Form)
        -> KeyIndex?
    {
        switch operand {
        case .column(let column): cache.index(ColumnReference(table: table, column: column), form)
        case .computed(let key): KeyIndex(key, threads: threads)
        case .name: nil
        }
    }

    private mutating func matchKeys(_ rule: RulePlan, _ open: [Int32]) {
        guard let index = index(rule.right, plan.rightTable, rule.form) else { return }
        if index.hasRepeats || isCut(rule) {
            guard let key = key(rule.left, plan.leftTable, .whole) else { return }
            let rowsAtOnce = 1 << 20
            for start in stride(from: 0, to: open.count, by: rowsAtOnce) {
                let rows = open[start..<min(open.count, start + rowsAtOnce)]
                for pair in pairs(key, rule.form, index, rows, rule.kind) {
                    matches.add(Int(pair.left), pair.right, rule.kind)
                }
            }
            return
        }
        guard let key = key(rule.left, plan.leftTable, rule.form) else { return }
        switch key.layout {
        case .direct:
            matches.fill(open, entryRows(key, index, open), rule.kind)
        case .coded(let codes):
            let found = entryRows(key, index, Array(0..<Int32(key.hashes.count)))
            matches.fill(open, codes, found, rule.kind)
        case .list(let starts):
            let found = entryRows(key, index, Array(0..<Int32(key.hashes.count)))
            for row in open {
                for entry in Int(starts[Int(row)])..<Int(starts[Int(row) + 1])
                where found[entry] >= 0 {
                    matches.add(Int(row), found[entry], rule.kind)
                }
            }
        }
    }

    /// Those of `open` whose value is not the one that an earlier rule has looked for in the same field in vain: a login
    /// is mostly the address itself.
    private func untried(
        _ open: [Int32], _ rule: RulePlan, after earlier: ArraySlice<RulePlan>
    ) -> [Int32] {
        guard rule.form == .whole, case .column(let right) = rule.right,
            let key = key(rule.left, plan.leftTable, .whole), case .direct = key.layout
        else { return open }
        var open = open
        for other in earlier where other.form == .whole && other.kind != .name {
            guard case .column(right) = other.right,
                let tried = self.key(other.left, plan.leftTable, .whole),
                case .direct = tried.layout
            else { continue }
            open = blockwise(open[...]) { rows in
                rows.filter { row in
                    let row = Int(row)
                    return key.hashes[row] != tried.hashes[row]
                        || !KeyText.areEqual(key.bytes(row), tried.bytes(row))
                }
            }
        }
        return open
    }

    /// What `body` makes of each block of `rows`, one after another, made on several cores.
    private func blockwise<Value>(
        _ rows: ArraySlice<Int32>, _ body: (ArraySlice<Int32>) -> [Value]
    ) -> [Value] {
        let blockRows = 1 << 12
        let blocks = (rows.count + blockRows - 1) / blockRows
        return concurrently(blocks, threads: threads) { block in
            let start = rows.startIndex + block * blockRows
            return body(rows[start..<min(rows.endIndex, start + blockRows)])
        }.flatMap { $0 }
    }

    /// Blocks of look-ups, over the cores where there are enough.
    private func entryRows(_ key: KeyColumn, _ index: KeyIndex, _ entries: [Int32]) -> [Int32] {
        guard threads > 1, entries.count >= 1 << 15 else {
            return index.uniqueRows(of: key, entries: entries[...])
        }
        let block = max(1 << 14, (entries.count + 4 * threads - 1) / (4 * threads))
        let blocks = (entries.count + block - 1) / block
        return Parallel.map(blocks, threads: threads) { number in
            index.uniqueRows(
                of: key,
                entries: entries[number * block..<min(entries.count, (number + 1) * block)])
        }.flatMap { $0 }
    }

    /// Whether values are cut before they are compared, one by one: few rows are left when such a rule's turn comes.
    private func isCut(_ rule: RulePlan) -> Bool {
        guard rule.form != .whole, case .column(let column) = rule.left else { return false }
        if case .coded = left.columns[column].storage { return false }
        return true
    }

    /// Each of `open` with each row that has the same key, ascending by the former; by blocks over the cores.
    ///
    /// - Parameter key: whole; what `form` leaves of a value is looked up.
    private func pairs(
        _ key: KeyColumn, _ form: KeyColumn.Form, _ index: KeyIndex, _ open: ArraySlice<Int32>,
        _ kind: RuleKind
    ) -> [RowMatches.Pair] {
        blockwise(open) { rows in
            var pairs: [RowMatches.Pair] = []
            var sought: [(row: Int32, entry: Int, hash: UInt64)] = []
            for row in rows {
                for entry in key.entries(Int(row)) where key.hashes[entry] != 0 {
                    let hash = form == .whole ? key.hashes[entry] : key.hash(entry, as: form)
                    // By the time that it is looked up, the memory will have answered.
                    index.prefetch(hash)
                    sought.append((row, entry, hash))
                }
            }
            for (row, entry, hash) in sought {
                let bytes = key.bytes(entry)
                let part = UnsafeBufferPointer(rebasing: bytes[form.part(of: bytes)])
                for other in index.rows(of: hash, bytes: part) {
                    pairs.append(RowMatches.Pair(left: row, right: other, rule: kind.rawValue))
                }
            }
            return pairs
        }
    }

    /// Per right row whether a rule so far matched it.
    private func takenRows() -> [Bool] {
        var taken = [Bool](repeating: false, count: right.rowCount)
        for row in matches.first where row >= 0 { taken[Int(row)] = true }
        for pair in matches.more { taken[Int(pair.right)] = true }
        return taken
    }

    private mutating func matchLogins(_ rule: RulePlan, _ open: [Int32]) {
        guard let key = key(rule.left, plan.leftTable, .whole),
            let index = index(rule.right, plan.rightTable, .login),
            case .column(let leftColumn) = rule.left, case .column(let rightColumn) = rule.right
        else { return }
        let found = pairs(key, .login, index, open[...], .login)
        if found.isEmpty { return }
        let taken = takenRows()
        let leftNames = names(profiles?.left, found.map(\.left))
        let rightNames = names(profiles?.right, found.map(\.right))
        let domains = found.map { pair in
            pairDomains(
                left.columns[leftColumn].string(Int(pair.left)),
                right.columns[rightColumn].string(Int(pair.right)))
        }
        var map = DomainMap()
        for (position, pair) in found.enumerated() where !taken[Int(pair.right)] {
            if let crossed = domains[position], crossed.left != crossed.right {
                map.note(crossed, left: leftNames[position], right: rightNames[position])
            }
        }
        map.learn()
        if !map.sentences.isEmpty { self.domains = map }
        for (position, pair) in found.enumerated() {
            let a = leftNames[position]
            let b = rightNames[position]
            if !a.isEmpty && !b.isEmpty && !PersonName.agree(a, b) { continue }
            if let crossed = domains[position], crossed.left != crossed.right,
                !map.learnt.contains(crossed)
            {
                continue
            }
            matches.add(Int(pair.left), pair.right, .login)
        }
    }

    /// nil when one of the two is a bare user name, which belongs to no domain.
    private func pairDomains(_ left: String, _ right: String) -> DomainMap.Domains? {
        guard let a = DomainMap.domain(left), let b = DomainMap.domain(right) else { return nil }
        return DomainMap.Domains(left: a, right: b)
    }

    private func names(_ profile: TableProfile?, _ rows: [Int32]) -> [String] {
        guard let profile, let name = PersonName(profile) else {
            return [String](repeating: "", count: rows.count)
        }
        return name.folded(profile.table, rows: rows)
    }

    /// Only among rows that nothing stronger matched, and only where the name is unique on both sides.
    private mutating func matchNames(_ rule: RulePlan, _ leftRows: [Int32]) {
        guard case .name(let leftName) = rule.left, case .name(let rightName) = rule.right else {
            return
        }
        let taken = takenRows()
        let rightRows = (0..<Int32(right.rowCount)).filter { !taken[Int($0)] }
        let own = Self.unique(leftName.folded(left, rows: leftRows), leftRows)
        let other = Self.unique(rightName.folded(right, rows: rightRows), rightRows)
        for (name, row) in own {
            guard let found = other[name] else { continue }
            matches.add(Int(row), found, .name)
        }
    }

    /// Rows by name, for names of at least two words that exactly one row has.
    static func unique(_ names: [String], _ rows: [Int32]) -> [String: Int32] {
        var found: [String: Int32] = [:]
        for (name, row) in zip(names, rows) where name.contains(" ") {
            found[name] = found[name] == nil ? row : -1
        }
        return found.filter { $0.value >= 0 }
    }
}

extension RuleMatcher {
    enum Side { case left, right }

    /// Rows without a value in any field that a rule reads; names count only where nothing else is read.
    func blankRows(_ side: Side) -> [Bool] {
        let table = side == .left ? plan.leftTable : plan.rightTable
        let rowCount = side == .left ? left.rowCount : right.rowCount
        var blank = [Bool](repeating: true, count: rowCount)
        var isNamesOnly = true
        var seen: Set<Int> = []
        for rule in plan.rules {
            let operand = side == .left ? rule.left : rule.right
            if case .column(let column) = operand, !seen.insert(column).inserted { continue }
            guard let key = key(operand, table, .whole) else { continue }
            isNamesOnly = false
            switch key.layout {
            case .direct: for row in blank.indices where key.hashes[row] != 0 { blank[row] = false }
            case .coded(let codes):
                for row in blank.indices where key.hashes[Int(codes[row])] != 0 {
                    blank[row] = false
                }
            case .list: for row in blank.indices where !key.isBlank(row) { blank[row] = false }
            }
        }
        let profile = side == .left ? profiles?.left : profiles?.right
        if isNamesOnly, let profile, let name = PersonName(profile) {
            let rows = blank.indices.map(Int32.init)
            for (row, text) in name.folded(profile.table, rows: rows).enumerated()
            where !text.isEmpty {
                blank[row] = false
            }
        }
        return blank
    }
}
