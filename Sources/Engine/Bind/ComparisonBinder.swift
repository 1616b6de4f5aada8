import BoardLanguage
import Columns

/// Comparisons: which types meet, and what to say when they do not.
extension Binder {
    func bindComparison(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, in scope: Scope,
        _ mode: ExpressionMode, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        if op == .in || op == .notIn {
            return try bindMembership(op, left, right, in: scope, mode, place)
        }
        var (first, second) = try bindSides(left, right, in: scope, mode)
        if op != .matches, op != .notMatches { (first, second) = matchBlanks(first, second) }
        try check(op, first, second, place)
        return BoundExpression(.comparison(op, first, second), type: .bool, place: place)
    }

    /// Both sides; a bare word beside text is named as the missing quotes that it most likely is.
    private func bindSides(
        _ left: Expression, _ right: Expression, in scope: Scope, _ mode: ExpressionMode
    ) throws(BoardError) -> (BoundExpression, BoundExpression) {
        let first: BoundExpression
        do throws(BoardError) {
            first = try bind(left, in: scope, mode)
        } catch {
            if let word = bareWord(left), let other = quietly(right, scope, mode),
                other.constant == nil
            {
                throw quoted(error, word, beside: other)
            }
            throw error
        }
        do throws(BoardError) {
            return (first, try bind(right, in: scope, mode))
        } catch {
            if let word = bareWord(right) { throw quoted(error, word, beside: first) }
            throw error
        }
    }

    private func quietly(
        _ expression: Expression, _ scope: Scope, _ mode: ExpressionMode
    ) -> BoundExpression? {
        do throws(BoardError) { return try bind(expression, in: scope, mode) } catch { return nil }
    }

    private func bareWord(_ expression: Expression) -> String? {
        guard case .path(let path) = expression.kind, path.segments.count == 1,
            let only = path.segments.first, !only.hasBrackets, !only.isStarred,
            !only.name.isQuoted
        else { return nil }
        return only.name.text
    }

    private func quoted(
        _ error: BoardError, _ word: String, beside other: BoundExpression
    ) -> BoardError {
        guard other.type.scalar == .text else { return error }
        var better = error
        let text = "text stands in quotes: \"\(word)\""
        var near = error.diagnostic.help.flatMap { $0.hasPrefix("nearest") ? $0 : nil }
        if isValue(word, of: other) { near = nil }
        better.diagnostic.help = near.map { "\(text); \($0)" } ?? text
        return better
    }

    /// Whether the word is one of a field's values, so that nothing else can be meant.
    private func isValue(_ word: String, of expression: BoundExpression) -> Bool {
        guard case .path(let path) = expression.kind, let position = path.column else {
            return false
        }
        let column = path.table.columns[position]
        do throws(EvaluationError) {
            let found = try Comparison.compare(
                .equal, .column(column), .text(word), count: column.count,
                context: environment.context)
            return found.rows.countOnes > 0
        } catch { return false }
    }

    private func bindMembership(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, in scope: Scope,
        _ mode: ExpressionMode, _ place: Place
    ) throws(BoardError) -> BoundExpression {
        func wrapped(_ inner: BoundExpression) -> BoundExpression {
            op == .in ? inner : BoundExpression(.not(inner), type: .bool, place: place)
        }
        let source = wholeObject(right, in: scope).map { Expression(.set($0), span: right.span) }
        switch (source ?? right).kind {
        case .set(let set):
            var value = try bind(left, in: scope, mode)
            let rows = try bindSet(set, in: scope, needsColumn: true)
            if let column = rows.column {
                value = matchBlanks(value, column).0
                if blank(column, as: value.type) == nil { try check(.in, value, column, place) }
            }
            return wrapped(BoundExpression(.inSet(value, rows), type: .bool, place: place))
        case .list(let values):
            var value = try bind(left, in: scope, mode)
            var bound: [BoundExpression] = []
            for each in values {
                var (_, member) = try bindSides(left, each, in: scope, mode)
                (value, member) = matchBlanks(value, member)
                try check(.in, value, member, member.place)
                bound.append(member)
            }
            if let list = constantList(bound, place) {
                return BoundExpression(.comparison(op, value, list), type: .bool, place: place)
            }
            return wrapped(BoundExpression(.oneOf(value, bound), type: .bool, place: place))
        default:
            var (value, other) = try bindSides(left, right, in: scope, mode)
            (value, other) = matchBlanks(value, other)
            try check(op, value, other, place)
            return BoundExpression(.comparison(op, value, other), type: .bool, place: place)
        }
    }

    /// `in (hris.employees)`: an object in parentheses is a board without stages, all of its records, and not
    /// those that a link leads to from the row.
    private func wholeObject(_ expression: Expression, in scope: Scope) -> SetExpression? {
        guard case .group(let inner) = expression.kind, case .path(let path) = inner.kind,
            path.segments.count > 1,
            path.segments.allSatisfy({ !$0.hasBrackets && !$0.isStarred }),
            case .one = objects.withTool(path.segments.map(\.name.text))
        else { return nil }
        do throws(BoardError) {
            if case .value = try resolve(path, in: scope) { return nil }
        } catch {
            // No link leads there, which a set does not need.
        }
        let object = ObjectPath(names: path.segments.map(\.name), span: path.span)
        return .board(Board(source: .object(object, at: nil), stages: [], span: path.span))
    }

    func check(
        _ op: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression, _ place: Place
    ) throws(BoardError) {
        let isText = op == .matches || op == .notMatches
        for side in [left, right] {
            if case .pattern? = side.constant, !isText || side.place.span == left.place.span {
                throw side.place.error(
                    "a regular expression stands on the right of ~",
                    help: "'\(op.rawValue)' compares values")
            }
            if case .calendar? = side.constant {
                throw side.place.error(
                    "'\(side.place.excerpt)' is a calendar step and is not compared",
                    help:
                        "mo and y differ in length; days do not: \(side.place.excerpt.hasSuffix("y") ? "365d" : "30d")"
                )
            }
        }
        if Comparison.isComparable(op, left.type, right.type) { return }
        if isText {
            throw right.place.error(
                "'\(op.rawValue)' looks for text, and '\(right.place.excerpt)' is \(right.type.name)",
                help: "\"…\" is a part to look for, /…/ a regular expression")
        }
        if left.type.scalar == .bool, right.type.scalar == .bool {
            throw place.error("true and false have no order", help: "= compares them")
        }
        let (column, other) = left.constant == nil ? (left, right) : (right, left)
        throw other.place.error(
            "'\(column.place.excerpt)' is \(column.type.name), "
                + "'\(other.place.excerpt)' is \(other.type.name)",
            help: mismatchHelp(column, other))
    }

    private func mismatchHelp(_ column: BoundExpression, _ other: BoundExpression) -> String? {
        let written = other.place.excerpt
        let bare = written.trimmingQuotes
        switch (column.type.scalar, other.type.scalar) {
        case (.text, .integer), (.text, .number):
            if let offenders = Offenders.find(in: column) {
                return "\(offenders); number(\(column.place.excerpt)) reads the others"
            }
            return other.constant == nil
                ? "number(\(column.place.excerpt)) reads numbers from text"
                : "text stands in quotes: \"\(written)\""
        case (.text, .date), (.text, .time):
            return "date(\(column.place.excerpt)) reads dates from text"
        case (.text, .bool): return "text stands in quotes: \"\(written)\""
        case (.date, .text), (.time, .text):
            return other.constant == nil
                ? "date(\(written)) reads dates from text"
                : "dates are written without quotes: 2026-08-01"
        case (.integer, .text), (.number, .text):
            let isNumber = Double(bare) != nil
            return isNumber
                ? "numbers are written without quotes: \(bare)"
                : "text(\(column.place.excerpt)) is its text"
        case (.bool, .text): return "true and false are written without quotes"
        case (.date, .duration), (.time, .duration):
            return "'\(written) ago' is the time that long before now"
        case (.date, .integer), (.time, .integer):
            return "dates are written 2026-08-01; '\(written)d ago' is that many days before now"
        case (.duration, .integer), (.duration, .number):
            return "durations have units: \(written)d, \(written)h"
        default: return nil
        }
    }
}

/// The values that keep a column of numbers from being one.
enum Offenders {
    /// `rows 12, 40 and 3 more hold no number ("n/a")`; nil unless most values are numbers.
    static func find(in expression: BoundExpression) -> String? {
        guard case .path(let path) = expression.kind, case .field(let position) = path.leaf else {
            return nil
        }
        let column = path.table.columns[position]
        guard column.type == .text else { return nil }
        let text = column.text()
        var offenders: [Int] = []
        var present = 0
        for row in 0..<column.count where column.isPresent(row) {
            present += 1
            if Double(text.string(row)) == nil { offenders.append(row) }
        }
        guard !offenders.isEmpty, offenders.count * 2 < present else { return nil }
        let rows = offenders.prefix(3).map { String($0 + 1) }
        let rest = offenders.count - rows.count
        let list = rows.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        let noun = offenders.count == 1 ? "row \(list) holds" : "rows \(list) hold"
        return "\(noun) no number (\"\(text.string(offenders[0]))\")"
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        guard count >= 2, let first, first == last, first == "\"" || first == "'" else {
            return self
        }
        return String(dropFirst().dropLast())
    }
}
