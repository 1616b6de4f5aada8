/// What a column's values are.
///
/// A column has a type other than `text` only if every non-blank value parses as it; nobody declares types.
public indirect enum ValueType: Hashable, Sendable {
    case text
    /// 64-bit signed.
    case integer
    /// IEEE double.
    case number
    case bool
    /// Days since 1970-01-01, proleptic Gregorian.
    case date
    /// Microseconds since 1970-01-01T00:00:00Z.
    case time
    /// Microseconds.
    case duration
    /// Lists of one scalar type; lists do not nest.
    case list(ValueType)

    public var isList: Bool {
        if case .list = self { return true }
        return false
    }

    /// The type of one value: a list's element type, or the type itself.
    public var scalar: ValueType {
        if case .list(let element) = self { return element }
        return self
    }

    /// The word a person reads in the type row and in errors.
    public var name: String {
        switch self {
        case .text: "text"
        case .integer: "integer"
        case .number: "number"
        case .bool: "bool"
        case .date: "date"
        case .time: "time"
        case .duration: "duration"
        case .list(let element): "list of \(element.name)"
        }
    }
}
