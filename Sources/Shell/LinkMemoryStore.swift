import Columns
import Correlation
import Workspace

/// Keeps what inference has decided beside the columns that it decided it on.
///
/// The key is all that a decision depends on: the build of cork, the text of the setup, and of every table which file
/// in which state, or which rows of which org, it was made of.
struct LinkMemoryStore {
    let database: WorkspaceDatabase

    /// A place of its own among the raw rows, under no connection.
    private static let object = SyncedObject(
        connection: "", name: ObjectName(tool: "cork", object: "links"))

    func memory(for key: String) -> LinkMemory? {
        guard let bytes = try? database.record("links", part: "", of: Self.object) else {
            return nil
        }
        return LinkMemoryCoding.decode(bytes, key: key)
    }

    /// Only a help: what goes wrong is tried again with the next command.
    func keep(_ memory: LinkMemory, for key: String) {
        guard database.isWritable else { return }
        let record = RawRecord(key: "links", json: LinkMemoryCoding.encode(memory, key: key))
        _ = try? database.change(Self.object, part: "", put: [record])
    }
}

extension WorkspaceFolder {
    /// All that inference depends on; nil where that cannot be said.
    ///
    /// - Parameter now: nanoseconds since the epoch. A file that was written just now may be written again without
    ///   a trace in its times.
    func memoryKey(loader: String, now: Int64) -> String? {
        // Bounds of the environment decide which rows of a file are there at all.
        var parts = ["2", loader, "\(bounds)", setup.text]
        for (file, _) in loads {
            let path = FileSystem.join(root, file.path)
            guard file.log == nil, let changed = FileSystem.changeTime(path),
                now - max(file.status.modified, changed) > 2_000_000_000
            else { return nil }
            parts.append(
                "\(file.path)\t\(file.object)\t\(file.status.size)\t\(file.status.modified)\t\(changed)"
                    + "\t\(file.status.inode)")
        }
        parts += synced.identities
        return parts.joined(separator: "\n")
    }
}
