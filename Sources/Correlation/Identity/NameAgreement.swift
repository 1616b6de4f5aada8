import Columns

/// How far two person names can be one person's.
///
/// A name alone never joins two records: it confirms or forbids what an address, a number or a login says.
enum NameAgreement: Sendable, Comparable {
    /// Both are known and share no word: the records are two people's.
    case different
    /// One is missing, a single word, or in another script.
    case unknown
    /// A word in common (a new family name, `A. Lovelace`), or initials.
    case partly
    /// Every word of the shorter name stands in the other, two at least.
    case same

    init(_ left: String, _ right: String) {
        self.init(PersonWords(left), PersonWords(right))
    }

    init(_ left: PersonWords, _ right: PersonWords) {
        let (short, long) =
            left.words.count <= right.words.count
            ? (left.words, right.words)
            : (right.words, left.words)
        guard !short.isEmpty, left.isLatin == right.isLatin else {
            self = .unknown
            return
        }
        var isUsed = [Bool](repeating: false, count: long.count)
        var whole = 0
        var initials = 0
        for word in short {
            if let index = long.indices.first(where: {
                !isUsed[$0] && PersonWords.areEqual(word, long[$0])
            }) {
                isUsed[index] = true
                whole += 1
            } else if let index = long.indices.first(where: {
                !isUsed[$0] && PersonWords.isShort(word, of: long[$0])
            }) {
                isUsed[index] = true
                initials += 1
            }
        }
        if whole >= 2, whole == short.count {
            self = .same
        } else if whole >= 1 {
            self = .partly
        } else if short.count == 1 || initials == short.count {
            self = .unknown
        } else {
            self = .different
        }
    }
}

/// A person's name cut into words as they are compared: without accents, case and what is no letter.
///
/// `Müller`, `Mueller`, `Muller` and `M?ller` (from a file that lost its accents) are one word.
struct PersonWords: Sendable {
    let words: [[UInt8]]
    /// Whether the letters are Latin: `山田太郎` cannot be compared with `Taro Yamada`.
    let isLatin: Bool

    /// A letter that an export could not write.
    private static let lost = UInt8(ascii: "?")

    init(_ name: String) {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        var latin = 0
        var other = 0
        func finish() {
            if word.contains(where: { $0 != Self.lost }) { words.append(Self.plain(word)) }
            word = []
        }
        for scalar in name.unicodeScalars {
            if let letters = Self.latin(scalar) {
                word += letters
                latin += letters.isEmpty ? 0 : 1
            } else if scalar == "?" || scalar == "\u{fffd}" {
                word.append(Self.lost)
            } else if scalar.properties.isAlphabetic {
                word += Array(String(scalar).utf8)
                other += 1
            } else if scalar == "'" || scalar == "’" {
                // O'Brien is one word, however it is written.
                continue
            } else {
                finish()
            }
        }
        finish()
        self.words = words
        isLatin = other <= latin
    }

    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count > 1 || right.count > 1 else { return false }
        if left == right { return true }
        guard left.count == right.count, left.contains(lost) || right.contains(lost) else {
            return false
        }
        var alike = 0
        for (a, b) in zip(left, right) where a != lost && b != lost {
            if a != b { return false }
            alike += 1
        }
        return alike * 2 >= left.count
    }

    /// Whether one is the other's initial or its beginning: `A.`, `Cat` of `Catalina`.
    static func isShort(_ word: [UInt8], of other: [UInt8]) -> Bool {
        let (short, long) = word.count <= other.count ? (word, other) : (other, word)
        return (short.count == 1 || short.count >= 3) && long.starts(with: short)
    }

    /// `ae`, `oe` and `ue` as the letters that they may stand for, on both sides alike.
    private static func plain(_ word: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        for byte in word {
            if byte == UInt8(ascii: "e"), let last = plain.last, "aou".utf8.contains(last) {
                continue
            }
            plain.append(byte)
        }
        return plain
    }

    /// The letters a to z of a Latin letter; none for an accent by itself, nil for everything else.
    private static func latin(_ scalar: Unicode.Scalar) -> [UInt8]? {
        let value = scalar.value
        switch value {
        case 0x30...0x39, 0x61...0x7A: return [UInt8(value)]
        case 0x41...0x5A: return [UInt8(value + 0x20)]
        case 0x300...0x36F: return []
        case 0xC0...0x24F, 0x1E00...0x1EFF: break
        default: return nil
        }
        return letters[scalar.properties.lowercaseMapping] ?? base(scalar)
    }

    private static let letters: [String: [UInt8]] = [
        "ß": [0x73, 0x73], "æ": [0x61], "œ": [0x6F], "ø": [0x6F], "ł": [0x6C], "đ": [0x64],
        "ð": [0x64], "þ": [0x74, 0x68], "ı": [0x69], "i̇": [0x69],
    ]

    /// By the Unicode name: `LATIN SMALL LETTER E WITH ACUTE` is an e.
    private static func base(_ scalar: Unicode.Scalar) -> [UInt8]? {
        guard let name = scalar.properties.name else { return nil }
        let words = name.split(separator: " ")
        guard words.count >= 4, words[0] == "LATIN", words[2] == "LETTER",
            let letter = words[3].utf8.first, words[3].utf8.count == 1
        else { return nil }
        return [letter | 0x20]
    }
}
