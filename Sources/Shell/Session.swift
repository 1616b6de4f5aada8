import Columns

/// One conversation with a workspace: a line in, a reply out. The REPL, one-shot commands and the
/// transcript tests all drive this; it prints nothing itself.
public final class Session {
    public init() {}
}
