import BoardLanguage
import Columns

/// A board with every name resolved, ready to run.
struct BoundBoard: Sendable {
    /// The object whose records the rows are at first.
    let object: Table
    /// Its slot.
    let slot: Int
    let stages: [any BoundStage]
    /// What the answer shows, after the last stage.
    let output: [VisibleColumn]
    /// How many slots a frame of this board needs.
    let slotCount: Int
    /// Set when the board ends in `expect`, `export`, `send` or an action.
    let ending: BoardEnding?
    let scope: Scope
    let place: Place
}

enum BoardEnding: Sendable {
    case expectation(BoundExpectation)
    case export(ExportRequest)
    case send(BoundSend)
    case action(ActionBinding)
}

/// A column of the answer.
struct VisibleColumn: Sendable {
    var heading: String
    var expression: BoundExpression
    /// Written as a plain path without a name: once its links are expanded, it shows the expanded record.
    var followsExpansion: Bool
    /// Asked for by name, and not just there because the object has it.
    var isNamed = false
}

/// One stage of a bound board.
///
/// The frame has the slots that the binder gave the stages before; the stage changes its rows, adds slots,
/// or both. It must not look at anything but the frame and the execution.
protocol BoundStage: Sendable {
    /// The stage word: `where`, `take`.
    var word: String { get }
    var place: Place { get }
    /// Every expression that the stage computes, for explanations and for finding references to the row
    /// outside.
    var expressions: [BoundExpression] { get }
    func run(_ frame: inout Frame, _ execution: Execution) throws(BoardError)
}
