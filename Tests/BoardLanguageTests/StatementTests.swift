import Testing

@Test("every statement parses as meant") func everyStatement() {
    expectOutcomes(everyStatementTable)
}

let everyStatementTable = ##"""
    > param days: duration = 90d
    (param days duration 7776000000000us)
    > param since: date
    (param since date)
    > param limit: integer = 20
    (param limit integer 20)
    > param now: time = 2026-08-01T10:00Z
    (param now time time:1785578400000000)
    > let leavers = hris.employees | where status = "Terminated"
    (let leavers (board hris.employees (where (= status "Terminated"))))
    > let x = @leavers | take 3
    > let y = @x
    > @y | show name
    (let x (board @leavers (take 3)))
    (let y (board @x))
    (board @y (show name))
    > link okta.users.email = github.members.saml_name_id
    (link okta.users.email github.members.saml_name_id)
    > link okta.users.email = github.members.saml_name_id as owner
    (link okta.users.email github.members.saml_name_id (as owner))
    > link okta.users.name ~ slack.users.real_name
    (link~ okta.users.name slack.users.real_name)
    > link okta.groups capture(name, /^aws#.+#(.+)#/) = aws.roles.name
    (link (of okta.groups (call capture name /^aws#.+#(.+)#/)) aws.roles.name)
    > link okta.users lower(email) = github.members lower(login) + "@acme.com" as github
    (link (of okta.users (call lower email)) (of github.members (+ (call lower login) "@acme.com")) (as github))
    > unlink okta.users.id = jira.issues.id
    (unlink okta.users.id jira.issues.id)
    > primary hris.employees = employee_number
    (primary hris.employees employee_number)
    > primary google.users = `Email Address [Required]`
    (primary google.users `Email Address [Required]`)
    > source snipe.assets = "exports/Asset Report (3).csv"
    (source snipe.assets "exports/Asset Report (3).csv")
    > source x.y = 'f.csv' (delimiter: ";", header: 3)
    (source x.y "f.csv" (delimiter: ";") (header: 3))
    > skip "persist/*"
    (skip "persist/*")
    > queries "../../queries"
    (queries "../../queries")
    > connect okta "acme.okta.com"
    (connect okta "acme.okta.com")
    > connect okta "acme.okta.com" as emea
    (connect okta "acme.okta.com" (as emea))
    > connect okta "acme.okta.com" as emea instead of files
    (connect okta "acme.okta.com" (as emea) instead)
    > connect okta "acme.okta.com" instead of files
    (connect okta "acme.okta.com" instead)
    > same okta.users "ada@acme.com" github.members "ada-l"
    (same (record okta.users "ada@acme.com") (record github.members "ada-l"))
    > different okta.users "j.doe" slack.users 4711
    (different (record okta.users "j.doe") (record slack.users 4711))
    > allow deactivate user
    (allow 'deactivate user')
    > deny delete user
    (deny 'delete user')
    > deny *
    (deny '*')
    > deny delete* * from app
    (deny 'delete* * from app')
    > timezone "Europe/Berlin"
    (timezone "Europe/Berlin")
    > now 2026-08-03T00:00:00Z
    (now time:1785715200000000)
    > now 2026-08-03
    (now day:20668)
    > add group name: "Contractors"
    (action 'add group' (name: "Contractors"))
    > create user with password and recovery question profile.login: "a@b.c", profile.email: "a@b.c"
    (action 'create user with password and recovery question' (profile.login: "a@b.c") (profile.email: "a@b.c"))
    > -- only a comment

    """##
