/// Finds a match and its groups by running all threads of the automaton side by side, in order of preference
/// (Pike's algorithm): time is at most the text's length times the program's.
struct PatternFinder {
    private let program: PatternProgram
    private var current: Threads
    private var following: Threads

    init(_ program: PatternProgram) {
        self.program = program
        current = Threads(program)
        following = Threads(program)
    }

    /// The leftmost match at or after `start`: for each group the byte offsets of its start and end, -1 where
    /// it took no part; nil when there is no match.
    mutating func firstMatch(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> [Int32]? {
        let slotCount = program.slotCount
        var found: [Int32]?
        var working = [Int32](repeating: -1, count: slotCount)
        current.clear()
        var position = start
        var before = ScalarDecoding.before(bytes, start)
        while true {
            let decoded = position < bytes.count ? ScalarDecoding.decode(bytes, at: position) : nil
            if found == nil {
                for slot in 0..<slotCount { working[slot] = -1 }
                current.follow(0, program, &working, position, before, decoded?.scalar)
            }
            if found != nil, current.order.isEmpty { break }
            following.clear()
            for index in current.order {
                let base = Int(index) * slotCount
                switch program.instructions[Int(index)] {
                case .match:
                    found = Array(current.slots[base..<base + slotCount])
                case .set(let set):
                    guard let decoded, program.sets[set].contains(decoded.scalar) else { continue }
                    for slot in 0..<slotCount { working[slot] = current.slots[base + slot] }
                    let next = position + decoded.length
                    let after =
                        next < bytes.count ? ScalarDecoding.decode(bytes, at: next).scalar : nil
                    following.follow(
                        Int(index) + 1, program, &working, next, decoded.scalar, after)
                    continue
                default: continue
                }
                // Threads behind a match are less preferred than it.
                break
            }
            guard let decoded else { break }
            swap(&current, &following)
            before = decoded.scalar
            position += decoded.length
        }
        return found
    }
}

/// Threads in order of preference, one at most per instruction, each with its slots.
private struct Threads {
    private enum Frame {
        case explore(Int)
        case restore(slot: Int, position: Int32)
    }

    private(set) var order: [Int32] = []
    private(set) var slots: [Int32]
    private var marks: [Int32]
    private var mark: Int32 = 0
    private var stack: [Frame] = []

    init(_ program: PatternProgram) {
        marks = [Int32](repeating: 0, count: program.instructions.count)
        slots = [Int32](
            repeating: -1, count: program.instructions.count * program.slotCount)
    }

    mutating func clear() {
        order.removeAll(keepingCapacity: true)
        mark += 1
    }

    /// Adds the threads reachable from an instruction without taking a scalar, preferred ones first.
    mutating func follow(
        _ start: Int, _ program: PatternProgram, _ own: inout [Int32], _ position: Int,
        _ before: Unicode.Scalar?, _ after: Unicode.Scalar?
    ) {
        stack.append(.explore(start))
        while let frame = stack.popLast() {
            switch frame {
            case .restore(let slot, let position): own[slot] = position
            case .explore(let index):
                if marks[index] == mark { continue }
                marks[index] = mark
                switch program.instructions[index] {
                case .jump(let next): stack.append(.explore(next))
                case .split(let first, let second):
                    stack.append(.explore(second))
                    stack.append(.explore(first))
                case .save(let slot):
                    stack.append(.restore(slot: slot, position: own[slot]))
                    own[slot] = Int32(position)
                    stack.append(.explore(index + 1))
                case .assertion(let assertion):
                    if assertion.holds(before, after) { stack.append(.explore(index + 1)) }
                case .set, .match:
                    order.append(Int32(index))
                    let base = index * program.slotCount
                    for slot in 0..<program.slotCount { slots[base + slot] = own[slot] }
                }
            }
        }
    }
}
