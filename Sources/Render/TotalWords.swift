/// The words that `Ingest` knows totals rows by (`Total`, `Summe`); a value that begins with one is text between
/// quotation marks.
struct TotalWords {
    private static let words: Set<String> = [
        "total", "totals", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "totale", "totaal",
        "totalt", "somme", "suma", "soma", "summa", "yhteensä", "razem",
    ]

    /// The first three letters of the words and of `grand total`, the first one lowest.
    private let beginnings: Set<UInt32>
    /// Of each beginning's hash one bit for the highest six bits, and one for the six below: of the beginnings of
    /// other values one in sixty has both.
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    init() {
        beginnings = Set((Self.words + ["grand"]).map { Self.letters(Array($0.utf8)) })
        for letters in beginnings {
            high |= 1 << UInt64(Self.hash(letters) >> 26)
            low |= 1 << UInt64(Self.hash(letters) >> 20 & 63)
        }
    }

    /// Whether the value is a word of totals, or begins with one and a space, a tab, a colon or a full stop, in
    /// letters of any case.
    func begin(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Few values are split.
        guard bytes.count >= 3, beginnings.contains(Self.letters(bytes)) else { return false }
        let words = String(decoding: bytes.prefix(64), as: UTF8.self).lowercased()
            .split { " \t:.".contains($0) }
        guard let first = words.first else { return false }
        return Self.words.contains(String(first))
            || first == "grand" && words.count > 1 && words[1] == "total"
    }

    /// True for values that begin with such a word, and for few others; four bytes are read.
    @inline(__always)
    func mayBegin(_ start: UnsafePointer<UInt8>) -> Bool {
        let word = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        let hash = Self.hash((UInt32(littleEndian: word) | 0x20_2020) & 0xFF_FFFF)
        return (high &>> UInt64(hash >> 26)) & (low &>> UInt64(hash >> 20 & 63)) & 1 != 0
    }

    private static func letters(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.prefix(3).reversed().reduce(0) { $0 << 8 | UInt32($1 | 0x20) }
    }

    @inline(__always)
    private static func hash(_ letters: UInt32) -> UInt32 { letters &* 0x9E37_79B1 }
}
