import Columns
import Glibc
import Synchronization
import TestSupport
import Testing

/// Parts that are made on several cores and delivered in their order.
struct InTurnTests {
    private struct Failure: Error, Equatable { let part: Int }

    /// What was delivered, and whether two deliveries or two parts of one worker ever overlapped. Kept without a
    /// lock, as callers keep their buffers.
    private final class Record {
        private(set) var delivered: [Int] = []
        /// The part that each worker has made and not delivered.
        private let held: UnsafeMutablePointer<Int>
        private let deliveries = Atomic(0)
        private let overlaps = Atomic(0)
        private let lastMade = Atomic(-1)

        init(workers: Int) {
            held = .allocate(capacity: workers)
            held.initialize(repeating: -1, count: workers)
        }

        deinit { held.deallocate() }

        var hasOverlap: Bool { overlaps.load(ordering: .relaxed) > 0 }

        func make(_ part: Int, _ worker: Int) {
            if held[worker] != -1 { overlaps.wrappingAdd(1, ordering: .relaxed) }
            held[worker] = part
            lastMade.max(part, ordering: .relaxed)
        }

        /// Waits until a later part is made, or for half a second where no other core takes one.
        func waitForPart(behind part: Int) {
            for _ in 0..<500 where lastMade.load(ordering: .relaxed) <= part { usleep(1000) }
        }

        func deliver(_ part: Int, _ worker: Int, _ body: () throws -> Void) rethrows {
            let others = deliveries.wrappingAdd(1, ordering: .relaxed).oldValue
            if others > 0 || held[worker] != part { overlaps.wrappingAdd(1, ordering: .relaxed) }
            held[worker] = -1
            defer { deliveries.wrappingSubtract(1, ordering: .relaxed) }
            try body()
            delivered.append(part)
        }
    }

    /// Work of a length that differs from part to part, so that parts are ready out of order; long enough for
    /// another core to wake.
    private func work(_ units: Int) {
        #expect((0..<units * 500).reduce(0) { ($0 &* 31) ^ $1 } != 1)
    }

    @Test func `Parts are delivered once each and in order for any number of threads`() throws {
        for count in [0, 1, 2, 3, 7, 64, 501] {
            for threads in [0, 1, 2, 3, 8, 600] {
                let record = Record(workers: max(1, min(threads, count)))
                var random = SeededNumbers(seed: count)
                let units = (0..<count).map { _ in random.below(20) }
                try inTurn(count, threads: threads) { part, worker in
                    record.make(part, worker)
                    work(units[part])
                } deliver: { part, worker in
                    record.deliver(part, worker) { work(units[part] / 4) }
                }
                let isInOrder = record.delivered == Array(0..<count)
                #expect(isInOrder, "\(count) parts, \(threads) threads")
                #expect(!record.hasOverlap, "\(count) parts, \(threads) threads")
            }
        }
    }

    @Test func `The first part that fails ends it, whoever fails and however many`() throws {
        for seed in 0..<60 {
            var random = SeededNumbers(seed: seed)
            let count = 5 + random.below(40)
            let threads = 1 + random.below(6)
            let unmade = Set((0..<random.below(4)).map { _ in random.below(count) })
            let undelivered = Set((0..<random.below(4)).map { _ in random.below(count) })
            let units = (0..<count).map { _ in random.below(20) }
            let first = unmade.union(undelivered).min()
            // Nobody makes a part behind the last one, or beside a worker who is alone.
            let waits = threads > 1 && first ?? count < count - 1
            let record = Record(workers: min(threads, count))
            var failure: Failure?
            do {
                try inTurn(count, threads: threads) { part, worker in
                    record.make(part, worker)
                    work(units[part])
                    if waits, part == first { record.waitForPart(behind: part) }
                    if unmade.contains(part) { throw Failure(part: part) }
                } deliver: { part, worker in
                    try record.deliver(part, worker) {
                        if waits, part == first { record.waitForPart(behind: part) }
                        if undelivered.contains(part) { throw Failure(part: part) }
                    }
                }
            } catch let error as Failure {
                failure = error
            }
            #expect(failure == first.map { Failure(part: $0) }, "seed \(seed)")
            let isInOrder = record.delivered == Array(0..<(first ?? count))
            #expect(isInOrder && !record.hasOverlap, "seed \(seed)")
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
