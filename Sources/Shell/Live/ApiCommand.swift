import Okta
import Render

/// Any authorised call, as typed.
public struct ApiInput {
    public var method: String
    public var path: String
    public var query: [(String, String)] = []
    public var headers: [(name: String, value: String)] = []
    public var body: [UInt8]?
    public var followsPages = false
    /// `--yes`: nobody is asked.
    public var isConfirmed = false

    public init(method: String, path: String) {
        self.method = method
        self.path = path
    }
}

extension Session {
    /// A file to send; `FileError` says why there is none.
    public static func contents(of path: String) -> Result<[UInt8], FileError> {
        do { return .success(try FileSystem.read(path)) } catch { return .failure(error) }
    }

    /// `cork api METHOD PATH`: the answer's JSON, one member a line. Whatever is not GET is asked about first.
    public func api(_ input: ApiInput, connection name: String?) -> Reply {
        do throws(Refused) {
            let connection = try connection(name)
            let call: RawCall
            do throws(RawCall.Refusal) {
                call = try RawCall(
                    org: connection.org, method: input.method, path: input.path,
                    query: input.query, headers: input.headers, body: input.body,
                    followsPages: input.followsPages)
            } catch {
                return .error(
                    escapedForTerminal(error.message.error),
                    help: escapedForTerminal(error.message.help), status: .usage)
            }
            if let refused = refusal(of: call, input, connection) { return refused }
            let notes = LiveNotes()
            let client = try client(of: connection, notes: notes)
            let outcome = try wait(for: client, notes: notes) { () async throws(OktaError) in
                try await call.run(client)
            }
            switch outcome {
            case .json(let json): return .text(JSONLayout.indented(json))
            case .list(let rows): return .text(JSONLayout.indentedList(rows))
            case .none(let status):
                return settings.isQuiet ? Reply() : .note("Okta answered \(status), no content")
            }
        } catch {
            return error.reply
        }
    }

    /// nil when the call may go.
    private func refusal(
        of call: RawCall, _ input: ApiInput, _ connection: Connection
    ) -> Reply? {
        if call.call.method.isSafe || input.isConfirmed { return nil }
        let shown = escapedForTerminal(
            "\(call.call.method.rawValue) \(call.call.target) on \(connection.org.name)")
        guard let confirm = configuration.confirm else {
            return .error(
                "\(shown) changes the org, and nobody is here to be asked",
                help: "--yes makes the call without a question", status: .refused)
        }
        return confirm("\(shown): make this call?") ? nil : .error("not called", status: .refused)
    }
}
