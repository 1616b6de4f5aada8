import Testing

@Test("mistakes in literals and signs are named and helped") func literalMistakes() {
    expectOutcomes(literalMistakesTable)
}

let literalMistakesTable = ##"""
    > okta.users | where a = .5
    error: a number starts with a digit
      okta.users | where a = .5
                             ^^
      help: 0.5
    > okta.users | where a = 007
    error: a number does not start with 0: 007
      okta.users | where a = 007
                             ^^^
      help: in quotes it is text: "007"
    > okta.users | where a = 9223372036854775808
    error: 9223372036854775808 is beyond the integers
      okta.users | where a = 9223372036854775808
                             ^^^^^^^^^^^^^^^^^^^
      help: integers go from -9223372036854775808 to 9223372036854775807
    > okta.users | where a = 99999999999999999999
    error: 99999999999999999999 is beyond the integers
      okta.users | where a = 99999999999999999999
                             ^^^^^^^^^^^^^^^^^^^^
      help: integers go from -9223372036854775808 to 9223372036854775807
    > okta.users | where a = 1e999
    error: 1e999 is beyond the numbers
      okta.users | where a = 1e999
                             ^^^^^
      help: numbers go up to 1.7976931348623157e308
    > okta.users | where a = 12abc
    error: '12abc' is neither a number nor a duration
      okta.users | where a = 12abc
                             ^^^^^
      help: units are s min h d w mo y, as in 90d; other names go in backticks: `12abc`
    > okta.users | where 2024_users = 1
    error: a name does not start with a digit: 2024_users
      okta.users | where 2024_users = 1
                         ^^^^^^^^^^
      help: in backticks it is a name: `2024_users`
    > okta.users | where a > 90 days
    error: expected an operator or '|', found 'days'
      okta.users | where a > 90 days
                                ^^^^
      help: a duration has no space: 90d
    > okta.users | where a > 90days
    error: no unit 'days'
      okta.users | where a > 90days
                             ^^^^^^
      help: 90d
    > okta.users | where a > 5m
    error: no unit 'm'
      okta.users | where a > 5m
                             ^^
      help: minutes are 5min, months are 5mo
    > okta.users | where a > 1.5h
    error: a duration is a whole number of its unit: 1.5h
      okta.users | where a > 1.5h
                             ^^^^
      help: 1.5h is 90min
    > okta.users | where a > 99999999999999d
    error: 99999999999999d is beyond the durations
      okta.users | where a > 99999999999999d
                             ^^^^^^^^^^^^^^^
      help: durations go up to 106751991d or 2147483647mo
    > okta.users | where a > 9999999999y
    error: 9999999999y is beyond the durations
      okta.users | where a > 9999999999y
                             ^^^^^^^^^^^
      help: durations go up to 106751991d or 2147483647mo
    > okta.users | where a > 2026-02-30
    error: no such date: 2026-02-30
      okta.users | where a > 2026-02-30
                             ^^^^^^^^^^
      help: that month has 28 days
    > okta.users | where a > 2026-13-01
    error: no such date: 2026-13-01
      okta.users | where a > 2026-13-01
                             ^^^^^^^^^^
      help: months go from 01 to 12
    > okta.users | where a > 2026-8-1
    error: '2026-8-1' is no date
      okta.users | where a > 2026-8-1
                             ^^^^^^^^
      help: a date is written 2026-08-01; arithmetic has spaces around its operators
    > okta.users | where a > 2026/08/01
    error: '2026/08/01' is no date
      okta.users | where a > 2026/08/01
                             ^^^^^^^^^^
      help: a date is written 2026-08-01; arithmetic has spaces around its operators
    > okta.users | where a > 2026-08-01x
    error: '2026-08-01x' is no date
      okta.users | where a > 2026-08-01x
                             ^^^^^^^^^^^
      help: a date is written 2026-08-01, a time 2026-08-01T10:00Z
    > okta.users | where a > 2026-08-01 10:00
    error: a time is written with a T
      okta.users | where a > 2026-08-01 10:00
                             ^^^^^^^^^^^^^^^^
      help: 2026-08-01T10:00
    > okta.users | where a > 2026-08-01T25:00
    error: no such time: 2026-08-01T25:00
      okta.users | where a > 2026-08-01T25:00
                             ^^^^^^^^^^^^^^^^
      help: a day goes from 00:00:00 to 23:59:59
    > okta.users | where a > 2026-08-01T10
    error: no such time: 2026-08-01T10
      okta.users | where a > 2026-08-01T10
                             ^^^^^^^^^^^^^
      help: hours and minutes have two digits each: 2026-08-01T10:00
    > okta.users | where a > 2026-08-01T10:00:61
    error: no such time: 2026-08-01T10:00:61
      okta.users | where a > 2026-08-01T10:00:61
                             ^^^^^^^^^^^^^^^^^^^
      help: a day goes from 00:00:00 to 23:59:59
    > okta.users | where a > 2026-08-01T10:00+99:00
    error: no such time: 2026-08-01T10:00+99:00
      okta.users | where a > 2026-08-01T10:00+99:00
                             ^^^^^^^^^^^^^^^^^^^^^^
      help: a zone is Z, +02:00 or +0200, up to 23:59
    > okta.users | where a > 2026-08-01T10:00X
    error: no such time: 2026-08-01T10:00X
      okta.users | where a > 2026-08-01T10:00X
                             ^^^^^^^^^^^^^^^^^
      help: a time is written 2026-08-01T10:00Z
    > okta.users | where a = "abc
    error: this text is not closed
      okta.users | where a = "abc
                             ^
      help: a text ends with the quote it starts with: "
    > okta.users | where a = 'it's'
    error: expected an operator or '|', found 's'
      okta.users | where a = 'it's'
                                 ^
      help: a quote within a text is \' or \", or the text stands in the other quotes
    > okta.users | where a = "a\d"
    error: unknown escape '\d' in a text
      okta.users | where a = "a\d"
                               ^^
      help: escapes are \n \t \r \\ \" \' \u{…}; a regex is written /…/
    > okta.users | where a = "a\u{110000}"
    error: unknown escape '\u{110000}' in a text
      okta.users | where a = "a\u{110000}"
                               ^^^^^^^^^^
      help: escapes are \n \t \r \\ \" \' \u{…}; a regex is written /…/
    > okta.users | where a = “x”
    error: '“' has no meaning here
      okta.users | where a = “x”
                             ^
      help: text stands in straight quotes: "ACTIVE"
    > okta.users | where a ~ /abc
    error: this regex is not closed
      okta.users | where a ~ /abc
                             ^
      help: where a value is due, '/' opens a regex, and '/' on the same line ends it
    > okta.users | where a ~ //
    error: an empty regex
      okta.users | where a ~ //
                             ^^
      help: a comment starts with '--', a regex is written /…/
    > okta.users | where `Last Login = 3
    error: this name is not closed
      okta.users | where `Last Login = 3
                         ^
      help: a name in backticks ends on its line: `Last Login`
    > okta.users | where `` = 3
    error: an empty name
      okta.users | where `` = 3
                         ^^
    > okta.users | where a = $
    error: '$' without a parameter
      okta.users | where a = $
                             ^
      help: the name touches it: $days
    > okta.users | where a in @
    error: '@' without a board
      okta.users | where a in @
                              ^
      help: the name touches it: @stale
    > okta.users | where a = #3
    error: '#' has no meaning here
      okta.users | where a = #3
                             ^
      help: a comment starts with '--'
    > okta.users | where a = {b}
    error: '{' has no meaning here
      okta.users | where a = {b}
                             ^
      help: lists and boards stand in '( )', conditions on a path in '[ ]'
    > okta.users | where a ≥ 3
    error: '≥' has no meaning here
      okta.users | where a ≥ 3
                           ^
      help: at least is '>='
    > okta.users | where a = b;
    error: ';' has no meaning here
      okta.users | where a = b;
                              ^
      help: a line ends a statement, no sign is needed
    > okta.users | where a % 2 = 0
    error: '%' has no meaning here
      okta.users | where a % 2 = 0
                           ^
      help: there is no remainder; text is searched with '~': name ~ "x"
    """##
