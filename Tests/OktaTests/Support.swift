import Synchronization

@testable import Okta

/// A clock that nobody waits for: sleeping moves it on.
final class FakeClock: OktaClock {
    private let time = Mutex<(now: UInt64, slept: [Double])>((1_000_000_000, []))
    let epochSeconds: Int64 = 1_785_715_200

    var monotonic: UInt64 { time.withLock { $0.now } }
    /// Seconds of every sleep of a tenth or longer, in order.
    var sleeps: [Double] { time.withLock { $0.slept } }

    func sleep(nanoseconds: UInt64) async throws {
        try Task.checkCancellation()
        time.withLock { time in
            time.now += nanoseconds
            if nanoseconds >= 100_000_000 { time.slept.append(Double(nanoseconds) / 1e9) }
        }
        await Task.yield()
    }
}

/// A server in the process: each request is answered by a closure that is told how many came before it.
final class ScriptedTransport: Transport {
    typealias Script = @Sendable (OutgoingRequest, Int) -> Result<Answer, TransportError>

    private let script: Script
    private let seen = Mutex<[OutgoingRequest]>([])

    init(_ script: @escaping Script) { self.script = script }

    var requests: [OutgoingRequest] { seen.withLock { $0 } }
    var targets: [String] { requests.map(\.target) }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> Answer {
        let index = seen.withLock { seen in
            seen.append(request)
            return seen.count - 1
        }
        return try script(request, index).get()
    }

    func close() async {}
}

extension Answer {
    /// An answer with a date, 600 calls a minute and plenty left.
    static func ok(
        _ body: String, status: Int = 200, remaining: Int = 599, next: String? = nil,
        headers: [(name: String, value: String)] = []
    ) -> Answer {
        var all: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("Date", "Mon, 03 Aug 2026 00:00:00 GMT"),
            ("X-Rate-Limit-Limit", "600"), ("X-Rate-Limit-Remaining", String(remaining)),
            ("X-Rate-Limit-Reset", "1785715230"),
        ]
        if let next { all.append(("Link", "<\(next)>; rel=\"next\"")) }
        return Answer(status: status, headers: all + headers, body: Array(body.utf8))
    }

    static func error(_ status: Int, _ code: String, _ summary: String = "no") -> Answer {
        ok(
            #"{"errorCode":"\#(code)","errorSummary":"\#(summary)","errorCauses":[]}"#,
            status: status)
    }
}

let acme = try! OrgAddress("acme")

/// A client of the org `acme` whose server is the closure.
func client(
    _ transport: ScriptedTransport, clock: FakeClock = FakeClock(),
    credential: Credential = .token(Secret("00canary")), settings: ClientSettings = .init(),
    org: OrgAddress = acme
) -> OktaClient {
    OktaClient(
        org: org, credential: credential,
        surroundings: ClientSurroundings(transport: transport, clock: clock, random: { 0.5 }),
        settings: settings)
}

/// `[{"id":"u1"},…]`
func rows(_ ids: some Sequence<Int>) -> String {
    "[" + ids.map { #"{"id":"u\#($0)"}"# }.joined(separator: ",") + "]"
}

/// Pages as they are handed over.
final class PageBox: Sendable {
    private let pages = Mutex<[Page]>([])
    func add(_ page: Page) { pages.withLock { $0.append(page) } }
    var all: [Page] { pages.withLock { $0 } }
    var keys: [String] { all.flatMap { $0.records.map(\.key) } }
}
