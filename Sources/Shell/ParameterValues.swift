import BoardLanguage
import Engine
import Render

/// Values for a saved board's parameters, from `--NAME VALUE` on the command line.
enum ParameterValues {
    /// Checks the names and reads each value as its declared type.
    static func literals(_ arguments: [(name: String, value: String)], for board: SavedBoard)
        throws(Session.Refused) -> [String: Literal]
    {
        var types: [(name: String, type: String)] = []
        for statement in board.file.statements {
            if case .parameter(let name, let type, _) = statement.kind {
                types.append((name.text, type.text))
            }
        }
        var values: [String: Literal] = [:]
        for argument in arguments {
            let wanted = NameFolding.fold(argument.name)
            guard let parameter = types.first(where: { NameFolding.fold($0.name) == wanted })
            else {
                let names = types.map { "--" + $0.name }
                throw refused(
                    "\(board.name) has no parameter '\(argument.name)'",
                    help: types.isEmpty
                        ? "it takes none"
                        : Suggestion.nearestOrAll("--" + argument.name, in: names))
            }
            guard let literal = literal(argument.value, type: parameter.type) else {
                throw refused(
                    "'\(argument.value)' is no \(parameter.type), which --\(parameter.name) takes",
                    help: example(of: parameter.type))
            }
            values[parameter.name] = literal
        }
        return values
    }

    private static func refused(_ message: String, help: String?) -> Session.Refused {
        Session.Refused(
            reply: .error(escapedForTerminal(message), help: help, status: .usage))
    }

    /// The value as a literal of the type; nil when it is not one. A text is taken as it is.
    static func literal(_ value: String, type: String) -> Literal? {
        if type == "text" { return .text(value) }
        guard let expression = try? parseExpression(value) else { return nil }
        return literal(expression, as: type)
    }

    static func literal(_ expression: BoardLanguage.Expression, as type: String) -> Literal? {
        switch expression.kind {
        case .unary(.negate, let inner):
            switch literal(inner, as: type) {
            case .integer(let value): return .integer(-value)
            case .number(let value): return .number(-value)
            default: return nil
            }
        case .literal(let literal):
            switch (type, literal) {
            case ("integer", .integer), ("number", .number), ("bool", .bool), ("date", .date),
                ("time", .time), ("duration", .duration), ("text", .text):
                return literal
            case ("number", .integer(let value)): return .number(Double(value))
            default: return nil
            }
        default: return nil
        }
    }

    static func example(of type: String) -> String? {
        switch type {
        case "integer": "such as 12"
        case "number": "such as 1.5"
        case "bool": "true or false"
        case "date": "such as 2026-08-01"
        case "time": "such as 2026-08-01T10:00Z"
        case "duration": "such as 90d, with a unit of s min h d w mo y"
        default: nil
        }
    }
}
