/// A text that no output, log or error may show: its description is `<redacted>`.
///
/// The one way to the text is `withText`, so that every use can be found by its name.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// White space around it is left out: a pasted or piped token ends in a newline.
    public init(_ text: String) {
        var rest = text[...].drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        self.text = String(rest)
    }

    public var isEmpty: Bool { text.isEmpty }
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Printable ASCII only, as a header needs it; a token with anything else was pasted wrongly.
    public var isHeaderSafe: Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    public func withText<Result, Failure: Error>(
        _ use: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try use(text)
    }
}
