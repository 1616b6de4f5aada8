/// Cuts a text into lexemes, once, from left to right, and never fails: what is no token becomes `.bad`.
///
/// It knows where a value is due, since two values cannot stand side by side; that is how `/` opens a
/// regex or divides, and how `and` is an operator or a name.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    private(set) var lexemes: [Lexeme] = []
    private(set) var comments: [Comment] = []
    /// The last text that ran over a line end: where a missing quote most likely belongs.
    var textOverLines: Span?

    private var place = Lexeme.Place.statementStart
    private var depth = 0

    init(_ text: String, startsWithValue: Bool = false) {
        bytes = Array(text.utf8)
        if startsWithValue { place = .value }
    }

    mutating func run() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        var layout = Layout(isFirstOnLine: true)
        while true {
            skipSpace(&layout)
            guard position < bytes.count else { break }
            if at(0) == .minus, at(1) == .minus {
                readComment(layout)
                layout = Layout(isSpaced: true, isFirstOnLine: false)
                continue
            }
            endStatement(before: layout)
            let start = position
            let kind = read()
            append(kind, from: start, layout)
            layout = Layout()
        }
        appendEnd()
    }

    /// What stood before a token.
    private struct Layout {
        var isSpaced = false
        var isFirstOnLine = false
        var isIndented = false
        var lineEnds = 0
    }

    private mutating func skipSpace(_ layout: inout Layout) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x0A {
                layout.isFirstOnLine = true
                layout.isIndented = false
                layout.lineEnds += 1
                position += 1
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0D {
                if byte != 0x0D { layout.isIndented = true }
                position += 1
            } else if byte >= 0x80, let (scalar, length) = scalar(at: position),
                scalar.properties.isWhitespace
            {
                layout.isIndented = true
                position += length
            } else {
                return
            }
            layout.isSpaced = true
        }
    }

    private mutating func readComment(_ layout: Layout) {
        let start = position
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        var end = position
        while end > start,
            bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 || bytes[end - 1] == 0x0D
        {
            end -= 1
        }
        comments.append(
            Comment(
                span: Span(start, end), isAlone: layout.isFirstOnLine,
                isAtMargin: layout.isFirstOnLine && !layout.isIndented,
                followsBlankLine: layout.lineEnds > 1, next: lexemes.count))
    }

    /// A line goes on when it is indented, starts with `|`, follows one that ends in `|`, or stands in open
    /// brackets.
    private mutating func endStatement(before layout: Layout) {
        guard layout.isFirstOnLine, !layout.isIndented, depth == 0, let last = lexemes.last,
            !last.isEnd, !last.isSymbol(.pipe)
        else { return }
        if bytes[position] == .bar, at(1) != .bar { return }
        // Comments between two statements belong to the later one; indented ones end the earlier.
        let index = lexemes.count
        appendEnd()
        for i in comments.indices.reversed() {
            guard comments[i].next == index, comments[i].isAtMargin else { break }
            comments[i].next = index + 1
        }
    }

    private mutating func appendEnd() {
        let end = lexemes.last?.span.end ?? 0
        place = .statementStart
        lexemes.append(
            Lexeme(
                kind: .end, span: Span(end, end), place: .afterValue, isSpaced: true,
                isAtMargin: false, followsBlankLine: false))
    }

    private mutating func append(_ kind: Lexeme.Kind, from start: Int, _ layout: Layout) {
        let atMargin = layout.isFirstOnLine && !layout.isIndented
        lexemes.append(
            Lexeme(
                kind: kind, span: Span(start, position), place: place, isSpaced: layout.isSpaced,
                isAtMargin: atMargin, followsBlankLine: layout.lineEnds > 1))
        switch kind {
        case .symbol(let symbol):
            switch symbol {
            case .openParen, .openBracket: depth += 1
            case .closeParen, .closeBracket: depth = max(0, depth - 1)
            default: break
            }
            place =
                switch symbol {
                case .pipe: .stageStart
                case .dot: .afterDot
                default: symbol.leavesValueDue ? .value : .afterValue
                }
        case .name(let word): place = placeAfter(word)
        default: place = .afterValue
        }
    }

    private func placeAfter(_ word: String) -> Lexeme.Place {
        switch place {
        case .stageStart: Words.stages.contains(word) ? .value : .afterValue
        case .value: ["not", "has", "no"].contains(word) ? .value : .afterValue
        case .afterValue:
            ["and", "or", "in", "not", "per", "as", "at", "by"].contains(word)
                ? .value : .afterValue
        case .statementStart, .afterDot: .afterValue
        }
    }

    // MARK: - Tokens

    private mutating func read() -> Lexeme.Kind {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return readNumber()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return readText(quote: byte)
        case UInt8(ascii: "`"): return readQuotedName()
        case UInt8(ascii: "$"), UInt8(ascii: "@"): return readMarkedName(byte)
        case UInt8(ascii: "/") where place == .value: return readRegex()
        case UInt8(ascii: ".") where place == .value && at(1).isDigit:
            return readNumberWithoutZero()
        default: break
        }
        if let name = readName() { return .name(name) }
        return readSymbol()
    }

    /// A name's characters from the current position; nil if there is none.
    mutating func readName() -> String? {
        let start = position
        while let (scalar, length) = scalar(at: position), scalar.isNamePart { position += length }
        return position == start ? nil : text(start, position)
    }

    /// `$days`, `@stale`, `` @`hr leavers` ``
    private mutating func readMarkedName(_ mark: UInt8) -> Lexeme.Kind {
        let start = position
        position += 1
        var name: String?
        if at(0) == UInt8(ascii: "`") {
            switch readQuotedName() {
            case .quotedName(let quoted): name = quoted
            case let other: return other
            }
        } else {
            name = readName()
        }
        guard let name else {
            let what = mark == UInt8(ascii: "$") ? "'$' without a parameter" : "'@' without a board"
            let example = mark == UInt8(ascii: "$") ? "$days" : "@stale"
            return bad(what, start, position, help: "the name touches it: \(example)")
        }
        return mark == UInt8(ascii: "$") ? .parameter(name) : .saved(name)
    }

    private mutating func readSymbol() -> Lexeme.Kind {
        let start = position
        if let foreign = readForeignOperator() { return foreign }
        if let symbol = Symbol(bytes[position], at(1)) {
            position += 2
            return .symbol(symbol)
        }
        if let symbol = Symbol(bytes[position]) {
            position += 1
            return .symbol(symbol)
        }
        position += scalar(at: position)?.length ?? 1
        return unknownCharacter(start)
    }

    // MARK: - Characters

    func at(_ offset: Int) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    func text(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<min(end, bytes.count)], as: UTF8.self)
    }

    /// The scalar that starts at `index`; nil at the end.
    func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard index < bytes.count else { return nil }
        let first = bytes[index]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard index + length <= bytes.count else { return nil }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for i in 1..<length { value = value << 6 | UInt32(bytes[index + i] & 0x3F) }
        return Unicode.Scalar(value).map { ($0, length) }
    }

    func bad(
        _ message: String, _ start: Int, _ end: Int, help: String? = nil,
        as kind: Token.Kind = .unknown
    ) -> Lexeme.Kind {
        .bad(Diagnostic(message, at: Span(start, end), help: help), kind)
    }
}

extension UInt8 {
    static let minus = UInt8(ascii: "-")
    static let bar = UInt8(ascii: "|")
    static let newline: UInt8 = 0x0A

    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}

extension Unicode.Scalar {
    /// Letters of any script with their marks, digits and `_`.
    var isNamePart: Bool {
        if value < 0x80 {
            return self == "_" || (value >= 0x30 && value <= 0x39)
                || (value | 0x20 >= 0x61 && value | 0x20 <= 0x7A)
        }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber:
            return true
        default: return false
        }
    }
}
