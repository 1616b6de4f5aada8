import Glibc
import Shell

/// Where this process gets an API token from; never from its arguments, which anybody can list.
enum Tokens {
    /// Taken out of the environment at the start, before any child could inherit it.
    static let fromEnvironment: Secret? = {
        var found: Secret?
        for name in ["OKTA_API_TOKEN", "OKTA_CLIENT_TOKEN"] {
            if let value = getenv(name), value.pointee != 0, found == nil {
                found = Secret(String(cString: value))
            }
            unsetenv(name)
        }
        return found
    }()

    static var sources: CredentialSources {
        var sources = CredentialSources()
        sources.environment = fromEnvironment
        if isatty(STDIN_FILENO) == 1 {
            sources.prompt = prompt
        } else {
            sources.piped = { Secret(StandardStreams.readInput()) }
        }
        return sources
    }

    /// Reads a line that the terminal does not show.
    private static func prompt(_ question: String) -> Secret? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            StandardStreams.note("")
        }
        StandardStreams.ask(question)
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        // Byte by byte and not by `readLine`: Ctrl-C must end it, and no buffer may keep the token.
        while bytes.count < 4096 {
            let count = read(STDIN_FILENO, &byte, 1)
            if count <= 0 { return count == 0 && !bytes.isEmpty ? secret(bytes) : nil }
            if byte == UInt8(ascii: "\n") { return secret(bytes) }
            bytes.append(byte)
        }
        return nil
    }

    private static func secret(_ bytes: [UInt8]) -> Secret {
        Secret(String(decoding: bytes, as: UTF8.self))
    }
}
