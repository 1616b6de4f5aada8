import Columns

/// What the bytes above ASCII of a text that is not UTF-8 say about its encoding.
///
/// Any bytes at all are Latin-1, so reading them as such is a guess that has to be earned: text of western
/// Europe has its accents one at a time between ASCII letters, while other encodings write whole words
/// above ASCII. What does not look western is refused.
struct SingleByteText {
    /// Characters of UTF-8 above ASCII.
    private(set) var utf8Characters = 0
    /// Bytes above ASCII that are part of none.
    private(set) var highBytes = 0
    private var bytesInRuns = 0
    private var hasPunctuation = false
    private var hasUndefined = false
    private var hasNull = false
    private var isCutUTF8 = false
    private var isShiftJIS = false

    /// Four accented characters side by side are hardly ever western text, nor three with a sign.
    private static let runLength = 4
    /// Of 0x80 to 0x9F, those that Windows-1252 leaves undefined.
    private static let undefined: Set<UInt8> = [0x81, 0x8D, 0x8F, 0x90, 0x9D]

    /// Looks at the whole text, `bytes[start...]`.
    init(_ bytes: FileBytes, start: Int) {
        let base = bytes.base
        let end = bytes.count
        var at = start
        var run = 0
        var hasSign = false
        while at < end {
            let byte = base[at]
            if byte < 0x80 {
                if byte == 0 { hasNull = true }
                closeRun(&run, &hasSign)
                at += 1
                continue
            }
            let length = UTF8Check.sequenceLength(base + at, end - at)
            if length > 0 {
                utf8Characters += 1
                closeRun(&run, &hasSign)
                at += length
                continue
            }
            if byte < 0xA0 {
                hasPunctuation = true
                if Self.undefined.contains(byte) { hasUndefined = true }
            }
            if byte < 0xC0 { hasSign = true }
            highBytes += 1
            run += 1
            at += 1
        }
        closeRun(&run, &hasSign)
        isCutUTF8 = highBytes == Self.cutCharacterLength(base, start, end)
        isShiftJIS = MultibyteText.looksLikeShiftJIS(base, start, end)
    }

    private mutating func closeRun(_ run: inout Int, _ hasSign: inout Bool) {
        if run >= Self.runLength || run == Self.runLength - 1 && hasSign { bytesInRuns += run }
        run = 0
        hasSign = false
    }

    /// The bytes at the end that begin a character of UTF-8 and do not finish it; 0 if there are none.
    private static func cutCharacterLength(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int {
        var first = end - 1
        while first > start, first > end - 3, base[first] & 0xC0 == 0x80 { first -= 1 }
        guard first >= start else { return 0 }
        let wanted =
            switch base[first] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        return end - first < wanted ? end - first : 0
    }

    /// Latin-1 or Windows-1252, or why the text is neither.
    func encoding() -> Result<TextEncoding, Refusal> {
        if hasNull { return .failure(Refusal(reason: "binary data, not text")) }
        if isCutUTF8 { return .failure(Refusal(reason: "breaks off inside a character")) }
        if utf8Characters > 0 {
            let others = highBytes == 1 ? "1 byte is" : "\(highBytes) bytes are"
            return .failure(
                Refusal(
                    reason: "\(others) not, beside \(utf8Characters) "
                        + (utf8Characters == 1 ? "character that is" : "characters that are"),
                    // Two bytes of another encoding are UTF-8 now and then.
                    isEncoding: utf8Characters * 3 < highBytes))
        }
        if isShiftJIS || hasUndefined || bytesInRuns * 4 > highBytes {
            return .failure(
                Refusal(reason: "it looks like neither Latin-1 nor Windows-1252", isEncoding: true))
        }
        return .success(hasPunctuation ? .windows1252 : .latin1)
    }

    struct Refusal: Error {
        let reason: String
        /// It may be text of another encoding.
        var isEncoding = false
    }
}
