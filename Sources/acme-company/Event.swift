/// One entry of Okta's System Log.
struct Event {
    struct Target {
        let id: String
        let type: String
        let alternateID: String
        let displayName: String
    }

    let uuid: String
    let published: Moment
    let type: String
    let message: String
    var severity = "INFO"
    var result = "SUCCESS"
    var reason: String?
    let actor: Target
    let address: String
    let city: String
    let country: String
    let targets: [Target]
}

extension Company {
    mutating func logEvents() {
        var draw = stream("events")
        let users = people.indices.filter { active($0) && people[$0].kind != .service }
        for _ in 0..<320 {
            let index = draw.pick(users)
            let at = Moment.daysAgo(draw.within(1...28)).plus(seconds: draw.within(21600...75600))
            if draw.isWithin(percent: 60) {
                let app = apps[draw.below(13)]
                append(
                    &draw, at, "user.authentication.sso", "User single sign on to app", index,
                    [
                        Event.Target(
                            id: app.id, type: "AppInstance", alternateID: app.label,
                            displayName: app.label),
                        user(index),
                    ])
            } else {
                append(&draw, at, "user.session.start", "User login to Okta", index, [user(index)])
            }
        }
        plantFailures(users, &draw)
        for index in people.indices where people[index].okta?.status == "DEPROVISIONED" {
            let left = people[index].hr.compactMap(\.left).max() ?? Moment.daysAgo(30)
            if left < Moment.daysAgo(90) { continue }
            append(
                &draw, left.plus(seconds: 64000), "user.lifecycle.deactivate",
                "Deactivate Okta user", adminIndex, [user(index)])
        }
        for index in people.indices where !(people[index].okta?.roles.isEmpty ?? true) {
            append(
                &draw, Moment.daysAgo(draw.within(20...80)).plus(seconds: 40000),
                "user.account.privilege.grant", "Grant user privilege", adminIndex, [user(index)])
        }
        for group in groups where group.type == "OKTA_GROUP" {
            guard let member = group.members.first else { continue }
            append(
                &draw, Moment.daysAgo(draw.within(3...60)).plus(seconds: 50000),
                "group.user_membership.add", "Add user to group membership", adminIndex,
                [
                    user(member),
                    Event.Target(
                        id: group.id, type: "UserGroup", alternateID: "unknown",
                        displayName: group.name),
                ])
        }
        events.sort { ($0.published, $0.uuid) < ($1.published, $1.uuid) }
    }

    /// Three accounts are being guessed at; a few people mistype now and then.
    private mutating func plantFailures(_ users: [Int], _ draw: inout SeededRandom) {
        var shuffled = users
        draw.shuffle(&shuffled)
        for (position, index) in shuffled.prefix(9).enumerated() {
            let isAttacked = position < 3
            let count = isAttacked ? 6 + position * 3 : 1 + position % 2
            for attempt in 0..<count {
                let at = Moment.daysAgo(2 + position).plus(seconds: 7000 + attempt * 41)
                append(
                    &draw, at, "user.session.start", "User login to Okta", index, [user(index)],
                    failure: "INVALID_CREDENTIALS")
            }
            if isAttacked {
                findings.plant(
                    "many failed sign-ins", people[index].okta?.login ?? "", "\(count)")
                failures.append((people[index].okta?.login ?? "", count))
            }
        }
    }

    private mutating func append(
        _ draw: inout SeededRandom, _ at: Moment, _ type: String, _ message: String, _ actor: Int,
        _ targets: [Event.Target], failure: String? = nil
    ) {
        let place = people[actor].location
        events.append(
            Event(
                uuid: draw.uuid(), published: at, type: type, message: message,
                severity: failure == nil ? "INFO" : "WARN",
                result: failure == nil ? "SUCCESS" : "FAILURE", reason: failure,
                actor: user(actor), address: "198.51.100.\(draw.within(1...254))",
                city: place.city, country: place.country, targets: targets))
    }

    private var adminIndex: Int {
        people.indices.first { people[$0].okta?.roles == ["Super Administrator"] } ?? 0
    }

    private func user(_ index: Int) -> Event.Target {
        let account = people[index].okta
        return Event.Target(
            id: account?.id ?? "", type: "User", alternateID: account?.login ?? "",
            displayName: account?.display ?? "")
    }
}
