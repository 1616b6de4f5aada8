import Okta
import Synchronization

/// Parts of states that many targets of one plan or run have in common, such as the group of a thousand new members.
///
/// Targets that are read together may each read a part the first time; what was refused is not kept.
public final class SharedReadings: Sendable {
    private let parts = Mutex<[String: JSONView]>([:])

    public init() {}

    /// By the target of the call that reads it.
    subscript(target: String) -> JSONView? {
        get { parts.withLock { $0[target] } }
        set { parts.withLock { $0[target] = newValue } }
    }
}
