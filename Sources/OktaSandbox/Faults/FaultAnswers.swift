/// Faults that are answers of their own, given before anything is done.
extension Fault {
    /// The answer instead of the real one; nil when the call is to be carried out.
    ///
    /// - Parameter rateHeaders: Those of the call's bucket.
    func answer(
        _ rateHeaders: [(name: String, value: String)], limit: Int?, now: Instant
    ) -> Answer? {
        func refusal(
            _ error: APIError, _ headers: [(name: String, value: String)]? = nil
        ) -> Answer {
            Answer(error: error, errorID: "oaeSandboxFault00001", headers: headers ?? rateHeaders)
        }
        func spent(_ reset: String) -> [(name: String, value: String)] {
            Traffic.headers(limit: "600", remaining: "0", reset: reset)
        }
        let seconds = now.milliseconds / 1000
        switch kind {
        case .tooManyRequests: return refusal(.tooManyRequests, spent(String(seconds + 1)))
        case .tooManyWithoutHeaders: return refusal(.tooManyRequests, [])
        case .tooManyWithGarbage:
            return refusal(
                .tooManyRequests,
                Traffic.headers(limit: "many", remaining: "-", reset: "0x7FFFFFFFFFFFFFFFFFFF"))
        case .tooManyInThePast: return refusal(.tooManyRequests, spent(String(seconds - 86_400)))
        case .tooManyFarAway: return refusal(.tooManyRequests, spent("253402300799"))
        case .concurrency:
            return refusal(.tooManyRequests, Traffic.concurrencyHeaders(now: now))
        case .unauthorized: return refusal(.invalidToken)
        case .forbidden: return refusal(.forbidden)
        case .internalError: return refusal(.serverFailed)
        case .badGateway: return Answer(status: 502, html: "<html><h1>502 Bad Gateway</h1></html>")
        case .unavailable: return refusal(.readOnly)
        case .gatewayTimeout:
            return Answer(status: 504, html: "<html><h1>504 Gateway Time-out</h1></html>")
        case .bigPage: return (limit ?? .max) > 50 ? refusal(.serverFailed) : nil
        case .loginPage:
            return Answer(
                status: 200,
                html:
                    "<!DOCTYPE html><html><title>Sign In</title><form action=\"/login\"></form></html>"
            )
        case .redirect:
            return Answer(
                status: 302, headers: [("location", "https://login.example.com/signin")], body: [])
        case .hostileText:
            var error = APIError.forbidden
            error.summary = "%s%n \u{1B}]0;owned\u{7}\u{1B}[2J\u{202E}\r\nerror: all is well"
            return refusal(error)
        default: return nil
        }
    }
}
