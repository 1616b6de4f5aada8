import Testing

@Test("boards about people parse as meant") func boardsAboutPeople() {
    expectOutcomes(boardsAboutPeopleTable)
}

let boardsAboutPeopleTable = ##"""
    > okta.users
    (board okta.users)
    > okta.users | where status = "ACTIVE" | take 20
    (board okta.users (where (= status "ACTIVE")) (take 20))
    > okta.users | where status in ("SUSPENDED", "LOCKED_OUT", "PASSWORD_EXPIRED")
    (board okta.users (where (in status (list "SUSPENDED" "LOCKED_OUT" "PASSWORD_EXPIRED"))))
    > okta.users | where status not in ("ACTIVE", "DEPROVISIONED") | group status: n = count
    (board okta.users (where (not-in status (list "ACTIVE" "DEPROVISIONED"))) (group [status] [(name n count)]))
    > okta.users | where status != "DEPROVISIONED" and lastLogin < 90d ago | show login, lastLogin, days(now - lastLogin)
    (board okta.users (where (and (!= status "DEPROVISIONED") (< lastLogin (ago 7776000000000us)))) (show login lastLogin (call days (- now lastLogin))))
    > okta.users | where no lastLogin and created < 30d ago
    (board okta.users (where (and (no lastLogin) (< created (ago 2592000000000us)))))
    > okta.users | where created >= 7d ago | sort created desc
    (board okta.users (where (>= created (ago 604800000000us))) (sort (desc created)))
    > okta.users | where created >= 2026-07-01 and created < 2026-08-01
    (board okta.users (where (and (>= created day:20635) (< created day:20666))))
    > okta.users | where month(created) = 7 and year(created) = 2026 | group weekday(created): n = count
    (board okta.users (where (and (= (call month created) 7) (= (call year created) 2026))) (group [(call weekday created)] [(name n count)]))
    > okta.users | where passwordChanged < 1y ago or no passwordChanged
    (board okta.users (where (or (< passwordChanged (ago 12mo)) (no passwordChanged))))
    > okta.users | where no manager.id and status = "ACTIVE"
    (board okta.users (where (and (no manager.id) (= status "ACTIVE"))))
    > okta.users | where no managerId | show login, title, department
    (board okta.users (where (no managerId)) (show login title department))
    > okta.users | where has manager and manager.status != "ACTIVE" | show login, manager.login, manager.status
    (board okta.users (where (and (has manager) (!= manager.status "ACTIVE"))) (show login manager.login manager.status))
    > okta.users | where manager*.login = "ceo@acme.com"
    (board okta.users (where (= manager*.login "ceo@acme.com")))
    > okta.users | show login, chain = join(list(manager*.login), " > "), levels = count(manager*)
    (board okta.users (show login (name chain (call join (call list manager*.login) " > ")) (name levels (call count manager*))))
    > okta.users | group manager.login: reports = count, newest = max(created) | sort reports desc | take 10
    (board okta.users (group [manager.login] [(name reports count) (name newest (call max created))]) (sort (desc reports)) (take 10))
    > okta.users | where count(reports) > 15 | show login, count(reports)
    (board okta.users (where (> (call count reports) 15)) (show login (call count reports)))
    > okta.users | where department = "Engineering" and title ~ /\b(staff|principal)\b/
    (board okta.users (where (and (= department "Engineering") (~ title /\b(staff|principal)\b/))))
    > okta.users | where title ~ "intern" and not employeeType in ("Intern", "Student")
    (board okta.users (where (and (~ title "intern") (not (in employeeType (list "Intern" "Student"))))))
    > okta.users | where lower(login) != lower(email)
    (board okta.users (where (!= (call lower login) (call lower email))))
    > okta.users | where domain(email) not in ("acme.com", "acme.de")
    (board okta.users (where (not-in (call domain email) (list "acme.com" "acme.de"))))
    > okta.users | group domain(email) | sort count desc
    (board okta.users (group [(call domain email)]) (sort (desc count)))
    > okta.users | where `Cost Center` = "4711" and costCenter !~ "^0"
    (board okta.users (where (and (= `Cost Center` "4711") (!~ costCenter "^0"))))
    > okta.users | where profile.employeeNumber = "00123"
    (board okta.users (where (= profile.employeeNumber "00123")))
    > okta.users | where length(mobilePhone ?? "") < 5
    (board okta.users (where (< (call length (?? mobilePhone "")) 5)))
    > okta.users | where displayName != firstName + " " + lastName
    (board okta.users (where (!= displayName (+ (+ firstName " ") lastName))))
    > okta.users | with age_days = days(now - created) | where age_days / 30 > 12 | sort age_days desc
    (board okta.users (with (name age_days (call days (- now created)))) (where (> (/ age_days 30) 12)) (sort (desc age_days)))
    > okta.users | with n = count(groups), m = count(apps) | where n = 0 and m = 0
    (board okta.users (with (name n (call count groups)) (name m (call count apps))) (where (and (= n 0) (= m 0))))
    > okta.users | where no groups or count(groups) > 100
    (board okta.users (where (or (no groups) (> (call count groups) 100))))
    > okta.users | where groups.name = "Admins" and not groups.name ~ "read"
    (board okta.users (where (and (= groups.name "Admins") (not (~ groups.name "read")))))
    > okta.users | where groups[name = "Admins" and type = "OKTA_GROUP"].id = "00g1"
    (board okta.users (where (= groups[(and (= name "Admins") (= type "OKTA_GROUP"))].id "00g1")))
    > okta.users | where all(factors.status = "ACTIVE") and has factors
    (board okta.users (where (and (call all (= factors.status "ACTIVE")) (has factors))))
    > okta.users | where no factors[status = "ACTIVE"] and status = "ACTIVE" | show login, lastLogin
    (board okta.users (where (and (no factors[(= status "ACTIVE")]) (= status "ACTIVE"))) (show login lastLogin))
    > okta.users | where no factors[factorType in ("webauthn", "signed_nonce")]
    (board okta.users (where (no factors[(in factorType (list "webauthn" "signed_nonce"))])))
    > okta.users | where factors.factorType = "sms" and no factors[factorType != "sms"]
    (board okta.users (where (and (= factors.factorType "sms") (no factors[(!= factorType "sms")]))))
    > okta.users | group count(factors): n = count
    (board okta.users (group [(call count factors)] [(name n count)]))
    > okta.users | where has admin_roles | show login, list(admin_roles.label), lastLogin
    (board okta.users (where (has admin_roles)) (show login (call list admin_roles.label) lastLogin))
    > okta.users | where admin_roles.type = "SUPER_ADMIN" and lastLogin < 30d ago | expect none
    (board okta.users (where (and (= admin_roles.type "SUPER_ADMIN") (< lastLogin (ago 2592000000000us)))) (expect none))
    > okta.users | where admin_roles.type = "SUPER_ADMIN" | expect count >= 2 and count <= 4
    (board okta.users (where (= admin_roles.type "SUPER_ADMIN")) (expect (that (and (>= count 2) (<= count 4)))))
    > okta.users | where status = "ACTIVE" and no hris.employees | show login, github.members.login
    (board okta.users (where (and (= status "ACTIVE") (no hris.employees))) (show login github.members.login))
    > okta.users | where status = "ACTIVE" and hris.employees.status = "Terminated" | expect none
    (board okta.users (where (and (= status "ACTIVE") (= hris.employees.status "Terminated"))) (expect none))
    > okta.users | where hris.employees.termination_date < today and status != "DEPROVISIONED"
    (board okta.users (where (and (< hris.employees.termination_date today) (!= status "DEPROVISIONED"))))
    > okta.users | where differs(title, hris.employees.job_title) | show login, title, hris.employees.job_title
    (board okta.users (where (call differs title hris.employees.job_title)) (show login title hris.employees.job_title))
    > okta.users | where differs(manager.email, hris.employees.supervisor_email)
    (board okta.users (where (call differs manager.email hris.employees.supervisor_email)))
    > okta.users | where hris.employees.hire_date > today and status = "ACTIVE"
    (board okta.users (where (and (> hris.employees.hire_date today) (= status "ACTIVE"))))
    > okta.users | where no (hris.employees | where similar(name, row.displayName) > 0.9)
    (board okta.users (where (no (set (board hris.employees (where (> (call similar name row.displayName) 0.9)))))))
    > okta.users | show *, via(hris.employees)
    (board okta.users (show * (call via hris.employees)))
    > okta.users | hide id, credentials, _links
    (board okta.users (hide id credentials _links))
    > okta.users | show login, * | hide lastUpdated
    (board okta.users (show login *) (hide lastUpdated))
    > okta.users | sort department, lastName desc, firstName asc
    (board okta.users (sort department (desc lastName) firstName))
    > okta.users | sort lastLogin desc | take 3 per department
    (board okta.users (sort (desc lastLogin)) (take 3 [department]))
    > okta.users | sort created | take 1 per lower(email)
    (board okta.users (sort created) (take 1 [(call lower email)]))
    > okta.users | take $n per department, title
    (board okta.users (take $n [department title]))
    > okta.users | group department, status | sort count desc
    (board okta.users (group [department status]) (sort (desc count)))
    > okta.users | group dept = upper(department): n = count, active = count(status = "ACTIVE"), rate = share(status = "ACTIVE")
    (board okta.users (group [(name dept (call upper department))] [(name n count) (name active (call count (= status "ACTIVE"))) (name rate (call share (= status "ACTIVE")))]))
    > okta.users | group : n = count, first = min(created), last = max(created)
    (board okta.users (group [] [(name n count) (name first (call min created)) (name last (call max created))]))
    > okta.users | group title: people = list(login), salaries = median(salary) | where people != ""
    (board okta.users (group [title] [(name people (call list login)) (name salaries (call median salary))]) (where (!= people "")))
    > okta.users | with avg_apps = avg(count(apps)) per department | where count(apps) > 2 * avg_apps
    (board okta.users (with (name avg_apps (per (call avg (call count apps)) [department]))) (where (> (call count apps) (* 2 avg_apps))))
    > okta.users | with rank = count per (department, title)
    (board okta.users (with (name rank (per count [department title]))))
    > okta.users | where `not` = true or `has` = false
    (board okta.users (where (or (= `not` true) (= `has` false))))
    > okta.users | where if(status = "ACTIVE", lastLogin < 90d ago, no lastLogin, created < 1y ago, false)
    (board okta.users (where (call if (= status "ACTIVE") (< lastLogin (ago 7776000000000us)) (no lastLogin) (< created (ago 12mo)) false)))
    > okta.users | show login, replace(login, /@.*$/, ""), capture(email, /^([^@\/]+)@/), split(title, ", ")
    (board okta.users (show login (call replace login /@.*$/ "") (call capture email /^([^@/]+)@/) (call split title ", ")))
    > okta.users | where statusChanged > 2026-08-01T09:30 and statusChanged <= 2026-08-01T17:00:00.5+02:00
    (board okta.users (where (and (> statusChanged local:1785576600000000) (<= statusChanged time:1785596400500000))))
    > okta.users | where age(lastLogin) > 26w and age(created) > 1y
    (board okta.users (where (and (> (call age lastLogin) 15724800000000us) (> (call age created) 12mo))))
    > okta.users | where lastLogin < 2026-08-01 - 2mo
    (board okta.users (where (< lastLogin (- day:20666 2mo))))
    > okta.users | where date(lastLogin) = today - 1d
    (board okta.users (where (= (call date lastLogin) (- today 86400000000us))))
    > okta.users | where -1 * (days(now - lastLogin) - 3) < -5.5e1
    (board okta.users (where (< (* (- 1) (group (- (call days (- now lastLogin)) 3))) (- 55.0))))
    > okta.users | where login == "Ada@acme.com"
    (board okta.users (where (== login "Ada@acme.com")))
    > okta.users | reconcile okta.users at 90d ago as before | where side != "both" or differs(status, before.status)
    (board okta.users (reconcile (at okta.users (ago 7776000000000us)) (as before)) (where (or (!= side "both") (call differs status before.status))))
    > okta.users at 2026-01-01 | where status = "ACTIVE" | group : n = count
    (board (at okta.users day:20454) (where (= status "ACTIVE")) (group [] [(name n count)]))
    > okta.users at 30d ago | where id not in (okta.users)
    (board (at okta.users (ago 2592000000000us)) (where (not-in id (group okta.users))))
    > hris.employees | where status = "Active" and no okta.users
    (board hris.employees (where (and (= status "Active") (no okta.users))))
    > hris.employees | where status = "Terminated" and has okta.users[status = "ACTIVE"] | show name, okta.users.login
    (board hris.employees (where (and (= status "Terminated") (has okta.users[(= status "ACTIVE")]))) (show name okta.users.login))
    > hris.employees | where termination_date >= 2026-07-01 | with okta.users.login, github.members.login, slack.users.name
    (board hris.employees (where (>= termination_date day:20635)) (with okta.users.login github.members.login slack.users.name))
    > hris.employees | where hire_date = today + 1d | show first_name + " " + last_name, department, supervisor
    (board hris.employees (where (= hire_date (+ today 86400000000us))) (show (+ (+ first_name " ") last_name) department supervisor))
    > hris.employees | reconcile okta.users | where side = "only hris.employees"
    (board hris.employees (reconcile okta.users) (where (= side "only hris.employees")))
    > hris.employees | reconcile okta.users by email | group side
    (board hris.employees (reconcile okta.users (by email)) (group [side]))
    > hris.employees | reconcile (okta.users | where status = "ACTIVE") as o by employee_number | where differs(o.title, job_title)
    (board hris.employees (reconcile (board okta.users (where (= status "ACTIVE"))) (as o) (by employee_number)) (where (call differs o.title job_title)))
    > contractors.list | where contract_end < today and okta.users.status = "ACTIVE" | expect none
    (board contractors.list (where (and (< contract_end today) (= okta.users.status "ACTIVE"))) (expect none))
    > contractors.list | append (hris.employees | where type = "Contractor" | show name, email) | group email: n = count | where n > 1
    (board contractors.list (append (board hris.employees (where (= type "Contractor")) (show name email))) (group [email] [(name n count)]) (where (> n 1)))
    > people | where count(accounts) > 4 | show name, list(accounts.tool)
    (board people (where (> (call count accounts) 4)) (show name (call list accounts.tool)))
    > accounts | where no people and tool = "github"
    (board accounts (where (and (no people) (= tool "github"))))
    """##
