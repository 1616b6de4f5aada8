import Render

/// Small files of text, written whole or not at all.
enum TextFile {
    /// - Throws: `WriteError`.
    static func write(_ text: String, to path: String, replaces: Bool) throws(WriteError) {
        // A link is written through, as every editor does; otherwise saving would turn it into a file.
        let target = FileSystem.canonical(path) ?? path
        try writeFile(target, replaces: replaces) { sink in
            var text = text
            try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
        }
    }
}
