/// Functions of SQL, KQL and spreadsheets with this language's way to say the same.
enum ForeignFunctions {
    static let help: [String: String] = [
        "coalesce": "title ?? \"none\"", "ifnull": "title ?? \"none\"", "nvl": "title ?? \"none\"",
        "isnull": "no title", "isempty": "no title", "isblank": "no title",
        "isnotnull": "has title", "isnotempty": "has title", "exists": "has github.members",
        "iif": "if(seats > 5, \"big\", \"small\")", "iff": "if(seats > 5, \"big\", \"small\")",
        "case": "if(seats > 5, \"big\", seats > 0, \"small\", \"none\")",
        "concat": "first + \" \" + last", "contains": "name ~ \"eng\"",
        "startswith": "starts(name, \"a\")", "endswith": "ends(name, \"a\")",
        "regexp": "name ~ /^eng/", "matches": "name ~ /^eng/", "extract": "capture(name, /-(.+)$/)",
        "substring": "capture(name, /^(.{3})/)", "substr": "capture(name, /^(.{3})/)",
        "len": "length(name)", "size": "length(name) of a text, count(groups) of a list",
        "tolower": "lower(name)", "toupper": "upper(name)", "lcase": "lower(name)",
        "ucase": "upper(name)", "tostring": "text(badge)", "str": "text(badge)",
        "toint": "integer(badge)", "int": "integer(badge)", "cast": "number(badge), date(day)",
        "getdate": "now", "datediff": "days(now - lastLogin)",
        "dateadd": "lastLogin + 30d", "ago": "lastLogin < 90d ago",
        "mean": "avg(seats)", "average": "avg(seats)", "total": "sum(seats)",
        "array_agg": "list(name)", "string_agg": "join(list(name))",
        "group_concat": "join(list(name))",
        "dcount": "distinct(name)", "countif": "count(seats > 5)", "sumif": "sum(seats, active)",
        "any": "share(seats > 5) > 0", "every": "all(seats > 5)",
    ]
}
