/// Points in time as whole seconds since 1970-01-01 UTC, written the way each tool writes them.
struct Moment: Comparable {
    static let day = 86400
    /// The company's "now": 2026-08-03T00:00:00Z.
    static let now = Moment(year: 2026, month: 8, day: 3)

    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    /// Days from civil (Hinnant): exact for the proleptic Gregorian calendar.
    init(year: Int, month: Int, day: Int) {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        seconds = (era * 146097 + dayOfEra - 719468) * Self.day
    }

    static func daysAgo(_ days: Int) -> Moment { Moment(seconds: now.seconds - days * day) }

    func plus(days: Int = 0, seconds extra: Int = 0) -> Moment {
        Moment(seconds: seconds + days * Self.day + extra)
    }

    static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }

    private var civil: (year: Int, month: Int, day: Int) {
        let z = seconds / Self.day + 719468
        let era = z / 146097
        let dayOfEra = z - era * 146097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private var clock: (hour: Int, minute: Int, second: Int) {
        let rest = seconds % Self.day
        return (rest / 3600, rest / 60 % 60, rest % 60)
    }

    private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// `2026-08-03`
    var date: String {
        let c = civil
        return "\(c.year)-\(two(c.month))-\(two(c.day))"
    }

    /// `2026/08/03`, Google's spelling.
    var slashDate: String {
        let c = civil
        return "\(c.year)/\(two(c.month))/\(two(c.day))"
    }

    /// `03/Aug/26 9:05 AM`, Jira's default.
    var jira: String {
        let names = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let c = civil
        let t = clock
        let hour = t.hour % 12 == 0 ? 12 : t.hour % 12
        let half = t.hour < 12 ? "AM" : "PM"
        return
            "\(two(c.day))/\(names[c.month - 1])/\(two(c.year % 100)) \(hour):\(two(t.minute)) \(half)"
    }

    private var timeOfDay: String {
        let t = clock
        return "\(two(t.hour)):\(two(t.minute)):\(two(t.second))"
    }

    /// `2026-08-03T09:05:00.000Z`, Okta's spelling.
    var okta: String { "\(date)T\(timeOfDay).000Z" }
    /// `2026-08-03T09:05:00+00:00`, the AWS credential report's spelling.
    var aws: String { "\(date)T\(timeOfDay)+00:00" }
    /// `2026-08-03T09:05:00Z`
    var iso: String { "\(date)T\(timeOfDay)Z" }
    /// `2026-08-03 09:05:00`, which Salesforce means as UTC.
    var salesforce: String { "\(date) \(timeOfDay)" }
    /// `2026-08-03 09:05:00 UTC`, GitHub's spelling.
    var github: String { "\(date) \(timeOfDay) UTC" }
}
