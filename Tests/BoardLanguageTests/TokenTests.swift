import BoardLanguage
import Testing

private func kinds(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return tokens(text).map { token in
        let part = String(decoding: bytes[token.span.start..<token.span.end], as: UTF8.self)
        return "\(token.kind.rawValue):\(part)" + (token.isClosed ? "" : "…")
    }.joined(separator: " ")
}

@Test("tokens say what a word is where it stands")
func tokenKinds() {
    let table: [(String, String)] = [
        (
            #"okta.users | where status = "ACTIVE" and no x -- c"#,
            #"name:okta dot:. name:users pipe:| stage:where name:status operator:= text:"ACTIVE" "#
                + "keyword:and keyword:no name:x comment:-- c"
        ),
        (
            "let x = @a(n: 3d)",
            "statement:let name:x operator:= saved:@a open:( name:n colon:: duration:3d close:)"
        ),
        ("link.users | whre x", "name:link dot:. name:users pipe:| action:whre name:x"),
        ("add group name: 1", "action:add name:group name:name colon:: integer:1"),
        (
            "a | where and ~ /b c/ or count(`d e`) / 2 > 1.5",
            "name:a pipe:| stage:where name:and operator:~ regex:/b c/ keyword:or function:count open:( "
                + "quotedName:`d e` close:) operator:/ integer:2 operator:> number:1.5"
        ),
        (
            "a | where b < 2026-08-01 and c < 2026-08-01T10:00Z or $d = true",
            "name:a pipe:| stage:where name:b operator:< date:2026-08-01 keyword:and name:c "
                + "operator:< time:2026-08-01T10:00Z keyword:or parameter:$d operator:= keyword:true"
        ),
        (#"a | where b = "x"#, #"name:a pipe:| stage:where name:b operator:= text:"x…"#),
        ("a | where b ~ /x", "name:a pipe:| stage:where name:b operator:~ regex:/x…"),
        ("a | where `b", "name:a pipe:| stage:where quotedName:`b…"),
        ("a | where b && #", "name:a pipe:| stage:where name:b unknown:&& unknown:#"),
        ("okta.", "name:okta dot:."),
        ("", ""),
        ("-- c", "comment:-- c"),
    ]
    for (text, expected) in table { #expect(kinds(text) == expected, "\(text)") }
}

@Test("Enter waits for quotes, brackets and pipes only")
func completeness() {
    let table: [(String, Completeness)] = [
        ("", .complete), ("okta.users", .complete), ("okta.users |", .openPipe),
        ("okta.users | -- c", .openPipe), ("okta.users | where a = \"x", .openQuote("\"")),
        ("a | where b = 'x \"", .openQuote("'")), ("a | where b in (\"x\",", .openBracket("(")),
        ("a | where (b[c = 1", .openBracket("[")), ("a | where (b[c = 1]", .openBracket("(")),
        ("a | where b = )", .complete), ("a | where (b]", .complete),
        ("a | where b and", .complete),
        ("a | where b = \"x\\\"", .openQuote("\"")), ("a | where b = \"\\d\"", .complete),
        ("a | where b ~ /(/", .complete), ("a | where b -- (", .complete),
        ("a | where `b", .complete),
        ("a | where b = \"(\"", .complete), ("a | where (b = \"x", .openQuote("\"")),
        ("-- only", .complete), ("a |\n  where b", .complete),
    ]
    for (text, expected) in table { #expect(isComplete(text) == expected, "\(text)") }
    #expect(Completeness.openBracket("[").mark == "[" && Completeness.openPipe.mark == "|")
    #expect(Completeness.openQuote("'").mark == "'" && Completeness.complete.mark == nil)
}

@Test("leading comments are a board's title and set")
func leadingCommentLines() {
    #expect(
        leadingComments("-- Stale\n--set: review  \n\n--\t more\nokta.users -- x\n-- y")
            == ["Stale", "set: review", "more"])
    #expect(leadingComments("okta.users -- x") == [])
    #expect(leadingComments("-- only") == ["only"])
    #expect(leadingComments("\u{FEFF}-- a\r\n-- b\r\nx") == ["a", "b"])
}

@Test("nearest names forgive case, signs, slips and abbreviations")
func nearestNameTable() {
    let fields = [
        "id", "status", "profile.login", "profile.email", "lastLogin", "statusChanged",
        "profile.department", "Employee Number", "manager",
    ]
    let table: [(String, [String])] = [
        ("lst_login", ["lastLogin"]), ("last_login", ["lastLogin"]), ("lgoin", ["profile.login"]),
        ("EMPLOYEE NUMBER", ["Employee Number"]), ("dept", ["profile.department"]),
        ("stauts", ["status"]), ("statusch", ["statusChanged"]), ("mangaer", ["manager"]),
        ("xyzzy", []), ("", []), ("profile.logn", ["profile.login"]), ("__", []),
    ]
    for (name, expected) in table {
        #expect(nearestNames(to: name, in: fields, limit: 1) == expected, "\(name)")
    }
    #expect(nearestNames(to: "stat", in: fields, limit: 2) == ["status", "statusChanged"])
    #expect(nearestNames(to: "status", in: fields, limit: 0) == [])
    #expect(nearestNames(to: "aa", in: ["ab", "ab", "ac"], limit: 3) == ["ab", "ac"])
    #expect(nearestStage("whre") == "where" && nearestStage("exprot") == "export")
    #expect(nearestStage("deactivate") == nil && nearestStage("add") == nil)
    #expect(nearestStage("delete") == nil && nearestStage("suspend") == nil)
}
