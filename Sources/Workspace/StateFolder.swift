import Glibc

/// The folder `.cork` of a workspace, which holds everything that is kept between two runs.
///
/// It is the user's own, readable by nobody else, and no symbolic link: what is in it names people.
public struct StateFolder: Sendable {
    public static let name = ".cork"

    public let path: String
    /// False where nothing can be written: what is kept can be used and stays as it is.
    public let isWritable: Bool

    var databasePath: String { path + "/workspace.db" }
    var lockPath: String { path + "/lock" }

    /// The state folder of a workspace if there is one; nil when there is none.
    public static func find(in workspace: String) throws(WorkspaceError) -> StateFolder? {
        try StateFolder(existing: workspace + "/" + name)
    }

    /// The state folder of a workspace, made when there is none.
    public static func make(in workspace: String) throws(WorkspaceError) -> StateFolder {
        if let found = try find(in: workspace) { return found }
        let path = workspace + "/" + name
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .cannot(operation: "make", path: path, code: errno)
        }
        guard let made = try StateFolder(existing: path) else {
            throw .cannot(operation: "make", path: path, code: ENOENT)
        }
        return made
    }

    private init?(existing path: String) throws(WorkspaceError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .cannot(operation: "look at", path: path, code: errno)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: break
        case S_IFLNK: throw .unusableFolder(path: path, reason: .symbolicLink)
        default: throw .unusableFolder(path: path, reason: .notAFolder)
        }
        guard status.st_uid == geteuid() else {
            throw .unusableFolder(path: path, reason: .ownedByAnother)
        }
        // A umask takes bits away from what mkdir is given, and others may have changed it since.
        if status.st_mode & 0o777 != 0o700 { _ = chmod(path, 0o700) }
        self.path = path
        isWritable = access(path, W_OK) == 0
    }

    /// Makes names that were given or taken away in the folder last through a power cut.
    ///
    /// A file system that cannot do it has nothing better to offer, so that is no error.
    func synchronise() {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
