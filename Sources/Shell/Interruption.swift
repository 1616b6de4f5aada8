import Columns
import Synchronization

/// Passes Ctrl-C from whoever hears it, on any thread, to the command that runs now.
public final class Interruption: Sendable {
    private let cancellation = Mutex(Cancellation())

    init() {}

    /// The flag of the command that runs now.
    var current: Cancellation { cancellation.withLock { $0 } }

    /// Begins a command: what was interrupted before it is over.
    public func begin() { cancellation.withLock { $0 = Cancellation() } }

    /// Ends the command that runs now as soon as it looks; nothing when none does.
    public func interrupt() { current.cancel() }
}
