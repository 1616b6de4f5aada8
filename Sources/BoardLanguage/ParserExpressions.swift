/// Expressions: precedence climbing over the operator table.
extension Parser {
    /// Levels of the operator table; higher binds tighter.
    enum Level {
        static let or = 1
        static let and = 2
        static let not = 3
        static let comparison = 4
        static let coalesce = 5
        static let sum = 6
        static let product = 7
    }

    mutating func parseExpression(level: Int = Level.or, after what: String? = nil)
        throws(Diagnostic) -> Expression
    {
        var left: Expression
        if level <= Level.not, isWord("not") {
            left = try parseNot()
        } else {
            left = try parseUnary(after: what)
        }
        while let found = binaryOperator(), found.level >= level {
            let leftHeight = height
            let operatorSpan = found.span
            for _ in 0..<found.length { advance() }
            let right = try parseExpression(
                level: found.level + 1, after: "'\(found.operator.rawValue)'")
            try grow(max(leftHeight, height), at: operatorSpan)
            try refuseNull(found.operator, left, right)
            left = Expression(
                .binary(found.operator, left, right, operator: operatorSpan),
                span: left.span.to(right.span))
            if found.level == Level.comparison { try refuseChain(left) }
        }
        return left
    }

    private mutating func parseNot() throws(Diagnostic) -> Expression {
        let start = current.span
        try enter(at: start)
        advance()
        let operand = try parseExpression(level: Level.not, after: "'not'")
        depth -= 1
        try grow(height, at: start)
        return Expression(.unary(.not, operand), span: start.to(operand.span))
    }

    /// Notes that the tree is one level higher than its highest part.
    private mutating func grow(_ parts: Int, at span: Span) throws(Diagnostic) {
        height = parts + 1
        guard height <= Self.maxHeight else {
            throw Diagnostic(
                "more than \(Self.maxHeight) operators in one expression", at: span,
                help: "'in (…)' compares with any number of values")
        }
    }

    private typealias FoundOperator = (
        operator: BinaryOperator, level: Int, span: Span, length: Int
    )

    private func binaryOperator() -> FoundOperator? {
        let span = current.span
        switch current.kind {
        case .symbol(let symbol):
            guard let (found, level) = Self.binaryOperators[symbol] else { return nil }
            return (found, level, span, 1)
        case .name("or"): return (.or, Level.or, span, 1)
        case .name("and"): return (.and, Level.and, span, 1)
        case .name("in"): return (.in, Level.comparison, span, 1)
        case .name("not") where peek().isWord("in"):
            return (.notIn, Level.comparison, span.to(peek().span), 2)
        default: return nil
        }
    }

    private static let binaryOperators: [Symbol: (BinaryOperator, Int)] = [
        .equal: (.equal, Level.comparison), .notEqual: (.notEqual, Level.comparison),
        .exactlyEqual: (.exactlyEqual, Level.comparison), .less: (.less, Level.comparison),
        .lessOrEqual: (.lessOrEqual, Level.comparison), .greater: (.greater, Level.comparison),
        .greaterOrEqual: (.greaterOrEqual, Level.comparison),
        .matches: (.matches, Level.comparison), .notMatches: (.notMatches, Level.comparison),
        .coalesce: (.coalesce, Level.coalesce), .plus: (.add, Level.sum),
        .minus: (.subtract, Level.sum), .star: (.multiply, Level.product),
        .slash: (.divide, Level.product),
    ]

    private func refuseChain(_ left: Expression) throws(Diagnostic) {
        guard let next = binaryOperator(), next.level == Level.comparison else { return }
        var help = "two comparisons are joined by 'and'"
        if case .binary(_, _, let middle, _) = left.kind {
            let first = lexer.text(left.span.start, left.span.end)
            let shared = lexer.text(middle.span.start, middle.span.end)
            if first.utf8.count + shared.utf8.count < 60, !first.contains("\n") {
                help = "\(first) and \(shared) \(next.operator.rawValue) …"
            }
        }
        throw Diagnostic("comparisons do not chain", at: next.span, help: help)
    }

    /// `x = null`: missing is tested, not compared.
    private func refuseNull(_ comparison: BinaryOperator, _ left: Expression, _ right: Expression)
        throws(Diagnostic)
    {
        guard [.equal, .notEqual, .exactlyEqual].contains(comparison),
            case .path(let path) = right.kind, path.segments.count == 1,
            let segment = path.segments.first, !segment.name.isQuoted,
            ["null", "nil", "undefined"].contains(segment.name.text.lowercased())
        else { return }
        let tested = lexer.text(left.span.start, left.span.end)
        throw Diagnostic(
            "'\(segment.name.text)' is not a value", at: right.span,
            help: comparison == .notEqual ? "has \(tested)" : "no \(tested)")
    }

    // MARK: - Prefixes and suffixes

    private mutating func parseUnary(after what: String?) throws(Diagnostic) -> Expression {
        let start = current.span
        if isSymbol(.minus) {
            if case .integer(let magnitude) = peek().kind, magnitude > UInt64(Int64.max) {
                advance()
                tight.insert(index)
                advance()
                height = 1
                return Expression(.literal(.integer(.min)), span: start.to(lexemes[index - 1].span))
            }
            try enter(at: start)
            advance()
            // Two minus signs side by side would start a comment.
            if !isSymbol(.minus) { tight.insert(index) }
            let operand = try parseUnary(after: "'-'")
            depth -= 1
            try grow(height, at: start)
            return Expression(.unary(.negate, operand), span: start.to(operand.span))
        }
        if isWord("has") || isWord("no") {
            let test: UnaryOperator = isWord("has") ? .has : .no
            advance()
            let operand = try parseTested(test)
            try grow(height, at: start)
            return Expression(.unary(test, operand), span: start.to(operand.span))
        }
        return try parsePostfix(after: what)
    }

    /// What `has` and `no` take: a path or a set.
    private mutating func parseTested(_ test: UnaryOperator) throws(Diagnostic) -> Expression {
        let start = current.span
        height = 1
        if case .saved = current.kind {
            let saved = try parseSaved()
            return Expression(.set(.saved(saved)), span: saved.span)
        }
        if isSymbol(.openParen), isBoardAhead(1) { return try parseParenthesised() }
        if name(current) != nil, !peek().isSymbol(.openParen) || lexemes[index].isQuotedName,
            reservedWord(current) == nil || isWord("row")
        {
            let path = try parsePath()
            return Expression(.path(path), span: path.span)
        }
        if case .bad = current.kind { throw unexpected(expected: "a path") }
        if current.isEnd { throw missingValue(after: "'\(test.rawValue)'") }
        var help = "\(test.rawValue) github.members, or a board: \(test.rawValue) (okta.users | …)"
        if isSymbol(.openParen) { help = "'not' negates a condition: not (a = 1)" }
        if isWord("not") { help = "not \(test.rawValue) …" }
        if case .name = current.kind, peek().isSymbol(.openParen) {
            help =
                "a column takes its value: with x = \(lexer.text(current.span.start, current.span.end))(…) "
                + "| where \(test.rawValue) x"
        }
        throw Diagnostic(
            "'\(test.rawValue)' takes a path or a board, not \(describe(current))", at: start,
            help: help)
    }

    mutating func parsePostfix(after what: String?) throws(Diagnostic) -> Expression {
        var expression = try parsePrimary(after: what)
        while true {
            if isWord("ago") {
                try grow(height, at: current.span)
                expression = Expression(
                    .ago(expression), span: expression.span.to(current.span))
                advance()
            } else if isWord("per") {
                let left = height
                let span = current.span
                advance()
                let key = try parsePrimary(after: "'per'")
                try grow(max(left, height), at: span)
                let keys: [Expression] =
                    switch key.kind {
                    case .list(let keys): keys
                    case .group(let key): [key]
                    default: [key]
                    }
                expression = Expression(
                    .per(expression, keys: keys), span: expression.span.to(key.span))
            } else {
                return expression
            }
        }
    }

    /// `a, b, c`
    mutating func parseExpressions(after what: String) throws(Diagnostic) -> [Expression] {
        var expressions = [try parseExpression(after: what)]
        var highest = height
        while take(.comma) {
            expressions.append(try parseExpression(after: "','"))
            highest = max(highest, height)
        }
        height = highest
        return expressions
    }
}

extension Lexeme {
    var isQuotedName: Bool { if case .quotedName = kind { true } else { false } }
}
