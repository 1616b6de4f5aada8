import Columns
import Synchronization
import TestSupport
import Testing

/// Parts that are made on several cores and delivered in their order.
struct InTurnTests {
    private struct Failure: Error, Equatable { let part: Int }

    /// What was delivered, and whether two deliveries or two parts of one worker ever overlapped.
    private final class Record: Sendable {
        struct State {
            var delivered: [Int] = []
            var made: [Int?]
            var isDelivering = false
            var hasOverlap = false
        }
        let state: Mutex<State>

        init(workers: Int) { state = Mutex(State(made: Array(repeating: nil, count: workers))) }

        func make(_ part: Int, _ worker: Int) {
            state.withLock {
                if $0.made[worker] != nil { $0.hasOverlap = true }
                $0.made[worker] = part
            }
        }

        func begin(_ part: Int, _ worker: Int) {
            state.withLock {
                if $0.isDelivering || $0.made[worker] != part { $0.hasOverlap = true }
                $0.isDelivering = true
                $0.made[worker] = nil
            }
        }

        func end(_ part: Int) {
            state.withLock {
                $0.isDelivering = false
                $0.delivered.append(part)
            }
        }
    }

    /// Work of a length that differs from part to part, so that parts are ready out of order.
    private func work(_ units: Int) -> Int { (0..<units * 200).reduce(0) { ($0 &* 31) ^ $1 } }

    @Test func `Parts are delivered once each and in order for any number of threads`() throws {
        for count in [0, 1, 2, 3, 7, 64, 501] {
            for threads in [0, 1, 2, 3, 8, 600] {
                let record = Record(workers: max(1, min(threads, count)))
                var random = SeededNumbers(seed: count)
                let units = (0..<count).map { _ in random.below(40) }
                try inTurn(count, threads: threads) { part, worker in
                    record.make(part, worker)
                    #expect(work(units[part]) != 1)
                } deliver: { part, worker in
                    record.begin(part, worker)
                    #expect(work(units[part] / 4) != 1)
                    record.end(part)
                }
                record.state.withLock {
                    #expect($0.delivered == Array(0..<count), "\(count) parts, \(threads) threads")
                    #expect(!$0.hasOverlap, "\(count) parts, \(threads) threads")
                }
            }
        }
    }

    @Test func `The first part that fails ends it, whoever fails and however many`() throws {
        for seed in 0..<300 {
            var random = SeededNumbers(seed: seed)
            let count = 1 + random.below(40)
            let threads = 1 + random.below(6)
            let unmade = Set((0..<random.below(4)).map { _ in random.below(count) })
            let undelivered = Set((0..<random.below(4)).map { _ in random.below(count) })
            let units = (0..<count).map { _ in random.below(20) }
            let first = unmade.union(undelivered).min()
            let record = Record(workers: min(threads, count))
            var failure: Failure?
            do {
                try inTurn(count, threads: threads) { part, worker in
                    record.make(part, worker)
                    #expect(work(units[part]) != 1)
                    if unmade.contains(part) { throw Failure(part: part) }
                } deliver: { part, worker in
                    record.begin(part, worker)
                    if undelivered.contains(part) { throw Failure(part: part) }
                    record.end(part)
                }
            } catch let error as Failure {
                failure = error
            }
            #expect(failure == first.map { Failure(part: $0) }, "seed \(seed)")
            record.state.withLock {
                #expect($0.delivered == Array(0..<(first ?? count)), "seed \(seed)")
            }
        }
    }

    @Test func `No part is begun once a failure is known`() throws {
        let made = Atomic(0)
        #expect(throws: Failure(part: 0)) {
            try inTurn(10_000, threads: 4) { _, _ in
                made.wrappingAdd(1, ordering: .relaxed)
            } deliver: { part, _ in
                throw Failure(part: part)
            }
        }
        // Each of the others may have one in hand.
        #expect(made.load(ordering: .relaxed) <= 4)
    }
}
