/// The facts below a table, joined by ` · ` and broken between facts where a line would be wider than the
/// terminal; dim when coloured. Ends with a newline; empty for no facts.
///
/// `renderFooter(["42 of 1,318 users", "4 ms"])` is `42 of 1,318 users · 4 ms`.
public func renderFooter(_ facts: [String], options: OutputOptions = OutputOptions()) -> String {
    let glyphs = Glyphs.of(options)
    let ink = Ink(options)
    var lines: [String] = []
    var line = ""
    var used = 0
    let across = options.columnsAcross
    for fact in facts where !fact.isEmpty {
        let drawn = drawnNote(fact, glyphs)
        let size = displayWidth(drawn)
        if !line.isEmpty, used + 3 + size > across {
            lines.append(line)
            line = ""
            used = 0
        }
        if line.isEmpty, size > across {
            let parts = wrapped(drawn, width: across)
            lines.append(contentsOf: parts.dropLast())
            line = parts.last ?? ""
            used = displayWidth(line)
        } else {
            used += line.isEmpty ? size : size + 3
            line += line.isEmpty ? drawn : " \(glyphs.dot) \(drawn)"
        }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { ink.dim($0) + "\n" }.joined()
}

/// A message of the product in ASCII, for a terminal that shows no other characters.
public func inASCII(_ message: String) -> String { drawnNote(message, .ascii) }

/// A note that the product made, with names from the data in it: its own ` · ` and `→` have a spelling in
/// ASCII.
func drawnNote(_ note: String, _ glyphs: Glyphs) -> String {
    guard glyphs.isASCII else { return escapedForTerminal(note) }
    let plain = note.map { character -> String in
        switch character {
        case "·": "-"
        case "…": ".."
        case "→": "->"
        default: String(character)
        }
    }
    return plain.joined().drawn(.ascii)
}
