import Columns

/// Writes the table as `format` into the sink, about a megabyte at a time.
///
/// - Throws: what the sink throws; `RenderError.cancelled`; for a chart of a table without a numeric
///   column, and for SQLite (see `write(_:as:toFile:…)`), a `RenderError`.
public func render(
    _ table: Table, as format: OutputFormat, options: OutputOptions = OutputOptions(),
    to sink: ByteSink
) throws {
    try withoutActuallyEscaping(sink) { sink in
        let buffer = OutputBuffer(to: sink, options: options)
        switch format {
        case .table: _ = try renderTable(table, options: options, to: buffer)
        case .record: try renderRecord(table, options: options, to: buffer)
        case .csv:
            try renderCSV(table, delimiter: UInt8(ascii: ","), options: options, to: buffer)
        case .tsv:
            try renderCSV(table, delimiter: UInt8(ascii: "\t"), options: options, to: buffer)
        case .json: try renderJSON(table, isArray: true, options: options, to: buffer)
        case .ndjson: try renderJSON(table, isArray: false, options: options, to: buffer)
        case .md: try renderMarkdown(table, options: options, to: buffer)
        case .html: try renderHTML(table, options: options, to: buffer)
        case .bar: try renderBars(table, options: options, to: buffer)
        case .line: try renderLine(table, options: options, to: buffer)
        case .sqlite: throw RenderError.needsFile(format)
        }
        try buffer.flush()
    }
}

/// The same as text, for tests and small tables; empty for what cannot be rendered to a sink.
public func render(
    _ table: Table, as format: OutputFormat, options: OutputOptions = OutputOptions()
) -> String {
    var bytes: [UInt8] = []
    try? render(table, as: format, options: options) { bytes.append(contentsOf: $0) }
    return String(decoding: bytes, as: UTF8.self)
}
