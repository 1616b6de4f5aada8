import Columns
import Glibc

@testable import Ingest

/// A table as rows of strings as an export would write them, the header first.
func rows(_ table: Table) -> [[String]] {
    let texts = table.columns.map { $0.text(listSeparator: "|") }
    return [table.fields.map(\.name)]
        + (0..<table.rowCount).map { row in texts.map { $0.string(row) } }
}

func loadText(
    _ text: String, options: SourceOptions = SourceOptions(), limits: Limits = Limits(),
    threads: Int = 1, file: String = "test"
) throws(LoadError) -> Loaded {
    try loadBytes(Array(text.utf8), options: options, limits: limits, threads: threads, file: file)
}

func loadBytes(
    _ bytes: [UInt8], options: SourceOptions = SourceOptions(), limits: Limits = Limits(),
    threads: Int = 1, file: String = "test"
) throws(LoadError) -> Loaded {
    try Loading(
        request: LoadRequest(
            file: file, object: ObjectName("t.o"), options: options, limits: limits,
            threads: threads)
    ).load(FileBytes(bytes))
}

/// What a load ends in: its rows, or the error's kind and text.
func outcome(_ body: () throws(LoadError) -> Loaded) -> String {
    do throws(LoadError) {
        let loaded = try body()
        return loaded.tables.map { "\(rows($0))" }.joined(separator: " + ")
    } catch {
        return "\(error)"
    }
}

/// A folder of its own that is removed when the test ends.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/ingest-tests-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink("\(path)/\(name)") }
        }
        closedir(folder)
        rmdir(path)
    }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        let file = "\(path)/\(name)"
        let handle = fopen(file, "w")
        fwrite(bytes, 1, bytes.count, handle)
        fclose(handle)
        return file
    }
}
