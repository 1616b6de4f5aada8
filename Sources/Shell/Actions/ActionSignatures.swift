import Actions
import Columns
import Engine

/// The actions that boards of this session may end in: those of every connected org.
extension Session {
    /// Every action of a connection, with the org's own attributes as inputs.
    func actionRegistry(_ connection: Connection) -> ActionRegistry {
        let users = folder.catalog[ObjectName(tool: connection.name, object: "users")]
        return ActionRegistry(userAttributes: users.map(Self.profileAttributes) ?? [])
    }

    var actionSignatures: [ActionSignature] {
        folder.setup.connections.flatMap { connection in
            actionRegistry(connection).all.map { Self.signature(of: $0, tool: connection.name) }
        }
    }

    /// The profile attributes that a synced users table has, by its types. No column is read for that.
    private static func profileAttributes(_ table: Table) -> [ProfileAttribute] {
        table.fields.compactMap { field in
            guard field.name.hasPrefix("profile.") else { return nil }
            let name = String(field.name.dropFirst(8))
            let kind: ActionInput.Kind =
                switch field.type {
                case .bool: .flag
                case .integer: .whole
                case .number: .number
                case .list: .list
                default: .text
                }
            return name.contains(".") ? nil : ProfileAttribute(name: name, kind: kind)
        }
    }

    static func signature(of action: any Action, tool: String) -> ActionSignature {
        ActionSignature(
            tool: tool, words: action.name.split(separator: " ").map(String.init),
            note: action.summary,
            roles: action.roles.map { role in
                ActionSignature.Role(
                    name: role.name, object: ObjectName(tool: tool, object: role.object),
                    nameFields: role.nameFields)
            },
            inputs: action.inputs.map { input in
                ActionSignature.Input(
                    name: input.name, kind: kind(input.kind), isRequired: input.isRequired,
                    note: input.summary)
            },
            takesOneRow: action.takesOneRow)
    }

    private static func kind(_ kind: ActionInput.Kind) -> ActionSignature.Input.Kind {
        switch kind {
        case .text: .text
        case .flag: .flag
        case .whole: .whole
        case .number: .number
        case .list: .list
        case .json: .json
        case .choice(let words): .choice(words)
        case .secret: .secret
        }
    }
}

extension InputValue {
    /// A row's value as the input of that kind takes it.
    init(_ value: ActionValue, as kind: ActionInput.Kind) {
        switch (value, kind) {
        case (.text(let text), .json): self = .json(Array(text.utf8))
        case (.text(let text), .list): self = .list([text])
        case (.text(let text), _): self = .text(text)
        case (.flag(let flag), _): self = .flag(flag)
        case (.whole(let whole), _): self = .whole(whole)
        case (.number(let number), _): self = .number(number)
        case (.list(let texts), _): self = .list(texts)
        }
    }
}

extension BoundAction.Row {
    /// The row's records as an action takes them.
    var target: ActionTarget {
        ActionTarget(
            records: records.map {
                ActionTarget.Record(role: $0.role, id: $0.id, name: $0.name)
            })
    }

    /// The row's inputs as an action takes them, without secrets.
    func values(for action: any Action) -> InputValues {
        var values: InputValues = [:]
        for input in action.inputs {
            if let value = inputs[input.name] {
                values[input.name] = InputValue(value, as: input.kind)
            }
        }
        return values
    }
}
