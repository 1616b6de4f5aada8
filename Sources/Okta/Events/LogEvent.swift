/// One event of the System Log, as its list or an event hook gives it.
public struct LogEvent: Sendable {
    public let uuid: String
    /// As Okta writes it: `2026-08-03T00:00:00.000Z`. Events come in any order; this is theirs.
    public let published: String
    public let type: String
    public let json: [UInt8]

    /// nil for what is no event.
    public init?(_ view: JSONView) {
        guard let uuid = view["uuid"]?.string, !uuid.isEmpty, let type = view["eventType"]?.string
        else { return nil }
        self.uuid = uuid
        self.type = type
        published = view["published"]?.string ?? ""
        json = Array(view.text)
    }

    public var view: JSONView { JSONView(checked: json) }

    /// The events of what an event hook sends; nil when it is no delivery.
    ///
    /// An event in it that has no id cannot be told from another one, so the delivery is none then.
    public static func delivered(_ body: [UInt8]) -> [LogEvent]? {
        guard let delivery = JSONView(body),
            delivery["eventType"]?.string == "com.okta.event_hook",
            let list = delivery["data", "events"], list.isList
        else { return nil }
        var events: [LogEvent] = []
        for view in list.elements() {
            guard let event = LogEvent(view) else { return nil }
            events.append(event)
        }
        return events
    }
}
