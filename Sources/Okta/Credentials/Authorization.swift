import Synchronization

/// Makes the `Authorization` header: the API token itself, or an access token fetched with the service app's
/// key and kept for its hour.
actor Authorization {
    private let org: OrgAddress
    private let credential: Credential
    private let surroundings: ClientSurroundings
    private let settings: ClientSettings
    private var accessToken: Secret?
    /// Monotonic nanoseconds.
    private var expiresAt: UInt64 = 0
    /// One fetch for all who wait.
    private var fetch: Task<Result<AccessToken, OktaError>, Never>?
    /// Why the last fetch gave no token.
    private(set) var failure: OktaError?

    private struct AccessToken: Sendable {
        let token: Secret
        let seconds: Int
    }

    /// An access token can be fetched anew; an API token cannot.
    nonisolated let renews: Bool

    init(
        org: OrgAddress, credential: Credential, surroundings: ClientSurroundings,
        settings: ClientSettings
    ) {
        self.org = org
        self.credential = credential
        self.surroundings = surroundings
        self.settings = settings
        if case .serviceApp = credential { renews = true } else { renews = false }
    }

    func forget() { accessToken = nil }

    /// - Throws: `TransportError`; where the reason is another, it is `failure`.
    func header() async throws(TransportError) -> String {
        switch credential {
        case .token(let token): return token.withText { "SSWS \($0)" }
        case .serviceApp(let app):
            let now = surroundings.clock.monotonic
            // A minute early: the token must outlive the call.
            if let accessToken, now + 60_000_000_000 < expiresAt {
                return accessToken.withText { "Bearer \($0)" }
            }
            switch await fetched(app) {
            case .success(let fresh):
                failure = nil
                accessToken = fresh.token
                expiresAt = now + UInt64(seconds: Double(fresh.seconds))
                return fresh.token.withText { "Bearer \($0)" }
            case .failure(.transport(let error, _)): throw error
            case .failure(.cancelled): throw .cancelled
            case .failure(let error):
                failure = error
                throw .connectionLost(reason: "no access token")
            }
        }
    }

    private func fetched(_ app: ServiceApp) async -> Result<AccessToken, OktaError> {
        if let fetch { return await fetch.value }
        let task = Task { [org, surroundings, settings] in
            await Self.fetch(app, org, surroundings, settings)
        }
        fetch = task
        let result = await task.value
        fetch = nil
        return result
    }

    private static func fetch(
        _ app: ServiceApp, _ org: OrgAddress, _ surroundings: ClientSurroundings,
        _ settings: ClientSettings
    ) async -> Result<AccessToken, OktaError> {
        let request: OutgoingRequest
        do throws(OktaError) {
            request = try tokenRequest(app, org, surroundings, settings)
        } catch {
            return .failure(error)
        }
        // Asking twice makes a second token and nothing else, so passing faults are retried here too.
        var attempt = 0
        while true {
            attempt += 1
            let isLast = attempt >= settings.triesMax
            do throws(TransportError) {
                let answer = try await surroundings.transport.send(request)
                if answer.isSuccess { return token(in: answer) }
                let refusal = ServerRefusal(answer)
                if isLast || ![429, 500, 502, 503, 504].contains(answer.status) {
                    return .failure(.refused(refusal))
                }
            } catch {
                if isLast || !error.isPassing {
                    return .failure(.transport(error, wasSent: false))
                }
            }
            let seconds = min(8, settings.backoffSeconds * Double(1 << min(attempt, 10)))
            do { try await surroundings.clock.sleep(nanoseconds: UInt64(seconds: seconds)) } catch {
                return .failure(.cancelled)
            }
        }
    }

    private static func token(in answer: Answer) -> Result<AccessToken, OktaError> {
        guard let json = answer.json, let text = json["access_token"]?.string else {
            return .failure(.damaged(reason: "the org's token endpoint gave no access token"))
        }
        let token = Secret(text)
        guard token.isHeaderSafe else {
            return .failure(.damaged(reason: "the access token has characters no header may have"))
        }
        let type = json["token_type"]?.string?.lowercased() ?? "bearer"
        guard type == "bearer" else {
            return .failure(
                .unusableCredential(
                    reason: "the app demands proof of possession (DPoP), which is not supported: "
                        + "turn it off in the app's general settings"))
        }
        return .success(
            AccessToken(token: token, seconds: min(3600, json["expires_in"]?.integer ?? 3600)))
    }

    private static func tokenRequest(
        _ app: ServiceApp, _ org: OrgAddress, _ surroundings: ClientSurroundings,
        _ settings: ClientSettings
    ) throws(OktaError) -> OutgoingRequest {
        let target = "/oauth2/v1/token"
        let assertion = try ClientAssertion.signed(
            app, audience: org.origin.description + target,
            now: surroundings.clock.epochSeconds, random: surroundings.random)
        let fields = [
            ("grant_type", "client_credentials"), ("scope", app.scopes.joined(separator: " ")),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ]
        let body = fields.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        return OutgoingRequest(
            method: .post, origin: org.origin, target: target,
            headers: [
                ("Accept", "application/json"), ("User-Agent", settings.userAgent),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: Array(body.utf8))
    }
}
