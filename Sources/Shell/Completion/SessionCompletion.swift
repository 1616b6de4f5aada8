import BoardLanguage
import Columns
import Engine
import Render

/// Something that may be typed, before it is ranked.
struct CompletionEntry {
    let name: String
    let kind: String
    let note: String

    init(_ name: String, _ kind: String, _ note: String = "") {
        self.name = name
        self.kind = kind
        self.note = note
    }

    init(_ member: RowScope.Member) {
        self.init(Self.written(member.name), member.kind.rawValue, member.note)
    }

    /// A name as it has to be typed: parts with spaces and the like, and reserved words, in backticks.
    static func written(_ name: String) -> String {
        name.split(separator: ".", omittingEmptySubsequences: false).map { part in
            let isPlain =
                part.first?.isNumber == false
                && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
                && !Words.reserved.contains(String(part))
            return isPlain ? String(part) : "`\(part)`"
        }.joined(separator: ".")
    }
}

extension Session {
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

    private typealias Entry = CompletionEntry

    private func completeBoard(_ text: String) -> Completions {
        let place = CompletionPlace(text)
        var entries: [(Entry, penalty: Int)] = []
        func add(_ found: [Entry], penalty: Int = 0) { entries += found.map { ($0, penalty) } }
        switch place.kind {
        case .nothing: return .none
        case .start:
            add(objectEntries())
            add(savedBoardEntries(), penalty: 3)
            add(Words.statements.map { Entry($0, "statement") }, penalty: 3)
            if place.typed.isEmpty { add(commandEntries(), penalty: 6) }
        case .source:
            add(sourceEntries(after: place.path))
            if place.path.isEmpty { add(savedBoardEntries(), penalty: 3) }
        case .stage:
            add(HelpTopic.stages.map { Entry($0.word, "stage", $0.form) })
            add(actionEntries(continuing: [], rowScope(before: place, in: text)), penalty: 3)
        case .action(let words):
            let scope = rowScope(before: place, in: text)
            add(actionEntries(continuing: words, scope))
            add(inputEntries(ofAction: words, scope))
        case .actionInput(let words):
            add(inputEntries(ofAction: words, rowScope(before: place, in: text)))
        case .actionValue(let words, let input):
            let scope = rowScope(before: place, in: text)
            let values = valueEntries(of: input, action: words, typed: place.typed)
            add(values)
            if values.isEmpty { add((scope?.members() ?? []).map(Entry.init)) }
        case .expression(let compared, let pathsOnly):
            let scope = rowScope(before: place, in: text)
            let segments = place.openSegments.flatMap { $0 }
            let values = compared.map { scope?.values(of: segments + $0) ?? [] } ?? []
            if place.path.isEmpty { add(Self.valueEntries(values)) }
            // Where values are known they are what is wanted; a name is offered from its first letter on.
            if !place.typed.hasPrefix("\""), values.isEmpty || !place.typed.isEmpty {
                let members = scope?.members(after: segments + place.path) ?? []
                add(members.map(Entry.init), penalty: values.isEmpty ? 0 : 3)
                if place.path.isEmpty && !pathsOnly { add(Self.functionEntries, penalty: 6) }
            }
        case .record(let object): add(recordEntries(of: object, typed: place.typed))
        case .afterValue(let stage): add(Self.wordsAfterValue(in: stage).map { Entry($0, "word") })
        case .words(let words): add(words.map { Entry($0, "word") })
        case .savedBoard: add(savedBoardEntries())
        case .parameter: add(parameters.keys.sorted().map { Entry("$" + $0, "parameter") })
        case .inputName(let board): add(inputEntries(of: board))
        }
        return Self.ranked(entries, typed: place.typed)
    }

    /// What may be named after the stages before the cursor; of a board with a mistake, after those that bind.
    func rowScope(before place: CompletionPlace, in text: String) -> RowScope? {
        let bytes = Array(text.utf8)
        let runner = BoardRunner(environment: environment(for: text))
        for count in stride(from: place.stages.count, to: 0, by: -1) {
            let words = place.stages[..<count].joined()
            guard let first = words.first, let last = words.map({ $0 }).last,
                last.token.span.end <= bytes.count
            else { continue }
            let board = String(
                decoding: bytes[first.token.span.start..<last.token.span.end], as: UTF8.self)
            guard let parsed = try? parseFile(board).board,
                let scope = try? runner.scope(after: parsed, text: board, parameters: parameters)
            else { continue }
            return scope
        }
        return nil
    }

    /// Objects by their full name; after `okta.` those of the tool by the rest of it.
    private func sourceEntries(after path: [String]) -> [Entry] {
        if path.isEmpty { return objectEntries() }
        let prefix = path.joined(separator: ".") + "."
        let ofTool = objectEntries().compactMap { entry -> Entry? in
            guard entry.name.lowercased().hasPrefix(prefix.lowercased()) else { return nil }
            return Entry(String(entry.name.dropFirst(prefix.count)), entry.kind, entry.note)
        }
        // In a pin a field follows the object.
        let names = folder.catalog.tables.map(\.name)
        guard case .one = ObjectIndex(names: names).source(path),
            let board = try? parseFile(path.joined(separator: ".")).board,
            let scope = try? BoardRunner(environment: environment).scope(
                after: board, text: path.joined(separator: "."))
        else { return ofTool }
        return ofTool + scope.members().filter { $0.kind == .field }.map(Entry.init)
    }

    private static func ranked(
        _ entries: [(Entry, penalty: Int)], typed: String
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

    /// Every object, with its rows.
    private func objectEntries() -> [Entry] {
        let loaded = folder.catalog.tables.map {
            Entry("\($0.name)", "object", Phrase.count($0.rowCount, "row"))
        }
        guard !loaded.isEmpty else { return [] }
        // They are made when they are named, so their rows are not counted yet.
        return loaded
            + WhoIsWho.offered(folder.catalog).map { Entry($0, "object", "made of all tools") }
    }

    private func savedBoardEntries() -> [Entry] {
        environment.saved.values.sorted { $0.name < $1.name }.map {
            Entry("@" + $0.name, "board", $0.title)
        }
    }

    private func inputEntries(of name: String) -> [Entry] {
        guard let board = environment.saved[name] else { return [] }
        return Self.parameters(of: board).map { declaration in
            Entry(String(declaration.prefix { $0 != ":" }) + ":", "parameter", declaration)
        }
    }

    private static let functionEntries = FunctionSummary.all.map {
        Entry($0.name + "(", "function", $0.summary)
    }

    private func commandEntries() -> [Entry] {
        MetaCommand.all.map { Entry("." + $0.name, "command", $0.summary) }
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

    /// What a column holds, with how often. A literal has no place for controls, so such values are left out.
    private static func valueEntries(_ values: [RowScope.Value]) -> [Entry] {
        values.filter { escapedForTerminal($0.literal) == $0.literal }
            .map { Entry($0.literal, "value", Phrase.count($0.count, "row")) }
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
        case .word(let words, let kind):
            return Self.ranked(words.map { (Entry($0, kind), 0) }, typed: typed)
        case .setting:
            guard let space = rest.firstIndex(of: " ") else {
                return Self.ranked(
                    Settings.names.map { (Entry($0, "setting", settings.value(of: $0) ?? ""), 0) },
                    typed: typed)
            }
            let isSwitch = ["on", "off"].contains(settings.value(of: String(rest[..<space])))
            return Self.ranked(
                (isSwitch ? ["on", "off"] : []).map { (Entry($0, "value"), 0) }, typed: typed)
        case .savedBoard:
            return Self.ranked(
                environment.saved.keys.sorted().map {
                    (Entry($0, "board"), 0)
                }, typed: typed)
        case .object:
            return Self.ranked(objectEntries().map { ($0, 0) }, typed: typed)
        case .objects:
            return completeBoard("link " + rest)
        case .board:
            return completeBoard(rest)
        }
    }
}
