/// Columns that a character takes on a terminal: 0 for marks, 2 for East Asian wide ones and emoji, else 1.
func displayWidth(_ character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
        // A variation selector asks for the coloured form, which is wide.
        if scalar.value == 0xFE0F { return 2 }
        width = max(width, displayWidth(scalar))
    }
    return width
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
        0x20000...0x3FFFD:
        return 2
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
}

/// Control characters of C0 and C1, DEL, line separators and bidi controls, which a terminal would obey.
func isDrawnEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
        0xFEFF:
        true
    default: false
    }
}

/// The text with every such character as `\u{1b}`.
func drawnEscaped(_ text: some StringProtocol) -> String {
    guard text.unicodeScalars.contains(where: isDrawnEscaped) else { return String(text) }
    var drawn = ""
    for scalar in text.unicodeScalars {
        if isDrawnEscaped(scalar) {
            drawn += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            drawn.unicodeScalars.append(scalar)
        }
    }
    return drawn
}
