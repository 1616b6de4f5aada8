import Testing

@testable import Correlation

/// Words by which the account of a machine or of a team is known.
@Suite struct AccountWordTests {
    @Test func `every word for a bot, a service or a team is known`() {
        let words: [(AccountKind, String)] = [
            (
                .bot,
                "acme-ci-bot renovate dependabot automation slackbot jirabot deploybot statusbot hubot "
                    + "copilot standuply zapier snyk releasebot"
            ),
            (
                .service,
                "svc-backup service serviceaccount sa-etl system daemon ci cd cicd jenkins terraform ansible "
                    + "noreply donotreply integration api sync backup scanner monitoring scim root deploy "
                    + "deployment webhook insights"
            ),
            (
                .shared,
                "room-berlin reception careers jobs invoices invoice billing info support helpdesk sales "
                    + "office team hello contact accounting press marketing shared mailbox kiosk frontdesk "
                    + "conference postmaster abuse security webmaster hr facilities orders"
            ),
        ]
        for (kind, names) in words {
            for name in names.split(separator: " ").map(String.init) {
                #expect(AccountNature.kind(of: name)?.0 == kind, "\(name)")
            }
        }
    }

    @Test func `a person's name that looks like such a word is a person's`() {
        for name in ["j.talbot", "talbot", "abbot", "ada.moreno", "saba.roth", "cdavis", "infanta"]
        {
            #expect(AccountNature.kind(of: name)?.0 == nil, "\(name)")
        }
    }
}
