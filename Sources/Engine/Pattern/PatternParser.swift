/// The parts a pattern is made of.
indirect enum PatternNode: Sendable {
    enum Assertion: Sendable, Equatable {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary
    }

    case empty
    case set(CharacterSet)
    case assertion(Assertion)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// `maximum` nil is without limit.
    case repeated(PatternNode, minimum: Int, maximum: Int?, isLazy: Bool)
    case group(PatternNode, number: Int)

    /// Whether it can match without taking a character.
    var isNullable: Bool {
        switch self {
        case .empty, .assertion: true
        case .set: false
        case .sequence(let nodes): nodes.allSatisfy(\.isNullable)
        case .alternatives(let nodes): nodes.contains(where: \.isNullable)
        case .repeated(let node, let minimum, _, _): minimum == 0 || node.isNullable
        case .group(let node, _): node.isNullable
        }
    }
}

/// Why a pattern does not compile, with the place in its UTF-8 bytes.
struct PatternError: Error, Sendable, Equatable {
    let message: String
    let offset: Int
}

/// Reads a pattern by recursive descent.
struct PatternParser {
    static let repeatMax = 1000
    private static let depthMax = 100

    private struct Flags {
        var foldsCase = true
        var dotTakesNewline = false
        var isMultiline = false
    }

    private let scalars: [Unicode.Scalar]
    private let offsets: [Int]
    private var position = 0
    private var flags = Flags()
    private var depth = 0
    private(set) var groupCount = 0

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
        var offsets: [Int] = []
        var offset = 0
        for scalar in scalars {
            offsets.append(offset)
            offset += UTF8.width(scalar)
        }
        offsets.append(offset)
        self.offsets = offsets
    }

    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try alternatives()
        if position < scalars.count { throw error("')' without '('", at: position) }
        return node
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func peek(_ distance: Int) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private func error(_ message: String, at position: Int) -> PatternError {
        PatternError(message: message, offset: offsets[min(position, scalars.count)])
    }

    // A flag set in the middle of a branch holds to the end of its group, later branches included.
    private mutating func alternatives() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthMax {
            throw error("groups nested more than \(Self.depthMax) deep", at: position)
        }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = position
            let node = try atom()
            nodes.append(try quantified(node, from: start))
        }
        return nodes.isEmpty ? .empty : nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func quantified(
        _ node: PatternNode, from start: Int
    ) throws(PatternError) -> PatternNode {
        let place = position
        guard let (minimum, maximum) = try quantifier() else { return node }
        if case .assertion = node {
            throw error("nothing to repeat before '\(scalars[place])'", at: place)
        }
        if let maximum, maximum < minimum {
            throw error("a repeat from \(minimum) to \(maximum)", at: place)
        }
        if max(minimum, maximum ?? 0) > Self.repeatMax {
            throw error("a repeat of more than \(Self.repeatMax)", at: place)
        }
        let isLazy = take("?")
        if next == "+" { throw error("possessive repeats are not supported", at: position) }
        let second = position
        if try quantifier() != nil { throw error("a repeat of a repeat", at: second) }
        return .repeated(node, minimum: minimum, maximum: maximum, isLazy: isLazy)
    }

    private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard next == "{" else { return nil }
        let start = position
        position += 1
        let minimum = number()
        let hasComma = take(",")
        let maximum = hasComma ? number() : minimum
        guard take("}"), minimum != nil || maximum != nil else {
            // Not a repeat, so the brace stands for itself.
            position = start
            return nil
        }
        return (minimum ?? 0, maximum)
    }

    /// Digits as a number, held below a bound that every limit is under.
    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, scalar.value &- 48 < 10 {
            value = min((value ?? 0) * 10 + Int(scalar.value - 48), 1_000_000)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        let start = position
        guard let scalar = next else { return .empty }
        position += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .set(try characterClass(from: start))
        case ".":
            let newline: [ClosedRange<UInt32>] = flags.dotTakesNewline ? [] : [10...10]
            return .set(CharacterSet(ranges: newline, isNegated: true, foldsCase: false))
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw error("nothing to repeat before '\(scalar)'", at: start)
        case "\\": return try escape(from: start)
        default: return literal(scalar)
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        .set(CharacterSet(ranges: [scalar.value...scalar.value], foldsCase: flags.foldsCase))
    }

    private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
        let outer = flags
        var number: Int?
        if take("?") {
            switch next {
            case ":": position += 1
            case "=", "!": throw error("look-ahead is not supported", at: start)
            case ">": throw error("atomic groups are not supported", at: start)
            case "<" where peek(1) == "=" || peek(1) == "!":
                throw error("look-behind is not supported", at: start)
            case "P" where peek(1) == "<", "<":
                _ = take("P")
                position += 1
                try skipName(from: start)
                groupCount += 1
                number = groupCount
            default:
                if try changeFlags(from: start) { return .empty }
            }
        } else {
            groupCount += 1
            number = groupCount
        }
        let node = try alternatives()
        flags = outer
        guard take(")") else { throw error("'(' without ')'", at: start) }
        return number.map { .group(node, number: $0) } ?? node
    }

    private mutating func skipName(from start: Int) throws(PatternError) {
        let first = position
        while let scalar = next, CharacterSet.isWord(scalar) { position += 1 }
        guard position > first, take(">") else {
            throw error("a group's name is letters, digits and '_', then '>'", at: start)
        }
    }

    /// `(?i)` sets flags for the rest of the group (true); `(?i:` for the group that it begins (false).
    private mutating func changeFlags(from start: Int) throws(PatternError) -> Bool {
        var value = true
        while let scalar = next {
            position += 1
            switch scalar {
            case "i": flags.foldsCase = value
            case "s": flags.dotTakesNewline = value
            case "m": flags.isMultiline = value
            case "-" where value: value = false
            case ")": return true
            case ":": return false
            default: throw error("no group '(?\(scalar)'; flags are i, m and s", at: start)
            }
        }
        throw error("'(' without ')'", at: start)
    }
}

extension PatternParser {
    private mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
        guard let scalar = next else { throw error("a '\\' at the end", at: start) }
        switch scalar {
        case "b":
            position += 1
            return .assertion(.wordBoundary)
        case "B":
            position += 1
            return .assertion(.notWordBoundary)
        case "A":
            position += 1
            return .assertion(.textStart)
        case "z", "Z":
            position += 1
            return .assertion(.textEnd)
        case "1"..."9", "k": throw error("back references are not supported", at: start)
        default: break
        }
        if let member = takeClass() {
            return .set(CharacterSet(ranges: [], members: [member], foldsCase: false))
        }
        return literal(try escapedScalar(from: start))
    }

    /// `\d \D \w \W \s \S` after the backslash.
    private mutating func takeClass() -> CharacterSet.Member? {
        let member: CharacterSet.Member
        switch next {
        case "d": member = .init(kind: .digit, isNegated: false)
        case "D": member = .init(kind: .digit, isNegated: true)
        case "w": member = .init(kind: .word, isNegated: false)
        case "W": member = .init(kind: .word, isNegated: true)
        case "s": member = .init(kind: .space, isNegated: false)
        case "S": member = .init(kind: .space, isNegated: true)
        default: return nil
        }
        position += 1
        return member
    }

    /// The scalar an escape stands for, after the backslash.
    private mutating func escapedScalar(from start: Int) throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next else { throw error("a '\\' at the end", at: start) }
        position += 1
        switch scalar {
        case "t": return "\t"
        case "n": return "\n"
        case "r": return "\r"
        case "f": return "\u{C}"
        case "v": return "\u{B}"
        case "0": return "\0"
        case "x": return try hexadecimal(2, from: start)
        case "u": return try hexadecimal(4, from: start)
        default:
            if scalar.properties.isAlphabetic || scalar.value &- 48 < 10 {
                throw error("no escape '\\\(scalar)'", at: start)
            }
            return scalar
        }
    }

    private mutating func hexadecimal(
        _ digits: Int, from start: Int
    ) throws(PatternError) -> Unicode.Scalar {
        var text = ""
        if take("{") {
            while let scalar = next, scalar != "}" {
                text.unicodeScalars.append(scalar)
                position += 1
            }
            guard take("}") else { throw error("'{' without '}'", at: start) }
        } else {
            for _ in 0..<digits {
                guard let scalar = next else { break }
                text.unicodeScalars.append(scalar)
                position += 1
            }
            if text.unicodeScalars.count < digits { text = "" }
        }
        guard let first = text.unicodeScalars.first, first.properties.isASCIIHexDigit,
            let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value)
        else { throw error("not a character's number in hexadecimal", at: start) }
        return scalar
    }

    private mutating func characterClass(from start: Int) throws(PatternError) -> CharacterSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var members: [CharacterSet.Member] = []
        var isFirst = true
        while let scalar = next, isFirst || scalar != "]" {
            isFirst = false
            let place = position
            if scalar == "[", peek(1) == ":" {
                throw error("no POSIX classes; \\d, \\w and \\s are supported", at: place)
            }
            position += 1
            if scalar == "\\", let member = takeClass() {
                members.append(member)
                continue
            }
            let low = scalar == "\\" ? try classEscape(from: place) : scalar
            if next == "-", let after = peek(1), after != "]" {
                position += 2
                if after == "\\", takeClass() != nil {
                    throw error("a range needs a character at both ends", at: place)
                }
                let high = after == "\\" ? try classEscape(from: place) : after
                guard low <= high else {
                    throw error("a range from '\(low)' down to '\(high)'", at: place)
                }
                ranges.append(low.value...high.value)
            } else {
                ranges.append(low.value...low.value)
            }
        }
        guard take("]") else { throw error("'[' without ']'", at: start) }
        return CharacterSet(
            ranges: ranges, members: members, isNegated: isNegated, foldsCase: flags.foldsCase)
    }

    /// In a class `\b` is the backspace character.
    private mutating func classEscape(from start: Int) throws(PatternError) -> Unicode.Scalar {
        if take("b") { return "\u{8}" }
        return try escapedScalar(from: start)
    }
}
