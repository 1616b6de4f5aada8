import Synchronization

/// A request as it came in.
struct Incoming: Sendable {
    var method: String
    /// Path and query, still encoded.
    var target: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    var path: String { String(target.prefix { $0 != "?" }) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// The way of one request through a server: counted, recognised, limited, carried out, and spoilt when a fault
/// waits for it.
final class Exchange: Sendable {
    let initial: Tenant
    let tenant: Mutex<Tenant>
    let traffic: Mutex<Traffic>
    let faults = Mutex(FaultPlan())
    let requests = Mutex(RequestLog())
    let hooks = HookSender()
    private let origin = Mutex("http://127.0.0.1")
    private let requestIDs = Mutex(Identifiers(seed: 0x1D))
    private let clock: @Sendable () -> Instant
    private let latency: Double

    init(tenant: Tenant, window: Int, latency: Double, clock: @escaping @Sendable () -> Instant) {
        initial = tenant
        self.tenant = Mutex(tenant)
        traffic = Mutex(Traffic(window: window))
        self.latency = latency
        self.clock = clock
    }

    var address: String { origin.withLock { $0 } }

    func setAddress(_ address: String) { origin.withLock { $0 = address } }

    /// Everything as at the start, the counters too.
    func reset() {
        tenant.withLock { $0 = initial }
        traffic.withLock { $0.restart() }
        faults.withLock { $0 = FaultPlan() }
        requests.withLock { $0 = RequestLog() }
    }

    func answer(_ request: Incoming) async -> Answer {
        if request.path.hasPrefix(Admin.prefix) { return Admin.answer(request, self) }
        requests.withLock { $0.add(request) }
        let fault = fault(for: request)
        var answer: Answer
        if traffic.withLock({ $0.begin() }) {
            if latency > 0 { try? await Task.sleep(for: .seconds(latency)) }
            answer = await perform(request, fault)
            traffic.withLock { $0.end() }
        } else {
            answer = Answer(
                error: .tooManyRequests, errorID: errorID(),
                headers: Traffic.concurrencyHeaders(now: .now()))
        }
        answer.headers += [
            ("x-okta-request-id", requestIDs.withLock { $0.makeID(.request) }),
            ("cache-control", "no-cache, no-store"),
        ]
        if request.header("accept-encoding")?.contains("gzip") == true { answer.compress() }
        if let fault { answer.apply(fault) }
        return answer
    }

    private func fault(for request: Incoming) -> Fault? {
        let given = request.header("x-sandbox-fault").flatMap(Fault.Kind.init).map { Fault($0) }
        return faults.withLock { plan in
            guard let given else {
                return plan.next(method: request.method, path: request.path)
            }
            plan.note(given)
            return given
        }
    }

    private func errorID() -> String { requestIDs.withLock { $0.makeID(.error) } }

    private func perform(_ request: Incoming, _ fault: Fault?) async -> Answer {
        let host = request.header("host") ?? request.header(":authority") ?? ""
        let isForeign = "http://\(host)" != address
        traffic.withLock { traffic in
            traffic.note(request.method, request.path)
            if isForeign { traffic.foreignHost += 1 }
        }
        let systemNow = Instant.now()
        if fault?.kind == .dropBefore {
            return Answer(status: 200, headers: [], body: [])
        }
        if request.path == OAuthToken.path {
            if let answer = fault?.answer([], limit: nil, now: systemNow) { return answer }
            guard request.method == "POST" else {
                return Answer(error: .methodNotAllowed, errorID: errorID(), headers: [])
            }
            let reply = tenant.withLock {
                OAuthToken.answer(request.body, origin: address, now: systemNow, &$0)
            }
            return Answer(reply, headers: [])
        }
        var headers: [(name: String, value: String)] = []
        do {
            let reply = try await carryOut(request, fault, now: systemNow, &headers)
            switch reply {
            case .answer(let answer): return answer
            case .reply(let reply): return Answer(reply, headers: headers)
            }
        } catch let error as APIError {
            return Answer(error: error, errorID: errorID(), headers: headers)
        } catch {
            return Answer(error: .serverFailed, errorID: errorID(), headers: headers)
        }
    }

    private enum Outcome {
        case answer(Answer)
        case reply(Reply)
    }

    private func carryOut(
        _ request: Incoming, _ fault: Fault?, now: Instant,
        _ headers: inout [(name: String, value: String)]
    ) async throws -> Outcome {
        let endpoint: Endpoint
        let parameters: [String: String]
        switch EndpointRegistry.match(request.method, request.path) {
        case .found(let found, let values): (endpoint, parameters) = (found, values)
        case .wrongMethod: throw APIError.methodNotAllowed
        case .unknown: throw APIError.unknownPath
        }
        let authorization = request.header("authorization")
        let caller =
            endpoint.scope.isEmpty
            ? Caller(clientID: "anonymous")
            : try tenant.withLock { try $0.caller(authorization: authorization, now: now) }
        let verdict = traffic.withLock {
            $0.admit(Bucket(endpoint), client: caller.clientID, now: now)
        }
        headers = verdict.headers
        guard verdict.isAllowed else { throw APIError.tooManyRequests }
        guard let query = PercentEncoding.pairs(request.target.drop { $0 != "?" }.dropFirst()),
            let method = Call.Method(rawValue: request.method)
        else { throw APIError.validation("query", "query: The query cannot be decoded") }
        let limit = query.first { $0.name == "limit" }.flatMap { Int($0.value) }
        if let answer = fault?.answer(verdict.headers, limit: limit, now: now) {
            return .answer(answer)
        }
        guard caller.may(endpoint.scope) else {
            throw Tenant.refusal(of: endpoint.scope, for: caller)
        }
        if method == .post || method == .put || method == .patch,
            request.header("content-length") == nil, request.header("transfer-encoding") == nil
        {
            return .answer(Answer(status: 411, html: "<html><h1>411 Length Required</h1></html>"))
        }
        let call = Call(
            method: method, path: request.path, parameters: parameters, query: query,
            headers: request.headers, body: request.body, origin: address, now: clock(),
            caller: caller, pageFault: fault?.pageFault)
        let (reply, deliveries) = try tenant.withLock { tenant in
            let reply = try endpoint.action(&tenant, call)
            defer { tenant.deliveries = [] }
            return (reply, tenant.deliveries)
        }
        hooks.send(deliveries)
        return .reply(try await finish(reply, call, fault))
    }

    /// What comes after the tenant was let go: the hook's challenge, and pages that end or lead wrongly.
    private func finish(_ reply: Reply, _ call: Call, _ fault: Fault?) async throws -> Reply {
        var reply = reply
        if case .verifyEventHook(let id)? = reply.followUp {
            guard let receiver = tenant.withLock({ $0.receiver(ofHook: id) }) else {
                throw APIError.notFound(id, "EventHook")
            }
            let challenge = requestIDs.withLock { $0.makeSecret(40) }
            guard await hooks.verify(receiver.url, receiver.headers, challenge: challenge) else {
                throw APIError.validation(
                    "verification",
                    "verification: The receiver did not return the challenge within 3 seconds")
            }
            reply.body = .json(tenant.withLock { $0.finishVerification(ofHook: id, call) })
        }
        if case .page(var page) = reply.body {
            if fault?.kind == .emptyList { (page.rows, page.next) = ([], nil) }
            if fault?.kind == .crossHostNext, let next = page.next {
                page.next = "http://localhost" + next.dropFirst("http://127.0.0.1".count)
            }
            reply.body = .page(page)
        }
        return reply
    }
}
