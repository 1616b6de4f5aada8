/// The syntax tree as S-expressions, for tests and for looking at what a text was read as.
///
/// `okta.users | where no manager.id` is `(board okta.users (where (no manager.id)))`.
extension SourceFile: CustomDebugStringConvertible {
    public var debugDescription: String {
        (statements.map(\.debugDescription) + (board.map { [$0.debugDescription] } ?? []))
            .joined(separator: "\n")
    }
}

extension Board: CustomDebugStringConvertible {
    public var debugDescription: String {
        node("board", [source.debugDescription] + stages.map(\.kind.debugDescription))
    }
}

extension Source: CustomDebugStringConvertible {
    public var debugDescription: String {
        switch self {
        case .object(let object, nil): object.debugDescription
        case .object(let object, let time?):
            node("at", [object.debugDescription, time.debugDescription])
        case .saved(let saved): saved.debugDescription
        }
    }
}

extension SavedReference: CustomDebugStringConvertible {
    public var debugDescription: String {
        inputs.isEmpty
            ? "@\(name.debugDescription)"
            : node("@\(name.debugDescription)", inputs.map(\.debugDescription))
    }
}

extension Input: CustomDebugStringConvertible {
    public var debugDescription: String {
        node("\(name.debugDescription):", [value.debugDescription])
    }
}

extension Name: CustomDebugStringConvertible {
    public var debugDescription: String { isQuoted ? "`\(text)`" : text }
}

extension ObjectPath: CustomDebugStringConvertible {
    public var debugDescription: String { names.map(\.debugDescription).joined(separator: ".") }
}

/// `(head a b c)`
private func node(_ head: String, _ parts: [String]) -> String {
    "(" + ([head] + parts).joined(separator: " ") + ")"
}

private func list(_ parts: [some CustomDebugStringConvertible]) -> String {
    "[" + parts.map(\.debugDescription).joined(separator: " ") + "]"
}

private func words(_ names: [Name]) -> String { names.map(\.text).joined(separator: " ") }

// MARK: - Stages

extension StageKind: CustomDebugStringConvertible {
    public var debugDescription: String {
        switch self {
        case .where(let condition): return node("where", [condition.debugDescription])
        case .with(let items): return node("with", items.map(\.debugDescription))
        case .show(let items): return node("show", items.map(\.debugDescription))
        case .hide(let paths): return node("hide", paths.map(\.debugDescription))
        case .sort(let keys):
            return node(
                "sort",
                keys.map {
                    $0.isDescending
                        ? node("desc", [$0.expression.debugDescription])
                        : $0.expression.debugDescription
                })
        case .take(let count, let keys):
            return node("take", [count.debugDescription] + (keys.isEmpty ? [] : [list(keys)]))
        case .group(let keys, let aggregates):
            return node("group", [list(keys)] + (aggregates.map { [list($0)] } ?? []))
        case .expand(let path, let keepsEmpty):
            return node(keepsEmpty ? "expand?" : "expand", [path.debugDescription])
        case .reconcile(let source, let name, let link):
            var parts: [String]
            switch source {
            case .source(let source): parts = [source.debugDescription]
            case .board(let board): parts = [board.debugDescription]
            }
            if let name { parts.append(node("as", [name.debugDescription])) }
            if let link { parts.append(node("by", [link.debugDescription])) }
            return node("reconcile", parts)
        case .append(.saved(let saved)): return node("append", [saved.debugDescription])
        case .append(.board(let board)): return node("append", [board.debugDescription])
        case .expect(.none): return "(expect none)"
        case .expect(.some): return "(expect some)"
        case .expect(.expression(let condition)):
            return node("expect", [node("that", [condition.debugDescription])])
        case .export(let file, let replaces):
            return node("export", [file.debugDescription] + (replaces ? ["replace"] : []))
        case .send(let url, let body):
            return node("send", [url.debugDescription] + (body.map { [$0.debugDescription] } ?? []))
        case .action(let names, let inputs):
            return node("action", ["'\(words(names))'"] + inputs.map(\.debugDescription))
        }
    }
}

extension Item: CustomDebugStringConvertible {
    public var debugDescription: String {
        switch self {
        case .all: "*"
        case .expression(nil, let expression): expression.debugDescription
        case .expression(let name?, let expression):
            node("name", [name.debugDescription, expression.debugDescription])
        }
    }
}

// MARK: - Expressions

extension Expression: CustomDebugStringConvertible {
    public var debugDescription: String {
        switch kind {
        case .literal(let literal): literal.debugDescription
        case .parameter(let name): "$\(name.debugDescription)"
        case .path(let path): path.debugDescription
        case .now: "now"
        case .today: "today"
        case .set(.board(let board)): node("set", [board.debugDescription])
        case .set(.saved(let saved)): node("set", [saved.debugDescription])
        case .call(let name, let arguments):
            node("call", [name.debugDescription] + arguments.map(\.debugDescription))
        case .boardCall(let name, let board):
            node("call", [name.debugDescription, board.debugDescription])
        case .list(let values): node("list", values.map(\.debugDescription))
        case .group(let inner): node("group", [inner.debugDescription])
        case .unary(let sign, let operand): node(sign.rawValue, [operand.debugDescription])
        case .binary(let sign, let left, let right, _):
            node(
                sign == .notIn ? "not-in" : sign.rawValue,
                [left.debugDescription, right.debugDescription])
        case .ago(let duration): node("ago", [duration.debugDescription])
        case .per(let value, let keys): node("per", [value.debugDescription, list(keys)])
        }
    }
}

extension Path: CustomDebugStringConvertible {
    public var debugDescription: String {
        segments.map { segment in
            var text = segment.name.debugDescription + (segment.isStarred ? "*" : "")
            if segment.hasBrackets {
                let by = segment.by.map { ["by \($0.debugDescription)"] } ?? []
                text +=
                    "["
                    + (by + (segment.condition.map { [$0.debugDescription] } ?? []))
                    .joined(separator: ", ") + "]"
            }
            return text
        }.joined(separator: ".")
    }
}

extension Literal: CustomDebugStringConvertible {
    public var debugDescription: String {
        switch self {
        case .text(let text): text.debugDescription
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .date(let days): "day:\(days)"
        case .time(let time, let hasZone): hasZone ? "time:\(time)" : "local:\(time)"
        case .duration(let duration):
            duration.months == 0 ? "\(duration.microseconds)us" : "\(duration.months)mo"
        case .regex(let pattern): "/\(pattern)/"
        }
    }
}

// MARK: - Statements

extension Statement: CustomDebugStringConvertible {
    public var debugDescription: String {
        switch kind {
        case .parameter(let name, let type, let value):
            return node(
                "param",
                [name.debugDescription, type.debugDescription]
                    + (value.map { [$0.debugDescription] } ?? []))
        case .binding(let name, let board):
            return node("let", [name.debugDescription, board.debugDescription])
        case .link(let left, let right, let isWeak, let name):
            return node(
                isWeak ? "link~" : "link",
                [left.debugDescription, right.debugDescription]
                    + (name.map { [node("as", [$0.debugDescription])] } ?? []))
        case .unlink(let left, let right):
            return node("unlink", [left.debugDescription, right.debugDescription])
        case .primary(let object, let field):
            return node("primary", [object.debugDescription, field.debugDescription])
        case .source(let object, let file, let options):
            return node(
                "source",
                [object.debugDescription, file.debugDescription] + options.map(\.debugDescription))
        case .skip(let pattern): return node("skip", [pattern.debugDescription])
        case .queries(let folder): return node("queries", [folder.debugDescription])
        case .connect(let tool, let organisation, let name, let insteadOfFiles):
            return node(
                "connect",
                [tool.debugDescription, organisation.debugDescription]
                    + (name.map { [node("as", [$0.debugDescription])] } ?? [])
                    + (insteadOfFiles ? ["instead"] : []))
        case .same(let left, let right):
            return node("same", [left.debugDescription, right.debugDescription])
        case .different(let left, let right):
            return node("different", [left.debugDescription, right.debugDescription])
        case .allow(let pattern): return node("allow", ["'\(words(pattern))'"])
        case .deny(let pattern): return node("deny", ["'\(words(pattern))'"])
        case .timezone(let zone): return node("timezone", [zone.debugDescription])
        case .now(let time): return node("now", [time.debugDescription])
        case .action(let names, let inputs):
            return node("action", ["'\(words(names))'"] + inputs.map(\.debugDescription))
        }
    }
}

extension LinkSide: CustomDebugStringConvertible {
    public var debugDescription: String {
        expression.map { node("of", [path.debugDescription, $0.debugDescription]) }
            ?? path.debugDescription
    }
}

extension SameSide: CustomDebugStringConvertible {
    public var debugDescription: String {
        node("record", [object.debugDescription, record.debugDescription])
    }
}
