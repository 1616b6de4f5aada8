import BoardLanguage
import Columns

/// What may be named at the end of a board: made for completion.
public struct RowScope: Sendable {
    /// One thing that a name may stand for.
    public struct Member: Sendable, Hashable {
        public enum Kind: String, Sendable {
            /// A column that the board made.
            case column
            case field
            /// A link by its own name: `manager`, `reports`.
            case link
            /// Another object that is linked: `groups`, `github.members`.
            case object
        }
        public let name: String
        public let kind: Kind
        /// `text, 97 % filled` for a field; `→ okta.users, 92 % matched` for a link.
        public let note: String

        public init(name: String, kind: Kind, note: String) {
            self.name = name
            self.kind = kind
            self.note = note
        }
    }

    let environment: Environment
    let scope: Scope

    /// What may follow the typed names and a dot; without names, what may begin a path.
    ///
    /// Objects that no link reaches are left out. Empty when the names lead nowhere.
    public func members(after prefix: [String] = []) -> [Member] {
        let binder = Binder(environment: environment, source: SourceText(text: "", path: nil))
        guard !prefix.isEmpty else {
            return made + (scope.record.map { members(of: $0.table, binder) } ?? []) + sides
        }
        var found: [Member] = []
        switch resolve(prefix, binder) {
        case .records(let path, _)?: found = members(of: path.table, binder)
        default: found = jsonMembers(after: prefix, binder)
        }
        if prefix.count == 1 { found += objects(ofTool: prefix[0], binder) }
        return found
    }

    /// One value that a column holds.
    public struct Value: Sendable, Hashable {
        /// As a board writes it: text in quotes, everything else as it is.
        public let literal: String
        /// Rows, or elements of lists, that have it.
        public let count: Int

        public init(literal: String, count: Int) {
            self.literal = literal
            self.count = count
        }
    }

    /// The values of a column or field that has few, the most frequent first; empty when it has many, and for
    /// times and durations, whose spelling in a file is not that of a board.
    public func values(of path: [String]) -> [Value] {
        let binder = Binder(environment: environment, source: SourceText(text: "", path: nil))
        let written = Self.path(path)
        guard !path.isEmpty,
            let value = Self.quietly({ () throws(BoardError) in
                try binder.resolveValue(written, in: scope)
            }), case .path(let bound) = value.kind, let position = bound.column
        else { return [] }
        return FewValues.of(bound.table.columns[position], environment.context)
    }

    private var made: [Member] {
        scope.made.map { Member(name: $0.name, kind: .column, note: $0.expression.type.name) }
    }

    private var sides: [Member] {
        scope.sides.map { side in
            Member(
                name: side.name ?? side.object.description, kind: .object,
                note: "the other side")
        }
    }

    private func members(of table: Table, _ binder: Binder) -> [Member] {
        let index = binder.fields(of: table)
        var found = table.fields.indices.map { position in
            let column = table.columns[position]
            return Member(
                name: index.heading(position), kind: .field,
                note: "\(column.type.name), \(Self.filled(column))")
        }
        for (name, route) in binder.graph.names(from: table.name) {
            let member = Member(name: name, kind: .link, note: Self.note(route))
            if !found.contains(where: { $0.name == name && $0.kind == .link }) {
                found.append(member)
            }
        }
        for object in binder.graph.reachable(from: table.name) {
            let routes = binder.graph.routesByObjectName(from: table.name, to: object)
            guard let first = routes.first else { continue }
            let name = object.tool == table.name.tool ? object.object : object.description
            found.append(
                Member(
                    name: name, kind: .object,
                    note: routes.count == 1
                        ? Self.note(first)
                        : "by \(routes.map(\.label).joined(separator: ", "))"))
        }
        return found
    }

    private func jsonMembers(after prefix: [String], _ binder: Binder) -> [Member] {
        guard let table = scope.record?.table else { return [] }
        let depth = prefix.flatMap { NameFolding.parts($0) }.count
        return binder.fields(of: table).members(of: prefix).map { position in
            let parts = table.fields[position].name.split(separator: ".")
            return Member(
                name: parts.dropFirst(depth).joined(separator: "."), kind: .field,
                note: table.columns[position].type.name)
        }
    }

    private func objects(ofTool tool: String, _ binder: Binder) -> [Member] {
        guard let table = scope.record?.table else { return [] }
        let folded = NameFolding.fold(tool)
        return binder.graph.reachable(from: table.name)
            .filter { NameFolding.fold($0.tool) == folded }
            .compactMap { object in
                binder.graph.routesByObjectName(from: table.name, to: object).first.map {
                    Member(name: object.object, kind: .object, note: Self.note($0))
                }
            }
    }

    private func resolve(_ prefix: [String], _ binder: Binder) -> ResolvedPath? {
        Self.quietly { () throws(BoardError) in
            try binder.resolve(Self.path(prefix), in: scope, use: .expand)
        }
    }

    private static func path(_ names: [String]) -> Path {
        Path(
            segments: names.map { Segment(name: Name($0, span: Span(0, 0))) }, span: Span(0, 0))
    }

    private static func quietly<Result>(
        _ body: () throws(BoardError) -> Result
    ) -> Result? {
        do throws(BoardError) { return try body() } catch { return nil }
    }

    private static func filled(_ column: Column) -> String {
        guard column.count > 0 else { return "empty" }
        let present = Double(column.count - column.missingCount)
        return "\(Percent.text(present / Double(column.count))) filled"
    }

    private static func note(_ route: Route) -> String {
        "→ \(route.target), \(Percent.text(route.matchRate)) matched"
    }
}

/// The distinct values of a column that has few.
enum FewValues {
    private static let countMax = 40

    /// Most frequent first, of equals the one that comes first; empty when there are too many.
    static func of(_ column: Column, _ context: EvaluationContext) -> [RowScope.Value] {
        var values = column
        if case .list(let list) = column.storage { values = list.elements }
        switch values.type {
        case .time, .duration, .list: return []
        default: break
        }
        do throws(EvaluationError) {
            let groups = try Grouping(keys: [values], count: values.count, context: context)
            guard groups.count <= countMax + 1, groups.count * 2 <= max(values.count, 4) else {
                return []
            }
            var counts = [Int](repeating: 0, count: groups.count)
            for group in groups.groups { counts[Int(group)] += 1 }
            return groups.firstRows.indices
                .filter { values.isPresent(Int(groups.firstRows[$0])) }
                .sorted { (-counts[$0], $0) < (-counts[$1], $1) }
                .map {
                    RowScope.Value(
                        literal: literal(values, Int(groups.firstRows[$0])), count: counts[$0])
                }
        } catch { return [] }
    }

    private static func literal(_ column: Column, _ row: Int) -> String {
        switch column.storage {
        case .bool(let values): return values[row] ? "true" : "false"
        case .date(let values):
            return Column(.date([values[row]])).string(0)
        case .text, .coded: break
        default: return column.string(row)
        }
        var quoted = "\""
        for character in column.string(row).unicodeScalars {
            switch character {
            case "\"", "\\": quoted.append("\\")
            case "\n":
                quoted += "\\n"
                continue
            case "\t":
                quoted += "\\t"
                continue
            default: break
            }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}

extension BoardRunner {
    /// The names that may stand after a board; without one, in front of any.
    public func scope(
        after board: Board?, text: String, path: String? = nil,
        parameters: [String: Literal] = [:], bindings: [String: Board] = [:]
    ) throws(BoardError) -> RowScope {
        guard let board else {
            return RowScope(environment: environment, scope: Scope(rowName: "nothing"))
        }
        let (_, bound) = try bind(board, text, path, parameters, bindings)
        return RowScope(environment: environment, scope: bound.scope)
    }
}
