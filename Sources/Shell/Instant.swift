import BoardLanguage
import Engine

/// A moment as a person writes it on the command line.
public enum Instant {
    /// Microseconds since the epoch of a date or time literal, UTC where it names no zone; nil for anything
    /// else.
    public static func parse(_ text: String) -> Int64? {
        guard let expression = try? parseExpression(text) else { return nil }
        return try? Setup.instant(expression, zone: .utc)
    }
}
