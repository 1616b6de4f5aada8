/// What happened, and who is told of it.
extension ObjectList {
    /// Days that Okta keeps the System Log.
    static let eventDays: Int64 = 90

    /// Asked without an end and in ascending order, which is complete; with an end, late events are missed.
    /// The query never ends: an empty page says that all is there, and its link is where to go on next time.
    static let events = ObjectList("events", scope: "okta.logs.read", path: "/api/v1/logs").adjusted
    {
        $0.query = [("limit", "1000"), ("sortOrder", "ASCENDING")]
        $0.shape.identity = ["uuid"]
        $0.ending = .emptyPage
        $0.changedSince = { [("since", $0)] }
    }

    static let eventHooks = ObjectList(
        "event_hooks", scope: "okta.eventHooks.read", path: "/api/v1/eventHooks")
}
