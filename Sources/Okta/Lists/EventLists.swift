/// What happened, and who is told of it.
extension ObjectList {
    /// Days that Okta keeps the System Log.
    public static let eventDays: Int64 = 90

    /// Asked without an end and in ascending order, which is complete; with an end, late events are missed.
    /// The query never ends: an empty page says that all is there, and its link is where to go on next time.
    static let events = ObjectList("events", scope: "okta.logs.read", path: "/api/v1/logs").adjusted
    {
        $0.query = [("limit", "1000"), ("sortOrder", "ASCENDING")]
        $0.shape.identity = ["uuid"]
        $0.ending = .emptyPage
        $0.changedSince = { [("since", $0)] }
    }

    /// The events that say what to read again, and only those: sign-ins to apps are most of a log.
    static let changes = ObjectList("changes", scope: "okta.logs.read", path: "/api/v1/logs")
        .adjusted {
            $0.isInternal = true
            let prefixes = [
                "user.lifecycle.", "user.account.", "group.user_membership.", "group.lifecycle.",
                "group.profile.", "application.lifecycle.",
                "application.user_membership.", "group.application_assignment.", "group.owner.",
                "user.mfa.factor.", "device.",
            ]
            let filter = prefixes.map { #"eventType sw "\#($0)""# }.joined(separator: " or ")
            $0.query = [
                ("limit", "1000"), ("sortOrder", "ASCENDING"),
                // The only trace of a new lastLogin, which is no update of the user.
                ("filter", filter + #" or eventType eq "user.session.start""#),
            ]
            $0.sticky = ["filter"]
            $0.shape.identity = ["uuid"]
            $0.ending = .emptyPage
            $0.changedSince = { [("since", $0)] }
        }

    static let eventHooks = ObjectList(
        "event_hooks", scope: "okta.eventHooks.read", path: "/api/v1/eventHooks")
}
