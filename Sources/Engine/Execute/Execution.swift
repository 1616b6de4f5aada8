import BoardLanguage
import Columns
import Correlation

/// One run of a board: what its stages share.
final class Execution {
    let environment: Environment
    let facts = Facts()
    /// Boards in parentheses that were run already; those that look outside up to the first stage that does.
    var setFrames: [ObjectIdentifier: Frame] = [:]
    /// Values over a frame outside, kept while a board in parentheses is run for each of its rows.
    var outsideValues: [ObjectIdentifier: [PlaceKey: Operand]] = [:]
    /// Rows in which the condition at hand met a missing value, by what was missing.
    var metMissing: [(what: String, rows: Bitmap)] = []
    private var arrays: [Hop: LinkArray] = [:]

    struct PlaceKey: Hashable {
        let span: Span
        let source: ObjectIdentifier

        init(_ place: Place) {
            span = place.span
            source = ObjectIdentifier(place.source)
        }
    }

    init(environment: Environment) { self.environment = environment }

    var context: EvaluationContext { environment.context }

    func checkCancelled(_ place: Place) throws(BoardError) {
        if context.isCancelled { throw place.error(EvaluationError.cancelled) }
    }

    /// The link as rows; the crossing is noted for the footer.
    func array(_ hop: Hop, of route: Route) -> LinkArray {
        facts.note(route)
        if let known = arrays[hop] { return known }
        let array = environment.links.array(of: hop.link, hop.direction)
        arrays[hop] = array
        return array
    }

    /// Has the links of a route matched, as rows; cancelled meanwhile, it does not wait for them.
    func prepare(_ route: Route, at place: Place) throws(BoardError) {
        for hop in route.hops where arrays[hop] == nil {
            let links = environment.links
            if links.hasArray(of: hop.link, hop.direction) { continue }
            let matched: Void? = context.cancellation.awaited {
                _ = links.array(of: hop.link, hop.direction)
            }
            guard matched != nil else { throw place.error(EvaluationError.cancelled) }
        }
    }

    /// The link's rows, if the run crossed it.
    func knownArray(_ hop: Hop) -> LinkArray? { arrays[hop] }

    /// Computes `body`, its failures told at `place`.
    func at<Result>(
        _ place: Place, _ body: () throws(EvaluationError) -> Result
    ) throws(BoardError) -> Result {
        do throws(EvaluationError) { return try body() } catch { throw place.error(error) }
    }

    /// The rows of a frame at `selection`, in its order; -1 gives a row that has nothing.
    func picked(
        _ frame: Frame, _ selection: [Int32], isDistinct: Bool = true, _ place: Place
    ) throws(BoardError) -> Frame {
        try at(place) { () throws(EvaluationError) in
            try frame.picked(selection, isDistinct: isDistinct, context)
        }
    }

    /// The rows of a frame that are kept.
    func filtered(
        _ frame: Frame, _ kept: Bitmap, _ place: Place
    ) throws(BoardError) -> Frame {
        try at(place) { () throws(EvaluationError) in try frame.filtered(kept, context) }
    }

    /// The frame of a board before its first stage.
    func start(_ board: BoundBoard, outside: Frame.Outside? = nil) -> Frame {
        facts.touch(board.object.name)
        var frame = Frame(
            rowCount: board.object.rowCount,
            slots: [SlotRows?](repeating: nil, count: board.slotCount), outside: outside)
        frame[board.slot] = SlotRows(rows: nil, isDistinct: true)
        return frame
    }
}
