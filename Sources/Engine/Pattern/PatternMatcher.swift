/// Answers whether a pattern occurs in a text, as a deterministic automaton built while it runs.
///
/// A state is the set of instructions that wait for the next scalar, together with what assertions need
/// to know of the scalar before. A transition is computed once and then looked up, so most texts cost a load per
/// byte; a pattern that would need very many states has them dropped and rebuilt, which stays linear.
struct PatternMatcher {
    /// What assertions see of a neighbour: scalars of one kind are alike to them.
    private enum Neighbour: Int32 {
        case edge, newline, word, other

        init(_ scalar: Unicode.Scalar?) {
            guard let scalar else {
                self = .edge
                return
            }
            self = scalar == "\n" ? .newline : CharacterSet.isWord(scalar) ? .word : .other
        }

        var example: Unicode.Scalar? {
            switch self {
            case .edge: nil
            case .newline: "\n"
            case .word: "a"
            case .other: " "
            }
        }
    }

    private static let stateMax = 1024
    /// Transitions of a state: 128 of ASCII and one for the end of the text.
    private static let width = 129
    private static let unknown: Int32 = -1
    private static let accepted: Int32 = -2
    private static let refused: Int32 = -3

    private let program: PatternProgram
    private var transitions: [Int32] = []
    /// Per state its instructions, ascending, then its neighbour's number.
    private var states: [[Int32]] = []
    private var numbers: [[Int32]: Int32] = [:]
    /// Transitions on scalars beyond ASCII, by state and scalar.
    private var others: [UInt64: Int32] = [:]
    private var marks: [Int32]
    private var mark: Int32 = 0

    init(_ program: PatternProgram) {
        self.program = program
        marks = [Int32](repeating: 0, count: program.instructions.count)
        _ = state([0], .edge)
    }

    /// Whether the pattern matches anywhere in the text.
    mutating func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var state: Int32 = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next: Int32
            if byte < 0x80 {
                let known = transitions[Int(state) * Self.width + Int(byte)]
                next = known == Self.unknown ? step(&state, Unicode.Scalar(byte)) : known
                index += 1
            } else {
                let (scalar, length) = ScalarDecoding.decode(bytes, at: index)
                let known = others[UInt64(state) << 32 | UInt64(scalar.value)]
                next = known ?? step(&state, scalar)
                index += length
            }
            if next < 0 { return true }
            state = next
        }
        let known = transitions[Int(state) * Self.width + 128]
        let end = known == Self.unknown ? step(&state, nil) : known
        return end == Self.accepted
    }

    /// Computes one transition and keeps it.
    private mutating func step(_ state: inout Int32, _ scalar: Unicode.Scalar?) -> Int32 {
        if states.count >= Self.stateMax {
            let current = states[Int(state)]
            reset()
            state = number(current)
        }
        let result = target(states[Int(state)], scalar)
        if let scalar, scalar.value >= 128 {
            // A text of very many different scalars must not fill the memory.
            if others.count > 65_536 { others.removeAll(keepingCapacity: true) }
            others[UInt64(state) << 32 | UInt64(scalar.value)] = result
        } else {
            transitions[Int(state) * Self.width + Int(scalar?.value ?? 128)] = result
        }
        return result
    }

    private mutating func reset() {
        transitions.removeAll(keepingCapacity: true)
        states.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
        _ = state([0], .edge)
    }

    private mutating func state(_ waiting: [Int32], _ before: Neighbour) -> Int32 {
        number(waiting + [before.rawValue])
    }

    private mutating func number(_ key: [Int32]) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(states.count)
        numbers[key] = number
        states.append(key)
        transitions.append(contentsOf: repeatElement(Self.unknown, count: Self.width))
        return number
    }

    private mutating func target(_ key: [Int32], _ scalar: Unicode.Scalar?) -> Int32 {
        let before = Neighbour(rawValue: key[key.count - 1])?.example
        mark += 1
        // A match may begin anywhere, so the first instruction always waits.
        var waiting: [Int32] = [0]
        var stack = Array(key.dropLast())
        while let top = stack.popLast() {
            let index = Int(top)
            if marks[index] == mark { continue }
            marks[index] = mark
            switch program.instructions[index] {
            case .match: return Self.accepted
            case .jump(let next): stack.append(Int32(next))
            case .split(let first, let second):
                stack.append(Int32(first))
                stack.append(Int32(second))
            case .save: stack.append(top + 1)
            case .assertion(let assertion):
                if assertion.holds(before, scalar) { stack.append(top + 1) }
            case .set(let set):
                if let scalar, program.sets[set].contains(scalar) { waiting.append(top + 1) }
            }
        }
        guard let scalar else { return Self.refused }
        waiting.sort()
        return state(waiting, Neighbour(scalar))
    }
}
