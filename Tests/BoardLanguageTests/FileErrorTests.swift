import Testing

@Test("mistakes in statements and files are named and helped") func fileMistakes() {
    expectOutcomes(fileMistakesTable)
}

let fileMistakesTable = ##"""
    > okta.users where a = 1
    error: expected '|', found 'where'
      okta.users where a = 1
                 ^^^^^
      help: a stage follows a '|': | where …
    > okta.users login
    error: expected '|', found 'login'
      okta.users login
                 ^^^^^
    > okta users | where a = 1
    error: expected an action's inputs, found '|'
      okta users | where a = 1
                 ^
      help: the names of an object are joined by dots: okta.users
    > okta.users
    > where a = 1
    error: a stage without '|'
      where a = 1
      ^^^^^
      help: | where …; a line that goes on is indented or starts with '|'
    > okta.users
    > okta.groups
    error: a second board
      okta.groups
      ^^^^
      help: let NAME = … gives a board a name; a line that goes on is indented or starts with '|'
    > okta.users
    > let x = okta.users
    error: a statement after the board
      let x = okta.users
      ^^^
      help: statements come first, then one board
    > | where a = 1
    error: no object before '|'
      | where a = 1
      ^
      help: a board starts with an object: okta.users | where status = "ACTIVE"
    > where a = 1
    error: a board does not start with 'where'
      where a = 1
      ^^^^^
      help: an object comes first: okta.users | where …; a line that goes on is indented or starts with '|'
    > SELECT * FROM okta.users
    error: a board does not start with 'SELECT'
      SELECT * FROM okta.users
      ^^^^^^
      help: a board starts with an object: okta.users | where status = "ACTIVE"
    > select login from okta.users
    error: a board does not start with 'select'
      select login from okta.users
      ^^^^^^
      help: a board starts with an object: okta.users | where status = "ACTIVE"
    > from okta.users | take 3
    error: a board does not start with 'from'
      from okta.users | take 3
      ^^^^
      help: a board starts with an object: okta.users | where status = "ACTIVE"
    > "x" | take 3
    error: expected an object or a saved board, found a text
      "x" | take 3
      ^^^
      help: a board starts with an object: okta.users | where status = "ACTIVE"
    > (okta.users) | take 3
    error: expected an object or a saved board, found '('
      (okta.users) | take 3
      ^
      help: a board starts with an object: okta.users | where status = "ACTIVE"
    > no.x | take 3
    error: 'no' is reserved
      no.x | take 3
      ^^
      help: in backticks it is a name: `no`
    > okta.users at
    error: no value after 'at'
      okta.users at
                   ^
    > okta.users at 90d ago where x
    error: expected '|', found 'where'
      okta.users at 90d ago where x
                            ^^^^^
      help: a stage follows a '|': | where …
    > @stale(30d)
    error: expected an input, as in days: 30d, found '30d'
      @stale(30d)
             ^^^
    > @stale(days = 30d)
    error: expected ':', found '='
      @stale(days = 30d)
                  ^
      help: an input is given with ':', as in days: 30d
    > @stale(days: 30d
    error: this '(' is not closed
      @stale(days: 30d
            ^
    > param days = 90d
    error: expected ':' and a type, found '='
      param days = 90d
                 ^
      help: as in param days: duration = 90d
    > param days: days = 90d
    error: no type 'days'
      param days: days = 90d
                  ^^^^
      help: nearest is 'duration'
    > param x: string
    error: no type 'string'
      param x: string
               ^^^^^^
      help: nearest is 'text'
    > param $days: duration
    error: '$' where a parameter is declared
      param $days: duration
            ^^^^^
      help: param days: duration = 90d; it is used as $days
    > param days: duration == 3d
    error: '==' where '=' is due
      param days: duration == 3d
                           ^^
      help: one '=' here
    > let x okta.users
    error: expected '=', found 'okta'
      let x okta.users
            ^^^^
      help: as in let leavers = hris.employees | where status = "Terminated"
    > let x = 5
    error: 'let' names a board, not a value
      let x = 5
              ^
      help: param x: … = 5
    > let x = (okta.users | take 3)
    error: expected a board, found '('
      let x = (okta.users | take 3)
              ^
      help: no parentheses are needed after 'let'
    > let @x = okta.users
    error: '@' where a board is named
      let @x = okta.users
          ^^
      help: let x = …; it is used as @x
    > link
    error: expected a field, as in okta.users.email, found the end
      link
          ^
      help: link okta.users.email = github.members.email; in backticks `link` is an object
    > link okta.users.email
    error: expected '=', found the end
      link okta.users.email
                           ^
      help: as in link okta.users.email = github.members.email
    > link okta.users.email == github.members.email
    error: '==' where '=' is due
      link okta.users.email == github.members.email
                            ^^
      help: one '=' here
    > link okta.users.email =
    error: expected a field, as in okta.users.email, found the end
      link okta.users.email =
                             ^
      help: as in link okta.users.email = github.members.email
    > link okta.users.email = github.members.email owner
    (link okta.users.email (of github.members.email owner))
    > unlink a.b ~ c.d
    error: expected '=', found '~'
      unlink a.b ~ c.d
                 ^
      help: as in unlink okta.users.id = jira.issues.id
    > primary hris.employees
    error: expected '=', found the end
      primary hris.employees
                            ^
      help: as in primary hris.employees = employee_number
    > source a.b = c.csv
    error: expected a file name in quotes, found 'c'
      source a.b = c.csv
                   ^
      help: as in source snipe.assets = "exports/assets.csv"
    > source a.b = "c.csv" (header: 3
    error: this '(' is not closed
      source a.b = "c.csv" (header: 3
                           ^
      help: as in source snipe.assets = "exports/assets.csv"
    > skip
    error: expected a pattern in quotes, found the end
      skip
          ^
      help: skip "old/*"; in backticks `skip` is an object
    > connect okta acme
    error: expected an organisation in quotes, found 'acme'
      connect okta acme
                   ^^^^
      help: as in connect okta "acme.okta.com"
    > connect okta "acme" instead
    error: expected 'instead of files', found the end
      connect okta "acme" instead
                                 ^
      help: as in connect okta "acme.okta.com"
    > same okta.users "a"
    error: expected an object, found the end
      same okta.users "a"
                         ^
      help: as in same okta.users "ada@acme.com" github.members "ada-l"
    > allow
    error: expected words of an action, found the end
      allow
           ^
      help: allow deactivate user; in backticks `allow` is an object
    > deny "x"
    error: expected words of an action, found a text
      deny "x"
           ^^^
      help: as in deny delete *
    > timezone Europe
    error: expected a time zone in quotes, found 'Europe'
      timezone Europe
               ^^^^^^
      help: as in timezone "Europe/Berlin"
    > now yesterday
    error: expected a date or a time, found 'yesterday'
      now yesterday
          ^^^^^^^^^
      help: as in now 2026-08-03T00:00:00Z
    > let x = okta.users | where s = "ACTIVE
    > let y = hris.employees | where t = "x"
    error: this text is not closed on its line
      let x = okta.users | where s = "ACTIVE
                                     ^
      help: it ends where the next quote stands; a line end in a text is written \n
    > add group name = "x"
    error: expected '|', found 'group'
      add group name = "x"
          ^^^^^
      help: a stage follows a '|': | group …
    > add group name: "x" note: "y"
    error: expected ',' or the end of the action, found 'note'
      add group name: "x" note: "y"
                          ^^^^
    > connect okta "a" skip: "b"
    error: expected the end of the statement, found 'skip'
      connect okta "a" skip: "b"
                       ^^^^
    > okta.users | user: 3
    error: expected a stage or an action, found 'user'
      okta.users | user: 3
                   ^^^^
      help: an action is words, then inputs: add user to group group: "Contractors"
    """##
