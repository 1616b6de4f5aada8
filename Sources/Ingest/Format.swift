import Columns

/// What a file holds, by its first bytes.
public enum FileFormat: Sendable, Equatable {
    case csv
    case json
    /// Gzip; what it holds shows when it is unpacked.
    case gzip
    case sqlite
    /// Not loaded here; the name says what it is: `a zip archive`.
    case other(String)
}

/// Tells by the first bytes of a file (a few KiB are enough) what it holds; nil if nothing fits.
///
/// Stricter about CSV than `load`, which was asked for this very file: two columns at least, in nine of ten
/// rows. So a README in the workspace is not taken for a table.
public func sniffFormat(prefix bytes: [UInt8]) -> FileFormat? {
    var text = FileBytes(bytes)
    if Gzip.isGzip(text.base, text.count) { return .gzip }
    if SQLiteImage.isDatabase(text) { return .sqlite }
    if let name = Format.refusal(text) { return .other(name) }
    if let encoding = TextEncoding.wide(text) {
        let transcoder = Transcoder(
            encoding: encoding, cancellation: Cancellation(), isPrefix: true)
        guard let converted = try? transcoder.utf8(text) else { return nil }
        text = converted
    }
    let start = Format.textStart(text)
    if Format.isJSON(text, start) { return .json }
    guard !Format.isBinary(text, start) else { return nil }
    let sniffer = CSVSniffer(text.base, start, text.count)
    let dialect = sniffer.commonDialect()
    return dialect.regularity >= 0.9 && dialect.columnCount > 1 ? .csv : nil
}

enum Format {
    private static let magics: [(bytes: [UInt8], name: String)] = [
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive (xlsx and docx are zip too)"),
        ([0x50, 0x4B, 0x05, 0x06], "a zip archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd-compressed"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz-compressed"),
        ([0x42, 0x5A, 0x68], "bzip2-compressed"),
        ([0x04, 0x22, 0x4D, 0x18], "lz4-compressed"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
        (Array("%PDF-".utf8), "a PDF document"),
        (Array("PAR1".utf8), "a Parquet file"),
        (Array("ARROW1".utf8), "an Arrow file"),
        (Array("Obj\u{1}".utf8), "an Avro file"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook"),
        ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        (Array("GIF8".utf8), "a GIF image"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"),
    ]

    /// What the file is instead of a table of text, or nil.
    static func refusal(_ bytes: FileBytes) -> String? {
        for magic in magics where bytes.count >= magic.bytes.count {
            if magic.bytes.indices.allSatisfy({ bytes.base[$0] == magic.bytes[$0] }) {
                return magic.name
            }
        }
        // zlib's header: deflate, a multiple of 31, a window of 32 KiB as every writer sets it.
        if bytes.count > 2, bytes.base[0] == 0x78, [0x01, 0x9C, 0xDA].contains(bytes.base[1]) {
            return "zlib-compressed"
        }
        let start = firstText(bytes, textStart(bytes))
        let head = String(
            decoding: UnsafeBufferPointer(
                start: bytes.base + start, count: min(64, bytes.count - start)), as: UTF8.self
        ).lowercased()
        if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") { return "an HTML page" }
        if head.hasPrefix("<?xml") { return "an XML document" }
        return nil
    }

    /// Behind a UTF-8 byte order mark.
    static func textStart(_ bytes: FileBytes) -> Int { TextEncoding.utf8.markLength(bytes) }

    private static func firstText(_ bytes: FileBytes, _ start: Int) -> Int {
        var at = start
        while at < bytes.count, isJSONSpace(bytes.base[at]) { at += 1 }
        return at
    }

    static func isJSONSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Whether the text begins like a JSON object or list. A CSV header may begin with a bracket too, but
    /// not with one that is followed by what JSON wants there.
    static func isJSON(_ bytes: FileBytes, _ start: Int) -> Bool {
        let first = firstText(bytes, start)
        guard first < bytes.count else { return false }
        let second = firstText(bytes, first + 1)
        let next = second < bytes.count ? bytes.base[second] : 0
        switch bytes.base[first] {
        case UInt8(ascii: "{"):
            return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}") || next == 0
        case UInt8(ascii: "["):
            if next == 0 { return true }
            return "{[]\"-0123456789".utf8.contains(next)
                || ["true", "false", "null"].contains { word in
                    word.utf8.count <= bytes.count - second
                        && zip(word.utf8, 0...).allSatisfy { bytes.base[second + $1] == $0 }
                }
        default: return false
        }
    }

    /// Control characters that text does not hold, more than one in a hundred bytes; a short text may hold
    /// a few. Between quotation marks they are a cell's: an export puts them there, and what was read once
    /// is read again.
    static func isBinary(_ bytes: FileBytes, _ start: Int) -> Bool {
        let end = min(bytes.count, start + 4096)
        var controls = 0
        var at = start
        while at < end {
            let byte = bytes.base[at]
            if byte == UInt8(ascii: "\""), at == start || isBetweenCells(bytes.base[at - 1]),
                let behind = behindQuotedCell(bytes, at)
            {
                at = behind
                continue
            }
            // Hive and ASCII put U+0001, U+001E and U+001F between cells and records.
            let isText = [0x01, 0x09, 0x0A, 0x0D, 0x1B, 0x1E, 0x1F].contains(byte)
            if byte < 0x20, !isText { controls += 1 }
            at += 1
        }
        return controls > 8 && controls * 100 > end - start
    }

    /// Where the quoted cell that begins at `start` has ended, if its closing mark ends a cell.
    private static func behindQuotedCell(_ bytes: FileBytes, _ start: Int) -> Int? {
        var at = start + 1
        while at < bytes.count {
            guard bytes.base[at] == UInt8(ascii: "\"") else {
                at += 1
                continue
            }
            if at + 1 == bytes.count || isBetweenCells(bytes.base[at + 1]) { return at + 1 }
            guard bytes.base[at + 1] == UInt8(ascii: "\"") else { return nil }
            at += 2
        }
        return nil
    }

    private static func isBetweenCells(_ byte: UInt8) -> Bool {
        [0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|")].contains(byte)
    }
}
