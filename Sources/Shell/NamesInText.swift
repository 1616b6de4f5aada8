import BoardLanguage
import Engine

/// The names that a board mentions, those of the saved boards it uses included, folded as names are compared.
struct NamesInText {
    private(set) var folded: Set<String> = []

    init(_ text: String, saved: [String: SavedBoard]) {
        var seen: Set<String> = []
        var waiting = [text]
        while let next = waiting.popLast() {
            let bytes = Array(next.utf8)
            for token in tokens(next) {
                guard token.span.end <= bytes.count else { continue }
                let word = String(decoding: bytes[token.span.start..<token.span.end], as: UTF8.self)
                switch token.kind {
                case .saved:
                    let name = String(word.dropFirst())
                    if let board = saved[name], seen.insert(name).inserted {
                        waiting.append(board.text)
                    }
                case .name, .quotedName, .function, .action, .keyword:
                    folded.insert(NameFolding.fold(word))
                default: break
                }
            }
        }
    }
}

/// The `help:` line that names what was probably meant.
enum Suggestion {
    static func nearest(_ name: String, in candidates: [String]) -> String? {
        let nearest = nearestNames(to: name, in: candidates, limit: 3)
        if nearest.isEmpty { return nil }
        let names = nearest.map { "'\($0)'" }.joined(separator: ", ")
        return nearest.count == 1 ? "nearest is \(names)" : "nearest are \(names)"
    }

    /// The nearest names, or the first few of many.
    static func nearestOrSome(_ name: String, in candidates: [String], _ what: String) -> String? {
        if let nearest = nearest(name, in: candidates) { return nearest }
        if candidates.count <= 6 { return nearestOrAll(name, in: candidates) }
        return "\(what) are \(candidates.prefix(6).joined(separator: ", ")) and "
            + "\(Phrase.count(candidates.count - 6)) more"
    }

    /// The nearest names, or all of them when none is near.
    static func nearestOrAll(_ name: String, in candidates: [String]) -> String? {
        if let nearest = nearest(name, in: candidates) { return nearest }
        if candidates.isEmpty { return nil }
        return candidates.count == 1
            ? "there is \(candidates[0])" : "there are \(Phrase.list(candidates))"
    }
}
