import Columns

/// How a CSV file is written, as found by looking at its first rows.
struct CSVDialect: Equatable {
    /// What ends a record outside quotes. `any` is both kinds mixed, carriage returns alone among them.
    enum Newline { case lineFeed, carriageLineFeed, carriage, mixed, any }

    var delimiter: UInt8
    var quote = UInt8(ascii: "\"")
    var newline = Newline.lineFeed
    var columnCount = 1
    /// The share of the sampled rows that have the same number of cells, more than one; 0 to 1.
    var regularity = 0.0

    static let sampleBytes = 64 << 10
    private static let sampleRecords = 500
    private static let delimiters: [UInt8] = [
        UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
    ]

    /// Looks at the text from `start` on.
    ///
    /// The delimiter is the one that splits most sampled rows into the same number of cells; of two that do
    /// equally well, the one that gives more.
    static func sniff(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, delimiter: UInt8? = nil
    ) -> CSVDialect {
        let sampleEnd = min(end, start + sampleBytes)
        let newline = newlineKind(base, start, sampleEnd)
        var best = CSVDialect(delimiter: delimiter ?? UInt8(ascii: ","), newline: newline)
        for candidate in delimiter.map({ [$0] }) ?? delimiters {
            func consider(_ newline: Newline) {
                let carriageEnds = newline == .carriage || newline == .any
                let found = measure(
                    base, start, sampleEnd, sampleEnd == end, candidate, carriageEnds)
                // A carriage return beside line feeds ends records only where that is more regular.
                let isBetter =
                    found.share > best.regularity
                    || found.share == best.regularity && newline != .any
                        && found.columns > best.columnCount
                guard isBetter else { return }
                best = CSVDialect(
                    delimiter: candidate, newline: newline, columnCount: found.columns,
                    regularity: found.share)
            }
            if newline == .any {
                consider(.mixed)
                consider(.any)
            } else {
                consider(newline)
            }
        }
        return best
    }

    /// The delimiter that a first line such as `sep=;` gives, as Excel reads and writes it; nil if there is none.
    static func separatorLine(_ bytes: FileBytes, _ start: Int) -> UInt8? {
        let name = Array("sep=".utf8)
        guard bytes.count > start + 5,
            name.indices.allSatisfy({ bytes.base[start + $0] == name[$0] }),
            [UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes.base[start + 5])
        else { return nil }
        let byte = bytes.base[start + 4]
        return delimiters.contains(byte) ? byte : nil
    }

    private static func measure(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int, _ isWhole: Bool,
        _ delimiter: UInt8, _ carriageEnds: Bool
    ) -> (share: Double, columns: Int) {
        var scanner = CSVScanner(
            base: base, end: end, delimiter: delimiter, carriageEnds: carriageEnds)
        scanner.cellsKept = 0
        var counts: [Int: Int] = [:]
        var records = 0
        var at = start
        while at < end, records < sampleRecords {
            let next = scanner.scan(at: at)
            // The sample's last record may be cut.
            if next == end, !isWhole, records > 0 { break }
            if scanner.recordEnd > at {
                counts[scanner.cellCount, default: 0] += 1
                records += 1
            }
            at = next
        }
        let several = counts.filter { $0.key > 1 }
        guard let mode = several.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
            return (0, 1)
        }
        return (Double(mode.value) / Double(records), mode.key)
    }

    private static func newlineKind(
        _ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Newline {
        var lineFeeds = 0
        var pairs = 0
        var carriages = 0
        var isInside = false
        for index in start..<end {
            let byte = base[index]
            if byte == UInt8(ascii: "\"") { isInside.toggle() }
            if isInside { continue }
            if byte == UInt8(ascii: "\n") {
                let isPair = index > start && base[index - 1] == UInt8(ascii: "\r")
                if isPair { pairs += 1 } else { lineFeeds += 1 }
            } else if byte == UInt8(ascii: "\r"), index + 1 < end,
                base[index + 1] != UInt8(ascii: "\n")
            {
                carriages += 1
            }
        }
        if lineFeeds + pairs == 0 { return carriages > 0 ? .carriage : .lineFeed }
        if carriages > 0 { return .any }
        if lineFeeds > 0, pairs > 0 { return .mixed }
        return pairs > 0 ? .carriageLineFeed : .lineFeed
    }

    /// `CSV, delimiter ','` and so on, as the load report says it.
    func sentence(header: String, encoding: TextEncoding) -> String {
        let name = delimiter == UInt8(ascii: "\t") ? "TSV" : "CSV"
        let shown =
            delimiter == UInt8(ascii: "\t") ? "tab" : "'\(Character(Unicode.Scalar(delimiter)))'"
        let ends =
            switch newline {
            case .lineFeed: "LF"
            case .carriageLineFeed: "CRLF"
            case .carriage: "CR"
            case .mixed: "LF and CRLF"
            case .any: "LF, CRLF and CR"
            }
        return "\(name), delimiter \(shown), \(header), \(encoding.rawValue), \(ends)"
    }
}
