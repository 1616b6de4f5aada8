import Columns
import Dispatch
import Synchronization

/// Splits rows into pieces for the cores.
///
/// Pieces are the same whatever the number of threads, and results come back in row order, so a kernel that is
/// a function of its piece gives the same answer on any machine. The cancellation flag is looked at before each
/// piece.
enum Morsels {
    /// Rows in a piece; a multiple of 64, so that pieces of a bitmap are whole words.
    static let rowCount = 65_536
    /// Rows in a piece where a row may take a microsecond, as a regular expression does: 10 ms, not 65.
    static let heavyRowCount = 8192
    /// Rows below which a loop of about a nanosecond a row is left to one core.
    static let splitMin = 262_144

    /// The results of `body` for each piece of `0 ..< count`, in order.
    ///
    /// - Throws: `cancelled` when the flag was set before a piece began, else the first piece's error.
    static func map<Result: Sendable>(
        _ count: Int, _ context: EvaluationContext, rowCount: Int = Morsels.rowCount,
        _ body: @Sendable (Range<Int>) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> [Result] {
        let pieceCount = max(1, (count + rowCount - 1) / rowCount)
        @Sendable func piece(_ index: Int) throws(EvaluationError) -> Result {
            if context.isCancelled { throw .cancelled }
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

/// Light loops, of about a nanosecond a row, that write what they find in its place.
extension Morsels {
    /// Calls `body` for each piece of `0 ..< count`, in any order, with what each core made once for itself.
    ///
    /// - Parameter body: may write only what belongs to its piece.
    static func each<Scratch>(
        _ count: Int, _ context: EvaluationContext, scratch: @autoclosure () -> Scratch,
        _ body: (inout Scratch, Range<Int>) -> Void
    ) throws(EvaluationError) {
        let pieceCount = (count + rowCount - 1) / rowCount
        let workers = count < splitMin ? 1 : max(1, min(context.threads, pieceCount))
        let next = Atomic(0)
        _ = concurrently(workers, threads: workers) { _ in
            var own = scratch()
            while true {
                let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if piece >= pieceCount || context.isCancelled { break }
                body(&own, piece * rowCount..<min(count, (piece + 1) * rowCount))
            }
        }
        if context.isCancelled { throw .cancelled }
    }

    /// An array of `count` values, of which `body` writes those of its piece.
    static func array<Value: BitwiseCopyable>(
        _ count: Int, _ context: EvaluationContext,
        _ body: (Range<Int>, UnsafeMutablePointer<Value>) -> Void
    ) throws(EvaluationError) -> [Value] {
        try array(count, context, scratch: ()) { _, range, out in body(range, out) }
    }

    /// The same with what each core made once for itself.
    static func array<Value: BitwiseCopyable, Scratch>(
        _ count: Int, _ context: EvaluationContext, scratch: @autoclosure () -> Scratch,
        _ body: (inout Scratch, Range<Int>, UnsafeMutablePointer<Value>) -> Void
    ) throws(EvaluationError) -> [Value] {
        try [Value].written(count) { out throws(EvaluationError) in
            try each(count, context, scratch: scratch()) { body(&$0, $1, out) }
            return count
        }
    }

    /// A bitmap of `count` rows, of which `body` gives the bits of its piece.
    static func bitmap(
        _ count: Int, _ context: EvaluationContext, _ body: (Range<Int>) -> Bitmap
    ) throws(EvaluationError) -> Bitmap {
        if count <= rowCount {
            if context.isCancelled { throw .cancelled }
            return body(0..<count)
        }
        let wordCount = (count + 63) >> 6
        let words = try [UInt64].written(wordCount) { out throws(EvaluationError) in
            try each(count, context, scratch: ()) { _, range in
                let piece = body(range).words
                (out + (range.lowerBound >> 6)).initialize(from: piece, count: piece.count)
            }
            return wordCount
        }
        return Bitmap(words: words, count: count)
    }
}

extension Array where Element: BitwiseCopyable {
    /// An array that `write` fills from the front; it answers with how many values it wrote.
    static func written(
        _ capacity: Int,
        _ write: (UnsafeMutablePointer<Element>) throws(EvaluationError) -> Int
    ) throws(EvaluationError) -> [Element] {
        if capacity == 0 { return [] }
        var failure: EvaluationError?
        let values = [Element](unsafeUninitializedCapacity: capacity) { out, filled in
            guard let out = out.baseAddress else { return }
            do throws(EvaluationError) {
                filled = try write(out)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return values
    }
}
