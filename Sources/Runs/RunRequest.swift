import Actions
import Okta
import Sync

/// What a run works with.
public struct RunRequest: Sendable {
    public var client: OktaClient
    public var store: SyncStore
    public var origin: RunOrigin
    public var protection: Protection?
    /// The action of a name.
    public var registry: @Sendable (String) -> (any Action)?
    /// A deed's inputs with its secrets, followed to where they are.
    public var values: @Sendable (Deed) throws(OktaError) -> InputValues
    /// Takes what Okta's answer holds that nobody else may see.
    public var keepSecret: @Sendable (ActionTarget, String, Secret) -> Void
    /// Microseconds since 1970.
    public var clock: @Sendable () -> Int64
    /// Targets that are acted on at the same time.
    public var width = 4
    /// What several targets have in common, read once.
    let shared = SharedReadings()

    public init(
        client: OktaClient, store: SyncStore, origin: RunOrigin, protection: Protection?,
        clock: @escaping @Sendable () -> Int64,
        registry: @escaping @Sendable (String) -> (any Action)?,
        values: @escaping @Sendable (Deed) throws(OktaError) -> InputValues = {
            deed throws(OktaError) in
            deed.inputs
        },
        keepSecret: @escaping @Sendable (ActionTarget, String, Secret) -> Void = { _, _, _ in }
    ) {
        self.client = client
        self.store = store
        self.origin = origin
        self.protection = protection
        self.clock = clock
        self.registry = registry
        self.values = values
        self.keepSecret = keepSecret
    }
}
