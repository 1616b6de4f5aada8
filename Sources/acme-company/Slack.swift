extension Company {
    private static let team = "T0ACME001"

    /// The answer of `users.list`, Slackbot and deactivated members included.
    func slackUsers() -> String {
        var draw = stream("slack")
        var members = [slackbot]
        let accounts =
            people.compactMap { person in person.slack.map { ($0, person.location) } }
            + straySlack.map { ($0, Location.all[0]) }
        for (account, location) in accounts { members.append(member(account, location, &draw)) }
        let list = members.map(\.line).joined(separator: ",\n")
        return "{\"ok\":true,\"members\":[\n\(list)\n],\"cache_ts\":\(Moment.now.seconds),"
            + "\"response_metadata\":{\"next_cursor\":\"\"}}\n"
    }

    /// Slackbot is no bot in Slack's own words: `is_bot` is false and it has no address.
    private var slackbot: JSON {
        [
            "id": "USLACKBOT", "team_id": .text(Self.team), "name": "slackbot", "deleted": false,
            "color": "757575", "real_name": "Slackbot",
            "profile": [
                "real_name": "Slackbot", "display_name": "Slackbot", "avatar_hash": "sv41d8cd98f0",
                "fields": .null, "team": .text(Self.team),
            ],
            "is_admin": false, "is_owner": false, "is_bot": false, "is_app_user": false,
            "updated": 0,
        ]
    }

    private func member(
        _ account: SlackAccount, _ location: Location, _ draw: inout SeededRandom
    ) -> JSON {
        var profile: [(String, JSON)] = [
            ("title", ""), ("phone", ""), ("skype", ""), ("real_name", .text(account.real)),
            ("real_name_normalized", .text(account.real)),
            ("display_name", .text(account.isBot ? "" : account.name)),
            ("status_text", draw.isWithin(percent: 10) ? "On holiday 🌴" : ""),
            ("status_emoji", ""),
            ("avatar_hash", .text("g" + draw.token(11, of: SeededRandom.hex))),
        ]
        if account.isBot {
            profile.append(("bot_id", .text("B0" + draw.token(9, of: SeededRandom.serial))))
        } else {
            profile.append(("email", .text(account.email)))
        }
        profile.append(("team", .text(Self.team)))
        var members: [(String, JSON)] = [
            ("id", .text(account.id)), ("team_id", .text(Self.team)), ("name", .text(account.name)),
            ("deleted", .bool(account.isDeleted)), ("profile", .object(profile)),
            ("is_bot", .bool(account.isBot)), ("is_app_user", false),
            ("updated", .integer(Moment.daysAgo(draw.within(1...500)).seconds)),
        ]
        // Slack leaves these out for members who were deactivated.
        if !account.isDeleted {
            members += [
                ("color", .text(draw.token(6, of: SeededRandom.hex))),
                ("real_name", .text(account.real)), ("tz", .text(location.zone)),
                ("is_admin", false), ("is_owner", false), ("is_primary_owner", false),
                ("is_restricted", .bool(account.isGuest)), ("is_ultra_restricted", false),
                ("is_email_confirmed", .bool(!account.isBot)),
                ("has_2fa", .bool(draw.isWithin(percent: 80))),
                ("who_can_share_contact_card", "EVERYONE"),
            ]
        }
        return .object(members)
    }
}
