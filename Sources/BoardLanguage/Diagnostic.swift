/// One thing wrong with a text, told in one voice: what is wrong, carets under the span, one help line.
///
/// Cases live in each layer's own error type; this is the sentence they end as.
public struct Diagnostic: Error, Sendable, Equatable {
    /// Lower case, no full stop, says what is wrong: `no field 'lst_login' in okta.users`.
    public var message: String
    public var span: Span
    /// The nearest names or the fix; nil when there is nothing useful to say.
    public var help: String?

    public init(_ message: String, at span: Span, help: String? = nil) {
        self.message = message
        self.span = span
        self.help = help
    }
}
