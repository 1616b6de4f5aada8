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

    /// The encoding called so in any case, `ISO-8859-1` and `CP1252` too; nil if there is none.
    public init?(named name: String) {
        let folded = name.lowercased()
        switch folded {
        case "iso-8859-1": self = .latin1
        case "cp1252": self = .windows1252
        default:
            guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == folded })
            else { return nil }
            self = found
        }
    }

    /// Bytes of one code unit.
    var unitBytes: Int {
        switch self {
        case .utf8, .latin1, .windows1252: 1
        case .utf16LittleEndian, .utf16BigEndian: 2
        case .utf32LittleEndian, .utf32BigEndian: 4
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
        case .latin1, .windows1252: []
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
