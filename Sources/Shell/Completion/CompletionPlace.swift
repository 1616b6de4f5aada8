import BoardLanguage

/// What kind of thing is due where the cursor stands, read from the tokens before it.
struct CompletionPlace {
    enum Kind {
        case nothing
        /// The start of a line: objects, saved boards, commands, statements.
        case start
        /// An object or a saved board.
        case source
        case stage
        /// A value; `afterComparison` is the path whose values may stand here.
        case expression(afterComparison: [String]?, pathsOnly: Bool)
        /// After a value: operators and the words that may follow.
        case afterValue(stage: String)
        /// A record of the object named before it, in `same` and `different`.
        case record(object: [String])
        case words([String])
        case savedBoard
        case parameter
        /// `@name(` is open: its parameters.
        case inputName(board: String)
        /// The words of an action so far: more of them, or its inputs.
        case action(words: [String])
        /// After an input and a comma: further inputs.
        case actionInput(words: [String])
        case actionValue(words: [String], input: String)
    }

    var kind = Kind.nothing
    /// The names before the one being typed: `github`, `members` of `github.members.ro`.
    var path: [String] = []
    /// What is typed of the word; an opening quote is part of it.
    var typed = ""
    /// The tokens of the board that the cursor is in, up to the current stage.
    var stages: [[Word]] = []
    /// Paths of brackets that are open around the cursor, outermost first: `issues[`.
    var openSegments: [[String]] = []

    struct Word {
        let token: Token
        let text: String

        func isSymbol(_ symbol: String) -> Bool { token.kind == .operator && text == symbol }
        var isName: Bool {
            switch token.kind {
            case .name, .quotedName, .function, .stage, .statement, .action, .keyword: true
            default: false
            }
        }
        /// Without backticks.
        var name: String {
            token.kind == .quotedName
                ? String(text.drop { $0 == "`" }.reversed().drop { $0 == "`" }.reversed()) : text
        }
    }

    static let comparisons: Set<String> = ["=", "!=", "==", "~", "!~"]

    /// - Parameter text: everything before the cursor.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        var words = tokens(text).filter { $0.span.end <= bytes.count }.map { token in
            Word(
                token: token,
                text: String(decoding: bytes[token.span.start..<token.span.end], as: UTF8.self))
        }
        if let last = words.last, last.token.kind == .comment, last.token.span.end == bytes.count {
            return
        }
        words.removeAll { $0.token.kind == .comment }
        takeTyped(&words, end: bytes.count)
        decide(words)
    }

    // MARK: - The word at the cursor

    private mutating func takeTyped(_ words: inout [Word], end: Int) {
        guard let last = words.last, last.token.span.end == end else { return }
        switch last.token.kind {
        case .text where !last.token.isClosed, .quotedName where !last.token.isClosed,
            .saved, .parameter:
            typed = last.text
            words.removeLast()
            return
        case .unknown where last.text == "@" || last.text == "$":
            typed = last.text
            words.removeLast()
            return
        case .integer, .number, .date, .time, .duration, .text, .regex:
            // The value is whole; what follows it needs a space first.
            kind = .nothing
            words = []
            typed = last.text
            return
        default: break
        }
        var next = end
        var names: [String] = []
        var expectsName = true
        while let word = words.last, word.token.span.end == next {
            if word.isName, expectsName {
                names.insert(word.name, at: 0)
                expectsName = false
            } else if word.token.kind == .dot {
                if expectsName { names.insert("", at: 0) }
                expectsName = true
            } else {
                break
            }
            next = word.token.span.start
            words.removeLast()
        }
        typed = names.popLast() ?? ""
        path = names
    }

    // MARK: - What is due

    private mutating func decide(_ words: [Word]) {
        if typed.hasPrefix("@") {
            kind = .savedBoard
            return
        }
        if typed.hasPrefix("$") {
            kind = .parameter
            return
        }
        if words.isEmpty {
            if case .nothing = kind, typed.first?.isNumber == true || typed.hasPrefix("\"") {
                return
            }
            kind = path.isEmpty ? .start : .source
            return
        }
        var region = enclosing(words)
        if case .inputName = kind { return }
        if let first = region.first, first.token.kind == .statement {
            guard first.text == "let", let sign = region.firstIndex(where: { $0.isSymbol("=") })
            else {
                kind =
                    first.text == "let" ? .nothing : pinned(Array(region.dropFirst()), first.text)
                return
            }
            region = Array(region[(sign + 1)...])
        }
        stages = Self.split(region)
        let current = stages.removeLast()
        if stages.isEmpty, current.first?.token.kind != .action { return decideSource(current) }
        guard let word = current.first else {
            kind = .stage
            return
        }
        if word.token.kind == .action { return decide(inAction: current) }
        decide(inStage: word.text, Array(current.dropFirst()))
    }

    /// What is due in a pin: a record once `same` or `different` has named its object, else an object or a field.
    private func pinned(_ words: [Word], _ statement: String) -> Kind {
        guard statement == "same" || statement == "different", path.isEmpty,
            typed.isEmpty || typed.hasPrefix("\"")
        else { return .source }
        let object = words.reversed().prefix { $0.token.kind != .text }.reversed()
        let names = object.filter(\.isName).map(\.name)
        return names.isEmpty ? .source : .record(object: names)
    }

    private mutating func decideSource(_ current: [Word]) {
        guard let last = current.last else {
            kind = .source
            return
        }
        // A group in parentheses, or a statement's own expression.
        if last.token.kind == .operator || last.token.kind == .comma {
            kind = .expression(afterComparison: nil, pathsOnly: false)
            return
        }
        kind = .words(["at"])
    }

    /// `add user to group group: "Contractors", `
    private mutating func decide(inAction words: [Word]) {
        let colon = words.firstIndex { $0.token.kind == .colon }
        // The name in front of the first colon is an input's.
        let phrase = words[..<(colon.map { max(0, $0 - 1) } ?? words.count)].map(\.text)
        guard colon != nil, let last = words.last else {
            kind = .action(words: phrase)
            return
        }
        switch last.token.kind {
        case .comma: kind = .actionInput(words: phrase)
        case .colon:
            kind = .actionValue(words: phrase, input: words[words.count - 2].name)
        case .operator, .open, .keyword:
            kind = .expression(afterComparison: nil, pathsOnly: false)
        default: kind = .nothing
        }
    }

    private mutating func decide(inStage stage: String, _ words: [Word]) {
        guard let last = words.last else {
            switch stage {
            case "reconcile": kind = .source
            case "append": kind = .words(["("])
            case "take", "export", "send": kind = .nothing
            case "expect": kind = .words(["none", "some", "count"])
            default:
                kind = .expression(
                    afterComparison: nil, pathsOnly: stage == "hide" || stage == "expand")
            }
            return
        }
        let isPaths = stage == "hide" || stage == "expand"
        switch last.token.kind {
        case .comma:
            kind = .expression(afterComparison: listedField(words), pathsOnly: isPaths)
        case .colon: kind = .expression(afterComparison: nil, pathsOnly: isPaths)
        case .open: kind = .expression(afterComparison: listField, pathsOnly: isPaths)
        case .operator:
            let isNaming = last.text == "=" && Self.namesColumn(stage, words)
            let compares = Self.comparisons.contains(last.text) && !isNaming
            kind = .expression(
                afterComparison: compares ? Self.path(before: words.count - 1, in: words) : nil,
                pathsOnly: false)
        case .keyword where ["and", "or", "not", "has", "no", "per"].contains(last.text):
            kind = .expression(afterComparison: nil, pathsOnly: ["has", "no"].contains(last.text))
        case .keyword where last.text == "in":
            kind = .expression(
                afterComparison: Self.path(before: words.count - 1, in: words), pathsOnly: false)
        case .keyword where last.text == "by": kind = .source
        default: kind = .afterValue(stage: stage)
        }
    }

    /// The path of `status in ("A", ` whose list is open.
    private func listedField(_ words: [Word]) -> [String]? { listField }

    /// Set when the innermost open bracket is the list of an `in`.
    private var listField: [String]?

    /// `with NAME =` makes a column; a comparison there stands in parentheses.
    private static func namesColumn(_ stage: String, _ words: [Word]) -> Bool {
        guard ["with", "show", "group"].contains(stage), words.count >= 2 else { return false }
        guard words[words.count - 2].isName else { return false }
        if words.count == 2 { return true }
        let before = words[words.count - 3].token.kind
        return before == .comma || before == .colon
    }

    /// The names of the path that ends before the word at `index`.
    static func path(before index: Int, in words: [Word]) -> [String]? {
        var names: [String] = []
        var position = index - 1
        if position >= 0, words[position].text == "not" { position -= 1 }
        while position >= 0, words[position].isName {
            names.insert(words[position].name, at: 0)
            guard position >= 1, words[position - 1].token.kind == .dot else { break }
            position -= 2
        }
        return names.isEmpty ? nil : names
    }

    // MARK: - Brackets

    /// The words of the innermost board around the cursor.
    ///
    /// An open `(` after a function, or around a condition, belongs to the board outside; one that holds a `|`
    /// is a board of its own; `[` narrows to the record of the path before it.
    private mutating func enclosing(_ words: [Word]) -> [Word] {
        var starts: [Int] = []
        for (index, word) in words.enumerated() {
            if word.token.kind == .open { starts.append(index) }
            if word.token.kind == .close, !starts.isEmpty { starts.removeLast() }
        }
        var region = words
        var dropped = 0
        for start in starts {
            let position = start - dropped
            guard position >= 0, position < region.count else { continue }
            let inner = Array(region[(position + 1)...])
            let before = position > 0 ? region[position - 1] : nil
            if let before, before.token.kind == .saved {
                if inner.last.map({ $0.token.kind == .comma }) ?? true {
                    kind = .inputName(board: String(before.text.dropFirst()))
                }
                return inner
            }
            if region[position].text == "[" {
                openSegments.append(Self.path(before: position, in: region) ?? [])
                continue
            }
            let opensBoard = before.map { ["append", "reconcile"].contains($0.text) } ?? false
            if opensBoard || Self.split(inner).count > 1 {
                region = inner
                dropped = start + 1
                openSegments = []
            } else if let before, before.text == "in" {
                listField = Self.path(before: position - 1, in: region)
            } else {
                listField = nil
            }
        }
        return region
    }

    /// At the pipes outside of brackets.
    static func split(_ words: [Word]) -> [[Word]] {
        var parts: [[Word]] = [[]]
        var depth = 0
        for word in words {
            if word.token.kind == .open { depth += 1 }
            if word.token.kind == .close { depth = max(0, depth - 1) }
            if word.token.kind == .pipe, depth == 0 {
                parts.append([])
            } else {
                parts[parts.count - 1].append(word)
            }
        }
        return parts
    }
}
