import Columns

/// One load on its way: unpacks, refuses what is no table, and hands the text to the reader of its format.
struct Loading {
    let file: String
    let object: ObjectName
    let options: SourceOptions
    let limits: Limits
    let threads: Int
    let cancellation: Cancellation

    func load(_ read: FileBytes) throws(LoadError) -> Loaded {
        var bytes = read
        var notes: [String] = []
        var container = ""
        if Gzip.isGzip(bytes.base, bytes.count) {
            bytes = try Gzip.unpack(
                bytes, file: file, limits: limits, cancellation: cancellation)
            container = "gzip, "
            if Gzip.isGzip(bytes.base, bytes.count) {
                throw .notATable(file: file, reason: "gzip inside gzip")
            }
        }
        if let name = Format.refusal(bytes) { throw .notATable(file: file, reason: name) }
        let start = Format.textStart(bytes)
        if start > 0 { notes.append("byte order mark skipped") }
        if Format.isJSON(bytes, start) {
            return try JSONTables(
                bytes: bytes, file: file, object: object, limits: limits, threads: threads,
                cancellation: cancellation, start: start
            ).load(notes: notes, container: container)
        }
        if Format.isBinary(bytes, start) {
            throw .notATable(file: file, reason: "binary data, not text")
        }
        if let fault = UTF8Check.firstFault(bytes.base, start, bytes.count, threads: threads) {
            let byte = String(bytes.base[fault], radix: 16, uppercase: true)
            throw .malformed(
                file: file, line: bytes.line(at: fault),
                reason: "not UTF-8: byte 0x\(byte) begins no character; "
                    + "Latin-1, Windows-1252 and other encodings are not read")
        }
        if ["null", "true", "false"].contains(trimmed(bytes, start)) {
            throw .notATable(file: file, reason: "a single JSON value")
        }
        return try CSVTable(
            bytes: bytes, file: file, object: object, options: options, limits: limits,
            threads: threads, cancellation: cancellation, start: start
        ).load(notes: notes, container: container)
    }

    /// The text without the white space around it, if it is short.
    private func trimmed(_ bytes: FileBytes, _ start: Int) -> String {
        guard bytes.count - start < 64 else { return "" }
        var from = start
        var to = bytes.count
        while from < to, Format.isJSONSpace(bytes.base[from]) { from += 1 }
        while to > from, Format.isJSONSpace(bytes.base[to - 1]) { to -= 1 }
        return String(
            decoding: UnsafeBufferPointer(start: bytes.base + from, count: to - from), as: UTF8.self
        )
    }
}
