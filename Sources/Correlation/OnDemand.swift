import Synchronization

/// A value that is made when it is first asked for, once, by whichever thread asks; and again after it was let go.
final class OnDemand<Value: Sendable>: Sendable {
    private let make: @Sendable () -> Value
    private let slot: Mutex<Value?>

    /// - Parameter ready: the value, if it is there already.
    init(_ ready: Value? = nil, _ make: @escaping @Sendable () -> Value) {
        self.make = make
        slot = Mutex(ready)
    }

    var value: Value {
        slot.withLock { slot in
            if let ready = slot { return ready }
            let made = make()
            slot = made
            return made
        }
    }

    /// The value, if it is there.
    var ready: Value? { slot.withLock { $0 } }

    /// Gives the value's memory back until somebody asks for it again.
    func release() { slot.withLock { $0 = nil } }
}
