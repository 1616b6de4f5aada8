import BoardLanguage
import Columns
import Correlation

/// Resolves every name of a board against a catalog, and finds all errors that need no data.
///
/// One binder serves one run: it caches what it learns of the catalog, and counts slots per board.
final class Binder {
    let environment: Environment
    let objects: ObjectIndex
    /// What names of this text may stand for; changes while a saved board is bound.
    var lexical: Lexical
    /// Saved boards being bound, outermost first, to refuse recursion.
    var savedStack: [(identity: String, name: String)] = []
    /// Slots given out in the board at hand.
    var slotCount = 0
    /// Sentences for the footer that are known before running.
    var notes: [String] = []
    /// Whether the answer depends on the moment it is asked.
    var readsClock = false
    /// Tables of earlier states, by the names they have in this board.
    var earlier: [ObjectName: Earlier] = [:]
    private var fieldIndexes: [ObjectName: FieldIndex] = [:]
    private var cachedGraph: LinkGraph?
    /// Links were needed, and who asked did not wait until they were found.
    private(set) var isCancelled = false

    /// The text being bound, with its parameters and its `let`s.
    struct Lexical {
        var source: SourceText
        var parameters: [String: Parameter] = [:]
        var bindings: [String: Board] = [:]
    }

    struct Parameter {
        let type: ValueType
        let operand: Operand
    }

    init(environment: Environment, source: SourceText) {
        self.environment = environment
        objects = ObjectIndex(names: environment.catalog.tables.map(\.name))
        lexical = Lexical(source: source)
    }

    func place(_ span: Span) -> Place { Place(span: span, source: lexical.source) }

    func error(_ message: String, at span: Span, help: String? = nil) -> BoardError {
        place(span).error(message, help: help)
    }

    func table(_ name: ObjectName) -> Table? { environment.catalog[name] }

    func fields(of table: Table) -> FieldIndex {
        if let known = fieldIndexes[table.name] { return known }
        let index = FieldIndex(names: table.fields.map(\.name))
        fieldIndexes[table.name] = index
        return index
    }

    /// The links, inferred when a board first needs one; none once that is cancelled, and then nothing that is bound
    /// is to be believed.
    var graph: LinkGraph {
        if let cachedGraph { return cachedGraph }
        let (tables, links) = (environment.catalog.tables, environment.links)
        let make = { @Sendable in LinkGraph(tables: tables, model: links) }
        let cancellation = environment.context.cancellation
        guard let made = links.hasLinks ? make() : cancellation.awaited(make) else {
            isCancelled = true
            return LinkGraph(tables: [], model: LinkModel(tables: []))
        }
        cachedGraph = made
        return made
    }

    /// A board that nothing stands around.
    func bindWhole(_ board: Board) throws(BoardError) -> BoundBoard {
        let place = Place(span: board.span, source: lexical.source)
        let bound: BoundBoard
        do throws(BoardError) {
            bound = try bindBoard(board)
        } catch {
            // Whatever is wrong with the board, it was held against links that were not all there.
            throw isCancelled ? place.error(EvaluationError.cancelled) : error
        }
        if isCancelled { throw place.error(EvaluationError.cancelled) }
        return bound
    }

    /// The position of the field that a person knows the object's records by; nil without fields.
    func primaryColumn(of table: Table) -> Int? {
        environment.links.primaryField(of: base(table.name)).flatMap { table.index(of: $0) }
            ?? (table.fields.isEmpty ? nil : 0)
    }

    func newSlot() -> Int {
        slotCount += 1
        return slotCount - 1
    }

    /// Runs `body` with other texts or counters in place, and puts these back however it ends.
    func nested<Result>(
        lexical other: Lexical? = nil, freshSlots: Bool = false,
        _ body: () throws(BoardError) -> Result
    ) throws(BoardError) -> Result {
        let (savedLexical, savedCount) = (lexical, slotCount)
        if let other { lexical = other }
        if freshSlots { slotCount = 0 }
        defer {
            lexical = savedLexical
            if freshSlots { slotCount = savedCount }
        }
        return try body()
    }

    /// A field of a slot's record as an expression.
    func field(_ column: Int, slot: Int, table: Table, place: Place) -> BoundExpression {
        BoundExpression(
            .path(BoundPath(slot: slot, start: table, steps: [], leaf: .field(column))),
            type: table.columns[column].type, place: place)
    }

    /// What a path reads as a value: a field, or the primary field of the records it ends at; nil when their
    /// object has no fields.
    func value(of path: BoundPath, place: Place) -> BoundExpression? {
        guard let column = path.column ?? primaryColumn(of: path.table) else { return nil }
        var whole = path
        whole.leaf = .field(column)
        let type = path.table.columns[column].type
        return BoundExpression(
            .path(whole), type: path.isMany ? .list(type.scalar) : type, place: place)
    }

    func constant(_ operand: Operand, place: Place) -> BoundExpression {
        BoundExpression(.constant(operand), type: operand.type, place: place)
    }
}
