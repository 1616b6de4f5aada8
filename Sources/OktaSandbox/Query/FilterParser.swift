/// Reads `status eq "ACTIVE" and (created gt "2026-…" or id pr)`: comparisons first, then `and`, then `or`.
struct FilterParser {
    struct Failure: Error {
        var reason: String
    }

    private enum Token: Equatable {
        case word(String)
        case text(String)
        case number(Double)
        case open
        case close
    }

    private var tokens: ArraySlice<Token>
    private let rule: FilterRule
    private var depth = 0

    static func parse(_ text: String, rule: FilterRule) throws(Failure) -> FilterExpression {
        var parser = FilterParser(tokens: try tokens(of: text)[...], rule: rule)
        let expression = try parser.alternatives()
        guard parser.tokens.isEmpty else { throw Failure(reason: "text after the expression") }
        return expression
    }

    private init(tokens: ArraySlice<Token>, rule: FilterRule) {
        self.tokens = tokens
        self.rule = rule
    }

    private static func tokens(of text: String) throws(Failure) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let first = rest.first {
            switch first {
            case " ", "\t": rest.removeFirst()
            case "(":
                tokens.append(.open)
                rest.removeFirst()
            case ")":
                tokens.append(.close)
                rest.removeFirst()
            case "\"": tokens.append(.text(try quoted(&rest)))
            default:
                let word = String(rest.prefix { !" \t()\"".contains($0) })
                rest = rest.dropFirst(word.count)
                let isNumber = first.isNumber || first == "-"
                if isNumber, let number = Double(word), number.isFinite {
                    tokens.append(.number(number))
                } else if isNumber {
                    throw Failure(reason: "'\(word)' is neither a number nor in quotes")
                } else {
                    tokens.append(.word(word))
                }
            }
        }
        return tokens
    }

    /// A text in quotes with JSON's escapes.
    private static func quoted(_ rest: inout Substring) throws(Failure) -> String {
        var literal = "\""
        rest.removeFirst()
        while let character = rest.popFirst() {
            literal.append(character)
            if character == "\\", let escaped = rest.popFirst() {
                literal.append(escaped)
            } else if character == "\"" {
                guard let text = try? JSONParser.parse(Array(literal.utf8)).text else {
                    throw Failure(reason: "a bad escape in \(literal)")
                }
                return text
            }
        }
        throw Failure(reason: "an open quote")
    }

    private mutating func alternatives() throws(Failure) -> FilterExpression {
        var left = try conjunction()
        while takeWord("or") { left = .or(left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(Failure) -> FilterExpression {
        var left = try condition()
        while takeWord("and") { left = .and(left, try condition()) }
        return left
    }

    private mutating func condition() throws(Failure) -> FilterExpression {
        if tokens.first == .open {
            depth += 1
            guard depth < 50 else { throw Failure(reason: "parentheses too deep") }
            tokens.removeFirst()
            let inner = try alternatives()
            guard tokens.popFirst() == .close else { throw Failure(reason: "a missing ')'") }
            depth -= 1
            return inner
        }
        if rule.allowsNot, takeWord("not") {
            guard tokens.first == .open else { throw Failure(reason: "'not' without '('") }
            return .not(try condition())
        }
        guard case .word(let attribute)? = tokens.popFirst(),
            case .word(let word)? = tokens.popFirst(),
            let comparison = FilterOperator(rawValue: word.lowercased())
        else { throw Failure(reason: "no attribute and operator") }
        guard let operators = rule.operators(attribute) else {
            throw Failure(reason: "attribute '\(attribute)' cannot be searched")
        }
        guard operators.contains(comparison) else {
            throw Failure(reason: "operator '\(word)' cannot be used on '\(attribute)'")
        }
        if comparison == .present { return .compare(attribute: attribute, .present, .none) }
        let literal = try literal()
        if comparison == .contains, case .text(let text) = literal,
            text.count < rule.shortestContains
        {
            throw Failure(reason: "'co' takes \(rule.shortestContains) characters or more")
        }
        return .compare(attribute: attribute, comparison, literal)
    }

    private mutating func literal() throws(Failure) -> FilterLiteral {
        switch tokens.popFirst() {
        case .text(let text)?: return .text(text)
        case .number(let number)?: return .number(number)
        case .word("true")?: return .flag(true)
        case .word("false")?: return .flag(false)
        default: throw Failure(reason: "no value in quotes, number, true or false")
        }
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard case .word(let found)? = tokens.first, found.lowercased() == word else {
            return false
        }
        tokens.removeFirst()
        return true
    }
}
