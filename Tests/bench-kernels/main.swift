import Columns
import Correlation
import Glibc
import Ingest

/// bench-kernels [FOLDER]: times every kernel on each path of instructions beside a plain way to the same end, and
/// finding the keys and links of the CSV files in FOLDER. A table, then the same as JSON lines.
let measurements = Kernels().all()
for measurement in measurements { print(measurement.row) }
for measurement in measurements { print(measurement.json) }

if let folder = CommandLine.arguments.dropFirst().first {
    var tables: [Table] = []
    for name in csvFiles(in: folder).sorted() {
        let words = name.split(separator: ".")[0].split(separator: "_", maxSplits: 1)
        let object = ObjectName(
            tool: String(words[0]), object: words.count > 1 ? String(words[1]) : "rows")
        do throws(LoadError) {
            tables += try load(file: "\(folder)/\(name)", as: object).tables
        } catch {
            print("\(name): \(error)")
            exit(1)
        }
    }
    let rows = tables.reduce(0) { $0 + $1.rowCount }
    var links = 0
    let seconds = quickest(runs: 3) { links = LinkModel(tables: tables, threads: 2).links.count }
    print(
        "inference: \(tables.count) tables, \(rows) rows, \(links) links: "
            + "\(Measurement.text(seconds)) s")
}

/// The names of the CSV files in a folder; not those that other benchmarks write there.
func csvFiles(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name.hasSuffix(".csv"), !name.hasPrefix("out_") { names.append(name) }
    }
    return names
}
