/// What a text that is neither UTF-8 nor western most likely is: named in the refusal, and read only where
/// it is sure.
///
/// Shift-JIS alone has common characters that begin with 0x81 to 0x98; GB18030, Big5, EUC-JP and EUC-KR
/// write theirs from 0xA1 on.
struct MultibyteText {
    /// Every byte fits Shift-JIS, most characters are its common ones, and words of them occur.
    private(set) var isSurelyShiftJIS = false
    /// The best guess; nil if nothing speaks for any.
    private(set) var likely: TextEncoding?

    init(_ bytes: FileBytes, start: Int) {
        let base = UnsafePointer(bytes.base)
        let japanese = Self.shiftJIS(base, start, bytes.count)
        isSurelyShiftJIS = japanese.isSure
        if japanese.isLikely {
            likely = .shiftJIS
        } else {
            likely = Self.pairs(base, start, bytes.count) ?? Self.cyrillic(base, start, bytes.count)
        }
    }

    /// Whether every byte above ASCII fits Shift-JIS, and two of its common characters stand side by side.
    static func looksLikeShiftJIS(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        shiftJIS(base, start, end).isLikely
    }

    private static func shiftJIS(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> (isLikely: Bool, isSure: Bool) {
        var at = start
        var previousEnd = -1
        var common = 0
        var kana = 0
        var inWords = 0
        var rare = 0
        while at < end {
            let byte = base[at]
            if byte < 0x80 || 0xA1...0xDF ~= byte {
                at += 1
                continue
            }
            guard 0x81...0x9F ~= byte || 0xE0...0xFC ~= byte, at + 1 < end else {
                return (false, false)
            }
            let trail = base[at + 1]
            guard 0x40...0x7E ~= trail || 0x80...0xFC ~= trail else { return (false, false) }
            if byte <= 0x98 {
                common += 1
                let isHiragana = byte == 0x82 && 0x9F...0xF1 ~= trail
                let isKatakana = byte == 0x83 && 0x40...0x96 ~= trail
                if isHiragana || isKatakana { kana += 1 }
                if previousEnd == at { inWords += 1 }
                previousEnd = at + 2
            } else {
                rare += 1
                previousEnd = -1
            }
            at += 2
        }
        let isLikely = inWords > 0 && rare <= common
        // Two kanji alone may be anything; kana in a word, or several words, are not.
        let isSure = isLikely && rare * 10 <= common && inWords * 3 >= common
        return (isLikely, isSure && (kana > 1 || inWords >= 3))
    }

    /// EUC-JP, EUC-KR, GB18030 and Big5: characters of two bytes, the first from 0xA1 on.
    private static func pairs(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> TextEncoding? {
        var pairs = 0
        var kana = 0
        var hangul = 0
        var lowTrails = 0
        var common = 0
        var others = 0
        var at = start
        while at < end {
            let byte = base[at]
            if byte < 0x80 {
                at += 1
                continue
            }
            let trail = at + 1 < end ? base[at + 1] : 0
            let isLow = 0x40...0x7E ~= trail
            guard 0xA1...0xFE ~= byte, isLow || 0xA1...0xFE ~= trail else {
                others += 1
                at += 1
                continue
            }
            pairs += 1
            if isLow { lowTrails += 1 }
            if 0xA4...0xC6 ~= byte { common += 1 }
            if byte == 0xA4 || byte == 0xA5, !isLow { kana += 1 }
            if 0xB0...0xC8 ~= byte, !isLow { hangul += 1 }
            at += 2
        }
        guard pairs > 1, others == 0 else { return nil }
        if lowTrails > 0 { return common * 10 >= pairs * 7 ? .big5 : nil }
        // Words of Cyrillic letters pair up by chance, but half of them are of odd length.
        if kana * 4 >= pairs { return .eucJP }
        return hangul * 10 >= pairs * 9 ? .eucKR : .gb18030
    }

    /// Windows-1251 has its small letters from 0xE0 on, KOI8-R its from 0xC0 to 0xDF, IBM866 from 0xA0 to
    /// 0xAF and 0xE0 to 0xEF.
    private static func cyrillic(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> TextEncoding? {
        var counts = [Int](repeating: 0, count: 8)
        for index in start..<end where base[index] >= 0x80 {
            counts[Int(base[index] >> 4) - 8] += 1
        }
        let all = counts.reduce(0, +)
        guard all > 3 else { return nil }
        let upper = counts[6] + counts[7]
        let middle = counts[4] + counts[5]
        if upper * 10 >= all * 6 { return .windows1251 }
        if middle * 10 >= all * 6 { return .koi8R }
        return (counts[0] + counts[1] + counts[2] + counts[6]) * 10 >= all * 9 ? .ibm866 : nil
    }
}
