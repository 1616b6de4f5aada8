import BoardLanguage
import Columns

/// Binds an action phrase: which action, which records of the row, which inputs.
extension Binder {
    /// - Parameter scope: nil for a statement, which has no row.
    func bindAction(
        _ words: [Name], _ inputs: [Input], _ place: Place, in scope: Scope?
    ) throws(BoardError) -> ActionBinding {
        let candidates = try signatures(words, place)
        let signature = try choose(candidates, inputs, scope, place)
        return try bind(signature, inputs, place, in: scope)
    }

    // MARK: - Which action

    /// The action of these words, once per live tool that has it.
    private func signatures(
        _ words: [Name], _ place: Place
    ) throws(BoardError) -> [ActionSignature] {
        let typed = words.map { $0.text.lowercased() }
        let found = environment.actions.filter { $0.words == typed }
        if !found.isEmpty { return found }
        let phrase = typed.joined(separator: " ")
        let names = environment.actions.map(\.name)
        let span = words[0].span.to(words[words.count - 1].span)
        let longer = unique(names.filter { $0.hasPrefix(phrase + " ") })
        let near = longer.isEmpty ? nearestNames(to: phrase, in: unique(names), limit: 3) : longer
        throw error(
            "no action '\(phrase)'", at: span,
            help: near.isEmpty
                ? "cork actions lists all of them"
                : (near.count == 1 ? "nearest is " : "nearest are ")
                    + near.prefix(5).map { "'\($0)'" }.joined(separator: ", "))
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// Of several live tools the one whose records the rows are.
    private func choose(
        _ candidates: [ActionSignature], _ inputs: [Input], _ scope: Scope?, _ place: Place
    ) throws(BoardError) -> ActionSignature {
        if candidates.count == 1 { return candidates[0] }
        let tools = Set(sources(of: scope).map(\.table.name.tool))
        let fitting = candidates.filter { tools.contains($0.tool) }
        if fitting.count == 1 { return fitting[0] }
        let reachable = candidates.filter { signature in
            signature.roles.contains { role in
                guard let table = table(role.object) else { return false }
                return fromRow(role, table, scope, []) != nil
            }
        }
        if reachable.count == 1 { return reachable[0] }
        throw place.error(
            "'\(candidates[0].name)' could be done in \(candidates.count) tools",
            help: "the rows belong to none of \(candidates.map(\.tool).joined(separator: ", ")) "
                + "alone: a board of one of them says which")
    }

    // MARK: - Inputs

    private func bind(
        _ signature: ActionSignature, _ inputs: [Input], _ place: Place, in scope: Scope?
    ) throws(BoardError) -> ActionBinding {
        var given: [String: Input] = [:]
        for input in inputs {
            let name = try inputName(input, of: signature)
            guard given.updateValue(input, forKey: name) == nil else {
                throw error("'\(name)' is given twice", at: input.name.span)
            }
        }
        var missing: [BoundAction.Missing] = []
        let targets = try bindTargets(signature, given, scope, &missing)
        var values: [(name: String, kind: ActionSignature.Input.Kind, value: BoundExpression)] = []
        var lists: [String: [String]] = [:]
        var secrets: [String: SecretReference] = [:]
        for input in signature.inputs {
            guard let written = given[input.name]?.value else {
                if input.isRequired {
                    missing.append(
                        .init(
                            name: input.name, isSecret: input.kind == .secret,
                            what: input.kind.word, reason: nil))
                }
                continue
            }
            if input.kind == .secret {
                secrets[input.name] = try secret(written, input.name)
            } else if input.kind == .list, case .list(let elements) = written.kind {
                lists[input.name] = try texts(elements, input.name)
            } else {
                values.append(
                    (input.name, input.kind, try bindValue(written, input, scope)))
            }
        }
        return ActionBinding(
            signature: signature, targets: targets, inputs: values, lists: lists,
            secrets: secrets, missing: missing, place: place)
    }

    /// The role or input that is meant; `profile.title` is `title`.
    private func inputName(
        _ input: Input, of signature: ActionSignature
    ) throws(BoardError) -> String {
        let typed = input.name.names.map(\.text).joined(separator: ".")
        let names = signature.roles.map(\.name) + signature.inputs.map(\.name)
        if names.contains(typed) { return typed }
        let bare = typed.lowercased().hasPrefix("profile.") ? String(typed.dropFirst(8)) : typed
        let folded = NameFolding.fold(bare)
        if let found = names.first(where: { $0 == bare }) { return found }
        let fitting = names.filter { NameFolding.fold($0) == folded }
        if fitting.count == 1 { return fitting[0] }
        let near = nearestNames(to: typed, in: names, limit: 1)
        throw error(
            "'\(signature.name)' has no input '\(typed)'", at: input.name.span,
            help: near.first.map { "nearest is '\($0)'" }
                ?? (names.isEmpty
                    ? "it takes none"
                    : "it takes \(names.prefix(8).joined(separator: ", "))"
                        + (names.count > 8 ? " and \(names.count - 8) more" : "")))
    }

    private func bindValue(
        _ written: BoardLanguage.Expression, _ input: ActionSignature.Input, _ scope: Scope?
    ) throws(BoardError) -> BoundExpression {
        let value = try bind(written, in: scope ?? Scope(rowName: "a statement"))
        let type = value.type
        let fits =
            switch input.kind {
            case .text: [.text, .integer, .number, .date, .time].contains(type)
            case .json, .choice: type == .text
            case .flag: type == .bool
            case .whole: type == .integer
            case .number: type == .integer || type == .number
            case .list: type.scalar == .text
            case .secret: false
            }
        if !fits {
            throw value.place.error(
                "'\(input.name)' takes \(input.kind.word), and this is \(type.name)",
                help: type.isList ? "first(…) takes the first of a list" : nil)
        }
        if case .choice(let words) = input.kind, let constant = value.constant?.values,
            !words.contains(constant.string(0))
        {
            let near = nearestNames(to: constant.string(0), in: words, limit: 1)
            throw value.place.error(
                "'\(input.name)' takes \(input.kind.word)",
                help: near.first.map { "nearest is \"\($0)\"" })
        }
        return value
    }

    private func texts(
        _ elements: [BoardLanguage.Expression], _ name: String
    ) throws(BoardError) -> [String] {
        var texts: [String] = []
        for element in elements {
            guard case .literal(.text(let text)) = element.kind else {
                throw error("'\(name)' takes a list of texts", at: element.span)
            }
            texts.append(text)
        }
        return texts
    }

    /// A secret is never text in a board: boards are kept, shown and logged.
    private func secret(
        _ written: BoardLanguage.Expression, _ name: String
    ) throws(BoardError) -> SecretReference {
        let help = "secret(\"env:NAME\"), secret(\"file:PATH\") or secret(generate)"
        guard case .call(let function, let arguments) = written.kind,
            function.text.lowercased() == "secret", arguments.count == 1
        else {
            throw error(
                "'\(name)' is a secret, and no text of a board", at: written.span, help: help)
        }
        switch arguments[0].kind {
        case .path(let path) where path.segments.count == 1:
            if path.segments[0].name.text == "generate" { return .generated }
        case .literal(.text(let text)):
            if text.hasPrefix("env:"), text.count > 4 {
                return .environment(String(text.dropFirst(4)))
            }
            if text.hasPrefix("file:"), text.count > 5 { return .file(String(text.dropFirst(5))) }
        default: break
        }
        throw error("a secret comes from a variable or a file", at: arguments[0].span, help: help)
    }
}
