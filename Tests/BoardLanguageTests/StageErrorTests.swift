import Testing

@Test("mistakes in stages are named and helped") func stageMistakes() {
    expectOutcomes(stageMistakesTable)
}

let stageMistakesTable = ##"""
    > okta.users | filter status = "ACTIVE"
    error: no stage 'filter'
      okta.users | filter status = "ACTIVE"
                   ^^^^^^
      help: in this language: where status = "ACTIVE"
    > okta.users | select login
    error: no stage 'select'
      okta.users | select login
                   ^^^^^^
      help: in this language: show login, department
    > okta.users | unique login
    error: no stage 'unique'
      okta.users | unique login
                   ^^^^^^
      help: in this language: take 1 per FIELD keeps the first of each; group FIELD lists the values
    > okta.users | distinct login
    error: no stage 'distinct'
      okta.users | distinct login
                   ^^^^^^^^
      help: in this language: take 1 per FIELD keeps the first of each; group FIELD lists the values
    > okta.users | order by login
    error: no stage 'order'
      okta.users | order by login
                   ^^^^^
      help: in this language: sort lastLogin desc
    > okta.users | limit 10
    error: no stage 'limit'
      okta.users | limit 10
                   ^^^^^
      help: in this language: take 10
    > okta.users | head 10
    error: no stage 'head'
      okta.users | head 10
                   ^^^^
      help: in this language: take 10
    > okta.users | group by department
    error: 'group' takes no 'by'
      okta.users | group by department
                         ^^
      help: group department
    > okta.users | group_by(department)
    error: no stage 'group_by'
      okta.users | group_by(department)
                   ^^^^^^^^
      help: in this language: group department
    > okta.users | join github.members
    error: no stage 'join'
      okta.users | join github.members
                   ^^^^
      help: in this language: a path crosses a link: show login, github.members.role; 'reconcile' compares two sources
    > okta.users | count
    error: no stage 'count'
      okta.users | count
                   ^^^^^
      help: in this language: group : n = count
    > okta.users | WHERE a = 1
    error: no stage 'WHERE'
      okta.users | WHERE a = 1
                   ^^^^^
      help: stages are in lower case: where
    > okta.users | whre status = "ACTIVE"
    error: no stage 'whre'
      okta.users | whre status = "ACTIVE"
                   ^^^^
      help: nearest is 'where'
    > okta.users | shwo login, title
    error: no stage 'shwo'
      okta.users | shwo login, title
                   ^^^^
      help: nearest is 'show'
    > okta.users | groop department: n = count
    (board okta.users (action 'groop' (department: (= n count))))
    > okta.users | deactivate user "x"
    error: expected an action's inputs, found a text
      okta.users | deactivate user "x"
                                   ^^^
      help: an input has a name: group: "Contractors"
    > okta.users | deactivate user | take 3
    error: a stage after an action, which ends a board
      okta.users | deactivate user | take 3
                                   ^^^^^^
      help: an action is the last stage
    > okta.users | frobnicate (x)
    error: no stage 'frobnicate'
      okta.users | frobnicate (x)
                   ^^^^^^^^^^
      help: stages are where with show hide sort take group expand reconcile append expect export send
    > okta.users | "x"
    error: no stage between '|' and a text
      okta.users | "x"
                 ^
      help: stages are where with show hide sort take group expand reconcile append expect export send
    > okta.users |
    error: no stage after '|'
      okta.users |
                  ^
      help: stages are where with show hide sort take group expand reconcile append expect export send
    > okta.users | | take 3
    error: no stage between '|' and '|'
      okta.users | | take 3
                 ^
      help: one of the two '|' is too many
    > okta.users || take 3
    error: '||' is not an operator
      okta.users || take 3
                 ^^
      help: 'or' joins conditions, '+' joins text
    > okta.users | expect none | take 3
    error: a stage after 'expect', which ends a board
      okta.users | expect none | take 3
                               ^^^^^^
      help: 'expect' is the last stage
    > okta.users | export "x.csv" | where a
    error: a stage after 'export', which ends a board
      okta.users | export "x.csv" | where a
                                  ^^^^^^^
      help: 'export' is the last stage
    > okta.users | where no (okta.users | export "x.csv")
    error: 'export' in a board in parentheses
      okta.users | where no (okta.users | export "x.csv")
                                          ^^^^^^^^^^^^^^
      help: only the outermost board ends in 'export'
    > okta.users | where no (okta.users | delete user)
    error: an action in a board in parentheses
      okta.users | where no (okta.users | delete user)
                                          ^^^^^^^^^^^
      help: only the outermost board ends in an action
    > okta.users | with
    error: no value after 'with'
      okta.users | with
                       ^
    > okta.users | with a =
    error: no value after '='
      okta.users | with a =
                           ^
    > okta.users | show a as b
    error: 'as' does not name a column
      okta.users | show a as b
                          ^^
      help: b = a
    > okta.users | show a, , b
    error: no value between ',' and ','
      okta.users | show a, , b
                           ^
    > okta.users | show a,
    error: no value after ','
      okta.users | show a,
                          ^
    > okta.users | show a.b = c
    error: '=' after a path names nothing
      okta.users | show a.b = c
                            ^
      help: a column's name is one word: name = …; a comparison stands in parentheses
    > okta.users | show now = a
    error: 'now' is reserved
      okta.users | show now = a
                        ^^^
      help: in backticks it is a name: `now`
    > okta.users | show a b
    error: expected an operator or '|', found 'b'
      okta.users | show a b
                          ^
      help: a name with a space goes in backticks: `a b`
    > okta.users | hide *
    error: expected a column, found '*'
      okta.users | hide *
                        ^
      help: hide email, title
    > okta.users | hide
    error: expected a column, found the end
      okta.users | hide
                       ^
      help: hide email, title
    > okta.users | sort by login
    error: 'sort' takes no 'by'
      okta.users | sort by login
                        ^^
      help: sort login
    > okta.users | sort login down
    error: expected an operator or '|', found 'down'
      okta.users | sort login down
                              ^^^^
      help: a name with a space goes in backticks: `login down`
    > okta.users | sort
    error: no value after 'sort'
      okta.users | sort
                       ^
    > okta.users | take ten
    error: 'take' needs a whole number, not 'ten'
      okta.users | take ten
                        ^^^
      help: take 10, or take $count with param count: integer
    > okta.users | take 1.5
    error: 'take' needs a whole number, not '1.5'
      okta.users | take 1.5
                        ^^^
      help: take 10, or take $count with param count: integer
    > okta.users | take
    error: no count after 'take'
      okta.users | take
                       ^
      help: take 10, or take $count with param count: integer
    > okta.users | take -3
    error: 'take' needs a whole number, not '-'
      okta.users | take -3
                        ^
      help: take 10, or take $count with param count: integer
    > okta.users | take 3 per
    error: no value after 'per'
      okta.users | take 3 per
                             ^
    > okta.users | group department:
    error: no value after ':'
      okta.users | group department:
                                    ^
    > okta.users | expand
    error: expected a path, found the end
      okta.users | expand
                         ^
      help: expand users
    > okta.users | expand users, apps
    error: expected '|', found ','
      okta.users | expand users, apps
                               ^
      help: one path each: | expand users | expand apps
    > okta.users | reconcile
    error: no value after 'reconcile'
      okta.users | reconcile
                            ^
    > okta.users | reconcile hris.employees on email
    error: expected 'by' or '|', found 'on'
      okta.users | reconcile hris.employees on email
                                            ^^
      help: 'by' chooses the link: reconcile hris.employees by email
    > okta.users | reconcile hris.employees by
    error: expected a link, found the end
      okta.users | reconcile hris.employees by
                                              ^
    > okta.users | append okta.groups
    error: expected a board in parentheses or a saved board, found 'okta'
      okta.users | append okta.groups
                          ^^^^
      help: append (okta.groups), append @leavers
    > okta.users | append (a, b)
    error: expected '|' or ')', found ','
      okta.users | append (a, b)
                            ^
    > okta.users | expect
    error: no value after 'expect'
      okta.users | expect
                         ^
    > okta.users | export x.csv
    error: expected a file name in quotes, found 'x'
      okta.users | export x.csv
                          ^
      help: export "out.csv"
    > okta.users | send url
    error: expected an address in quotes, found 'url'
      okta.users | send url
                        ^^^
      help: send "https://hooks.example.com/x"
    """##
