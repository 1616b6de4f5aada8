import BoardLanguage
import Columns

/// Parameters of boards: `param days: duration = 90d`, given as `@stale(days: 30d)` or by the shell.
extension Binder {
    /// A parameter's value with where it was written.
    struct GivenInput {
        let operand: Operand
        let place: Place
    }

    private static let types: [String: ValueType] = [
        "text": .text, "integer": .integer, "number": .number, "bool": .bool, "date": .date,
        "time": .time, "duration": .duration,
    ]

    /// The inputs of a reference, computed where it stands.
    func inputs(
        _ reference: SavedReference, of saved: SavedBoard
    ) throws(BoardError) -> [String: GivenInput] {
        var declared: [String] = []
        for statement in saved.file.statements {
            if case .parameter(let name, _, _) = statement.kind { declared.append(name.text) }
        }
        var given: [String: GivenInput] = [:]
        for input in reference.inputs {
            let name = input.name.names.map(\.text).joined(separator: ".")
            guard declared.contains(name) else {
                let near = nearestNames(to: name, in: declared, limit: 1)
                throw error(
                    "@\(saved.name) has no parameter '\(name)'", at: input.name.span,
                    help: near.first.map { "nearest is '\($0)'" }
                        ?? (declared.isEmpty
                            ? "it has none" : "it has \(declared.joined(separator: ", "))"))
            }
            let value = try bind(input.value, in: Scope(rowName: "a parameter"))
            guard let operand = value.constant else {
                throw value.place.error("a parameter takes one value, the same for all rows")
            }
            given[name] = GivenInput(operand: operand, place: value.place)
        }
        return given
    }

    /// The values of a file's parameters: given, else the default.
    ///
    /// - Parameter caller: where to say that one is missing; nil is where it is declared.
    func parameters(
        of file: SourceFile, given: [String: GivenInput], missingHelp: (String) -> String,
        caller: Place?
    ) throws(BoardError) -> [String: Parameter] {
        var parameters: [String: Parameter] = [:]
        for statement in file.statements {
            guard case .parameter(let name, let typeName, let fallback) = statement.kind else {
                continue
            }
            guard let type = Self.types[typeName.text.lowercased()] else {
                throw error(
                    "no type '\(typeName.text)'", at: typeName.span,
                    help: "text, integer, number, bool, date, time or duration")
            }
            let input: GivenInput
            if let own = given[name.text] {
                input = own
            } else if let fallback {
                let value = try bind(fallback, in: Scope(rowName: "a parameter"))
                guard let operand = value.constant else {
                    throw value.place.error("a default is one value, the same for all rows")
                }
                input = GivenInput(operand: operand, place: value.place)
            } else {
                let place = caller ?? self.place(name.span)
                throw place.error(
                    "parameter '\(name.text)' has no value", help: missingHelp(name.text))
            }
            parameters[name.text] = Parameter(
                type: type, operand: try fitted(input, to: type, name: name.text))
        }
        return parameters
    }

    /// The value as the declared type; an integer will do for a number, a date for a time.
    private func fitted(
        _ input: GivenInput, to type: ValueType, name: String
    ) throws(BoardError) -> Operand {
        if case .pattern = input.operand {
            throw input.place.error("parameter '\(name)' is \(type.name), not a regular expression")
        }
        if input.operand.type == type { return input.operand }
        if input.operand.type == .list(type) { return input.operand }
        switch (input.operand, type) {
        case (.constant(let column), .number) where column.type == .integer:
            return .constant(column.converted(to: .number))
        case (.constant(let column), .time):
            if case .date(let days) = column.storage {
                let local = Int64(days[0]) * Calendar.microsecondsPerDay
                return .constant(
                    Column(.time([environment.context.timeZone.utc(local: local)])))
            }
        default: break
        }
        throw input.place.error(
            "parameter '\(name)' is \(type.name), not \(input.operand.type.name)",
            help: type == .duration && input.operand.type == .integer
                ? "durations have units: \(input.place.excerpt)d, \(input.place.excerpt)h" : nil)
    }
}
