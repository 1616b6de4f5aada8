/// The words of the language, by where they have a meaning.
public enum Words {
    /// Only after a `|`.
    public static let stages = [
        "where", "with", "show", "hide", "sort", "take", "group", "expand", "reconcile", "append",
        "expect", "export", "send",
    ]
    /// Only first in a statement.
    public static let statements = [
        "param", "let", "link", "unlink", "primary", "source", "skip", "queries", "connect", "same",
        "different", "allow", "deny", "timezone", "now",
    ]
    /// Never a name without backticks.
    public static let reserved = ["not", "has", "no", "true", "false", "now", "today", "row"]
    /// Only after a value, where no name can stand.
    public static let afterValue = [
        "and", "or", "in", "not", "per", "ago", "asc", "desc", "as", "at", "by",
    ]
    /// What `param NAME: TYPE` accepts.
    public static let types = ["text", "integer", "number", "bool", "date", "time", "duration"]
    /// Units of a duration, as in `90d`.
    public static let units = ["s", "min", "h", "d", "w", "mo", "y"]
}
