import BoardLanguage
import Columns
import Correlation
import Engine

/// The names that can be typed at a place: columns made so far, fields and links of the record.
struct CompletionScope {
    struct Entry {
        let name: String
        let kind: String
        let note: String
    }

    /// The record's object; nil after `group`.
    var object: ObjectName?
    /// Columns that the stages before made.
    var made: [String] = []

    private let catalog: Catalog
    private let model: LinkModel
    private let saved: [String: SavedBoard]

    init(environment: Environment) {
        catalog = environment.catalog
        model = environment.links
        saved = environment.saved
    }

    // MARK: - Following a board

    /// Walks the stages before the cursor.
    mutating func follow(_ stages: [[CompletionPlace.Word]]) {
        guard let source = stages.first else { return }
        follow(source: source, depth: 0)
        for stage in stages.dropFirst() { follow(stage: stage) }
    }

    private mutating func follow(source: [CompletionPlace.Word], depth: Int) {
        guard let first = source.first else { return }
        if first.token.kind == .saved {
            guard depth < 16, let board = saved[String(first.text.dropFirst())] else { return }
            let words = Self.boardWords(board)
            let parts = CompletionPlace.split(words)
            follow(source: parts.first ?? [], depth: depth + 1)
            for stage in parts.dropFirst() { follow(stage: stage) }
            return
        }
        let names = source.filter(\.isName).map(\.name)
        if case .one(let found) = objects.source(names) { object = found }
    }

    private static func boardWords(_ board: SavedBoard) -> [CompletionPlace.Word] {
        guard let span = board.file.board?.span else { return [] }
        let bytes = Array(board.text.utf8)
        guard span.end <= bytes.count else { return [] }
        let text = String(decoding: bytes[span.start..<span.end], as: UTF8.self)
        let own = Array(text.utf8)
        return tokens(text).filter { $0.kind != .comment && $0.span.end <= own.count }.map {
            CompletionPlace.Word(
                token: $0, text: String(decoding: own[$0.span.start..<$0.span.end], as: UTF8.self))
        }
    }

    private mutating func follow(stage: [CompletionPlace.Word]) {
        guard let word = stage.first?.text else { return }
        switch word {
        case "with", "show": made += Self.itemNames(Array(stage.dropFirst())).named
        case "group":
            let names = Self.itemNames(Array(stage.dropFirst()))
            made = names.all.isEmpty ? ["count"] : names.all
            if !stage.contains(where: { $0.token.kind == .colon }) && !names.all.isEmpty {
                made.append("count")
            }
            object = nil
        case "reconcile": made.append("side")
        default: break
        }
    }

    /// The columns that items make: those with a name before `=`, and the last name of bare paths.
    private static func itemNames(_ words: [CompletionPlace.Word]) -> (
        named: [String], all: [String]
    ) {
        var items: [[CompletionPlace.Word]] = [[]]
        var depth = 0
        for word in words {
            if word.token.kind == .open { depth += 1 }
            if word.token.kind == .close { depth -= 1 }
            if depth == 0, word.token.kind == .comma || word.token.kind == .colon {
                items.append([])
            } else {
                items[items.count - 1].append(word)
            }
        }
        var named: [String] = []
        var all: [String] = []
        for item in items {
            if item.count > 1, item[0].isName, item[1].isSymbol("=") {
                named.append(item[0].name)
                all.append(item[0].name)
            } else if let path = CompletionPlace.path(before: item.count, in: item),
                let last = path.last
            {
                all.append(last)
            }
        }
        return (named, all)
    }

    // MARK: - Names

    private var objects: ObjectIndex { ObjectIndex(names: catalog.tables.map(\.name)) }

    /// Every object, with its rows.
    func allObjects() -> [Entry] {
        catalog.tables.map {
            Entry(
                name: $0.name.description, kind: "object", note: Phrase.count($0.rowCount, "row"))
        }
    }

    /// What may follow `path`, seen from the row.
    func entries(after path: [String]) -> [Entry] {
        if path.isEmpty {
            let columns = made.map { Entry(name: $0, kind: "column", note: "") }
            return columns + (object.map { fields(of: $0, under: []) + links(from: $0) } ?? [])
        }
        guard let object, let place = walk(path, from: object) else { return [] }
        switch place {
        case .record(let reached): return fields(of: reached, under: []) + links(from: reached)
        case .members(let owner, let prefix): return fields(of: owner, under: prefix)
        case .tool(let tool):
            return hops(from: object).filter { $0.target.tool == tool }.map {
                Entry(name: $0.target.object, kind: "link", note: $0.note)
            }
        }
    }

    /// The column whose values `path` names; nil when it is none.
    func column(at path: [String]) -> Column? {
        guard let last = path.last, let object else { return nil }
        var reached = object
        var names = [last]
        if path.count > 1 {
            switch walk(Array(path.dropLast()), from: object) {
            case .record(let record): reached = record
            case .members(let owner, let prefix): (reached, names) = (owner, prefix + [last])
            default: return nil
            }
        }
        guard let table = catalog[reached],
            case .one(let position) = FieldIndex(names: table.fields.map(\.name)).match(names)
        else { return nil }
        return table.columns[position]
    }

    /// The object that a path leads to from the row; nil when it leads to none.
    func record(at path: [String]) -> ObjectName? {
        guard let object else { return nil }
        if case .record(let reached) = walk(path, from: object) { return reached }
        return nil
    }

    private enum Reached {
        case record(ObjectName)
        /// Inside a JSON object: fields of the record under a common prefix.
        case members(ObjectName, [String])
        case tool(String)
    }

    private func walk(_ path: [String], from start: ObjectName) -> Reached? {
        var current = start
        var rest = path[...]
        while let first = rest.first {
            let known = hops(from: current)
            let folded = NameFolding.fold(first)
            if let hop = known.first(where: { $0.names.contains { NameFolding.fold($0) == folded } }
            ) {
                current = hop.target
                rest = rest.dropFirst()
                continue
            }
            let ofTool = known.filter { NameFolding.fold($0.target.tool) == folded }
            if !ofTool.isEmpty {
                guard let second = rest.dropFirst().first else {
                    return .tool(ofTool[0].target.tool)
                }
                let wanted = NameFolding.fold(second)
                guard
                    let hop = ofTool.first(where: { NameFolding.fold($0.target.object) == wanted })
                else { return nil }
                current = hop.target
                rest = rest.dropFirst(2)
                continue
            }
            let prefix = Array(rest)
            return fields(of: current, under: prefix).isEmpty ? nil : .members(current, prefix)
        }
        return .record(current)
    }

    /// Fields by their shortest name; under a prefix the members that go on from it.
    private func fields(of object: ObjectName, under prefix: [String]) -> [Entry] {
        guard let table = catalog[object] else { return [] }
        let index = FieldIndex(names: table.fields.map(\.name))
        let wanted = prefix.map { NameFolding.fold($0) }
        return table.fields.indices.compactMap { position in
            let column = table.columns[position]
            let parts = table.fields[position].name.split(separator: ".").map(String.init)
            let name: String
            if prefix.isEmpty {
                name = index.heading(position)
            } else {
                guard parts.count > wanted.count,
                    zip(parts, wanted).allSatisfy({ NameFolding.fold($0) == $1 })
                else { return nil }
                name = parts[wanted.count...].joined(separator: ".")
            }
            let filled =
                column.count == 0
                ? 0 : Double(column.count - column.missingCount) / Double(column.count)
            return Entry(
                name: name, kind: "field",
                note: "\(column.type.name), \(Phrase.percent(filled)) filled")
        }
    }

    private struct Hop {
        let target: ObjectName
        let names: [String]
        let note: String
    }

    private func links(from object: ObjectName) -> [Entry] {
        var seen: Set<String> = []
        return hops(from: object).flatMap { hop in
            hop.names.filter { seen.insert($0).inserted }.map {
                Entry(name: $0, kind: "link", note: hop.note)
            }
        }
    }

    private func hops(from object: ObjectName) -> [Hop] {
        BoardRunner.reachable(from: object, catalog: catalog, links: model).map { link in
            Hop(
                target: link.target, names: link.names,
                note: "→ \(link.target), \(Phrase.percent(link.matched)) matched")
        }
    }
}
