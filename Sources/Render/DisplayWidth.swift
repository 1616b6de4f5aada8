/// Terminal cells that a text takes, grapheme by grapheme.
///
/// Two for East Asian wide and full-width characters, emoji, flags and ZWJ sequences; none for combining
/// marks; one for the rest, East Asian ambiguous ones included. Terminals disagree on emoji, which is why
/// tables also move the cursor (`OutputOptions.isTerminal`).
public func displayWidth(_ text: String) -> Int {
    var copy = text
    if let width = copy.withUTF8({ bytes in isDrawableASCII(bytes) ? bytes.count : nil }) {
        return width
    }
    return text.reduce(0) { $0 + displayWidth($1) }
}

func isDrawableASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
}

/// Cells of one grapheme: those of its widest scalar, and two if it asks to be drawn as an emoji.
func displayWidth(_ character: Character) -> Int {
    var width = 0
    var count = 0
    var regional = 0
    for scalar in character.unicodeScalars {
        width = max(width, displayWidth(scalar))
        count += 1
        switch scalar.value {
        case 0x1F1E6...0x1F1FF: regional += 1
        case 0x20E3: return 2  // a keycap
        case 0xFE0F where count > 1:
            let base = character.unicodeScalars.first!
            if base.value > 0x7F, base.properties.isEmoji { return 2 }
        default: break
        }
    }
    return regional == 2 ? 2 : width
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    if isWide(value) || scalar.properties.isEmojiPresentation && !isRegional(value) { return 2 }
    // Vowels and final consonants of conjoining Hangul join the syllable's cell.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
}

private func isRegional(_ value: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(value) }

/// East Asian Width W and F (Unicode 16, EastAsianWidth.txt) but for emoji, whose own property says it;
/// gaps that are not assigned are closed.
private func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
        0x4DC0...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
        0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x18D00...0x18D8F,
        0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265, 0x20000...0x3FFFD:
        return true
    default:
        return false
    }
}

/// A text that fits a number of cells, and how many it takes.
struct FittedText {
    var text: String
    var width: Int

    /// `text` if it fits `limit` cells, otherwise as much of it as leaves room for `mark`.
    init(_ text: String, limit: Int, mark: String) {
        var copy = text
        let asciiCount = copy.withUTF8 { bytes in isDrawableASCII(bytes) ? bytes.count : nil }
        if let asciiCount, asciiCount <= limit {
            (self.text, width) = (text, asciiCount)
            return
        }
        let markWidth = displayWidth(mark)
        var used = 0
        var cut = text.startIndex
        var cutWidth = 0
        var index = text.startIndex
        while index < text.endIndex {
            let size = displayWidth(text[index])
            if used + size > limit {
                if markWidth > limit {
                    (self.text, width) = ("", 0)
                } else {
                    self.text = String(text[..<cut]) + mark
                    width = cutWidth + markWidth
                }
                return
            }
            used += size
            index = text.index(after: index)
            if used + markWidth <= limit { (cut, cutWidth) = (index, used) }
        }
        (self.text, width) = (text, used)
    }
}
