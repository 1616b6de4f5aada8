import Foundation
import TestSupport
import Testing

/// The same question gets the same bytes, whatever the locale, the time zone, the number of threads, and the
/// seed that each process draws for its hash tables.
///
/// `CORK_RUNS` sets how often; `make soak` takes twenty.
@Suite(.ownThread) struct DeterminismTests {
    private static let environments: [[String: String]] = [
        ["LC_ALL": "C.UTF-8", "CORK_THREADS": "1"],
        ["LC_ALL": "C.UTF-8", "CORK_THREADS": "2"],
        ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "CORK_THREADS": "2"],
        ["LC_ALL": "ja_JP.UTF-8", "TZ": "Asia/Kathmandu"],
        ["LC_ALL": "C.UTF-8", "TZ": "America/St_Johns", "CORK_THREADS": "1"],
    ]

    private static let commands: [[String]] = [
        ["tables"], ["links"], ["describe", "okta.users"],
        ["why", "okta.users", "github.members"],
        ["run", "leavers_with_access", "--format", "csv"],
        ["run", "stale", "--format", "json"],
        [
            "query",
            "okta.users | group department: n = count(), apps = distinct(apps.label) | sort n desc",
        ],
        ["query", "github.members | reconcile okta.users | sort side | group side, role"],
        ["query", "okta.users | show login, lastLogin, groups.name, via(hris.employees)"],
        [
            "query", "--format", "html",
            "okta.groups | show name, users.login | sort count(users) desc",
        ],
        [
            "query",
            "okta.users | where title ~ \"I\" or upper(title) = \"IT\" | show login, upper(title)",
        ],
    ]

    @Test func `Answers are the same bytes under every locale, zone and number of threads`() throws
    {
        let wanted = ProcessInfo.processInfo.environment["CORK_RUNS"].flatMap { Int($0) } ?? 5
        let runs = max(Self.environments.count, wanted)
        for command in Self.commands {
            let arguments = [command[0], "-C", "fixtures/acme"] + command.dropFirst()
            var first: BuiltProgram.Outcome?
            for run in 0..<runs {
                let environment = Self.environments[run % Self.environments.count]
                let outcome = try BuiltProgram(name: "cork", environment: environment).run(
                    arguments)
                #expect(outcome.status == 0, "\(command): \(outcome.errors)")
                #expect(outcome.output.utf8.count > 40, "\(command)")
                if let first {
                    let isSame =
                        outcome.output == first.output
                        && Self.told(outcome.errors) == Self.told(first.errors)
                    #expect(isSame, "\(command) under \(environment)")
                } else {
                    first = outcome
                }
            }
        }
        print("determinism: \(Self.commands.count) commands, \(runs) runs each, the same bytes")
    }

    /// A locale that is not UTF-8 is told, and is no part of the answer.
    private static func told(_ errors: String) -> [Substring] {
        errors.split(separator: "\n").filter { !$0.contains("locale") }
    }
}
