import BoardLanguage
import Columns
import Engine

extension Session {
    /// A column with more distinct values than this is not offered value by value.
    private static let valueMax = 30

    /// What Tab offers at a place in an entry.
    ///
    /// - Parameters:
    ///   - text: the whole entry, lines taken before included.
    ///   - cursor: in bytes of UTF-8.
    public func complete(_ text: String, cursor: Int) -> Completions {
        let before = String(decoding: Array(text.utf8).prefix(cursor), as: UTF8.self)
        if before.hasPrefix(".") { return completeCommand(before) }
        var board = before
        if before.hasPrefix("|") { board = (lastBoard ?? "") + "\n" + before }
        return completeBoard(board)
    }

    private func completeBoard(_ text: String) -> Completions {
        let place = CompletionPlace(text)
        var scope = CompletionScope(environment: environment)
        scope.follow(place.stages)
        for path in place.openSegments {
            scope.object = scope.record(at: path)
            scope.made = []
        }
        var entries: [(CompletionScope.Entry, penalty: Int)] = []
        func add(_ found: [CompletionScope.Entry], penalty: Int = 0) {
            entries += found.map { ($0, penalty) }
        }
        switch place.kind {
        case .nothing: return .none
        case .start:
            add(scope.allObjects())
            add(savedBoardEntries(), penalty: 3)
            add(Words.statements.map { .init(name: $0, kind: "statement", note: "") }, penalty: 3)
            if place.typed.isEmpty { add(commandEntries(), penalty: 6) }
        case .source:
            add(objects(under: place.path, scope))
            if place.path.isEmpty { add(savedBoardEntries(), penalty: 3) }
        case .stage:
            add(HelpTopic.stages.map { .init(name: $0.word, kind: "stage", note: $0.form) })
        case .expression(let compared, let pathsOnly):
            if let compared, place.path.isEmpty, let column = scope.column(at: compared) {
                add(values(of: column))
            }
            if !place.typed.hasPrefix("\"") {
                add(scope.entries(after: place.path), penalty: compared == nil ? 0 : 3)
                if place.path.isEmpty && !pathsOnly { add(Self.functionEntries, penalty: 6) }
            }
        case .afterValue(let stage):
            add(Self.wordsAfterValue(in: stage).map { .init(name: $0, kind: "word", note: "") })
        case .words(let words): add(words.map { .init(name: $0, kind: "word", note: "") })
        case .savedBoard: add(savedBoardEntries())
        case .parameter:
            add(parameters.keys.sorted().map { .init(name: "$" + $0, kind: "parameter", note: "") })
        case .inputName(let board): add(inputEntries(of: board))
        }
        return Self.ranked(entries, typed: place.typed)
    }

    /// Objects by their full name; after `okta.` those of the tool by the rest of it.
    private func objects(under path: [String], _ scope: CompletionScope) -> [CompletionScope.Entry]
    {
        if path.isEmpty { return scope.allObjects() }
        let prefix = path.joined(separator: ".") + "."
        let ofTool = scope.allObjects().compactMap { entry -> CompletionScope.Entry? in
            guard entry.name.lowercased().hasPrefix(prefix.lowercased()) else { return nil }
            return .init(
                name: String(entry.name.dropFirst(prefix.count)), kind: entry.kind, note: entry.note
            )
        }
        // In a pin a field follows the object.
        guard
            case .one(let object) = ObjectIndex(names: folder.catalog.tables.map(\.name)).source(
                path)
        else { return ofTool }
        var inside = scope
        inside.object = object
        return ofTool + inside.entries(after: []).filter { $0.kind == "field" }
    }

    private static func ranked(
        _ entries: [(CompletionScope.Entry, penalty: Int)], typed: String
    ) -> Completions {
        var items: [Completions.Item] = []
        var seen: Set<String> = []
        for (entry, penalty) in entries {
            guard let rank = Completions.rank(of: typed, in: entry.name),
                seen.insert(entry.name).inserted
            else { continue }
            items.append(
                .init(text: entry.name, kind: entry.kind, note: entry.note, rank: rank + penalty))
        }
        let order = items.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }
        return Completions(typed: typed, items: order.map(\.element))
    }

    // MARK: - Candidates

    private func savedBoardEntries() -> [CompletionScope.Entry] {
        environment.saved.values.sorted { $0.name < $1.name }.map {
            .init(name: "@" + $0.name, kind: "board", note: $0.title)
        }
    }

    private func inputEntries(of name: String) -> [CompletionScope.Entry] {
        guard let board = environment.saved[name] else { return [] }
        return Self.parameters(of: board).map { declaration in
            .init(
                name: String(declaration.prefix { $0 != ":" }) + ":", kind: "parameter",
                note: declaration)
        }
    }

    private static let functionEntries = FunctionSummary.all.map {
        CompletionScope.Entry(name: $0.name + "(", kind: "function", note: $0.summary)
    }

    private func commandEntries() -> [CompletionScope.Entry] {
        MetaCommand.all.map { .init(name: "." + $0.name, kind: "command", note: $0.summary) }
    }

    private static func wordsAfterValue(in stage: String) -> [String] {
        switch stage {
        case "where", "expect": ["and", "or", "in", "not in", "ago"]
        case "sort": ["desc", "asc"]
        case "take": ["per"]
        case "reconcile": ["as", "by"]
        case "export": ["replace"]
        case "with", "show", "group": ["per", "and", "or"]
        default: []
        }
    }

    /// The values of a column with few, most frequent first, quoted.
    private func values(of column: Column) -> [CompletionScope.Entry] {
        if column.type.scalar == .bool {
            return ["true", "false"].map { .init(name: $0, kind: "value", note: "") }
        }
        guard column.type.scalar == .text else { return [] }
        var present = column
        if case .list(let list) = column.storage { present = list.elements }
        let text = present.text()
        var counts: [String: Int] = [:]
        for row in 0..<present.count where present.isPresent(row) {
            counts[text.string(row), default: 0] += 1
            if counts.count > Self.valueMax { return [] }
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            .init(
                name: Self.quoted($0.key), kind: "value", note: Phrase.count($0.value, "row"))
        }
    }

    private static func quoted(_ value: String) -> String {
        var quoted = "\""
        for character in value {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }

    // MARK: - Commands

    private func completeCommand(_ line: String) -> Completions {
        guard let space = line.firstIndex(of: " ") else {
            return Self.ranked(commandEntries().map { ($0, 0) }, typed: line)
        }
        let name = line[line.index(after: line.startIndex)..<space]
        let fitting = MetaCommand.all.filter { $0.name.hasPrefix(name) }
        guard let command = fitting.first(where: { $0.name == name }) ?? fitting.first else {
            return .none
        }
        let rest = String(line[line.index(after: space)...])
        let word = rest.split(separator: " ", omittingEmptySubsequences: false).last.map(
            String.init)
        let typed = word ?? ""
        switch command.argument {
        case .none, .free: return .none
        case .word(let words):
            return Self.ranked(
                words.map { (.init(name: $0, kind: "word", note: ""), 0) }, typed: typed)
        case .savedBoard:
            return Self.ranked(
                environment.saved.keys.sorted().map {
                    (.init(name: $0, kind: "board", note: ""), 0)
                }, typed: typed)
        case .object:
            let scope = CompletionScope(environment: environment)
            return Self.ranked(scope.allObjects().map { ($0, 0) }, typed: typed)
        case .objects:
            return completeBoard("link " + rest)
        case .board:
            return completeBoard(rest)
        }
    }
}
