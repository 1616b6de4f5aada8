import Synchronization

/// Calls one org's API: authorised, throttled, retried where that is safe, checked.
///
/// A call either gives an answer that is whole and of the kind it must be, or an error that says why not.
///
/// - Invariant: the credential goes to `org.origin` and nowhere else.
public final class OktaClient: Sendable {
    public let org: OrgAddress
    public let settings: ClientSettings
    public let limits: RateLimits
    public let parallelism: Parallelism
    let surroundings: ClientSurroundings
    private let authorization: Authorization
    private let tell: @Sendable (ClientEvent) -> Void
    private let seen = Mutex<Seen>(Seen())

    /// What answers have shown of the server.
    private struct Seen {
        var serverSeconds: Int64?
        var aliases: Set<Origin> = []
    }

    public init(
        org: OrgAddress, credential: Credential, surroundings: ClientSurroundings,
        settings: ClientSettings = .init(),
        tell: @escaping @Sendable (ClientEvent) -> Void = { _ in }
    ) {
        self.org = org
        self.settings = settings
        self.surroundings = surroundings
        self.tell = tell
        limits = RateLimits(
            clock: surroundings.clock, reserve: settings.reserve,
            defaultWaitSeconds: settings.defaultWaitSeconds)
        parallelism = Parallelism(
            width: settings.parallelism, widthMax: settings.parallelismMax)
        authorization = Authorization(
            org: org, credential: credential, surroundings: surroundings, settings: settings)
    }

    /// The server's clock at its last answer, seconds since 1970.
    public var serverSeconds: Int64? { seen.withLock { $0.serverSeconds } }

    /// Further hosts of the same org, which its next links may name; calls still go to `org`.
    var aliases: Set<Origin> { seen.withLock { $0.aliases } }

    func know(alias: Origin) {
        seen.withLock { _ = $0.aliases.insert(alias) }
    }

    public func close() async { await surroundings.transport.close() }

    /// Waits by the client's own clock; ends early when the task is cancelled.
    public func pause(_ nanoseconds: UInt64) async {
        try? await surroundings.clock.sleep(nanoseconds: nanoseconds)
    }

    /// An answer with status 2xx and its checked body.
    public struct Received: Sendable {
        public let answer: Answer
        /// nil where there is no body, or one that is not JSON in answer to a call that changes something.
        public let json: JSONView?
    }

    /// How often what has gone wrong with one call.
    private struct Attempts {
        var sent = 0
        var rateWaits = 0
        var concurrencyWaits = 0
        var hasRenewedToken = false
    }

    /// Sends a call until it is answered, refused, or may not be sent again.
    ///
    /// A call that changes something is sent again only where Okta has certainly not acted on it: no
    /// connection, a rate limit, an expired access token.
    public func send(_ call: Call) async throws(OktaError) -> Received {
        var call = call
        var attempts = Attempts()
        while true {
            let answer: Answer
            attempts.sent += 1
            do throws(TransportError) {
                answer = try await sendOnce(call)
            } catch {
                try await consider(error, call, attempts)
                continue
            }
            if answer.status == 429 {
                try await wait(after: answer, call, &attempts)
                continue
            }
            if answer.isSuccess {
                do throws(OktaError) { return try checked(answer, call) } catch {
                    guard call.method.isSafe, attempts.sent < settings.triesMax else { throw error }
                    try await backOff(call, error.sentence, attempts)
                    continue
                }
            }
            if (300...399).contains(answer.status) {
                let location = answer.value(of: "Location") ?? ""
                let host = WebAddress(location).map { $0.origin.hostAndPort } ?? location
                throw .redirected(host: host)
            }
            let refusal = ServerRefusal(answer)
            if answer.status == 401, !attempts.hasRenewedToken, authorization.renews {
                attempts.hasRenewedToken = true
                await authorization.forget()
                continue
            }
            guard call.method.isSafe, [500, 502, 503, 504].contains(answer.status),
                attempts.sent < settings.triesMax
            else { throw .refused(refusal) }
            if answer.status == 500 { call.target = Self.withSmallerPage(call.target) }
            try await backOff(call, refusal.sentence, attempts)
        }
    }

    /// Okta answers 500 when a large page takes it too long.
    static func withSmallerPage(_ target: String) -> String {
        var query = QueryText(target: target)
        // Some lists refuse pages of fewer than 20.
        guard let limit = query["limit"].flatMap({ Int($0) }), limit > 20 else { return target }
        query.set("limit", String(max(20, limit / 2)))
        return query.target
    }

    // MARK: - One exchange

    private func sendOnce(_ call: Call) async throws(TransportError) -> Answer {
        let bucket = RateLimits.bucket(call.method, call.target)
        while let wait = limits.take(bucket) {
            if wait > 1_000_000_000 {
                tell(.throttled(bucket: bucket, seconds: Double(wait) / 1e9))
            }
            do { try await surroundings.clock.sleep(nanoseconds: wait) } catch {
                throw .cancelled
            }
        }
        do { try await parallelism.enter() } catch {
            limits.settle(bucket, nil)
            throw .cancelled
        }
        defer { parallelism.leave() }
        do throws(TransportError) {
            let request = OutgoingRequest(
                method: call.method, origin: org.origin, target: call.target,
                headers: try await headers(of: call), body: call.body)
            let answer = try await surroundings.transport.send(request)
            if let seconds = answer.serverSeconds { seen.withLock { $0.serverSeconds = seconds } }
            if answer.status != 429 {
                limits.settle(bucket, RateLimitHeaders(answer))
                if answer.isSuccess { parallelism.succeeded() }
            }
            return answer
        } catch {
            limits.settle(bucket, nil)
            throw error
        }
    }

    private func headers(
        of call: Call
    ) async throws(TransportError) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [
            ("Accept", "application/json"), ("User-Agent", settings.userAgent),
        ]
        if call.body != nil { headers.append(("Content-Type", "application/json")) }
        for header in call.headers {
            headers.removeAll { $0.name.lowercased() == header.name.lowercased() }
            headers.append(header)
        }
        headers.append(("Authorization", try await authorization.header()))
        return headers
    }

    // MARK: - What to do next

    /// Waits, where sending again is safe and may help; throws where not.
    private func consider(
        _ error: TransportError, _ call: Call, _ attempts: Attempts
    ) async throws(OktaError) {
        if error == .cancelled || Task.isCancelled { throw .cancelled }
        if let reason = await authorization.failure { throw reason }
        let isSafe = call.method.isSafe || !error.leavesOutcomeUnknown
        guard isSafe, error.isPassing, attempts.sent < settings.triesMax else {
            throw .transport(
                error, wasSent: !call.method.isSafe && error.leavesOutcomeUnknown)
        }
        try await backOff(call, error.sentence, attempts)
    }

    private func wait(
        after answer: Answer, _ call: Call, _ attempts: inout Attempts
    ) async throws(OktaError) {
        let bucket = RateLimits.bucket(call.method, call.target)
        let headers = RateLimitHeaders(answer)
        let nanoseconds: UInt64
        if headers.isConcurrencyLimit {
            limits.settle(bucket, nil)
            attempts.concurrencyWaits += 1
            parallelism.halve()
            tell(.concurrencyLimited(parallelism: parallelism.width))
            nanoseconds = UInt64(seconds: 1 + 2 * surroundings.random())
        } else {
            nanoseconds = limits.refuse(bucket, headers)
            attempts.rateWaits += 1
            tell(.rateLimited(bucket: bucket, seconds: Double(nanoseconds) / 1e9))
        }
        let refusal = ServerRefusal(answer)
        // Others of Okta's 429 are cool-downs of an SMS or a factor, which no wait of ours ends.
        let isGeneral = refusal.code == nil || refusal.code == "E0000047"
        let waits = attempts.rateWaits + attempts.concurrencyWaits
        guard isGeneral else { throw .refused(refusal) }
        guard attempts.rateWaits <= settings.rateWaitsMax,
            attempts.concurrencyWaits <= 2 * settings.rateWaitsMax
        else { throw .rateLimited(waits: waits - 1) }
        try await sleep(nanoseconds)
        attempts.sent -= 1
    }

    private func backOff(
        _ call: Call, _ reason: String, _ attempts: Attempts
    ) async throws(OktaError) {
        tell(.retried(target: call.target, reason: reason, attempt: attempts.sent))
        let factor = Double(1 << min(attempts.sent - 1, 10))
        let seconds = min(8, settings.backoffSeconds * factor) * (0.5 + surroundings.random())
        try await sleep(UInt64(seconds: seconds))
    }

    private func sleep(_ nanoseconds: UInt64) async throws(OktaError) {
        do { try await surroundings.clock.sleep(nanoseconds: nanoseconds) } catch {
            throw .cancelled
        }
    }

    // MARK: - Checking

    /// The answer, if its body is what the call must give.
    private func checked(_ answer: Answer, _ call: Call) throws(OktaError) -> Received {
        guard call.method == .get else {
            return Received(answer: answer, json: answer.json)
        }
        if answer.status == 204, call.expects == nil {
            return Received(answer: answer, json: nil)
        }
        if answer.body.isEmpty { throw .damaged(reason: "it is empty") }
        do throws(JSONCheck.Fault) { try JSONCheck.check(answer.body) } catch {
            let start = answer.body.first { $0 > 0x20 }
            throw .damaged(
                reason: start == UInt8(ascii: "<")
                    ? "a web page, such as a login page, instead of JSON"
                    : "it is not whole JSON: \(error.reason) at byte \(error.offset)")
        }
        let json = JSONView(checked: answer.body)
        if let shape = call.expects {
            guard let rows = shape.rows(json) else {
                throw .damaged(reason: "it is not the list of records that it should be")
            }
            if call.refusesEmpty, rows.isEmpty, answer.value(of: "Link")?.contains("next") != true {
                throw .damaged(reason: "it is empty, and every org has some")
            }
        }
        return Received(answer: answer, json: json)
    }
}
