/// The characters that a terminal drawing is made of.
struct Glyphs {
    let style: DrawingStyle
    let isASCII: Bool
    let missing: String
    /// Stands for what was cut.
    let ellipsis: String
    let more: String
    let dot: String
    let horizontal: String
    let vertical: String
    let top: (left: String, cross: String, right: String)
    let middle: (left: String, cross: String, right: String)
    let bottom: (left: String, cross: String, right: String)

    static let unicode = Glyphs(
        style: .symbols, isASCII: false, missing: "∅", ellipsis: "…", more: "⋮", dot: "·",
        horizontal: "─", vertical: "│", top: ("┌", "┬", "┐"), middle: ("├", "┼", "┤"),
        bottom: ("└", "┴", "┘"))

    static let ascii = Glyphs(
        style: .ascii, isASCII: true, missing: "NULL", ellipsis: "..", more: "..", dot: "-",
        horizontal: "-", vertical: "|", top: ("+", "+", "+"), middle: ("+", "+", "+"),
        bottom: ("+", "+", "+"))

    static func of(_ options: OutputOptions) -> Glyphs { options.usesASCII ? .ascii : .unicode }
}

/// Select Graphic Rendition, or nothing without colour.
struct Ink {
    let isOn: Bool

    init(_ options: OutputOptions) { isOn = options.usesColor }

    func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func dim(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    func accent(_ text: String) -> String { isOn ? "\u{1B}[36m\(text)\u{1B}[0m" : text }
}

/// `1,318`
func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var index = digits.count - 3
    while index > 0 {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
        index -= 3
    }
    return number < 0 ? "-" + digits : digits
}
