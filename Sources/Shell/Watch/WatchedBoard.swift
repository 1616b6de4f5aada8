import Columns
import Engine
import Render

/// A board that is answered again and again, with its answer at the last look.
final class WatchedBoard {
    /// As it was named or typed.
    let title: String
    private let run: Session.Run
    private(set) var answer: BoardResult
    /// What the answer was made of: the same links over the same tables give the same answer.
    private var basis: ObjectIdentifier
    private var lastTrouble: String?

    init(_ title: String, _ run: @escaping Session.Run, in session: Session) throws(Session.Refused)
    {
        self.title = title
        self.run = run
        basis = ObjectIdentifier(session.folder.model)
        var environment = session.environment
        environment.identifiesRows = true
        do throws(BoardError) { answer = try run(BoardRunner(environment: environment)) } catch {
            throw Session.Refused(reply: session.reply(to: error))
        }
    }

    /// What a look has found.
    enum Look {
        case same
        case changed(RowDifference, from: BoardResult, to: BoardResult)
        /// It could not be answered, for a reason that was not told yet.
        case failed(Reply)
    }

    /// Answers it again, unless nothing that it rests on can have changed.
    func look(in session: Session) -> Look {
        let model = session.folder.model
        if basis == ObjectIdentifier(model), !answer.readsClock, lastTrouble == nil { return .same }
        var environment = session.environment
        environment.identifiesRows = true
        environment.keys = answer.key?.fields ?? [:]
        let next: BoardResult
        do throws(BoardError) { next = try run(BoardRunner(environment: environment)) } catch {
            if error.diagnostic.message == lastTrouble { return .same }
            lastTrouble = error.diagnostic.message
            return .failed(session.reply(to: error))
        }
        lastTrouble = nil
        basis = ObjectIdentifier(model)
        let before = answer
        answer = next
        let difference = RowDifference(from: before, to: next)
        return difference.isEmpty ? .same : .changed(difference, from: before, to: next)
    }
}
