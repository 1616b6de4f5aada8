import Okta
import Workspace

/// About how many calls reading an object takes, and how long, before it is read.
public struct SyncEstimate: Sendable, Equatable {
    public let calls: Int
    public let seconds: Int

    static let rowsPerPage = 200
    /// Half of what Okta allowed a minute when it last published a table; the rest is the org's other clients'.
    private static let callsPerMinute = (apps: 50, devices: 50, others: 300)
    /// Several calls are under way at once.
    private static let callsPerSecondMax = 15

    /// - Parameters:
    ///   - rows: rows by object's name, as far as they are known.
    public init(_ lists: [ObjectList], rows: [String: Int]) {
        var calls = 0
        var seconds = 0
        for list in lists {
            let own: Int
            if let parent = list.parentList {
                own = max(1, rows[parent] ?? 1)
            } else {
                own = max(1, ((rows[list.name] ?? 0) + Self.rowsPerPage - 1) / Self.rowsPerPage)
            }
            calls += own
            let limit =
                list.name.hasPrefix("app")
                ? Self.callsPerMinute.apps
                : list.name.hasPrefix("device")
                    ? Self.callsPerMinute.devices : Self.callsPerMinute.others
            // What fits into one minute's limit is read at once.
            seconds += max(own / Self.callsPerSecondMax, own <= limit ? 0 : own * 60 / limit)
        }
        self.calls = calls
        self.seconds = max(1, seconds)
    }

    /// `about 260 calls, 20 s`
    public var sentence: String {
        let time = seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
        return "about \(calls) \(calls == 1 ? "call" : "calls"), \(time)"
    }
}
