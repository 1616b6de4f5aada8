import Columns

/// How a file writes its characters; text is converted to UTF-8 before it is read.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case utf32LittleEndian = "UTF-32LE"
    case utf32BigEndian = "UTF-32BE"
    case latin1 = "Latin-1"
    case windows1252 = "Windows-1252"
    // Converted by iconv of the C library.
    case shiftJIS = "Shift-JIS"
    case eucJP = "EUC-JP"
    case iso2022JP = "ISO-2022-JP"
    case gb18030 = "GB18030"
    case big5 = "Big5"
    case eucKR = "EUC-KR"
    case koi8R = "KOI8-R"
    case koi8U = "KOI8-U"
    case windows874 = "Windows-874"
    case windows1250 = "Windows-1250"
    case windows1251 = "Windows-1251"
    case windows1253 = "Windows-1253"
    case windows1254 = "Windows-1254"
    case windows1255 = "Windows-1255"
    case windows1256 = "Windows-1256"
    case windows1257 = "Windows-1257"
    case windows1258 = "Windows-1258"
    case latin2 = "ISO-8859-2"
    case latin3 = "ISO-8859-3"
    case latin4 = "ISO-8859-4"
    case latinCyrillic = "ISO-8859-5"
    case latinArabic = "ISO-8859-6"
    case latinGreek = "ISO-8859-7"
    case latinHebrew = "ISO-8859-8"
    case latin5 = "ISO-8859-9"
    case latin6 = "ISO-8859-10"
    case latin7 = "ISO-8859-13"
    case latin8 = "ISO-8859-14"
    case latin9 = "ISO-8859-15"
    case latin10 = "ISO-8859-16"
    case macRoman = "Macintosh"
    case ibm437 = "IBM437"
    case ibm850 = "IBM850"
    case ibm852 = "IBM852"
    case ibm866 = "IBM866"

    /// The encoding called so in any case, with or without `-` and `_`, or by another of its names, such as
    /// `CP1252` or `SJIS`; nil if there is none.
    public init?(named name: String) {
        let folded = Self.folded(name)
        let known = Self.otherNames[folded] ?? folded
        guard let found = Self.allCases.first(where: { Self.folded($0.rawValue) == known }) else {
            return nil
        }
        self = found
    }

    private static func folded(_ name: String) -> String {
        let folded = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        // CP1250 is Windows-1250.
        for prefix in ["cp125", "win125", "windows125", "ms125"] where folded.hasPrefix(prefix) {
            return "windows125" + folded.dropFirst(prefix.count)
        }
        return folded
    }

    private static let otherNames: [String: String] = [
        "iso88591": "latin1", "l1": "latin1", "latin2": "iso88592", "latin9": "iso885915",
        "sjis": "shiftjis", "cp932": "shiftjis", "ms932": "shiftjis", "windows31j": "shiftjis",
        "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "cp950": "big5",
        "cp949": "euckr", "uhc": "euckr", "macroman": "macintosh", "mac": "macintosh",
        "cp437": "ibm437", "cp850": "ibm850", "cp852": "ibm852", "cp866": "ibm866",
        "cp874": "windows874", "tis620": "windows874", "utf16": "utf16le", "utf32": "utf32le",
    ]

    /// What iconv calls it; nil for those that are converted here.
    var iconvName: String? {
        switch self {
        case .utf8, .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian,
            .latin1, .windows1252:
            nil
        // The vendors' supersets, which is what is written under these names.
        case .shiftJIS: "CP932"
        case .big5: "CP950"
        case .eucKR: "CP949"
        case .windows874, .windows1250, .windows1251, .windows1253, .windows1254, .windows1255,
            .windows1256, .windows1257, .windows1258:
            "CP" + rawValue.dropFirst("Windows-".count)
        default: rawValue
        }
    }

    /// Bytes of one code unit.
    var unitBytes: Int {
        switch self {
        case .utf16LittleEndian, .utf16BigEndian: 2
        case .utf32LittleEndian, .utf32BigEndian: 4
        default: 1
        }
    }

    var isBigEndian: Bool { self == .utf16BigEndian || self == .utf32BigEndian }

    private var mark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .utf32LittleEndian: [0xFF, 0xFE, 0, 0]
        case .utf32BigEndian: [0, 0, 0xFE, 0xFF]
        default: []
        }
    }

    /// The length of this encoding's byte order mark at the front of the text; 0 if there is none.
    func markLength(_ bytes: FileBytes) -> Int {
        bytes.count >= mark.count && mark.indices.allSatisfy { bytes.base[$0] == mark[$0] }
            ? mark.count : 0
    }

    /// UTF-16 or UTF-32 by the byte order mark or, for UTF-16, by its zeros; nil for anything else.
    static func wide(_ bytes: FileBytes) -> TextEncoding? {
        // UTF-32 first: its mark begins with UTF-16's.
        let marked: [TextEncoding] = [
            .utf32LittleEndian, .utf32BigEndian, .utf16LittleEndian, .utf16BigEndian,
        ]
        for encoding in marked where encoding.markLength(bytes) > 0 { return encoding }
        return unmarked(bytes)
    }

    /// A character below U+0100 has a zero beside it in UTF-16 and three in UTF-32; text of one byte a
    /// character has no zeros.
    private static func unmarked(_ bytes: FileBytes) -> TextEncoding? {
        let sample = min(bytes.count, 512) & ~3
        guard sample >= 4 else { return nil }
        var zeros = [0, 0, 0, 0]
        for index in 0..<sample where bytes.base[index] == 0 { zeros[index & 3] += 1 }
        let units = sample / 4
        // Of other characters, one in 256 has a zero in its low byte (U+4E00 is one).
        if zeros[3] == units, zeros[2] * 10 >= units * 7, zeros[0] * 5 <= units {
            return .utf32LittleEndian
        }
        if zeros[0] == units, zeros[1] * 10 >= units * 7, zeros[3] * 5 <= units {
            return .utf32BigEndian
        }
        let even = zeros[0] + zeros[2]
        let odd = zeros[1] + zeros[3]
        if odd * 10 >= units * 2 * 3, even * 5 <= odd { return .utf16LittleEndian }
        if even * 10 >= units * 2 * 3, odd * 5 <= even { return .utf16BigEndian }
        return nil
    }
}

/// Where and why a text is not in its encoding.
struct EncodingFault: Error {
    /// 1-based.
    let line: Int
    let reason: String
}
