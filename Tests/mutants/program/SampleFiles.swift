import Foundation

/// Finds the samples in folders and files: tables by their suffix, and the files that transcripts write.
enum SampleFiles {
    private static let suffixes = [
        ".csv", ".tsv", ".json", ".ndjson", ".jsonl", ".csv.gz", ".json.gz", ".ndjson.gz", ".txt",
        ".sqlite", ".db",
    ]

    static func find(_ paths: [String]) throws -> [Sample] {
        var samples: [Sample] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: path])
            }
            let files =
                isFolder.boolValue
                ? try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map {
                    path + "/" + $0
                } : [path]
            for file in files {
                if file.hasSuffix(".session") {
                    samples += blocks(
                        of: try String(contentsOfFile: file, encoding: .utf8), in: file)
                } else if suffixes.contains(where: file.hasSuffix) || !isFolder.boolValue {
                    let data = try Data(contentsOf: URL(fileURLWithPath: file))
                    samples.append(Sample(name: file, bytes: Array(data)))
                }
            }
        }
        return samples.filter { !$0.bytes.isEmpty }
    }

    /// The `file NAME` blocks of a transcript, with their escapes as characters.
    private static func blocks(of text: String, in file: String) -> [Sample] {
        var samples: [Sample] = []
        var name: String?
        var content = ""
        func close() {
            if let name, suffixes.contains(where: name.hasSuffix) {
                samples.append(Sample(name: file + "/" + name, bytes: Array(content.utf8)))
            }
            name = nil
            content = ""
        }
        var hasEscapes = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("cork> ") || line.hasPrefix("$ ") { break }
            if line.hasPrefix("file ") {
                close()
                hasEscapes = line.hasSuffix(" with escapes")
                name = String(line.dropFirst(5).dropLast(hasEscapes ? 13 : 0))
            } else if name != nil, line.hasPrefix("  ") || line.isEmpty {
                let text = String(line.dropFirst(2))
                content += (hasEscapes ? interpreted(text) : text) + "\n"
            } else {
                close()
            }
        }
        close()
        return samples
    }

    private static func interpreted(_ text: String) -> String {
        text.replacingOccurrences(of: "\\e", with: "\u{1B}")
            .replacingOccurrences(of: "\\r", with: "\r")
            .replacingOccurrences(of: "\\t", with: "\t")
    }
}
