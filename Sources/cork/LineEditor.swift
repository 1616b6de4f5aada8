import CEdit
import Glibc
import Shell

/// Entries from libedit: one or several lines, with completion and colours.
final class LineEditor {
    enum Outcome {
        case entry(String)
        /// Ctrl-C, with what had been typed.
        case dropped(String)
        case end
    }

    private let session: Session
    /// Characters beyond ASCII may be drawn.
    private let isUnicode: Bool

    init(session: Session, isUnicode: Bool) {
        self.session = session
        self.isUnicode = isUnicode
    }

    /// False when the terminal cannot be edited on.
    func start() -> Bool {
        let callbacks = cedit_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            complete: { context, line, length, cursor in
                LineEditor.of(context).complete(text(line, length), cursor: cursor)
            },
            progress: { context, line, length, prompt, capacity in
                LineEditor.of(context).progress(text(line, length), prompt: prompt, capacity)
            },
            style: { context, line, length, styles in
                let styles = UnsafeMutableBufferPointer(start: styles, count: length)
                for (range, style) in LineStyle.pieces(of: text(line, length)) {
                    styles[range.clamped(to: styles.indices)].update(repeating: style.code)
                }
            })
        return cedit_start(callbacks)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> LineEditor {
        Unmanaged<LineEditor>.fromOpaque(context!).takeUnretainedValue()
    }

    func stop() { cedit_stop() }

    /// Reads an entry that can run; blank ones are skipped.
    func readEntry() -> Outcome {
        cedit_set_color(session.settings.usesColor)
        while true {
            var line: UnsafePointer<CChar>?
            var length = 0
            let outcome = cedit_read(&line, &length)
            let entry = text(line, length)
            switch outcome {
            case CEDIT_END: return .end
            case CEDIT_INTERRUPTED: return .dropped(entry)
            default: break
            }
            if entry.allSatisfy(\.isWhitespace) { continue }
            return .entry(String(entry.reversed().drop { $0.isWhitespace }.reversed()))
        }
    }

    /// The prompt is `cork> `, or of the same width what the entry waits for: `…| `, `…( `, `…" `.
    private func progress(
        _ entry: String, prompt: UnsafeMutablePointer<CChar>?, _ capacity: Int
    ) -> cedit_progress {
        let state = session.isComplete(entry)
        let words = state.mark.map { isUnicode ? "   …\($0)" : "  ..\($0)" } ?? "cork>"
        // Escapes stand between bytes of value 1, and the prompt may not end in one.
        let whole =
            session.settings.usesColor
            ? "\u{1}\u{1B}[1;36m\u{1}\(words)\u{1}\u{1B}[0m\u{1} " : words + " "
        var bytes = Array(whole.utf8CString)
        if bytes.count > capacity { bytes = [0] }
        prompt?.update(from: bytes, count: bytes.count)
        switch state {
        case .complete: return CEDIT_FINISHED
        case .openQuote: return CEDIT_GOES_ON_IN_QUOTES
        default: return CEDIT_GOES_ON
        }
    }

    private func complete(_ line: String, cursor: Int) -> cedit_completion {
        let completions = session.complete(line, cursor: cursor)
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

private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
}

extension LineStyle {
    fileprivate var code: UInt8 {
        let style =
            switch self {
            case .plain: CEDIT_PLAIN
            case .stage: CEDIT_STAGE
            case .word: CEDIT_WORD
            case .text: CEDIT_TEXT
            case .number: CEDIT_NUMBER
            case .function: CEDIT_FUNCTION
            case .reference: CEDIT_REFERENCE
            case .comment: CEDIT_COMMENT
            case .unknown: CEDIT_UNKNOWN
            }
        return UInt8(style.rawValue)
    }
}
