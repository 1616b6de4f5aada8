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
        var open = OpenRows(all: left.rowCount)
        for (number, rule) in plan.rules.enumerated() {
            if number > 0 {
                open = matches.first.withUnsafeBufferPointer { first in
                    open.filter(threads: threads) { first[$0] < 0 }
                }
            }
            if open.count == 0 { break }
            switch rule.kind {
            case .login: matchLogins(rule, open)
            case .name: matchNames(rule, open)
            default: matchKeys(rule, untried(open, rule, after: plan.rules[..<number]))
            }
        }
    }

    /// What a rule compares; hashes only if they are there, as each row is looked at once.
    func key(_ operand: RulePlan.Operand, _ table: Int, _ form: KeyColumn.Form) -> KeyColumn? {
        switch operand {
        case .column(let column):
            cache.keyOfFew(ColumnReference(table: table, column: column), form)
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

    private mutating func matchKeys(_ rule: RulePlan, _ open: OpenRows) {
        let form = isCut(rule) ? rule.form : .whole
        guard let index = index(rule.right, plan.rightTable, rule.form),
            let key = key(rule.left, plan.leftTable, form == .whole ? rule.form : .whole)
        else { return }
        if index.hasRepeats { return matchSeveral(key, form, index, open, rule.kind) }
        switch key.layout {
        case .direct:
            matches.fill { first, rules in
                inPieces(of: KeyIndex.pieceCount, open.count, threads: threads) { range in
                    open.withRows(range) { rows in
                        index.forEachMatch(of: key, as: form, rows, range) { place, match in
                            let row = Int(open[place])
                            first[row] = match
                            rules[row] = rule.kind.rawValue
                        }
                    }
                }
            }
        case .coded(let codes) where form == .whole:
            let found = index.uniqueRows(of: key, threads: threads)
            matches.fill { first, rules in
                inPieces(open.count, threads: threads) { range in
                    for place in range {
                        let row = Int(open[place])
                        let match = found[Int(codes[row])]
                        first[row] = match
                        rules[row] = match < 0 ? 0 : rule.kind.rawValue
                    }
                }
            }
        case .coded, .list: matchSeveral(key, form, index, open, rule.kind)
        }
    }

    /// Matches rows that may have several matches each.
    private mutating func matchSeveral(
        _ key: KeyColumn, _ form: KeyColumn.Form, _ index: KeyIndex, _ open: OpenRows,
        _ kind: RuleKind
    ) {
        let rowsAtOnce = 1 << 20
        for start in stride(from: 0, to: open.count, by: rowsAtOnce) {
            let end = min(open.count, start + rowsAtOnce)
            for pair in pairs(key, form, index, open, start..<end, kind) {
                matches.add(Int(pair.left), pair.right, kind)
            }
        }
    }

    /// Those of `open` whose value is not the one that an earlier rule has looked for in the same field in vain: a login
    /// is mostly the address itself.
    private func untried(
        _ open: OpenRows, _ rule: RulePlan, after earlier: ArraySlice<RulePlan>
    ) -> OpenRows {
        guard rule.form == .whole, case .column(let right) = rule.right,
            let key = key(rule.left, plan.leftTable, .whole), case .direct = key.layout
        else { return open }
        var open = open
        for other in earlier where other.form == .whole && other.kind != .name {
            guard case .column(right) = other.right,
                let tried = self.key(other.left, plan.leftTable, .whole),
                case .direct = tried.layout
            else { continue }
            open = open.filter(threads: threads) { row in
                !key.isSame(row, as: tried)
                    && (key.hash(row) != tried.hash(row)
                        || !KeyText.areEqual(key.bytes(row), tried.bytes(row)))
            }
        }
        return open
    }

    /// Whether values are cut before they are compared, one by one: few rows are left when such a rule's turn comes.
    private func isCut(_ rule: RulePlan) -> Bool {
        guard rule.form != .whole, case .column(let column) = rule.left else { return false }
        if case .coded = left.columns[column].storage { return false }
        return true
    }

    /// Each of `open` in `range` with each row that has the same key, ascending by the former; by blocks over the cores.
    ///
    /// - Parameter key: whole where `form` is not; what `form` leaves of a value is looked up.
    private func pairs(
        _ key: KeyColumn, _ form: KeyColumn.Form, _ index: KeyIndex, _ open: OpenRows,
        _ range: Range<Int>, _ kind: RuleKind
    ) -> [RowMatches.Pair] {
        open.inBlocks(range, threads: threads) { block in
            var rows: [Int32] = []
            var entries: [Int32] = []
            for place in block {
                for entry in key.entries(Int(open[place])) {
                    rows.append(open[place])
                    entries.append(Int32(truncatingIfNeeded: entry))
                }
            }
            var pairs: [RowMatches.Pair] = []
            entries.withUnsafeBufferPointer { entries in
                index.forEachMatch(of: key, as: form, entries.baseAddress, 0..<entries.count) {
                    pairs.append(
                        RowMatches.Pair(left: rows[$0], right: $1, rule: kind.rawValue))
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

    private mutating func matchLogins(_ rule: RulePlan, _ open: OpenRows) {
        guard let key = key(rule.left, plan.leftTable, .whole),
            let index = index(rule.right, plan.rightTable, .login),
            case .column(let leftColumn) = rule.left, case .column(let rightColumn) = rule.right
        else { return }
        let found = pairs(key, .login, index, open, 0..<open.count, .login)
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
    private mutating func matchNames(_ rule: RulePlan, _ open: OpenRows) {
        guard case .name(let leftName) = rule.left, case .name(let rightName) = rule.right else {
            return
        }
        let taken = takenRows()
        let leftRows = (0..<open.count).map { open[$0] }
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

    /// Left rows of which no rule that reads a key has shown that they have one.
    private func keylessRows() -> [Bool] {
        let name = RuleKind.name.rawValue
        return matches.rules.withUnsafeBufferPointer { rules in
            [Bool](unsafeUninitializedCapacity: rules.count) { blank, count in
                for row in 0..<rules.count {
                    blank[row] = rules[row] == 0 || rules[row] == name
                }
                count = rules.count
            }
        }
    }

    /// Rows without a value in any field that a rule reads; names count only where nothing else is read.
    func blankRows(_ side: Side) -> [Bool] {
        let table = side == .left ? plan.leftTable : plan.rightTable
        let rowCount = side == .left ? left.rowCount : right.rowCount
        var blank = side == .left ? keylessRows() : [Bool](repeating: true, count: rowCount)
        var isNamesOnly = true
        var seen: Set<Int> = []
        for rule in plan.rules {
            let operand = side == .left ? rule.left : rule.right
            if case .column(let column) = operand, !seen.insert(column).inserted { continue }
            guard let key = key(operand, table, .whole) else { continue }
            isNamesOnly = false
            blank.withUnsafeMutableBufferPointer { blank in
                let blank = blank
                inPieces(rowCount, threads: threads) { rows in
                    switch key.layout {
                    case .direct:
                        for row in rows where blank[row] { blank[row] = key.hash(row) == 0 }
                    case .coded(let codes):
                        for row in rows where blank[row] {
                            blank[row] = key.hash(Int(codes[row])) == 0
                        }
                    case .list: for row in rows where blank[row] { blank[row] = key.isBlank(row) }
                    }
                }
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
