/// How a client behaves towards an org.
public struct ClientSettings: Sendable {
    /// Of each rate limit, the share that the org's other clients keep: 0 to 0.95.
    public var reserve = 0.5
    public var parallelism = 4
    public var parallelismMax = 8
    /// Times that a call which changes nothing is sent, where a fault may pass.
    public var triesMax = 5
    /// Waits for a full bucket, per call.
    public var rateWaitsMax = 5
    /// Seconds waited where the server does not say, or says nonsense; its windows last a minute.
    public var defaultWaitSeconds = 60.0
    /// Seconds before the second try; doubled before each further one, up to eight seconds.
    public var backoffSeconds = 0.5
    public var userAgent = "cork"

    public init() {}
}

/// What a client needs of the world.
public struct ClientSurroundings: Sendable {
    public var transport: any Transport
    public var clock: any OktaClock
    public var random: RandomSource

    public init(
        transport: any Transport, clock: any OktaClock = SystemClock(),
        random: @escaping RandomSource = { Double.random(in: 0..<1) }
    ) {
        self.transport = transport
        self.clock = clock
        self.random = random
    }
}

/// What a client tells while it works, for a progress line or `--verbose`; never with a credential.
public enum ClientEvent: Sendable {
    /// Waits, so that the org's other clients keep their share.
    case throttled(bucket: String, seconds: Double)
    /// 429: the bucket is empty.
    case rateLimited(bucket: String, seconds: Double)
    /// 429: too many calls of the whole org at once.
    case concurrencyLimited(parallelism: Int)
    case retried(target: String, reason: String, attempt: Int)
}
