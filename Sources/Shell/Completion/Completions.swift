import Render

/// What may stand at the cursor, best first.
public struct Completions: Sendable, Equatable {
    public struct Item: Sendable, Equatable {
        /// What replaces the typed word.
        public let text: String
        /// `object`, `field`, `link`, `stage`, `board`, `function`, `value`, `command`, `word`.
        public let kind: String
        /// Type and fill rate of a field, match rate of a link, a saved board's title.
        public let note: String
        /// 0 is the best way to fit what was typed.
        let rank: Int
    }

    /// The word before the cursor that an item replaces.
    public let typed: String
    public let items: [Item]

    static let none = Completions(typed: "", items: [])

    /// The longest text that every item of the best rank goes on with; nil when it adds nothing to `typed`, or
    /// holds what would drive a terminal: names are data.
    public var insertion: String? {
        commonText.flatMap { escapedForTerminal($0) == $0 ? $0 : nil }
    }

    private var commonText: String? {
        guard let first = items.first else { return nil }
        let best = items.filter { $0.rank == first.rank }
        var common = first.text
        for item in best.dropFirst() { common = Self.commonPrefix(common, item.text) }
        if best.count == 1 { return common == typed ? nil : common }
        // Candidates that only contain the word have nothing in common that a person would want instead.
        let goesOn = common.lowercased().hasPrefix(typed.lowercased()) && common.count > typed.count
        return goesOn ? common : nil
    }

    /// Whether the inserted text is one item, so that nothing more has to be chosen.
    public var isUnique: Bool {
        guard let first = items.first else { return false }
        return items.filter { $0.rank == first.rank }.count == 1
    }

    private static func commonPrefix(_ left: String, _ right: String) -> String {
        var prefix = ""
        for (a, b) in zip(left, right) {
            guard a == b else { break }
            prefix.append(a)
        }
        return prefix
    }

    // MARK: - Matching

    /// How well a candidate fits: 0 exact prefix, 1 prefix of a word or of the words' initials (`ll` is
    /// `lastLogin`), 2 substring, nil not at all.
    static func rank(of typed: String, in candidate: String) -> Int? {
        if typed.isEmpty { return 0 }
        let wanted = typed.lowercased().filter { $0 != "`" }
        let whole = candidate.lowercased().filter { $0 != "`" }
        if whole.hasPrefix(wanted) { return 0 }
        let words = words(candidate)
        let initials = String(words.compactMap(\.first))
        if initials.hasPrefix(wanted) { return 1 }
        if words.dropFirst().contains(where: { $0.hasPrefix(wanted) }) { return 1 }
        return whole.contains(wanted) && wanted.count > 1 ? 2 : nil
    }

    /// The words of a name in lower case, at punctuation and changes of case.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previousIsLower = false
        for character in name {
            guard character.isLetter || character.isNumber else {
                if !word.isEmpty { words.append(word) }
                (word, previousIsLower) = ("", false)
                continue
            }
            if character.isUppercase && previousIsLower {
                words.append(word)
                word = ""
            }
            previousIsLower = character.isLowercase || character.isNumber
            word += character.lowercased()
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    // MARK: - Listing

    /// The items in columns with kind and note, for below the line.
    ///
    /// - Parameters: the terminal's size in cells; longer lists end in `… 12 more`.
    public func listing(columns: Int, rows: Int) -> String {
        let shown = items.prefix(max(4, rows - 4))
        // A cell is kept free at the right: some terminals wrap after the last one.
        let room = max(12, columns - 1)
        let width = min(shown.map { displayWidth($0.text) }.max() ?? 0, 40, room / 2)
        let kindWidth = shown.map(\.kind.utf8.count).max() ?? 0
        var lines: [String] = []
        for item in shown {
            var line = "  " + Self.fitted(item.text, width, pads: true)
            line += "  " + item.kind
            line += String(repeating: " ", count: kindWidth - item.kind.utf8.count)
            if !item.note.isEmpty { line += "  " + escapedForTerminal(item.note) }
            line = SavedBoards.withoutTrailingSpace(Self.fitted(line, room, pads: false))
            lines.append(line)
        }
        if items.count > shown.count { lines.append("  … \(items.count - shown.count) more") }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The text in at most so many cells, cut with a mark, or filled up with spaces.
    private static func fitted(_ text: String, _ width: Int, pads: Bool) -> String {
        let text = escapedForTerminal(text)
        let full = displayWidth(text)
        if full <= width {
            return pads ? text + String(repeating: " ", count: width - full) : text
        }
        var kept = ""
        var used = 0
        for character in text {
            let size = displayWidth(String(character))
            if used + size > width - 1 { break }
            kept.append(character)
            used += size
        }
        return kept + "…" + (pads ? String(repeating: " ", count: width - used - 1) : "")
    }
}
