import Testing

@Test("every stage parses as meant") func everyStage() { expectOutcomes(everyStageTable) }

let everyStageTable = ##"""
    > okta.users | where a = 1
    (board okta.users (where (= a 1)))
    > okta.users | with a
    (board okta.users (with a))
    > okta.users | with n = count(apps), m = n + 1, github.members.role
    (board okta.users (with (name n (call count apps)) (name m (+ n 1)) github.members.role))
    > okta.users | show *, a = b, (c = d), a != b
    (board okta.users (show * (name a b) (group (= c d)) (!= a b)))
    > okta.users | show *
    (board okta.users (show *))
    > okta.users | hide a, b.c, d
    (board okta.users (hide a b.c d))
    > okta.users | sort a, b desc, c asc, lower(d) desc
    (board okta.users (sort a (desc b) c (desc (call lower d))))
    > okta.users | take 5
    (board okta.users (take 5))
    > okta.users | take $n
    (board okta.users (take $n))
    > okta.users | take 3 per a, b.c
    (board okta.users (take 3 [a b.c]))
    > okta.users | group
    (board okta.users (group []))
    > okta.users | group a, b = lower(c)
    (board okta.users (group [a (name b (call lower c))]))
    > okta.users | group a: n = count, sum(x)
    (board okta.users (group [a] [(name n count) (call sum x)]))
    > okta.users | group : n = count
    (board okta.users (group [] [(name n count)]))
    > okta.users | group: count
    (board okta.users (group [] [count]))
    > okta.users | expand users
    (board okta.users (expand users))
    > okta.users | expand users?
    (board okta.users (expand? users))
    > okta.users | expand target[type = "User"]?
    (board okta.users (expand? target[(= type "User")]))
    > okta.users | reconcile hris.employees
    (board okta.users (reconcile hris.employees))
    > okta.users | reconcile hris.employees as hr by email
    (board okta.users (reconcile hris.employees (as hr) (by email)))
    > okta.users | reconcile okta.users at 90d ago as before
    (board okta.users (reconcile (at okta.users (ago 7776000000000us)) (as before)))
    > okta.users | reconcile @leavers(days: 3d) by a.b
    (board okta.users (reconcile (@leavers (days: 259200000000us)) (by a.b)))
    > okta.users | reconcile (hris.employees | where active) as hr
    (board okta.users (reconcile (board hris.employees (where active)) (as hr)))
    > okta.users | append @others
    (board okta.users (append @others))
    > okta.users | append (hris.employees)
    (board okta.users (append (board hris.employees)))
    > okta.users | append (@others | show a)
    (board okta.users (append (board @others (show a))))
    > okta.users | expect none
    (board okta.users (expect none))
    > okta.users | expect some
    (board okta.users (expect some))
    > okta.users | expect count >= 2 and count <= 4
    (board okta.users (expect (that (and (>= count 2) (<= count 4)))))
    > okta.users | expect none = 3
    (board okta.users (expect (that (= none 3))))
    > okta.users | export "x.csv"
    (board okta.users (export "x.csv"))
    > okta.users | export "x.csv" replace
    (board okta.users (export "x.csv" replace))
    > okta.users | export $file
    (board okta.users (export $file))
    > okta.users | send "https://x"
    (board okta.users (send "https://x"))
    > okta.users | send "https://x" body: name
    (board okta.users (send "https://x" (body: name)))
    > okta.users | deactivate user
    (board okta.users (action 'deactivate user'))
    > okta.users | add user to group group: "Contractors"
    (board okta.users (action 'add user to group' (group: "Contractors")))
    > okta.users | add user to group group: "A", note.text: "b" + c
    (board okta.users (action 'add user to group' (group: "A") (note.text: (+ "b" c))))
    """##
