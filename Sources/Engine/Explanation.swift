import BoardLanguage
import Columns
import Correlation

/// How a board is answered, step by step.
extension BoardRunner {
    /// Runs a board and tells its steps: what each did, the rows before and after, how long it took, the links it
    /// crossed.
    ///
    /// - Parameter stopwatch: nanoseconds from any start.
    public func explain(
        _ board: Board, text: String, path: String? = nil, parameters: [String: Literal] = [:],
        bindings: [String: Board] = [:], stopwatch: () -> UInt64
    ) throws(BoardError) -> Table {
        let (_, bound) = try bind(board, text, path, parameters, bindings)
        return try explain(bound, stopwatch)
    }

    /// The links that a saved board's answer rests on, in the order in which it crosses them.
    public func links(
        of saved: SavedBoard, parameters: [String: Literal] = [:]
    ) throws(BoardError) -> [Link] {
        let bound = try bind(saved, parameters).bound
        let execution = Execution(environment: environment)
        var frame = execution.start(bound)
        for stage in bound.stages { try execution.run(stage, &frame) }
        for column in bound.output { _ = try execution.value(column.expression, frame) }
        return execution.facts.crossed
    }

    private func explain(
        _ bound: BoundBoard, _ stopwatch: () -> UInt64
    ) throws(BoardError) -> Table {
        let execution = Execution(environment: environment)
        var frame = execution.start(bound)
        var steps = StepTable()
        steps.add(
            bound.object.name.description, before: nil, after: frame.rowCount, nanoseconds: nil,
            links: [])
        var known = 0
        func newLinks() -> [String] {
            let links = execution.facts.links(execution.knownArray)
            defer { known = links.count }
            return Array(links[known...])
        }
        for stage in bound.stages {
            // A `show` of plain fields computes nothing: its columns are read at the end.
            if let compute = stage as? ComputeStage, compute.columns.isEmpty { continue }
            let before = frame.rowCount
            let start = stopwatch()
            try execution.run(stage, &frame)
            steps.add(
                stage.place.excerpt, before: before, after: frame.rowCount,
                nanoseconds: stopwatch() &- start, links: newLinks())
        }
        let start = stopwatch()
        for column in bound.output {
            try execution.checkCancelled(column.expression.place)
            _ = try execution.value(column.expression, frame)
        }
        steps.add(
            "\(bound.output.count) columns", before: frame.rowCount, after: frame.rowCount,
            nanoseconds: stopwatch() &- start, links: newLinks())
        return steps.table()
    }
}

/// The rows of an explanation.
private struct StepTable {
    private var steps = TextBuilder()
    private var before: [Int64] = []
    private var hasBefore: [Bool] = []
    private var after: [Int64] = []
    private var microseconds: [Int64] = []
    private var links = TextBuilder()
    private var hasLinks: [Bool] = []

    mutating func add(
        _ step: String, before: Int?, after: Int, nanoseconds: UInt64?, links: [String]
    ) {
        steps.append(step)
        self.before.append(Int64(before ?? 0))
        hasBefore.append(before != nil)
        self.after.append(Int64(after))
        microseconds.append(Int64(clamping: (nanoseconds ?? 0) / 1000))
        self.links.append(links.joined(separator: "; "))
        hasLinks.append(!links.isEmpty)
    }

    func table() -> Table {
        let count = after.count
        return Table(
            name: ObjectName("explanation"),
            fields: [
                Field(name: "step", type: .text), Field(name: "rows in", type: .integer),
                Field(name: "rows out", type: .integer), Field(name: "time", type: .duration),
                Field(name: "links", type: .text),
            ],
            columns: [
                Column(.text(steps.finish())),
                Column(.integer(before), validity: Bitmap.filled(count) { hasBefore[$0] }),
                Column(.integer(after)),
                Column(
                    .duration(microseconds), validity: Bitmap.filled(count) { hasBefore[$0] }),
                Column(
                    .text(links.finish()), validity: Bitmap.filled(count) { hasLinks[$0] }),
            ], rowCount: count)
    }
}
