import Columns

/// Boards in parentheses: run once, or for each row outside where they look at it.
extension Execution {
    /// Pairs of rows that one set may be asked about; more is most likely a missing link.
    static let pairsMax = 2_000_000_000

    func hasRows(_ set: BoundSet, _ frame: Frame) throws(BoardError) -> Bitmap {
        guard set.firstCorrelatedStage != nil else {
            let rows = try self.frame(of: set).rowCount
            return Bitmap(repeating: rows > 0, count: frame.rowCount)
        }
        var found = Bitmap(repeating: false, count: frame.rowCount)
        try forEachRow(set, frame) { (row, inner) throws(BoardError) in
            if inner.rowCount > 0 { found.set(row, to: true) }
        }
        return found
    }

    func isIn(
        _ value: BoundExpression, _ set: BoundSet, _ frame: Frame
    ) throws(BoardError) -> Bitmap {
        let operand = try self.value(value, frame)
        guard let column = set.column else {
            return Bitmap(repeating: false, count: frame.rowCount)
        }
        if set.firstCorrelatedStage == nil {
            let inner = try self.frame(of: set)
            let members = try values(column, inner)
            let distinct = try at(set.place) { () throws(EvaluationError) in
                try ValueSet(members, probedBy: operand.type, context: context)
            }
            return try at(set.place) { () throws(EvaluationError) in
                try distinct.contains(operand, count: frame.rowCount)
            }
        }
        var found = Bitmap(repeating: false, count: frame.rowCount)
        let whole = operand.column(count: frame.rowCount)
        try forEachRow(set, frame) { (row, inner) throws(BoardError) in
            let members = try values(column, inner)
            let own = Operand.constant(whole.gather([Int32(row)]))
            let isIn = try at(set.place) { () throws(EvaluationError) in
                try ValueSet(members, probedBy: operand.type, context: context)
                    .contains(own, count: 1)[0]
            }
            if isIn { found.set(row, to: true) }
        }
        return found
    }

    func setAggregate(
        _ set: BoundSet, _ signature: AggregateSignature, _ frame: Frame, type: ValueType
    ) throws(BoardError) -> Operand {
        guard set.firstCorrelatedStage != nil else {
            return .constant(try aggregate(signature, set, try self.frame(of: set)))
        }
        var columns: [Column] = []
        columns.reserveCapacity(frame.rowCount)
        try forEachRow(set, frame) { (_, inner) throws(BoardError) in
            columns.append(try aggregate(signature, set, inner))
        }
        return .column(
            columns.isEmpty ? .missing(type, count: 0) : Column.concatenated(columns))
    }

    private func aggregate(
        _ signature: AggregateSignature, _ set: BoundSet, _ inner: Frame
    ) throws(BoardError) -> Column {
        var groups = [Int32](repeating: 0, count: inner.rowCount)
        var column: Column?
        if signature.needsValue, let expression = set.column {
            var read = try values(expression, inner)
            if case .list(let list) = read.storage {
                groups = groups.picked(list.rowOfElement)
                read = list.elements
            }
            column = read
        }
        return try at(set.place) { () throws(EvaluationError) in
            try signature.evaluate(column, groups, 1, context)
        }
    }

    private func values(_ column: BoundExpression, _ inner: Frame) throws(BoardError) -> Column {
        try silently { () throws(BoardError) in
            try value(column, inner).column(count: inner.rowCount)
        }
    }

    /// The set's rows as far as they are the same for every row outside.
    private func frame(of set: BoundSet) throws(BoardError) -> Frame {
        if let known = setFrames[ObjectIdentifier(set)] { return known }
        let end = set.firstCorrelatedStage ?? set.board.stages.count
        let frame = try silently { () throws(BoardError) in
            var frame = start(set.board)
            for stage in set.board.stages[..<end] { try run(stage, &frame) }
            return frame
        }
        setFrames[ObjectIdentifier(set)] = frame
        return frame
    }

    /// Runs the stages that look outside once per row, that row as a constant.
    private func forEachRow(
        _ set: BoundSet, _ frame: Frame, _ body: (Int, Frame) throws(BoardError) -> Void
    ) throws(BoardError) {
        let common = try self.frame(of: set)
        let (pairs, isTooMany) = common.rowCount.multipliedReportingOverflow(by: frame.rowCount)
        if isTooMany || pairs > Self.pairsMax {
            throw set.place.error(
                "this set would be worked out for \(Grouped.text(frame.rowCount)) rows of "
                    + "\(Grouped.text(common.rowCount)) rows each",
                help: "a where before it leaves fewer rows; a pinned link needs no set", kind: .run)
        }
        let identity = Frame.Identity()
        let key = ObjectIdentifier(identity)
        outsideValues[key] = [:]
        defer { outsideValues[key] = nil }
        let stages = set.board.stages[(set.firstCorrelatedStage ?? 0)...]
        try silently { () throws(BoardError) in
            for row in 0..<frame.rowCount {
                try checkCancelled(set.place)
                var inner = common
                inner.outside = Frame.Outside(frame: frame, owner: .row(row), identity: identity)
                for stage in stages { try run(stage, &inner) }
                try body(row, inner)
            }
        }
    }

    /// Runs one stage, looking at the cancellation flag first.
    func run(_ stage: any BoundStage, _ frame: inout Frame) throws(BoardError) {
        try checkCancelled(stage.place)
        try stage.run(&frame, self)
    }
}
