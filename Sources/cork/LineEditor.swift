import CEdit
import Glibc
import Shell

/// Entries from libedit: one or several lines, with completion.
final class LineEditor {
    enum Outcome {
        case entry(String)
        /// Ctrl-C, with what had been typed.
        case dropped(String)
        case end
    }

    private let session: Session
    /// The lines of this entry that were already taken, for completion on a later one.
    private var earlier = ""

    init(session: Session) { self.session = session }

    /// False when the terminal cannot be edited on.
    func start() -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        return cedit_start(
            { context, line, length, cursor in
                guard let context, let line else { return cedit_completion() }
                let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
                let bytes = UnsafeRawBufferPointer(start: line, count: length)
                return editor.complete(
                    String(decoding: bytes, as: UTF8.self), cursor: cursor)
            }, context)
    }

    func stop() { cedit_stop() }

    /// Reads lines until they are an entry that can run; blank ones are skipped.
    func readEntry(usesColor: Bool) -> Outcome {
        earlier = ""
        while true {
            let prompt = Self.prompt(session.isComplete(earlier), usesColor: usesColor)
            var text: UnsafePointer<CChar>?
            var length = 0
            let outcome = cedit_read(prompt, &text, &length)
            let line = String(
                decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
            switch outcome {
            case CEDIT_END: return .end
            case CEDIT_INTERRUPTED: return .dropped(earlier + line)
            default: break
            }
            let entry = earlier + line
            if entry.allSatisfy(\.isWhitespace) { continue }
            if session.isComplete(entry) == .complete {
                return .entry(String(entry.reversed().drop { $0.isWhitespace }.reversed()))
            }
            earlier = entry.hasSuffix("\n") ? entry : entry + "\n"
        }
    }

    /// `cork> `, or what the entry waits for: `…| `, `…( `, `…" `.
    private static func prompt(_ state: Completeness, usesColor: Bool) -> String {
        let text = state.mark.map { "   …\($0)" } ?? "cork>"
        // Escapes stand between bytes of value 1, and the prompt may not end in one.
        return usesColor ? "\u{1}\u{1B}[1;36m\u{1}\(text)\u{1}\u{1B}[0m\u{1} " : text + " "
    }

    private func complete(_ line: String, cursor: Int) -> cedit_completion {
        let completions = session.complete(
            earlier + line, cursor: earlier.utf8.count + cursor)
        var answer = cedit_completion()
        if let insertion = completions.insertion {
            answer.erase = completions.typed.unicodeScalars.count
            answer.insert = strdup(insertion)
        }
        if completions.items.count > 1 && !(completions.insertion != nil && completions.isUnique) {
            let listing = completions.listing(
                columns: max(20, Int(cedit_columns())), rows: max(8, Int(cedit_rows())))
            answer.listing = strdup(listing)
        }
        return answer
    }
}
