import Synchronization

/// A ledger that several parts write at once.
final class Tally: Sendable {
    private let ledger: Mutex<Ledger>

    init(_ list: ObjectList) { ledger = Mutex(Ledger(list)) }

    var current: Ledger {
        ledger.withLock { ledger in
            // Parts end in any order; what is told has one order.
            ledger.shortfalls.sort { $0.part < $1.part }
            ledger.differences.sort { $0.part < $1.part }
            ledger.remarks.sort { $0.part < $1.part }
            return ledger
        }
    }

    /// What `body` says of the ledger as it stands, before anybody changes it.
    func asked<Value>(_ body: (Ledger) -> Value) -> Value { ledger.withLock { body($0) } }

    func change(_ body: (inout Ledger) -> Void) { ledger.withLock { body(&$0) } }

    func take(_ answer: Answer, rows: Int, duplicates: Int) {
        change { ledger in
            ledger.pages += 1
            ledger.rows += rows
            ledger.duplicates += duplicates
            if let seconds = answer.serverSeconds {
                ledger.startSeconds = min(ledger.startSeconds ?? seconds, seconds)
                ledger.endSeconds = max(ledger.endSeconds ?? seconds, seconds)
            }
        }
    }
}
