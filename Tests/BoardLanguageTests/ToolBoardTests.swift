import Testing

@Test("boards about tools parse as meant") func boardsAboutTools() {
    expectOutcomes(boardsAboutToolsTable)
}

let boardsAboutToolsTable = ##"""
    > okta.groups | where no users and no group_rules | sort name
    (board okta.groups (where (and (no users) (no group_rules))) (sort name))
    > okta.groups | where name ~ /^aws#/ | show name, capture(name, /^aws#.+#(.+)#/)
    (board okta.groups (where (~ name /^aws#/)) (show name (call capture name /^aws#.+#(.+)#/)))
    > okta.groups | where name = "Admins" | expand users? | show name, users.email, users.status
    (board okta.groups (where (= name "Admins")) (expand? users) (show name users.email users.status))
    > okta.groups | where count(users) = 0 and lastMembershipUpdated < 180d ago
    (board okta.groups (where (and (= (call count users) 0) (< lastMembershipUpdated (ago 15552000000000us)))))
    > okta.groups | group type: groups = count, members = sum(count(users)), largest = max(count(users))
    (board okta.groups (group [type] [(name groups count) (name members (call sum (call count users))) (name largest (call max (call count users)))]))
    > okta.groups | where no group_owners | export "ownerless.csv" replace
    (board okta.groups (where (no group_owners)) (export "ownerless.csv" replace))
    > okta.groups | where lower(name) in (okta.groups | where type = "APP_GROUP" | show lower(name))
    (board okta.groups (where (in (call lower name) (set (board okta.groups (where (= type "APP_GROUP")) (show (call lower name)))))))
    > okta.groups | expand apps | group apps.label: groups = list(name)
    (board okta.groups (expand apps) (group [apps.label] [(name groups (call list name))]))
    > okta.group_members | where user.status != "ACTIVE" | show group.name, user.login
    (board okta.group_members (where (!= user.status "ACTIVE")) (show group.name user.login))
    > okta.group_rules | where status = "INVALID" or no groups
    (board okta.group_rules (where (or (= status "INVALID") (no groups))))
    > okta.apps | where status = "ACTIVE" and no users | show label, created
    (board okta.apps (where (and (= status "ACTIVE") (no users))) (show label created))
    > okta.apps | with seats = count(users), used = count(users.lastLogin > 30d ago) | where used / seats < 0.5
    (board okta.apps (with (name seats (call count users)) (name used (call count (> users.lastLogin (ago 2592000000000us))))) (where (< (/ used seats) 0.5)))
    > okta.apps | where signOnMode = "BROWSER_PLUGIN" | group signOnMode, status
    (board okta.apps (where (= signOnMode "BROWSER_PLUGIN")) (group [signOnMode status]))
    > okta.apps | expand users | where users.status = "DEPROVISIONED" | expect none
    (board okta.apps (expand users) (where (= users.status "DEPROVISIONED")) (expect none))
    > okta.apps | where label ~ 'AWS' | expand app_groups | show label, app_groups.group.name
    (board okta.apps (where (~ label "AWS")) (expand app_groups) (show label app_groups.group.name))
    > okta.app_users | where scope = "USER" and app.label = "Salesforce" | show user.login, created
    (board okta.app_users (where (and (= scope "USER") (= app.label "Salesforce"))) (show user.login created))
    > okta.app_users | where user.status = "ACTIVE" and lastLogin < 60d ago | group app.label: idle = count | sort idle desc
    (board okta.app_users (where (and (= user.status "ACTIVE") (< lastLogin (ago 5184000000000us)))) (group [app.label] [(name idle count)]) (sort (desc idle)))
    > okta.devices | where no device_users | show displayName, platform, serialNumber
    (board okta.devices (where (no device_users)) (show displayName platform serialNumber))
    > okta.devices | where platform = "WINDOWS" and diskEncryptionType in ("NONE", "") or secureHardwarePresent = false
    (board okta.devices (where (or (and (= platform "WINDOWS") (in diskEncryptionType (list "NONE" ""))) (= secureHardwarePresent false))))
    > okta.devices | where version(osVersion) < version("14.5")
    (board okta.devices (where (< (call version osVersion) (call version "14.5"))))
    > okta.factors | where factorType = "sms" | group user.department: n = count | sort n desc
    (board okta.factors (where (= factorType "sms")) (group [user.department] [(name n count)]) (sort (desc n)))
    > okta.policies | where type = "ACCESS_POLICY" and status = "INACTIVE" | show name, count(rules)
    (board okta.policies (where (and (= type "ACCESS_POLICY") (= status "INACTIVE"))) (show name (call count rules)))
    > okta.policies | expand rules | where rules.actions.signon.requireFactor = false
    (board okta.policies (expand rules) (where (= rules.actions.signon.requireFactor false)))
    > okta.admin_roles | group label: admins = list(user.login), n = count
    (board okta.admin_roles (group [label] [(name admins (call list user.login)) (name n count)]))
    > okta.events | where eventType = "user.session.start" and outcome.result = "FAILURE" | group actor.alternateId: n = count | where n >= 10
    (board okta.events (where (and (= eventType "user.session.start") (= outcome.result "FAILURE"))) (group [actor.alternateId] [(name n count)]) (where (>= n 10)))
    > okta.events | expand target[type = "User"] | where target.alternateId = "ada@acme.com" | sort published desc | take 50
    (board okta.events (expand target[(= type "User")]) (where (= target.alternateId "ada@acme.com")) (sort (desc published)) (take 50))
    > okta.events | where published > 24h ago and eventType ~ "privilege" | send "https://hooks.example.com/x" body: join(list(actor.alternateId), ", ")
    (board okta.events (where (and (> published (ago 86400000000us)) (~ eventType "privilege"))) (send "https://hooks.example.com/x" (body: (call join (call list actor.alternateId) ", "))))
    > okta.events | where hours(now - published) < 1 and client.geographicalContext.country not in ("Germany", "France")
    (board okta.events (where (and (< (call hours (- now published)) 1) (not-in client.geographicalContext.country (list "Germany" "France")))))
    > okta.trusted_origins | where has scopes[type = "CORS"] and status = "ACTIVE"
    (board okta.trusted_origins (where (and (has scopes[(= type "CORS")]) (= status "ACTIVE"))))
    > okta.api_tokens | where lastUpdated < 90d ago | show name, user.login
    (board okta.api_tokens (where (< lastUpdated (ago 7776000000000us))) (show name user.login))
    > github.members | where no okta.users | show login, name, saml_name_id
    (board github.members (where (no okta.users)) (show login name saml_name_id))
    > github.members | where two_factor_enabled = false or no two_factor_enabled
    (board github.members (where (or (= two_factor_enabled false) (no two_factor_enabled))))
    > github.members | where role = "admin" and no okta.users.groups[name = "GitHub Admins"]
    (board github.members (where (and (= role "admin") (no okta.users.groups[(= name "GitHub Admins")]))))
    > github.members | where okta.users.status in ("SUSPENDED", "DEPROVISIONED") | expect none
    (board github.members (where (in okta.users.status (list "SUSPENDED" "DEPROVISIONED"))) (expect none))
    > github.members | reconcile okta.users | where side = "only github.members" or via(okta.users) = "name"
    (board github.members (reconcile okta.users) (where (or (= side "only github.members") (= (call via okta.users) "name"))))
    > github.members | where count(repos[private = true]) > 3 | show login, list(repos.name)
    (board github.members (where (> (call count repos[(= private true)]) 3)) (show login (call list repos.name)))
    > slack.users | where deleted = false and no okta.users and is_bot = false
    (board slack.users (where (and (and (= deleted false) (no okta.users)) (= is_bot false))))
    > slack.users | where is_admin and no hris.employees
    (board slack.users (where (and is_admin (no hris.employees))))
    > slack.users | where is_restricted or is_ultra_restricted | group profile.team | sort count desc
    (board slack.users (where (or is_restricted is_ultra_restricted)) (group [profile.team]) (sort (desc count)))
    > google.users | where `Email Address [Required]` ~ "@acme.com" and `Last Sign In [READ ONLY]` < 90d ago
    (board google.users (where (and (~ `Email Address [Required]` "@acme.com") (< `Last Sign In [READ ONLY]` (ago 7776000000000us)))))
    > google.users | where status = "Suspended" and okta.users.status = "ACTIVE"
    (board google.users (where (and (= status "Suspended") (= okta.users.status "ACTIVE"))))
    > jamf.computers | where no people | show name, serial_number, last_contact_time
    (board jamf.computers (where (no people)) (show name serial_number last_contact_time))
    > jamf.computers | where last_contact_time < 30d ago | show name, user = username ?? email ?? "nobody"
    (board jamf.computers (where (< last_contact_time (ago 2592000000000us))) (show name (name user (?? (?? username email) "nobody"))))
    > jamf.computers | reconcile okta.devices by serialNumber | where side != "both"
    (board jamf.computers (reconcile okta.devices (by serialNumber)) (where (!= side "both")))
    > jamf.computers | group model, os_version: n = count | sort model, n desc
    (board jamf.computers (group [model os_version] [(name n count)]) (sort model (desc n)))
    > jira.issues | where status = "Open" and no assignee.email | show key, summary, reporter.email
    (board jira.issues (where (and (= status "Open") (no assignee.email))) (show key summary reporter.email))
    > jira.users | show email, open = count(jira.issues[by assignee, status = "Open"]), raised = count(jira.issues[by reporter])
    (board jira.users (show email (name open (call count jira.issues[by assignee, (= status "Open")])) (name raised (call count jira.issues[by reporter]))))
    > jira.issues | where priority in ("High", "Highest") and created < 14d ago and status not in ("Done", "Closed")
    (board jira.issues (where (and (and (in priority (list "High" "Highest")) (< created (ago 1209600000000us))) (not-in status (list "Done" "Closed")))))
    > jira.issues | group assignee.department, priority: n = count, oldest = min(created)
    (board jira.issues (group [assignee.department priority] [(name n count) (name oldest (call min created))]))
    > aws.credential_report | where password_enabled = true and mfa_active = false | expect none
    (board aws.credential_report (where (and (= password_enabled true) (= mfa_active false))) (expect none))
    > aws.credential_report | where access_key_1_active and access_key_1_last_rotated < 90d ago
    (board aws.credential_report (where (and access_key_1_active (< access_key_1_last_rotated (ago 7776000000000us)))))
    > aws.credential_report | where no okta.users and user != "<root_account>" | show user, arn
    (board aws.credential_report (where (and (no okta.users) (!= user "<root_account>"))) (show user arn))
    > aws.roles | where okta.groups.users.status = "ACTIVE" | expand okta.groups.users | group name: people = count
    (board aws.roles (where (= okta.groups.users.status "ACTIVE")) (expand okta.groups.users) (group [name] [(name people count)]))
    > snipe.assets | where assigned_to = '' or no assigned_to | show asset_tag, purchase_cost * 1.19
    (board snipe.assets (where (or (= assigned_to "") (no assigned_to))) (show asset_tag (* purchase_cost 1.19)))
    > snipe.assets | group category: n = count, cost = sum(purchase_cost), mean = avg(purchase_cost) | sort cost desc
    (board snipe.assets (group [category] [(name n count) (name cost (call sum purchase_cost)) (name mean (call avg purchase_cost))]) (sort (desc cost)))
    > snipe.assets | where warranty_end < now + 3mo | sort warranty_end | take 25
    (board snipe.assets (where (< warranty_end (+ now 3mo))) (sort warranty_end) (take 25))
    > licences | with used = count(okta.users), free = seats - used | where free < 0 or free * price > 1000
    (board licences (with (name used (call count okta.users)) (name free (- seats used))) (where (or (< free 0) (> (* free price) 1000))))
    > @stale(days: 30d) | with github.members.role
    (board (@stale (days: 2592000000000us)) (with github.members.role))
    > @leavers | where has (slack.users | where email = row.work_email and deleted = false)
    (board @leavers (where (has (set (board slack.users (where (and (= email row.work_email) (= deleted false))))))))
    > @leavers | append @contractors_gone | group department
    (board @leavers (append @contractors_gone) (group [department]))
    > Album | where ArtistId.Name = "AC/DC" | show Title, ArtistId.Name
    (board Album (where (= ArtistId.Name "AC/DC")) (show Title ArtistId.Name))
    > cork.links | where confidence < 0.8 | sort confidence
    (board cork.links (where (< confidence 0.8)) (sort confidence))
    > cork.loads | where rejected > 0 | show object, file, rejected
    (board cork.loads (where (> rejected 0)) (show object file rejected))
    > `2024 Export` | where `Name (full)` ~ "x"
    (board `2024 Export` (where (~ `Name (full)` "x")))
    > @stale(days: 180d) | deactivate user
    (board (@stale (days: 15552000000000us)) (action 'deactivate user'))
    > @stale(days: 180d, tool: "okta") | add user to group group: "Leavers", note: "stale since " + lastLogin
    (board (@stale (days: 15552000000000us) (tool: "okta")) (action 'add user to group' (group: "Leavers") (note: (+ "stale since " lastLogin))))
    > okta.users | where id in (@leavers | show okta.users.id) | suspend user
    (board okta.users (where (in id (set (board @leavers (show okta.users.id))))) (action 'suspend user'))
    > okta.groups | where no users | remove group
    (board okta.groups (where (no users)) (action 'remove group'))
    """##
