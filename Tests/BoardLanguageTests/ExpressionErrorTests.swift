import Testing

@Test("mistakes in expressions are named and helped") func expressionMistakes() {
    expectOutcomes(expressionMistakesTable)
}

let expressionMistakesTable = ##"""
    > okta.users | where status === "ACTIVE"
    error: '===' is not an operator
      okta.users | where status === "ACTIVE"
                                ^^^
      help: '==' compares exactly, '=' without regard to case
    > okta.users | where a && b
    error: '&&' is not an operator
      okta.users | where a && b
                           ^^
      help: 'and' joins conditions
    > okta.users | where a || b
    error: '||' is not an operator
      okta.users | where a || b
                           ^^
      help: 'or' joins conditions, '+' joins text
    > okta.users | where a & b
    error: '&' is not an operator
      okta.users | where a & b
                           ^
      help: 'and' joins conditions
    > okta.users | where a <> b
    error: '<>' is not an operator
      okta.users | where a <> b
                           ^^
      help: '!=' is unequal
    > okta.users | where !a
    error: '!' has no meaning here
      okta.users | where !a
                         ^
      help: 'not' negates: not (a or b); '!=' is unequal
    > okta.users | where a =~ "x"
    error: '=~' is not an operator
      okta.users | where a =~ "x"
                           ^^
      help: '~' matches a regex: name ~ /x/
    > okta.users | where a => 3
    error: '=>' is not an operator
      okta.users | where a => 3
                           ^^
      help: at least is '>='
    > okta.users | where a = > 3
    error: no value between '=' and '>'
      okta.users | where a = > 3
                             ^
      help: at least is '>=', at most '<=', equal '=' and exactly equal '=='
    > okta.users | where a like "x%"
    error: expected an operator or '|', found 'like'
      okta.users | where a like "x%"
                           ^^^^
      help: '~' tests whether text contains or matches: name ~ "eng", name ~ /^eng/
    > okta.users | where a is null
    error: expected an operator or '|', found 'is'
      okta.users | where a is null
                           ^^
      help: no a
    > okta.users | where a is not null
    error: expected an operator or '|', found 'is'
      okta.users | where a is not null
                           ^^
      help: has a
    > okta.users | where a is "x"
    error: expected an operator or '|', found 'is'
      okta.users | where a is "x"
                           ^^
      help: '=' compares: status = "ACTIVE"
    > okta.users | where a = null
    error: 'null' is not a value
      okta.users | where a = null
                             ^^^^
      help: no a
    > okta.users | where manager.id != NULL
    error: 'NULL' is not a value
      okta.users | where manager.id != NULL
                                       ^^^^
      help: has manager.id
    > okta.users | where a between 1 and 2
    error: expected an operator or '|', found 'between'
      okta.users | where a between 1 and 2
                           ^^^^^^^
      help: x >= 1 and x <= 9
    > okta.users | where a eq "x"
    error: expected an operator or '|', found 'eq'
      okta.users | where a eq "x"
                           ^^
      help: '=' compares: status = "ACTIVE"
    > okta.users | where title pr
    error: expected an operator or '|', found 'pr'
      okta.users | where title pr
                               ^^
      help: 'has' tests that there is a value: has title
    > okta.users | where a AND b
    error: expected an operator or '|', found 'AND'
      okta.users | where a AND b
                           ^^^
      help: it is written in lower case: and
    > okta.users | where a NOT IN (1, 2)
    error: expected an operator or '|', found 'NOT'
      okta.users | where a NOT IN (1, 2)
                           ^^^
      help: it is written in lower case: not
    > okta.users | where a not like "x"
    error: expected an operator or '|', found 'not'
      okta.users | where a not like "x"
                           ^^^
      help: 'not' stands before a comparison: not (a = 1)
    > okta.users | where a < b < c
    error: comparisons do not chain
      okta.users | where a < b < c
                               ^
      help: a < b and b < …
    > okta.users | where a = b = c
    error: comparisons do not chain
      okta.users | where a = b = c
                               ^
      help: a = b and b = …
    > okta.users | where status = "ACTIVE" and
    error: no value after 'and'
      okta.users | where status = "ACTIVE" and
                                              ^
    > okta.users | where status = "ACTIVE" and
    > let x = okta.users
    error: no value after 'and'
      okta.users | where status = "ACTIVE" and
                                              ^
      help: a line that goes on is indented or starts with '|'
    > okta.users | where and b = 1
    error: no value between 'where' and 'and'
      okta.users | where and b = 1
                         ^^^
    > okta.users | where a = 1 and or b
    error: no value between 'and' and 'or'
      okta.users | where a = 1 and or b
                                   ^^
    > okta.users | where
    error: no value after 'where'
      okta.users | where
                        ^
    > okta.users | where | take 3
    error: no value between 'where' and '|'
      okta.users | where | take 3
                         ^
    > okta.users | where a =
    error: no value after '='
      okta.users | where a =
                            ^
    > okta.users | where a = )
    error: no value between '=' and ')'
      okta.users | where a = )
                             ^
    > okta.users | where = 3
    error: no value between 'where' and '='
      okta.users | where = 3
                         ^
    > okta.users | where a b
    error: expected an operator or '|', found 'b'
      okta.users | where a b
                           ^
      help: a name with a space goes in backticks: `a b`
    > okta.users | where Last Login < 3
    error: expected an operator or '|', found 'Login'
      okta.users | where Last Login < 3
                              ^^^^^
      help: a name with a space goes in backticks: `Last Login`
    > okta.users | where a = 1, b = 2
    error: expected 'and' or '|', found ','
      okta.users | where a = 1, b = 2
                              ^
      help: conditions are joined by 'and'
    > okta.users | where a "x"
    error: expected an operator or '|', found a text
      okta.users | where a "x"
                           ^^^
      help: an operator stands between two values: a = "x"
    > okta.users | where (a = 1
    error: this '(' is not closed
      okta.users | where (a = 1
                         ^
    > okta.users | where (a = 1 or (b = 2)
    error: this '(' is not closed
      okta.users | where (a = 1 or (b = 2)
                         ^
    > okta.users | where a in ("x", "y" | take 3
    error: this '(' is not closed
      okta.users | where a in ("x", "y" | take 3
                              ^
      help: a board in parentheses starts with an object: (okta.users | …)
    > okta.users | where a in ("x" "y")
    error: expected ',' or ')', found a text
      okta.users | where a in ("x" "y")
                                   ^^^
    > okta.users | where a = 1) | take 3
    error: expected an operator or '|', found ')'
      okta.users | where a = 1) | take 3
                              ^
    > okta.users | where a in (1, 2]
    error: expected ',' or ')', found ']'
      okta.users | where a in (1, 2]
                                   ^
    > okta.users | where a in ()
    error: nothing between the parentheses
      okta.users | where a in ()
                              ^^
      help: a list has at least one value: ("a", "b")
    > okta.users | where a in (1, )
    error: no value between ',' and ')'
      okta.users | where a in (1, )
                                  ^
    > okta.users | where users[a = 1 | take 2
    error: this '[' is not closed
      okta.users | where users[a = 1 | take 2
                              ^
      help: a board in parentheses starts with an object: (okta.users | …)
    > okta.users | where users[]
    error: nothing between the brackets
      okta.users | where users[]
                              ^^
      help: a condition or a link stands there: users[status = "ACTIVE"], issues[by reporter]
    > okta.users | where users[a = 1, b = 2]
    error: expected ']', found ','
      okta.users | where users[a = 1, b = 2]
                                    ^
      help: conditions are joined by 'and'
    > okta.users | where users[by reporter, ]
    error: no value between ',' and ']'
      okta.users | where users[by reporter, ]
                                            ^
    > okta.users | where a = not b
    error: 'not' cannot stand after '='
      okta.users | where a = not b
                             ^^^
      help: in parentheses it can: (not …); in backticks it is a name: `not`
    > okta.users | where no (a or b)
    error: 'no' takes a path or a board, not '('
      okta.users | where no (a or b)
                            ^
      help: 'not' negates a condition: not (a = 1)
    > okta.users | where has not a
    error: 'has' takes a path or a board, not 'not'
      okta.users | where has not a
                             ^^^
      help: not has …
    > okta.users | where no count(x)
    error: 'no' takes a path or a board, not 'count'
      okta.users | where no count(x)
                            ^^^^^
      help: a column takes its value: with x = count(…) | where no x
    > okta.users | where no "x"
    error: 'no' takes a path or a board, not a text
      okta.users | where no "x"
                            ^^^
      help: no github.members, or a board: no (okta.users | …)
    > okta.users | where no
    error: no value after 'no'
      okta.users | where no
                           ^
    > okta.users | where now() > a
    error: 'now' takes no parentheses
      okta.users | where now() > a
                            ^
      help: now stands alone
    > okta.users | where now.a = 1
    error: 'now' is reserved
      okta.users | where now.a = 1
                         ^^^
      help: in backticks it is a name: `now`
    > okta.users | where true.a
    error: 'true' is reserved
      okta.users | where true.a
                         ^^^^
      help: in backticks it is a name: `true`
    > okta.users | where a..b
    error: expected a name, found '.'
      okta.users | where a..b
                           ^
    > okta.users | where a. = 3
    error: expected a name, found '='
      okta.users | where a. = 3
                            ^
    > okta.users | where .a = 3
    error: no value between 'where' and '.'
      okta.users | where .a = 3
                         ^
    > okta.users | where a.b(c)
    error: expected an operator or '|', found '('
      okta.users | where a.b(c)
                            ^
      help: a function's name has no dots: lower(email)
    """##
