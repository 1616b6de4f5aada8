/// Okta's buckets: calls a minute for the whole org, by method and path.
///
/// The numbers are the last defaults that were published (December 2025, workforce orgs).
enum Bucket: String, Sendable, CaseIterable {
    case apps = "/api/v1/apps"
    case app = "/api/v1/apps/{appId}"
    case groups = "/api/v1/groups"
    case group = "/api/v1/groups/{groupId}"
    case users = "/api/v1/users"
    case readUser = "GET /api/v1/users/{id}"
    case writeUser = "POST|PUT|DELETE /api/v1/users/{id}"
    case logs = "/api/v1/logs"
    case devices = "/api/v1/devices"
    case clients = "/oauth2/v1/clients"
    case other = "/api/v1"

    var limit: Int {
        switch self {
        case .apps, .devices, .clients: 100
        case .app, .groups: 500
        case .group: 1000
        case .users, .writeUser: 600
        case .readUser: 2000
        case .logs: 120
        case .other: 1200
        }
    }

    init(_ endpoint: Endpoint) {
        switch endpoint.path {
        case "/api/v1/apps/{appId}": self = .app
        case "/api/v1/groups": self = .groups
        case "/api/v1/groups/{groupId}": self = .group
        case "/api/v1/users": self = .users
        case "/api/v1/users/{id}": self = endpoint.method == .get ? .readUser : .writeUser
        case "/api/v1/logs": self = .logs
        case let path where path.hasPrefix("/api/v1/apps"): self = .apps
        case let path where path.hasPrefix("/api/v1/devices"): self = .devices
        case let path where path.hasPrefix("/oauth2/v1/clients"): self = .clients
        default: self = .other
        }
    }
}

/// Who has called how often in the present windows, and since the start.
struct Traffic: Sendable {
    /// Requests that may be under way at once, all clients together.
    static let maximumConcurrency = 75
    /// The part of a bucket that one token or app may use unless an admin changes it.
    static let shareOfOneClient = 0.5

    private struct Window {
        var start: Instant
        var used = 0
        var usedBy: [String: Int] = [:]
    }

    struct Count: Sendable {
        var calls = 0
        var refused = 0
        /// The most calls let through in one window.
        var peak = 0
    }

    var window: Int
    private var windows: [Bucket: Window] = [:]
    private(set) var counts: [Bucket: Count] = [:]
    private(set) var underWay = 0
    private(set) var peakUnderWay = 0
    private(set) var refusedForConcurrency = 0
    /// Requests that came to another host name than the one the server gave out.
    var foreignHost = 0
    /// Calls by method and path, whatever their answer.
    private(set) var callsByPath: [String: Int] = [:]

    /// - Parameter window: Milliseconds; Okta's is a minute.
    init(window: Int) { self.window = window }

    struct Verdict: Sendable {
        var isAllowed: Bool
        var headers: [(name: String, value: String)]
    }

    /// Counts a call in and says whether it may go on.
    ///
    /// The headers speak of the org's bucket. When a client has used up its own share of it, they speak of that
    /// share.
    mutating func admit(_ bucket: Bucket, client: String, now: Instant) -> Verdict {
        var current = windows[bucket] ?? Window(start: now)
        if now.milliseconds - current.start.milliseconds >= window { current = Window(start: now) }
        // Windows begin with their first call, not with the minute.
        let end = current.start.milliseconds + window
        let reset = String((end + 999) / 1000)
        let share = max(1, Int(Double(bucket.limit) * Self.shareOfOneClient))
        let own = current.usedBy[client] ?? 0
        let isAllowed = current.used < bucket.limit && own < share
        var count = counts[bucket] ?? Count()
        count.calls += 1
        if isAllowed {
            current.used += 1
            current.usedBy[client] = own + 1
            count.peak = max(count.peak, current.used)
        } else {
            count.refused += 1
        }
        counts[bucket] = count
        windows[bucket] = current
        let (limit, remaining) =
            isAllowed
            ? (bucket.limit, bucket.limit - current.used)
            : (own >= share ? share : bucket.limit, 0)
        return Verdict(
            isAllowed: isAllowed,
            headers: Self.headers(limit: String(limit), remaining: String(remaining), reset: reset))
    }

    static func headers(
        limit: String, remaining: String, reset: String
    ) -> [(name: String, value: String)] {
        [
            ("x-rate-limit-limit", limit), ("x-rate-limit-remaining", remaining),
            ("x-rate-limit-reset", reset),
        ]
    }

    /// False when the org has too much under way already; each true wants an `end`.
    mutating func begin() -> Bool {
        guard underWay < Self.maximumConcurrency else {
            refusedForConcurrency += 1
            return false
        }
        underWay += 1
        peakUnderWay = max(peakUnderWay, underWay)
        return true
    }

    mutating func end() { underWay -= 1 }

    /// New windows and counts; what is under way stays so, as its end is still to come.
    mutating func restart() {
        let underWay = underWay
        self = Traffic(window: window)
        self.underWay = underWay
    }

    mutating func note(_ method: String, _ path: String) {
        callsByPath["\(method) \(path)", default: 0] += 1
    }

    /// The headers of a refusal for concurrency: no limit is meant, and the reset is a guess.
    static func concurrencyHeaders(now: Instant) -> [(name: String, value: String)] {
        headers(limit: "0", remaining: "0", reset: String(now.milliseconds / 1000 + 60))
    }
}
