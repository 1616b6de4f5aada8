import Actions
import Engine
import Glibc
import Okta
import Render
import Runs

/// Secret inputs of a run, each fetched once from where its reference says.
struct SecretInputs: Sendable {
    fileprivate var found: [String: Secret] = [:]

    /// A deed's inputs together with its secrets; one that is generated is another each time.
    func values(of deed: Deed) -> InputValues {
        var values = deed.inputs
        for (name, reference) in deed.secrets {
            if reference == Deed.generated {
                values[name] = .secret(Self.generated())
            } else if let secret = found[Self.key(reference, name)] {
                values[name] = .secret(secret)
            }
        }
        return values
    }

    /// One variable or file may serve several inputs; what is typed is for one.
    fileprivate static func key(_ reference: String, _ input: String) -> String {
        reference == Deed.prompted ? "\(reference) \(input)" : reference
    }

    /// Whether it is what will be the password, and not one that is known already.
    fileprivate static func isNew(_ input: String) -> Bool {
        input == "password" || input == "newPassword"
    }

    /// Twenty letters, digits and signs of each kind that password policies ask for; none that look alike.
    private static func generated() -> Secret {
        let kinds = ["abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-_.!+"]
            .map(Array.init)
        var system = SystemRandomNumberGenerator()
        var letters = kinds.compactMap { $0.randomElement(using: &system) }
        let all = kinds.flatMap { $0 }
        while letters.count < 20 {
            if let letter = all.randomElement(using: &system) { letters.append(letter) }
        }
        return Secret(String(letters.shuffled(using: &system)))
    }
}

extension Session {
    /// Follows the references of deeds: `env:NAME`, `file:PATH`, `prompt`; `generate` needs none.
    func secrets(of first: Deed, _ others: [Deed]) throws(Refused) -> SecretInputs {
        var inputs = SecretInputs()
        for deed in [first] + others {
            for (name, reference) in deed.secrets
            where reference != Deed.generated {
                let key = SecretInputs.key(reference, name)
                if inputs.found[key] == nil {
                    inputs.found[key] = try secret(reference, input: name)
                }
            }
        }
        return inputs
    }

    private func secret(_ reference: String, input: String) throws(Refused) -> Secret {
        let sides = reference.split(separator: ":", maxSplits: 1).map(String.init)
        func refused(_ message: String, _ help: String) -> Refused {
            Refused(
                reply: .error(
                    escapedForTerminal(message), help: escapedForTerminal(help), status: .usage))
        }
        switch (sides.first ?? "", sides.count) {
        case ("env", 2):
            guard let text = configuration.environment(sides[1]), !text.isEmpty else {
                throw refused(
                    "the variable \(sides[1]), where '\(input)' is to come from, is not set",
                    "set it for this command only")
            }
            return Secret(text)
        case ("file", 2):
            do { return Secret(try FileSystem.readText(sides[1])) } catch {
                throw refused(error.sentence, "'\(input)' is to come from that file")
            }
        case ("prompt", 1):
            if let typed = typedSecrets[input] { return typed }
            guard let text = configuration.credentials.prompt?("\(input) (not shown): "),
                !text.isEmpty
            else {
                throw refused(
                    "'\(input)' is secret and nobody is here to be asked",
                    "secret(\"env:NAME\") or secret(\"file:PATH\")")
            }
            // What nobody sees is mistyped without anybody seeing it.
            if SecretInputs.isNew(input),
                configuration.credentials.prompt?("\(input) once more: ") != text
            {
                throw refused(
                    "'\(input)' was not the same twice, and nothing was done", "type it again")
            }
            typedSecrets[input] = text
            return text
        default:
            throw refused(
                "'\(reference)' is no place for a secret", "env:NAME, file:PATH or prompt")
        }
    }
}

/// Takes secrets that Okta gives back: into a file of its owner's alone, or to be shown once.
final class SecretSink: Sendable {
    private let lines = SecretLines()
    let path: String?

    /// - Parameter path: a file that is made; one that is there is not written to.
    init(path: String?) throws(FileError) {
        self.path = path
        guard let path else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw FileError(operation: "make", path: path, code: errno) }
        _ = fchmod(file, 0o600)
        close(file)
    }

    /// Written at once: a secret that Okta has given is not given again.
    func keep(_ target: ActionTarget, _ member: String, _ secret: Secret) {
        let record = target.records.first
        secret.withText { text in
            let line =
                "{\"target\":\(JSONText.encode(record?.id ?? "")),"
                + "\"name\":\(JSONText.encode(record?.name ?? "")),"
                + "\(JSONText.encode(member)):\(JSONText.encode(text))}\n"
            guard let path else {
                return lines.add(
                    "\(record?.name ?? record?.id ?? ""): \(member) \(text)")
            }
            do throws(FileError) {
                try FileSystem.append(Array(line.utf8), to: path, mode: 0o600)
            } catch {
                // Lost otherwise: nobody can ask Okta for it again.
                lines.add(
                    "\(record?.name ?? ""): \(member) \(text) (not written: \(error.sentence))")
            }
        }
    }

    /// What is to be shown, once.
    func take() -> [String] { lines.take() }
}
