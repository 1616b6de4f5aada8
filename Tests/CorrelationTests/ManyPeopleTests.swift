import Columns
import Testing

@testable import Correlation

/// More records than one partition holds, so that matching is split over cores.
@Suite struct ManyPeopleTests {
    private static let count = 30_000

    private static func tables() -> [Table] {
        let numbers = Array(0..<count)
        let users = Fixture.table(
            "okta.users",
            [
                ("id", numbers.map { "00u\(100_000 + $0)" }),
                ("login", numbers.map { "user\($0)@acme.com" }),
                ("email", numbers.map { "user\($0)@acme.com" }),
                ("firstName", numbers.map { "First\($0)" }),
                ("lastName", numbers.map { "Last\($0)" }),
                ("status", numbers.map { _ in "ACTIVE" }),
            ])
        // In another order and case; every tenth is of another domain under a name of its own.
        let members = Fixture.table(
            "slack.members",
            [
                ("id", numbers.map { "U\(500_000 + $0)" }),
                (
                    "email",
                    numbers.map { number in
                        let user = (number * 7919) % count
                        return user % 10 == 0 ? "guest\(user)@else.org" : "USER\(user)@Acme.com"
                    }
                ),
                (
                    "real_name",
                    numbers.map { number in
                        let user = (number * 7919) % count
                        return user % 10 == 0
                            ? "Guest\(user) Of\(user)" : "First\(user) Last\(user)"
                    }
                ),
            ])
        return [users, members]
    }

    @Test
    func `persons are the same on one core and on several, and are those that share an address`() {
        let expected = Self.count + Self.count / 10
        var found: [[Int32]] = []
        for threads in [1, 2, 3] {
            let identity = Identity(LinkModel(tables: Self.tables(), threads: threads))
            #expect(identity.personCount == expected)
            found.append(identity.persons)
        }
        #expect(found[0] == found[1])
        #expect(found[0] == found[2])
    }
}
