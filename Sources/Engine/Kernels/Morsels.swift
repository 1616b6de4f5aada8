import Columns
import Dispatch
import Synchronization

/// Splits rows into pieces for the cores.
///
/// Pieces are the same whatever the number of threads, and results come back in row order, so a kernel that is
/// a function of its piece gives the same answer on any machine.
enum Morsels {
    /// Rows in a piece; a multiple of 64, so that pieces of a bitmap are whole words.
    static let rowCount = 65_536

    /// The results of `body` for each piece of `0 ..< count`, in order.
    ///
    /// - Throws: `cancelled` when the flag was set before a piece began, else the first piece's error.
    static func map<Result: Sendable>(
        _ count: Int, _ context: EvaluationContext,
        _ body: @Sendable (Range<Int>) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> [Result] {
        let pieceCount = max(1, (count + rowCount - 1) / rowCount)
        @Sendable func piece(_ index: Int) throws(EvaluationError) -> Result {
            if context.cancellation.isCancelled { throw .cancelled }
            return try body(index * rowCount..<min(count, (index + 1) * rowCount))
        }
        let workers = min(context.threads, pieceCount)
        if workers <= 1 {
            var results: [Result] = []
            results.reserveCapacity(pieceCount)
            for index in 0..<pieceCount { results.append(try piece(index)) }
            return results
        }
        let board = Mutex(Progress<Result>(pieceCount: pieceCount))
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while let index = board.withLock({ $0.take() }) {
                do throws(EvaluationError) {
                    let result = try piece(index)
                    board.withLock { $0.results[index] = result }
                } catch {
                    board.withLock { $0.fail(index, error) }
                }
            }
        }
        let progress = board.withLock { $0 }
        if let failure = progress.failure { throw failure.error }
        return progress.results.compactMap { $0 }
    }

    private struct Progress<Result: Sendable> {
        var results: [Result?]
        var next = 0
        var failure: (index: Int, error: EvaluationError)?

        init(pieceCount: Int) {
            results = [Result?](repeating: nil, count: pieceCount)
        }

        /// The next piece; nil when all are taken, or when a piece before it failed.
        mutating func take() -> Int? {
            guard next < results.count, failure == nil else { return nil }
            next += 1
            return next - 1
        }

        /// Pieces are taken in order, so every piece before the first that fails has been taken: the error
        /// kept does not depend on timing.
        mutating func fail(_ index: Int, _ error: EvaluationError) {
            if failure == nil || index < failure!.index { failure = (index, error) }
        }
    }
}
