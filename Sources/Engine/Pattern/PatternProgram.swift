/// A pattern as instructions of a nondeterministic automaton (Thompson 1968, Pike's `sam`).
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        /// Takes one scalar of the set, then goes to the next instruction.
        case set(Int)
        /// Goes on at both, the first preferred.
        case split(Int, Int)
        case jump(Int)
        /// Notes the position in a slot: 2 g is the start of group g, 2 g + 1 its end.
        case save(Int)
        case assertion(PatternNode.Assertion)
        case match
    }

    /// The most instructions a pattern may become: repeats are written out, and each character of the text
    /// costs at most one step per instruction.
    static let sizeMax = 10_000

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [CharacterSet] = []
    let groupCount: Int

    /// Slots of a match: two per group, group 0 being all of it.
    var slotCount: Int { 2 * (groupCount + 1) }

    init(_ node: PatternNode, groupCount: Int) throws(PatternError) {
        self.groupCount = groupCount
        try emit(.save(0))
        try compile(node)
        try emit(.save(1))
        try emit(.match)
    }

    private mutating func emit(_ instruction: Instruction) throws(PatternError) {
        if instructions.count >= Self.sizeMax {
            throw PatternError(
                message: "the pattern is too large with its repeats written out", offset: 0)
        }
        instructions.append(instruction)
    }

    private mutating func compile(_ node: PatternNode) throws(PatternError) {
        switch node {
        case .empty: break
        case .set(let set):
            if let index = sets.firstIndex(of: set) {
                try emit(.set(index))
            } else {
                sets.append(set)
                try emit(.set(sets.count - 1))
            }
        case .assertion(let assertion): try emit(.assertion(assertion))
        case .sequence(let nodes): for node in nodes { try compile(node) }
        case .alternatives(let nodes): try alternatives(nodes)
        case .group(let node, let number):
            try emit(.save(2 * number))
            try compile(node)
            try emit(.save(2 * number + 1))
        case .repeated(let node, let minimum, let maximum, let isLazy):
            if let maximum {
                for _ in 0..<minimum { try compile(node) }
                try optional(node, times: maximum - minimum, isLazy: isLazy)
            } else if minimum > 0 {
                for _ in 1..<minimum { try compile(node) }
                try plus(node, isLazy: isLazy)
            } else {
                try star(node, isLazy: isLazy)
            }
        }
    }

    private mutating func alternatives(_ nodes: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            if index == nodes.count - 1 {
                try compile(node)
            } else {
                let split = instructions.count
                try emit(.split(split + 1, 0))
                try compile(node)
                jumps.append(instructions.count)
                try emit(.jump(0))
                instructions[split] = .split(split + 1, instructions.count)
            }
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func optional(
        _ node: PatternNode, times: Int, isLazy: Bool
    ) throws(PatternError) {
        var splits: [Int] = []
        for _ in 0..<times {
            splits.append(instructions.count)
            try emit(.split(0, 0))
            try compile(node)
        }
        for split in splits {
            instructions[split] = choice(split + 1, instructions.count, isLazy)
        }
    }

    private mutating func plus(_ node: PatternNode, isLazy: Bool) throws(PatternError) {
        let start = instructions.count
        try compile(node)
        let split = instructions.count
        try emit(choice(start, split + 1, isLazy))
    }

    private mutating func star(_ node: PatternNode, isLazy: Bool) throws(PatternError) {
        let split = instructions.count
        try emit(.split(0, 0))
        if node.isNullable {
            // As (x+)?: the automaton visits an instruction once per position, and a loop back to the
            // split from an empty turn would lose the branch that leaves the loop.
            try plus(node, isLazy: isLazy)
        } else {
            try compile(node)
            try emit(.jump(split))
        }
        instructions[split] = choice(split + 1, instructions.count, isLazy)
    }

    private func choice(_ body: Int, _ exit: Int, _ isLazy: Bool) -> Instruction {
        isLazy ? .split(exit, body) : .split(body, exit)
    }
}
