import Testing

@Test("the fourteen tasks parse") func fourteenTasks() { expectOutcomes(fourteenTasksTable) }

let fourteenTasksTable = ##"""
    > okta.users | where status = "ACTIVE"
    (board okta.users (where (= status "ACTIVE")))
    > okta.users | with github.members.role
    (board okta.users (with github.members.role))
    > okta.users | where status = "ACTIVE" and no github.members
    (board okta.users (where (and (= status "ACTIVE") (no github.members))))
    > okta.users | reconcile hris.employees | where side != "both"
    (board okta.users (reconcile hris.employees) (where (!= side "both")))
    > okta.groups | where name = "Admins" | expand users | show name, users.email
    (board okta.groups (where (= name "Admins")) (expand users) (show name users.email))
    > okta.users | group department
    (board okta.users (group [department]))
    > okta.users | group department, status: n = count, newest = max(lastLogin) | where n > 5
    (board okta.users (group [department status] [(name n count) (name newest (call max lastLogin))]) (where (> n 5)))
    > okta.users | where lastLogin < 90d ago or no lastLogin
    (board okta.users (where (or (< lastLogin (ago 7776000000000us)) (no lastLogin))))
    > okta.users | where title ~ "engineer"
    (board okta.users (where (~ title "engineer")))
    > okta.users | where groups.name = "Admins"
    (board okta.users (where (= groups.name "Admins")))
    > okta.users | sort lastLogin desc | take 3 per department
    (board okta.users (sort (desc lastLogin)) (take 3 [department]))
    > okta.users | show login, manager.login, manager.manager.login, count(reports)
    (board okta.users (show login manager.login manager.manager.login (call count reports)))
    > @stale(days: 30d) | with github.members.role        -- cork run stale --days 30d
    (board (@stale (days: 2592000000000us)) (with github.members.role))
    > @stale(days: 180d) | deactivate user
    (board (@stale (days: 15552000000000us)) (action 'deactivate user'))
    """##
