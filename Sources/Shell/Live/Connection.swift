import BoardLanguage
import Engine
import Okta

/// A text that no output may show, as the process around the shell hands it over.
public typealias Secret = Okta.Secret

/// A live tool that `setup.board` names: `connect okta "acme.okta.com" as emea`.
struct Connection: Sendable, Equatable {
    let tool: String
    let org: OrgAddress
    /// What boards call it: the tool itself unless another name was given.
    let name: String
    /// Files of this tool are left out: it is read from the org only.
    let replacesFiles: Bool
    /// Bytes of the statement in `setup.board`.
    let span: Span

    /// The statement's own line.
    static func line(_ org: OrgAddress, name: String, replacesFiles: Bool = false) -> String {
        "connect okta \"\(org.name)\"" + (name == "okta" ? "" : " as \(name)")
            + (replacesFiles ? " instead of files" : "")
    }

    /// - Throws: when the tool is none that can be connected, or the address is no org's.
    init(
        tool: Name, organisation: Expression, name: Name?, replacesFiles: Bool, span: Span
    ) throws(Diagnostic) {
        guard NameFolding.fold(tool.text) == "okta" else {
            throw Diagnostic(
                "'\(tool.text)' cannot be connected", at: tool.span, help: "there is okta")
        }
        do {
            org = try OrgAddress(try Setup.text(organisation))
        } catch let refusal as OrgAddress.Refusal {
            throw Diagnostic(
                refusal.message.error, at: organisation.span, help: refusal.message.help)
        } catch let diagnostic as Diagnostic {
            throw diagnostic
        } catch {
            throw Diagnostic("\(error)", at: organisation.span)
        }
        self.tool = "okta"
        self.name = name?.text ?? "okta"
        self.replacesFiles = replacesFiles
        self.span = span
    }
}

/// Where a credential may come from, in the order in which they are asked.
public struct CredentialSources {
    /// `OKTA_API_TOKEN`, or `OKTA_CLIENT_TOKEN`; taken out of the environment, so that no child has it.
    public var environment: Secret?
    /// All of stdin, when it is no terminal; empty when nothing came.
    public var piped: (() -> Secret?)?
    /// Asks at the terminal, without echo; nil when nothing was typed.
    public var prompt: ((String) -> Secret?)?

    public init() {}
}
