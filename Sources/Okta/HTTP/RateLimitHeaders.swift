/// What an answer says about the bucket that its call was counted in.
///
/// Okta sends `X-Rate-Limit-Limit`, `-Remaining` and `-Reset` (UTC seconds) and documents no `Retry-After`. All
/// three are data from a server: any may be missing, repeated or nonsense.
struct RateLimitHeaders: Equatable {
    var limit: Int?
    var remaining: Int?
    /// Seconds from the answer until the bucket is full again, by the server's own clock; nil unless both
    /// its times are there and the wait is a sane one.
    var secondsToReset: Int?

    /// Windows last a minute; a wait beyond this is a garbled header or a clock gone wrong.
    static let waitSecondsMax = 120

    init(_ answer: Answer) {
        limit = Self.least(answer.values(of: "X-Rate-Limit-Limit"))
        remaining = Self.least(answer.values(of: "X-Rate-Limit-Remaining"))
        // Of several values the earliest counts: the official SDKs do the same.
        let reset = Self.least(answer.values(of: "X-Rate-Limit-Reset"))
        guard let reset, let date = answer.serverSeconds else { return }
        let (wait, overflow) = Int64(reset).subtractingReportingOverflow(date)
        // One more second, because both times are cut to whole seconds.
        if !overflow, (0...Int64(Self.waitSecondsMax)).contains(wait) {
            secondsToReset = Int(wait) + 1
        }
    }

    /// The org has too many calls in flight; the reset of such an answer is a guess and makes clients sleep
    /// for minutes (okta-sdk-nodejs #409).
    var isConcurrencyLimit: Bool { limit == 0 && remaining == 0 }

    private static func least(_ values: [String]) -> Int? {
        values.flatMap { $0.split(separator: ",") }.compactMap { value in
            Int(value.filter { !$0.isWhitespace })
        }.filter { $0 >= 0 }.min()
    }
}
