import BoardLanguage
import Columns
import Correlation

/// Turns the last frame of a board into what its action asks for.
struct ActionRows {
    let binding: ActionBinding
    let execution: Execution

    /// What a row gives for a role.
    private enum Found {
        case record(Int32)
        case nothing(String)
    }

    /// - Parameter labels: what the person sees first of each row; nil for a statement, which has one row.
    func action(of frame: Frame, labels: Column?) throws(BoardError) -> BoundAction {
        let signature = binding.signature
        var rows: [BoundAction.Row] = []
        var repeatedCount = 0
        var seen: [[BoundAction.Record]: Int] = [:]
        let values = try inputColumns(frame)
        for row in 0..<frame.rowCount {
            if row & 0xFFF == 0 { try execution.checkCancelled(binding.place) }
            var bound = BoundAction.Row(
                label: labels.map { $0.isPresent(row) ? $0.string(row) : "" } ?? "",
                records: [], inputs: inputs(row, values), skipped: nil)
            for case let target? in binding.targets {
                switch try find(target, row, frame) {
                case .record(let record):
                    guard let found = self.record(record, target) else {
                        bound.skipped = bound.skipped ?? "its \(target.role.name) has no id"
                        continue
                    }
                    bound.records.append(found)
                case .nothing(let reason): bound.skipped = bound.skipped ?? reason
                }
            }
            if bound.skipped == nil { bound.skipped = lackingInput(bound.inputs) }
            if bound.skipped == nil, !signature.roles.isEmpty, binding.missing.isEmpty {
                if let first = seen[bound.records] {
                    if rows[first].inputs == bound.inputs {
                        repeatedCount += 1
                        continue
                    }
                    bound.skipped = "an earlier row gives the same target other inputs"
                } else {
                    seen[bound.records] = rows.count
                }
            }
            rows.append(bound)
        }
        if signature.takesOneRow, rows.count > 1 {
            throw binding.place.error(
                "'\(signature.name)' takes one row, and the board has \(Grouped.text(rows.count))",
                help: "where … leaves one", kind: .run)
        }
        return BoundAction(
            tool: signature.tool, name: signature.name, rows: rows, secrets: binding.secrets,
            missing: binding.missing, repeatedCount: repeatedCount)
    }

    // MARK: - Targets

    private func find(
        _ target: TargetSource, _ row: Int, _ frame: Frame
    ) throws(BoardError) -> Found {
        let object = target.role.object
        var current: Int32
        switch target.base {
        case .named(let record): current = record
        case .slot(let slot):
            let rows = frame[slot]
            if let starts = rows.starts, let own = rows.rows {
                let count = starts[row + 1] - starts[row]
                guard count == 1 else {
                    return .nothing(
                        count == 0 ? "no \(object) record" : "\(count) records of \(object)")
                }
                current = own[Int(starts[row])]
            } else {
                current = rows.rows?[row] ?? Int32(row)
            }
            guard current >= 0 else { return .nothing("no \(object) record") }
            if let reason = weakWalk(target.walks, row, frame) { return .nothing(reason) }
        }
        for route in target.routes {
            for hop in route.hops {
                let array = execution.array(hop, of: route)
                let from = Int(current)
                let range =
                    array.isFlat
                    ? from..<from + 1 : Int(array.starts[from])..<Int(array.starts[from + 1])
                let matches = range.filter { array.rows[$0] >= 0 }
                guard let match = matches.first else {
                    return .nothing("no \(hop.to) record for it")
                }
                if matches.count > 1 {
                    return .nothing("\(matches.count) records of \(hop.to) match it")
                }
                if array.ambiguous?[from] == true {
                    return .nothing("others match the same record of \(hop.to)")
                }
                if isWeak(hop, array.rules[match]) {
                    return .nothing("matched to \(hop.to) by name alone: --accept-weak takes it")
                }
                current = array.rows[match]
            }
        }
        return .record(current)
    }

    private func isWeak(_ hop: Hop, _ rule: UInt8) -> Bool {
        guard !execution.environment.acceptsWeakMatches else { return false }
        return hop.link.isWeak || rule == RuleKind.name.rawValue
    }

    /// Why the record that `expand` or `reconcile` bound is not sure to be the right one.
    private func weakWalk(_ walks: [TargetSource.Walk], _ row: Int, _ frame: Frame) -> String? {
        guard !execution.environment.acceptsWeakMatches else { return nil }
        for walk in walks where walk.route.hops.contains(where: \.mayBeWeak) {
            let from = record(of: frame[walk.from], row)
            let to = record(of: frame[walk.to], row)
            guard from >= 0, to >= 0 else { continue }
            if walk.isStarred || !reaches(to, from: from, walk.route, hop: 0) {
                return "matched to \(walk.route.target) by name alone: --accept-weak takes it"
            }
        }
        return nil
    }

    private func record(of slot: SlotRows, _ row: Int) -> Int32 {
        guard let rows = slot.rows else { return Int32(row) }
        guard let starts = slot.starts else { return rows[row] }
        return starts[row] < starts[row + 1] ? rows[Int(starts[row])] : -1
    }

    /// Whether some way from one record to the other needs no name.
    private func reaches(_ to: Int32, from: Int32, _ route: Route, hop: Int) -> Bool {
        guard hop < route.hops.count else { return from == to }
        let array = execution.array(route.hops[hop], of: route)
        let start = Int(from)
        let range =
            array.isFlat
            ? start..<start + 1 : Int(array.starts[start])..<Int(array.starts[start + 1])
        return range.contains { match in
            array.rows[match] >= 0 && !isWeak(route.hops[hop], array.rules[match])
                && reaches(to, from: array.rows[match], route, hop: hop + 1)
        }
    }

    private func record(_ row: Int32, _ target: TargetSource) -> BoundAction.Record? {
        let table = target.table
        guard let ids = target.columns.id.map({ table.columns[$0] }), ids.isPresent(Int(row))
        else { return nil }
        let name = target.columns.names.lazy.map { table.columns[$0] }
            .first { $0.isPresent(Int(row)) }
        return BoundAction.Record(
            role: target.role.name, id: ids.string(Int(row)), name: name?.string(Int(row)) ?? "")
    }

    // MARK: - Inputs

    private typealias InputColumn = (
        name: String, kind: ActionSignature.Input.Kind, column: Column
    )

    private func inputColumns(_ frame: Frame) throws(BoardError) -> [InputColumn] {
        var columns: [InputColumn] = []
        for input in binding.inputs {
            let column = try execution.value(input.value, frame).column(count: frame.rowCount)
            columns.append((input.name, input.kind, column))
        }
        return columns
    }

    private func inputs(_ row: Int, _ columns: [InputColumn]) -> [String: ActionValue] {
        var values = binding.lists.mapValues { ActionValue.list($0) }
        for input in columns where input.column.isPresent(row) {
            values[input.name] = value(input.kind, input.column, row)
        }
        return values
    }

    private func value(
        _ kind: ActionSignature.Input.Kind, _ column: Column, _ row: Int
    ) -> ActionValue {
        switch (kind, column.storage) {
        case (.flag, .bool(let values)): return .flag(values[row])
        case (.whole, .integer(let values)), (.number, .integer(let values)):
            return .whole(values[row])
        case (.number, .number(let values)): return .number(values[row])
        case (.list, .list(let list)):
            let range = Int(list.starts[row])..<Int(list.starts[row + 1])
            return .list(range.map { list.elements.string($0) })
        case (.list, _): return .list([column.string(row)])
        default: return .text(column.string(row))
        }
    }

    /// A required input that this row leaves empty.
    private func lackingInput(_ inputs: [String: ActionValue]) -> String? {
        let lacking = binding.signature.inputs.first { input in
            input.isRequired && binding.inputs.contains { $0.name == input.name }
                && inputs[input.name] == nil
        }
        return lacking.map { "'\($0.name)' is empty in this row" }
    }
}

extension BoardRunner {
    /// Binds an action that stands alone: `add group name: "Contractors"`.
    public func action(
        _ words: [Name], _ inputs: [Input], at span: Span, text: String, path: String? = nil
    ) throws(BoardError) -> BoundAction {
        let source = SourceText(text: text, path: path)
        let binder = Binder(environment: environment, source: source)
        guard !environment.actions.isEmpty else {
            throw Binder.needsConnection(words.map(\.text), Place(span: span, source: source))
        }
        let place = Place(span: span, source: source)
        let binding = try binder.bindAction(words, inputs, place, in: nil)
        if binder.isCancelled { throw place.error(EvaluationError.cancelled) }
        let execution = Execution(environment: environment)
        let frame = Frame(rowCount: 1, slots: [], outside: nil)
        return try ActionRows(binding: binding, execution: execution).action(of: frame, labels: nil)
    }
}
