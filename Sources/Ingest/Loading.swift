import Columns

/// One load on its way: unpacks, refuses what is no table, and hands the text to the reader of its format.
struct Loading {
    let request: LoadRequest
    /// Where the bytes were read from, so that what belongs to the file can be found beside it.
    var path: String?

    func load(_ read: FileBytes) throws(LoadError) -> Loaded {
        var bytes = read
        var notes: [String] = []
        var container = ""
        if Gzip.isGzip(bytes.base, bytes.count) {
            bytes = try Gzip.unpack(
                bytes, file: request.file, limits: request.limits,
                cancellation: request.cancellation)
            container = "gzip, "
            if Gzip.isGzip(bytes.base, bytes.count) {
                throw .notATable(file: request.file, reason: "gzip inside gzip")
            }
        }
        if SQLiteImage.isDatabase(bytes) {
            return try SQLiteTables(
                bytes: bytes, file: request.file, path: container.isEmpty ? path : nil,
                object: request.object,
                options: request.options, limits: request.limits, cancellation: request.cancellation
            ).load(notes: notes, container: container)
        }
        if case .named(let table) = request.options.table {
            throw .needsTable(
                file: request.file,
                reason: "it is no database, so there is no table '\(table)' in it")
        }
        if let name = Format.refusal(bytes) { throw .notATable(file: request.file, reason: name) }
        var encoding = request.options.encoding ?? TextEncoding.wide(bytes) ?? .utf8
        if encoding.markLength(bytes) > 0 { notes.append("byte order mark skipped") }
        if encoding != .utf8 {
            bytes = try utf8(bytes, from: encoding)
            if let name = Format.refusal(bytes) {
                throw .notATable(file: request.file, reason: name)
            }
        }
        let start = Format.textStart(bytes)
        let isJSON = Format.isJSON(bytes, start)
        if !isJSON, Format.isBinary(bytes, start) {
            throw .notATable(
                file: request.file,
                reason: SQLiteImage.refusal(file: request.file) ?? "binary data, not text")
        }
        // What is called JSON is not taken for something else when its text is broken.
        if isJSON || JSONShape.isNamed(request.file) || trimmed(bytes, start) == "null" {
            return try JSONTables(
                bytes: bytes, request: request, start: start, encoding: encoding
            ).load(notes: notes, container: container)
        }
        if encoding == .utf8,
            let fault = UTF8Check.firstFault(
                bytes.base, start, bytes.count, threads: request.threads)
        {
            encoding = try singleByteEncoding(bytes, start: start, fault: fault)
            bytes = try utf8(bytes, from: encoding)
            notes.append(
                "the text is not UTF-8 and read as \(encoding.rawValue): where names look wrong, "
                    + "its source line takes another encoding")
        }
        if ["true", "false"].contains(trimmed(bytes, start)) {
            throw .notATable(file: request.file, reason: "a single JSON value")
        }
        return try CSVTable(
            bytes: bytes, request: request, start: start, encoding: encoding
        ).load(notes: notes, container: container)
    }

    private func utf8(
        _ bytes: FileBytes, from encoding: TextEncoding
    ) throws(LoadError) -> FileBytes {
        do throws(Transcoder.Stop) {
            return try Transcoder(encoding: encoding, cancellation: request.cancellation).utf8(
                bytes)
        } catch {
            switch error {
            case .cancelled: throw .cancelled
            case .noConverter:
                throw .cannotOpen(
                    file: request.file,
                    reason: "the C library of this machine has no converter for "
                        + "\(encoding.rawValue) (its gconv modules are not installed)")
            case .fault(let fault):
                throw .malformed(file: request.file, line: fault.line, reason: fault.reason)
            }
        }
    }

    /// The encoding of a text whose byte at `fault` is not UTF-8.
    private func singleByteEncoding(
        _ bytes: FileBytes, start: Int, fault: Int
    ) throws(LoadError) -> TextEncoding {
        var reason = "the encoding was given as UTF-8"
        // A byte order mark or a person has said that it is UTF-8.
        if start == 0, request.options.encoding == nil {
            switch SingleByteText(bytes, start: start).encoding() {
            case .success(let encoding): return encoding
            case .failure(let refusal):
                let guess = MultibyteText(bytes, start: start)
                if refusal.isEncoding, guess.isSurelyShiftJIS { return .shiftJIS }
                reason = refusal.reason
                if refusal.isEncoding, let likely = guess.likely {
                    reason =
                        "it looks like \(likely.rawValue); its source line can say so: "
                        + "encoding: \"\(likely.rawValue)\""
                }
            }
        } else if request.options.encoding == nil {
            reason = "the byte order mark says UTF-8"
        }
        let byte = String(bytes.base[fault], radix: 16, uppercase: true)
        throw .malformed(
            file: request.file, line: bytes.line(at: fault),
            reason: "not UTF-8: byte 0x\(byte) begins no character (\(reason))")
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
