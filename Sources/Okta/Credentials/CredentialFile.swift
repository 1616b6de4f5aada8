import Glibc

/// The one file that holds an org's credential: `$XDG_CONFIG_HOME/cork/okta-HOST.json`, mode 0600.
///
/// Named by host and not by connection: a `setup.board` that comes from somebody else can name any org, and must
/// not be able to send it the credential of another.
public struct CredentialFile: Sendable {
    public let path: String
    private let folder: String
    private let origin: Origin

    /// Why a credential cannot be kept or read; none of them shows it.
    public enum Refusal: Error, Equatable, Sendable {
        case noFolder
        /// `what` is wrong with the file or folder at `path`.
        case unsafe(path: String, what: String)
        case system(operation: String, path: String, code: Int32)
        case malformed(path: String)

        public var sentence: String {
            switch self {
            case .noFolder:
                "there is no place to keep a token: neither XDG_CONFIG_HOME nor HOME is set"
            case .unsafe(let path, let what): "'\(path)' \(what), so the token in it is not used"
            case .system(let operation, let path, let code):
                "cannot \(operation) '\(path)': \(String(cString: strerror(code)))"
            case .malformed(let path): "'\(path)' holds no credential of this org"
            }
        }
    }

    /// - Parameters:
    ///   - hook: the name of an event hook of the org, whose secret it holds then; letters, digits, - and _.
    ///   - environment: looks up a variable; relative folders count as none, as the XDG specification says.
    public init(
        _ org: OrgAddress, hook: String? = nil, environment: (String) -> String?
    ) throws(Refusal) {
        let base: String
        if let own = environment("XDG_CONFIG_HOME"), own.hasPrefix("/") {
            base = own
        } else if let home = environment("HOME"), home.hasPrefix("/") {
            base = home + "/.config"
        } else {
            throw .noFolder
        }
        folder = base + "/cork"
        origin = org.origin
        let suffix = hook.map { "-hook-" + $0 } ?? ""
        path = folder + "/okta-" + org.origin.hostAndPort + suffix + ".json"
    }

    // MARK: - Reading

    /// The kept credential; nil when none was kept.
    public func read() throws(Refusal) -> Credential? {
        var status = stat()
        if lstat(folder, &status) != 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .system(operation: "read", path: folder, code: errno)
        }
        try check(status, folder, kind: S_IFDIR)
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if file < 0 {
            if errno == ENOENT { return nil }
            if errno == ELOOP { throw .unsafe(path: path, what: "is a symbolic link") }
            throw .system(operation: "read", path: path, code: errno)
        }
        defer { close(file) }
        // Of the open file, so that it cannot be exchanged in between.
        guard fstat(file, &status) == 0 else {
            throw .system(operation: "read", path: path, code: errno)
        }
        try check(status, path, kind: S_IFREG)
        guard let credential = credential(in: try bytes(of: file)) else {
            throw .malformed(path: path)
        }
        return credential
    }

    private func check(_ status: stat, _ path: String, kind: mode_t) throws(Refusal) {
        let actual = status.st_mode & S_IFMT
        if actual == S_IFLNK { throw .unsafe(path: path, what: "is a symbolic link") }
        if actual != kind { throw .unsafe(path: path, what: "is of the wrong kind") }
        if status.st_uid != geteuid() { throw .unsafe(path: path, what: "belongs to another user") }
        if status.st_mode & 0o077 != 0 {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw .unsafe(path: path, what: "can be used by others (mode \(mode))")
        }
    }

    private func bytes(of file: Int32) throws(Refusal) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= 1 << 20 {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(operation: "read", path: path, code: errno)
            }
            bytes += buffer[..<count]
        }
        throw .malformed(path: path)
    }

    private func credential(in bytes: [UInt8]) -> Credential? {
        guard let json = JSONView(bytes), json["org"]?.string == origin.description else {
            return nil
        }
        if let token = json["token"]?.string {
            let secret = Secret(token)
            return secret.isHeaderSafe ? .token(secret) : nil
        }
        guard let client = json["client_id"]?.string, let key = json["private_key"]?.string,
            let scopes = json["scopes"]?.string
        else { return nil }
        return .serviceApp(
            ServiceApp(
                clientId: client, privateKey: Secret(key), keyId: json["key_id"]?.string,
                scopes: scopes.split(separator: " ").map(String.init)))
    }

    // MARK: - Writing

    /// Keeps a credential in place of an earlier one; at any moment the file is the old or the new one.
    public func write(_ credential: Credential) throws(Refusal) {
        try makeFolder()
        var template = Array("\(folder)/.okta-XXXXXX".utf8CString)
        // Made by the system with mode 0600 under a name nobody can guess.
        let file = mkstemp(&template)
        let temporary = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        guard file >= 0 else { throw .system(operation: "write", path: folder, code: errno) }
        defer { close(file) }
        do throws(Refusal) {
            _ = fcntl(file, F_SETFD, FD_CLOEXEC)
            try write(text(of: credential), to: file)
            guard fchmod(file, 0o600) == 0, fsync(file) == 0, rename(temporary, path) == 0 else {
                throw .system(operation: "write", path: path, code: errno)
            }
        } catch {
            unlink(temporary)
            throw error
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    /// - Returns: false when there was none.
    public func remove() throws(Refusal) -> Bool {
        if unlink(path) == 0 { return true }
        if errno == ENOENT || errno == ENOTDIR { return false }
        throw .system(operation: "remove", path: path, code: errno)
    }

    private func makeFolder() throws(Refusal) {
        let base = String(folder.dropLast("/cork".utf8.count))
        if mkdir(base, 0o700) != 0, errno != EEXIST {
            throw .system(operation: "make", path: base, code: errno)
        }
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw .system(operation: "make", path: folder, code: errno)
        }
        var status = stat()
        guard lstat(folder, &status) == 0 else {
            throw .system(operation: "read", path: folder, code: errno)
        }
        try check(status, folder, kind: S_IFDIR)
    }

    private func text(of credential: Credential) -> [UInt8] {
        var members = [("org", origin.description)]
        switch credential {
        case .token(let token): token.withText { members.append(("token", $0)) }
        case .serviceApp(let app):
            members.append(("client_id", app.clientId))
            if let keyId = app.keyId { members.append(("key_id", keyId)) }
            members.append(("scopes", app.scopes.joined(separator: " ")))
            app.privateKey.withText { members.append(("private_key", $0)) }
        }
        let lines = members.map {
            JSONLayout.string($0.0) + Array(": ".utf8) + JSONLayout.string($0.1)
        }
        return Array("{\n  ".utf8) + Array(lines.joined(separator: Array(",\n  ".utf8)))
            + Array("\n}\n".utf8)
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(Refusal) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw .system(operation: "write", path: path, code: errno)
            }
        }
    }
}
