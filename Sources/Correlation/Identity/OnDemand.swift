import Synchronization

/// A value that is made when it is first asked for, once, by whichever thread asks.
final class OnDemand<Value: Sendable>: Sendable {
    private let make: @Sendable () -> Value
    private let slot = Mutex<Value?>(nil)

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    var value: Value {
        slot.withLock { slot in
            if let ready = slot { return ready }
            let made = make()
            slot = made
            return made
        }
    }
}
