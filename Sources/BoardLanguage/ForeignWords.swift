/// Words of other languages (SQL, SCIM filters, KQL, SPL, PRQL, jq) with this one's for the same thing.
enum ForeignWords {
    /// Stages; none of them starts an action phrase.
    static let stages: [String: String] = [
        "filter": "where status = \"ACTIVE\"",
        "having": "where, after the group: group department: n = count | where n > 5",
        "select": "show login, department",
        "project": "show login, department",
        "fields": "show login, department",
        "columns": "show login, department",
        "map": "show login, department",
        "pluck": "show login",
        "extend": "with name = …",
        "derive": "with name = …",
        "eval": "with name = …",
        "mutate": "with name = …",
        "rename": "show new = old, *",
        "unique": "take 1 per FIELD keeps the first of each; group FIELD lists the values",
        "distinct":
            "take 1 per FIELD keeps the first of each; group FIELD lists the values",
        "uniq": "take 1 per FIELD keeps the first of each; group FIELD lists the values",
        "dedup": "take 1 per FIELD keeps the first of each",
        "dedupe": "take 1 per FIELD keeps the first of each",
        "order": "sort lastLogin desc",
        "orderby": "sort lastLogin desc",
        "order_by": "sort lastLogin desc",
        "arrange": "sort lastLogin desc",
        "limit": "take 10",
        "head": "take 10",
        "top": "sort lastLogin desc | take 10",
        "first": "take 1",
        "tail": "sort lastLogin desc | take 10 gives the other end",
        "last": "sort lastLogin desc | take 1 gives the other end",
        "offset": "take N keeps the first N; there is no offset",
        "groupby": "group department",
        "group_by": "group department",
        "summarize": "group department: n = count",
        "summarise": "group department: n = count",
        "aggregate": "group department: n = count",
        "stats": "group department: n = count",
        "count": "group : n = count",
        "join":
            "a path crosses a link: show login, github.members.role; 'reconcile' compares two sources",
        "lookup": "a path crosses a link: show login, github.members.role",
        "union": "append (board)",
        "concat": "append (board)",
        "explode": "expand users",
        "unnest": "expand users",
        "flatten": "expand users",
        "mvexpand": "expand users",
        "diff": "reconcile okta.users at 90d ago",
        "except": "where no okta.users",
        "minus": "where no okta.users",
        "save": "export \"out.csv\"",
        "write": "export \"out.csv\"",
        "into": "export \"out.csv\"",
        "assert": "expect none",
        "exclude": "where not …; 'hide' drops columns",
    ]

    /// Words between two values.
    static let operators: [String: String] = [
        "like": "'~' tests whether text contains or matches: name ~ \"eng\", name ~ /^eng/",
        "ilike": "'~' tests whether text contains or matches: name ~ \"eng\", name ~ /^eng/",
        "rlike": "'~' matches a regex: name ~ /^eng/",
        "matches": "'~' matches a regex: name ~ /^eng/",
        "contains": "'~' tests whether text contains: name ~ \"eng\"",
        "includes": "'~' tests whether text contains: name ~ \"eng\"",
        "startswith": "starts(name, \"a\")",
        "endswith": "ends(name, \"a\")",
        "between": "x >= 1 and x <= 9",
        "equals": "'=' compares: status = \"ACTIVE\"",
        "eq": "'=' compares: status = \"ACTIVE\"",
        "ne": "'!=' is unequal",
        "gt": "greater is '>'",
        "ge": "at least is '>='",
        "lt": "less is '<'",
        "le": "at most is '<='",
        "co": "'~' tests whether text contains: name ~ \"eng\"",
        "sw": "starts(name, \"a\")",
        "ew": "ends(name, \"a\")",
        "pr": "'has' tests that there is a value: has title",
        "xor": "(a or b) and not (a and b)",
        "mod": "there is no remainder; 'integer' and '/' count whole parts",
        "if": "if(condition, a, b)",
        "then": "if(condition, a, b)",
        "else": "if(condition, a, b)",
    ]

    /// First words of a query in other languages.
    static let queryStarts: Set<String> = ["select", "from", "search", "get", "find"]
}

/// The stage that a misspelt word most likely meant; nil when none is near.
///
/// Unknown words parse as an action phrase, so the binder asks this for the first of them.
public func nearestStage(_ word: String) -> String? {
    nearestNames(to: word, in: Words.stages, limit: 1).first
}
