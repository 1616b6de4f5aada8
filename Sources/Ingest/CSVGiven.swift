/// What a `source` line says about how its CSV file is written, checked; nil is found by looking.
struct CSVGiven {
    var delimiter: CSVDelimiter?
    /// `.some(nil)` says that nothing is quoted.
    var quote: UInt8??
    var escape: UInt8??
    var newline: CSVDialect.Newline?
    /// Empty: no line is a comment.
    var comment: [UInt8]?

    init() {}

    init(_ options: SourceOptions, file: String) throws(LoadError) {
        if let text = options.delimiter { delimiter = try Self.delimiter(text, file) }
        if let text = options.quote { quote = .some(try Self.byte(text, "a quote", file)) }
        if let text = options.escape { escape = .some(try Self.byte(text, "an escape", file)) }
        if let text = options.comment { comment = text == "none" ? [] : Array(text.utf8) }
        switch options.newline?.uppercased() {
        case nil: break
        case "LF": newline = .mixed
        case "CRLF": newline = .carriageLineFeed
        case "CR": newline = .carriage
        case "ANY": newline = .any
        case "RS", "\u{1E}": newline = .separator
        default:
            throw .notATable(
                file: file,
                reason: "a newline is LF, CRLF, CR, RS or any, not '\(options.newline ?? "")'")
        }
        let marks = [quote ?? nil, escape ?? nil].compactMap { $0 }
        if let delimiter, marks.contains(where: delimiter.bytes.contains) {
            throw .notATable(
                file: file, reason: "the delimiter, the quote and the escape are to differ")
        }
    }

    private static func delimiter(
        _ text: String, _ file: String
    ) throws(LoadError) -> CSVDelimiter {
        if let known = CSVDelimiter.words.first(where: {
            $0.word.lowercased() == text.lowercased()
        }) {
            return known.delimiter
        }
        let bytes = Array(text.utf8)
        guard 1...CSVDelimiter.lengthMax ~= bytes.count,
            !bytes.contains(where: { "\n\r\u{1E}".utf8.contains($0) }), bytes != [0x22]
        else {
            throw .notATable(
                file: file,
                reason: "a delimiter is 1 to \(CSVDelimiter.lengthMax) bytes or one of "
                    + "\(CSVDelimiter.words.map(\.word).joined(separator: ", ")), not '\(text)'")
        }
        if bytes.allSatisfy({ $0 == 0x20 }), bytes.count > 1 {
            return CSVDelimiter(bytes: [0x20], runMin: bytes.count)
        }
        return CSVDelimiter(bytes: bytes)
    }

    /// One ASCII character; nil for `none`.
    private static func byte(
        _ text: String, _ what: String, _ file: String
    ) throws(LoadError) -> UInt8? {
        if text == "none" { return nil }
        guard text.utf8.count == 1, let byte = text.utf8.first, 0x21...0x7E ~= byte else {
            throw .notATable(
                file: file, reason: "\(what) is one ASCII character or none, not '\(text)'")
        }
        return byte
    }
}
