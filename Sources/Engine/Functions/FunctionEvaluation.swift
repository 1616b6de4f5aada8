import Columns

extension FunctionSignature {
    /// Computes the function over whole operands.
    ///
    /// Constants fold to a constant. A dictionary-coded column that is the only varying argument is computed
    /// once per distinct value. A list argument is mapped: the function runs over the elements and the answer
    /// is a list, without the elements that came out missing. Long columns are split over the cores.
    ///
    /// - Parameter operands: they fit `type(of:)`; missing optional arguments are left out.
    func apply(
        _ operands: [Operand], count: Int, context: EvaluationContext
    ) throws(EvaluationError) -> Operand {
        for case .calendar in operands {
            // Months have no length, so there is no number of microseconds to compute with.
            throw .other(
                message: "\(name) takes no duration of months or years",
                help: "days are of fixed length: 90d")
        }
        if let list = try mappedList(operands) {
            return try map(operands, over: list, count: count, context: context)
        }
        let varying = operands.indices.filter { !operands[$0].isConstant }
        if varying.isEmpty { return .constant(try evaluate(operands, 1, context)) }
        if varying.count == 1, case .column(let column) = operands[varying[0]],
            case .coded(let coded) = column.storage, coded.dictionary.count <= count
        {
            var perValue = operands
            perValue[varying[0]] = .column(coded.distinctValues)
            let results = try split(perValue, count: coded.dictionary.count, context: context)
            return .column(results.expanded(by: coded.codes))
        }
        return .column(try split(operands, count: count, context: context))
    }

    private func mappedList(_ operands: [Operand]) throws(EvaluationError) -> Int? {
        var found: Int?
        for (index, operand) in operands.enumerated()
        where operand.type.isList && !parameter(index).takesList {
            if let first = found {
                let mismatch = SignatureMismatch.twoLists(first: first, second: index)
                throw .other(
                    message: mismatch.message(name), help: "first(...) or expand gives one value")
            }
            found = index
        }
        return found
    }

    /// Runs over the elements of one list argument; the other columns are repeated for each element.
    private func map(
        _ operands: [Operand], over index: Int, count: Int, context: EvaluationContext
    ) throws(EvaluationError) -> Operand {
        let isConstant = operands.allSatisfy(\.isConstant)
        let rowCount = isConstant ? 1 : count
        guard
            let column = isConstant ? operands[index].values : operands[index].column(count: count),
            case .list(let list) = column.storage
        else { return operands[index] }
        let rows = list.rowOfElement
        var flat: [Operand] = []
        for (position, operand) in operands.enumerated() {
            if position == index {
                flat.append(.column(list.elements))
            } else if case .column(let other) = operand {
                flat.append(.column(other.gather(rows)))
            } else {
                flat.append(operand)
            }
        }
        let results = try apply(flat, count: rows.count, context: context)
            .column(count: rows.count)
        let lists = Column.list(of: results, rows: rows, rowCount: rowCount)
        return isConstant ? .constant(lists) : .column(lists)
    }

    private func split(
        _ operands: [Operand], count: Int, context: EvaluationContext
    ) throws(EvaluationError) -> Column {
        if count <= pieceRows {
            if context.isCancelled { throw .cancelled }
            return try evaluate(operands, count, context)
        }
        let pieces = try Morsels.map(count, context, rowCount: pieceRows) {
            range throws(EvaluationError) in
            var part: [Operand] = []
            for operand in operands {
                if case .column(let column) = operand {
                    part.append(.column(column.slice(range)))
                } else {
                    part.append(operand)
                }
            }
            return try evaluate(part, range.count, context)
        }
        return Column.concatenated(pieces)
    }
}

extension Column {
    /// Results as a list per row, in order, the missing ones left out.
    ///
    /// - Parameters:
    ///   - values: scalars, or lists, whose elements are put into one list.
    ///   - rows: the row of each value, ascending.
    static func list(of values: Column, rows: [Int32], rowCount: Int) -> Column {
        var owner = rows
        var elements = values
        if case .list(let inner) = values.storage {
            owner = inner.rowOfElement.map { rows[Int($0)] }
            elements = inner.elements
        } else if let validity = values.validity {
            let kept = validity.rows()
            owner = kept.map { rows[Int($0)] }
            elements = values.gather(kept)
        }
        var starts = [Int32](repeating: 0, count: rowCount + 1)
        for row in owner { starts[Int(row) + 1] += 1 }
        var words = [UInt64](repeating: 0, count: (rowCount + 63) >> 6)
        for row in 0..<rowCount {
            if starts[row + 1] > 0 { words[row >> 6] |= 1 << UInt64(row & 63) }
            starts[row + 1] += starts[row]
        }
        return Column(
            .list(ListColumn(starts: starts, elements: elements)),
            validity: Bitmap(words: words, count: rowCount))
    }

    /// Values computed per dictionary entry, given to every row by its code. Text stays dictionary-coded.
    func expanded(by codes: [Int32]) -> Column {
        let source: TextColumn
        switch storage {
        case .text(let text): source = text
        case .coded: source = comparedText
        default: return gather(codes)
        }
        // Two spellings may have come out the same (`lower`), and a dictionary holds each text once.
        var numbering = TextNumbering(source, match: .exact)
        var newCodes = [Int32](repeating: 0, count: count)
        for entry in 0..<count where isPresent(entry) {
            newCodes[entry] = numbering.number(entry) + 1
        }
        let views = [TextView.empty] + numbering.firstRows.map { source.views[Int($0)] }
        let coded = CodedColumn(
            codes: Column.lookUp(codes, in: newCodes),
            dictionary: TextColumn(arena: source.arena, views: views))
        var ownSpelling = Spelling.canonical
        if case .original(let shown) = spelling { ownSpelling = .original(shown.gather(codes)) }
        return Column(
            .coded(coded), validity: Bitmap.present(codes: coded.codes), spelling: ownSpelling)
    }

    static func lookUp<Value>(_ codes: [Int32], in table: [Value]) -> [Value] {
        table.withUnsafeBufferPointer { table in
            codes.withUnsafeBufferPointer { codes in
                [Value](unsafeUninitializedCapacity: codes.count) { out, filled in
                    for row in 0..<codes.count {
                        (out.baseAddress! + row).initialize(to: table[Int(codes[row])])
                    }
                    filled = codes.count
                }
            }
        }
    }
}

extension CodedColumn {
    /// The dictionary as a column, its entry for missing rows missing.
    var distinctValues: Column {
        let count = dictionary.count
        var validity = Bitmap(repeating: true, count: count)
        if count > 0 { validity.set(0, to: false) }
        return Column(.text(dictionary), validity: validity)
    }
}

extension Bitmap {
    /// The rows whose code is not 0; nil when that is all of them.
    static func present(codes: [Int32]) -> Bitmap? {
        let bitmap = Bitmap.filled(codes.count) { codes[$0] != 0 }
        return bitmap.countOnes == codes.count ? nil : bitmap
    }
}
