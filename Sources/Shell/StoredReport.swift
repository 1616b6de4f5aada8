import Columns
import Ingest
import Workspace

/// A load report as bytes, to be kept beside the columns of its file.
enum StoredReport {
    static func encode(_ report: LoadReport) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(report.object.tool)
        writer.write(report.object.object)
        writer.write(report.format)
        writer.write(Int64(report.rows))
        writer.write(Int64(report.bytes))
        writer.write(UInt8(report.hasHeader ? 1 : 0))
        writer.write(count: report.troubles.count)
        for trouble in report.troubles {
            writer.write(trouble.what)
            writer.write(Int64(trouble.count))
            writer.write(count: trouble.lines.count)
            for line in trouble.lines { writer.write(Int64(line)) }
            writer.write(trouble.example)
            writer.write(UInt8(trouble.isRefused ? 1 : 0))
            writer.write(UInt8(trouble.isAside ? 1 : 0))
        }
        writer.write(count: report.notes.count)
        for note in report.notes { writer.write(note) }
        return writer.bytes
    }

    /// - Parameter file: what the report calls the file, which depends on where cork was started.
    static func decode(_ bytes: [UInt8], file: String) throws(ByteReader.Fault) -> LoadReport {
        var reader = ByteReader(bytes)
        let object = ObjectName(tool: try reader.readText(), object: try reader.readText())
        let format = try reader.readText()
        let rows = Int(try reader.read(Int64.self))
        let size = Int(try reader.read(Int64.self))
        let hasHeader = try reader.read(UInt8.self) != 0
        var troubles: [LoadReport.Trouble] = []
        for _ in 0..<(try reader.readCount(size: 22)) {
            let what = try reader.readText()
            let count = Int(try reader.read(Int64.self))
            var lines: [Int] = []
            for _ in 0..<(try reader.readCount(size: 8)) {
                lines.append(Int(try reader.read(Int64.self)))
            }
            troubles.append(
                LoadReport.Trouble(
                    what: what, count: count, lines: lines, example: try reader.readText(),
                    isRefused: try reader.read(UInt8.self) != 0,
                    isAside: try reader.read(UInt8.self) != 0))
        }
        var notes: [String] = []
        for _ in 0..<(try reader.readCount(size: 4)) { notes.append(try reader.readText()) }
        var report = LoadReport(
            file: file, object: object, format: format, rows: rows, bytes: size,
            troubles: troubles, notes: notes)
        report.hasHeader = hasHeader
        return report
    }
}
