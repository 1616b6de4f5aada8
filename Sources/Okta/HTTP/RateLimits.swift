import Synchronization

/// How much of each of Okta's buckets is used, and when a call must wait.
///
/// Okta counts calls per org, method and kind of path, in windows of a minute that begin with the first call.
/// Nothing is known in advance: the first call of a window goes alone and its headers tell. From then on calls
/// are counted as they leave, and they stop when what remains is the share kept for the org's other clients.
/// So a 429 is the exception, and Okta does not warn the org's admins about this tool.
public final class RateLimits: Sendable {
    /// What one kind of call used so far.
    public struct Use: Sendable, Equatable {
        /// `GET /api/v1/apps/…`
        public let bucket: String
        public var calls = 0
        /// Calls per window, as the server last said; nil if it never did.
        public var limit: Int?
        /// The least that the server said remained, in any window.
        public var remainingMin: Int?
        public var refusals = 0
    }

    private struct Bucket {
        var use: Use
        /// What is left by our count: the server's last word less what has left since.
        var remaining: Int?
        /// Monotonic nanoseconds; in the past once the window is over.
        var resetAt: UInt64 = 0
        var inFlight = 0
        /// The server counts no calls here.
        var isUnmetered = false
    }

    private let buckets = Mutex<[String: Bucket]>([:])
    private let clock: any OktaClock
    /// Of each bucket, the share left to others: 0 to 0.95.
    private let reserve: Double
    private let defaultWaitSeconds: Double

    init(clock: any OktaClock, reserve: Double, defaultWaitSeconds: Double) {
        self.clock = clock
        self.reserve = max(0, min(0.95, reserve))
        self.defaultWaitSeconds = defaultWaitSeconds
    }

    public var uses: [Use] {
        buckets.withLock { $0.values.map(\.use) }.sorted { $0.bucket < $1.bucket }
    }

    /// Takes one call out of its bucket.
    ///
    /// - Returns: nil when the call may go; otherwise nanoseconds to wait before asking again.
    func take(_ name: String) -> UInt64? {
        let now = clock.monotonic
        return buckets.withLock { buckets in
            var bucket = buckets[name] ?? Bucket(use: Use(bucket: name))
            defer { buckets[name] = bucket }
            let isKnown = bucket.remaining != nil && now < bucket.resetAt
            if !isKnown {
                if bucket.remaining != nil, now >= bucket.resetAt { bucket.remaining = nil }
                // Whoever asks first finds out; the others look again shortly.
                if bucket.inFlight > 0, !bucket.isUnmetered { return 20_000_000 }
            } else if let remaining = bucket.remaining, remaining <= floor(bucket.use.limit) {
                return bucket.resetAt - now
            }
            bucket.remaining = bucket.remaining.map { $0 - 1 }
            bucket.inFlight += 1
            bucket.use.calls += 1
            return nil
        }
    }

    /// What must remain; one call a window is always allowed, or a small bucket would never move.
    private func floor(_ limit: Int?) -> Int {
        guard let limit, limit > 0, reserve > 0 else { return 0 }
        // A fiftieth more, because kinds of calls that are counted apart here may be one bucket there.
        return min(limit - 1, Int((Double(limit) * reserve).rounded(.up)) + limit / 50)
    }

    /// Takes in what an answer says; nil for a call that got none.
    func settle(_ name: String, _ headers: RateLimitHeaders?) {
        let now = clock.monotonic
        buckets.withLock { buckets in
            guard var bucket = buckets[name] else { return }
            defer { buckets[name] = bucket }
            bucket.inFlight = max(0, bucket.inFlight - 1)
            guard let headers, !headers.isConcurrencyLimit else { return }
            guard let limit = headers.limit, limit > 0, let remaining = headers.remaining else {
                bucket.isUnmetered = bucket.use.limit == nil
                return
            }
            bucket.isUnmetered = false
            bucket.use.limit = limit
            bucket.use.remainingMin = min(bucket.use.remainingMin ?? remaining, remaining)
            // Calls that are still on their way are not in the server's number yet.
            let ours = remaining - bucket.inFlight
            let isSameWindow = bucket.remaining != nil && now < bucket.resetAt
            // Answers overtake each other: within a window the lowest number is the latest.
            bucket.remaining = isSameWindow ? min(bucket.remaining ?? ours, ours) : ours
            if !isSameWindow || bucket.resetAt == 0 {
                let wait = headers.secondsToReset.map(Double.init) ?? defaultWaitSeconds
                bucket.resetAt = now + UInt64(seconds: wait)
            }
        }
    }

    /// How long calls will take at the limits that answers have shown so far; where none were shown, at the lowest
    /// that Okta publishes for single records. Seconds, rounded up; 1 for a few.
    public func seconds(for calls: [Call]) -> Int {
        var counts: [String: Int] = [:]
        for call in calls { counts[Self.bucket(call.method, call.target), default: 0] += 1 }
        let known = buckets.withLock { buckets in
            counts.keys.reduce(into: [String: (limit: Int, left: Int)]()) { known, name in
                guard let bucket = buckets[name], let limit = bucket.use.limit else { return }
                known[name] = (limit, max(0, (bucket.remaining ?? limit) - floor(limit)))
            }
        }
        var windows = 0
        for (name, count) in counts {
            let limit = known[name]?.limit ?? Self.publishedLimit
            let each = max(1, limit - floor(limit))
            let rest = count - (known[name]?.left ?? each)
            if rest > 0 { windows = max(windows, (rest + each - 1) / each) }
        }
        // A call takes some tenth of a second, and several are under way together.
        return windows * Self.windowSeconds + calls.count / 30 + 1
    }

    /// Calls a minute on single users and groups, in the smallest kind of org.
    private static let publishedLimit = 100
    private static let windowSeconds = 60

    /// The server refused a call of this bucket: nobody asks again before the wait is over.
    ///
    /// - Returns: the wait in nanoseconds.
    func refuse(_ name: String, _ headers: RateLimitHeaders) -> UInt64 {
        let wait = UInt64(seconds: headers.secondsToReset.map(Double.init) ?? defaultWaitSeconds)
        let now = clock.monotonic
        buckets.withLock { buckets in
            guard var bucket = buckets[name] else { return }
            bucket.inFlight = max(0, bucket.inFlight - 1)
            bucket.use.refusals += 1
            bucket.use.limit = headers.limit ?? bucket.use.limit ?? 1
            bucket.use.remainingMin = 0
            bucket.remaining = 0
            bucket.resetAt = now + wait
            buckets[name] = bucket
        }
        return wait
    }

    /// The bucket of a call, as Okta's published table draws them: everything under `/apps` but one app
    /// itself is one; elsewhere each kind of path is taken for its own, which the headers then correct.
    static func bucket(_ method: Method, _ target: String) -> String {
        let path = target.prefix { $0 != "?" }
        var parts = path.split(separator: "/").map(String.init)
        if parts.count >= 3, parts[0] == "api", parts[2] == "apps" {
            return parts.count == 4
                ? "\(method.rawValue) /api/v1/apps/{id}" : "/api/v1/apps and below"
        }
        // Every second part below the collection is an id, except in the families that have none there.
        let plain: Set<String> = [
            "meta", "schemas", "types", "user", "group", "iam", "assignees", "roles", "rules",
            "resource-sets", "default", "linkedObjects", "users", "lifecycle", "me", "org",
        ]
        for index in parts.indices
        where index >= 3 && index % 2 == 1 && !plain.contains(parts[index]) {
            parts[index] = "{id}"
        }
        return "\(method.rawValue) /" + parts.joined(separator: "/")
    }
}
