import Columns
import Synchronization

/// Counts how often work looks whether it is cancelled, and cancels it at one of the looks.
///
/// So a test sees that a loop looks often enough, and that each look ends the run, without a clock.
final class LookCount: Sendable {
    private let count = Atomic(0)
    private let last: Int

    /// - Parameter last: the look that cancels, from 1 on.
    init(cancellingAt last: Int = .max) { self.last = last }

    var value: Int { count.load(ordering: .relaxed) }

    func add(to cancellation: Cancellation) {
        if count.wrappingAdd(1, ordering: .relaxed).newValue >= last { cancellation.cancel() }
    }
}
