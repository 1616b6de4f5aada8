/// What Okta says about a call that it did not carry out.
///
/// Only `code` is a stable contract; the sentences are for people, and data: cut and with everything a terminal
/// would act on escaped.
public struct ServerRefusal: Error, Sendable {
    public let status: Int
    /// `E0000006`, or OAuth's `invalid_client`; nil when the body was something else.
    public let code: String?
    public let summary: String
    public let causes: [String]
    /// To quote to Okta's support.
    public let requestId: String?
    /// As it came, for those who asked for the raw answer.
    public let body: [UInt8]

    init(_ answer: Answer) {
        status = answer.status
        body = answer.body
        requestId = answer.value(of: "X-Okta-Request-Id").map { Self.shown($0, 60) }
        let json = answer.json
        code = (json?["errorCode"]?.string ?? json?["error"]?.string).map { Self.shown($0, 40) }
        let summary = json?["errorSummary"]?.string ?? json?["error_description"]?.string
        self.summary = Self.shown(summary ?? "", 300)
        causes = (json?["errorCauses"]?.elements() ?? []).prefix(5).compactMap {
            $0["errorSummary"]?.string.map { Self.shown($0, 300) }
        }
    }

    /// Server text as it may be shown: one line, at most `length` characters.
    static func shown(_ text: String, _ length: Int) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(length) {
            if JSONLayout.isUnsafe(scalar) {
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.count > length ? shown + "…" : shown
    }

    /// The admin behind the token may not do this, or the app was not granted the scope.
    public var isMissingRight: Bool {
        status == 403 || status == 401 && (code == "insufficient_scope" || code == "invalid_scope")
    }

    /// The credential itself is not accepted (any more).
    public var isBadCredential: Bool {
        status == 401 && code != "E0000015" && !isMissingRight
            || code == "invalid_client" || code == "invalid_grant"
    }

    /// The org does not have what was asked for: another engine, a feature that is off, an endpoint retired.
    public var isAbsent: Bool {
        code == "E0000015" || status == 404 || status == 405 || status == 410 || status == 501
    }

    public var sentence: String {
        var sentence = "Okta answered \(status)"
        if let code { sentence += " \(code)" }
        let texts = ([summary] + causes).filter { !$0.isEmpty }
        if !texts.isEmpty { sentence += ": " + texts.joined(separator: "; ") }
        if let requestId { sentence += " (request \(requestId))" }
        return sentence
    }
}

/// Why a call gave no answer that can be used.
public enum OktaError: Error, Sendable {
    case refused(ServerRefusal)
    /// `wasSent` says that Okta may have acted on a call that changes something.
    case transport(TransportError, wasSent: Bool)
    /// The answer came and is not what the call must give: a login page, a list cut in its middle.
    case damaged(reason: String)
    /// Still refused after waiting as often as is sensible.
    case rateLimited(waits: Int)
    /// Followed would be a token sent to another host.
    case redirected(host: String)
    case foreignLink(host: String)
    case repeatedLink
    case unusableCredential(reason: String)
    case cancelled

    /// For a person, in one line; a help line is the caller's.
    public var sentence: String {
        switch self {
        case .refused(let refusal): return refusal.sentence
        case .transport(let error, let wasSent):
            return error.sentence
                + (wasSent ? "; whether Okta carried the call out is not known" : "")
        case .damaged(let reason): return "the answer is unusable: \(reason)"
        case .rateLimited(let waits):
            return "Okta's rate limit was still used up after \(waits) waits"
        case .redirected(let host):
            return
                "the org redirects to '\(ServerRefusal.shown(host, 100))', which is not followed: "
                + "the token goes to the org's own host only"
        case .foreignLink(let host):
            return "the next page's link leads to '\(ServerRefusal.shown(host, 100))', "
                + "which is not this org"
        case .repeatedLink: return "the next page's link repeats: the list would never end"
        case .unusableCredential(let reason): return reason
        case .cancelled: return "interrupted"
        }
    }
}
