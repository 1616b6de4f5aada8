import Testing

@Test("every kind of expression parses as meant") func everyExpression() {
    expectOutcomes(everyExpressionTable)
}

let everyExpressionTable = ##"""
    > x | where a or b and not c = 1 or d
    (board x (where (or (or a (and b (not (= c 1)))) d)))
    > x | where not not a
    (board x (where (not (not a))))
    > x | where not a and b
    (board x (where (and (not a) b)))
    > x | where a = b + c * d - e / f ?? g
    (board x (where (= a (?? (- (+ b (* c d)) (/ e f)) g))))
    > x | where a ?? b ?? c = d
    (board x (where (= (?? (?? a b) c) d)))
    > x | where a - b - c < d
    (board x (where (< (- (- a b) c) d)))
    > x | where (a or b) and c
    (board x (where (and (group (or a b)) c)))
    > x | where -a + -b * - -c
    (board x (where (+ (- a) (* (- b) (- (- c))))))
    > x | where -a.b ago = 3
    (board x (where (= (- (ago a.b)) 3)))
    > x | where no a = true
    (board x (where (= (no a) true)))
    > x | where not no a
    (board x (where (not (no a))))
    > x | where has a.b[c = 1]
    (board x (where (has a.b[(= c 1)])))
    > x | where has (y | where z = row.z)
    (board x (where (has (set (board y (where (= z row.z)))))))
    > x | where no @leavers
    (board x (where (no (set @leavers))))
    > x | where has @stale(days: 3d) and b
    (board x (where (and (has (set (@stale (days: 259200000000us)))) b)))
    > x | where a in (1, 2, 3)
    (board x (where (in a (list 1 2 3))))
    > x | where a not in ("b")
    (board x (where (not-in a (group "b"))))
    > x | where a in (y | show b)
    (board x (where (in a (set (board y (show b))))))
    > x | where a in @leavers
    (board x (where (in a (set @leavers))))
    > x | where a in $list
    (board x (where (in a $list)))
    > x | where not a in (1, 2)
    (board x (where (not (in a (list 1 2)))))
    > x | where a + 1 in (b, c)
    (board x (where (in (+ a 1) (list b c))))
    > x | where a == b or a != b or a <= b or a >= b or a !~ b
    (board x (where (or (or (or (or (== a b) (!= a b)) (<= a b)) (>= a b)) (!~ a b))))
    > x | where a ~ /x\/y[^"]*/ and b / c / d = 2
    (board x (where (and (~ a /x/y[^"]*/) (= (/ (/ b c) d) 2))))
    > x | where (a) / 2 = b[c].d / 3
    (board x (where (= (/ (group a) 2) (/ b[c].d 3))))
    > x | where a < 90d ago and b > $days ago
    (board x (where (and (< a (ago 7776000000000us)) (> b (ago $days)))))
    > x | where count per a = avg(b) per (c, d) per e
    (board x (where (= (per count [a]) (per (per (call avg b) [c d]) [e]))))
    > x | where (a, b) = (c)
    (board x (where (= (list a b) (group c))))
    > x | show if(a, b, c)
    (board x (show (call if a b c)))
    > x | show now, today, true, false, row.a, row
    (board x (show now today true false row.a row))
    > x | show f(), f(a), f(a, b = c), f(g(h(1)))
    (board x (show (call f) (call f a) (call f a (= b c)) (call f (call g (call h 1)))))
    > x | show count(y | where z), count(y at 3d ago), count(@a), count(@a(b: 1) | take 2), f(@a, 1), f(@a(b: 1), 2)
    (board x (show (call count (board y (where z))) (call count (board (at y (ago 259200000000us)))) (call count (board @a)) (call count (board (@a (b: 1)) (take 2))) (call f (set @a) 1) (call f (set (@a (b: 1))) 2)))
    > x | show count (a)
    (board x (show (call count a)))
    > x | show a.b.c, a[b = 1].c, a[by d].e, a[by d.e, f = 1].g, a[by d f = 1], a[by = 1]
    (board x (show a.b.c a[(= b 1)].c a[by d].e a[by d.e, (= f 1)].g a[by d, (= f 1)] a[(= by 1)]))
    > x | show manager*, manager*.login, manager*[a = 1].b, n*2, n *m, n * m, n*-1, manager*
    (board x (show manager* manager*.login manager*[(= a 1)].b (* n 2) (* n m) (* n m) (* n (- 1)) manager*))
    > x | where manager* = "a" and manager*.b in (c)
    (board x (where (and (= manager* "a") (in manager*.b (group c)))))
    > x | show `Last Login`, a.`b c`, `where`
    (board x (show `Last Login` a.`b c` `where`))
    > x | show and, or, per, ago, desc, as, at, by, in, asc
    (board x (show and or per ago desc as at by in asc))
    > x | where and and or or per
    (board x (where (or (and and or) per)))
    > x | show link, source, where, group, let, take, x.not, x.now, x.true
    (board x (show link source where group let take x.not x.now x.true))
    > x | sort desc desc, asc asc, by, per
    (board x (sort (desc desc) asc by per))
    > x | take 1 per per
    (board x (take 1 [per]))
    > x | group by, at
    (board x (group [by at]))
    > x | show and / 2, a / 2, ago / b / c
    (board x (show (/ and 2) (/ a 2) (/ (/ ago b) c)))
    > x | show 0, 12, 1.5, 0.5, 1e3, 2.5E-3, 9223372036854775807, -9223372036854775808
    (board x (show 0 12 1.5 0.5 1000.0 0.0025 9223372036854775807 -9223372036854775808))
    > x | show 3s, 3min, 3h, 3d, 3w, 3mo, 3y, 0d
    (board x (show 3000000us 180000000us 10800000000us 259200000000us 1814400000000us 3mo 36mo 0us))
    > x | show 1970-01-01, 1969-12-31, 2000-02-29, 2026-08-01T10:00, 2026-08-01T10:00:30.1234567Z, 2026-08-01T10:00+0230, 2026-08-01T10:00:00-05:30
    (board x (show day:0 day:-1 day:11016 local:1785578400000000 time:1785578430123456 time:1785569400000000 time:1785598200000000))
    > x | show "a\n\t\r\\\"\'\u{e9}", 'it"s', "it's", ''
    (board x (show "a\n\t\r\\\"\'é" "it\"s" "it\'s" ""))
    > x | show Größe, имя, 名前, _x, a1
    (board x (show Größe имя 名前 _x a1))
    > x | show a -- comment
    (board x (show a))
    > x -- comment
    >   -- comment
    > | show a
    >   , b
    >     -- more
    >   , c
    (board x (show a b c))
    > x |
    > show (a
    > ,
    > b)
    (board x (show (list a b)))
    > x at now | take 1
    (board (at x now) (take 1))
    > x at $when | take 1
    (board (at x $when) (take 1))
    > x.y.z at (today - 3d) | where at = at
    (board (at x.y.z (group (- today 259200000000us))) (where (= at at)))
    > @a
    (board @a)
    > @a()
    (board @a)
    > @`hr leavers`(`my days`: 3d)
    (board (@hr leavers (`my days`: 259200000000us)))
    > link | take 1
    (board link (take 1))
    > link.users | where link.link = link
    (board link.users (where (= link.link link)))
    > now.x | take 1
    error: 'now' is reserved
      now.x | take 1
      ^^^
      help: in backticks it is a name: `now`
    > source at 3d ago
    (board (at source (ago 259200000000us)))
    > where | where where
    (board where (where where))
    > `param` | take 1
    (board `param` (take 1))
    > x | where a + no b = 1
    (board x (where (= (+ a (no b)) 1)))
    """##
