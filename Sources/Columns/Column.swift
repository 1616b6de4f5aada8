/// The stored values of one field, whole and immutable.
///
/// Columns cross targets whole: a kernel takes the arrays out of `storage` once and loops over those. An
/// accessor per row across targets costs 2 to 15 times as much (measured).
public struct Column: Sendable {
    public enum Storage: Sendable {
        case text(TextColumn)
        case coded(CodedColumn)
        case integer([Int64])
        case number([Double])
        case bool([Bool])
        /// Days since 1970-01-01.
        case date([Int32])
        /// Microseconds since 1970-01-01T00:00:00Z.
        case time([Int64])
        /// Microseconds.
        case duration([Int64])
        indirect case list(ListColumn)
    }

    public let type: ValueType
    public let storage: Storage
    /// A set bit is a present value; nil when every value is present. The stored value of a missing row is
    /// zero, empty or code 0, so kernels may compute on it and mask afterwards. A list that is missing or
    /// empty is the same: validity is false for it.
    public let validity: Bitmap?
    /// How the values were spelt in their source, so that an export gives the same characters back.
    public let spelling: Spelling
    public let count: Int

    public init(
        _ storage: Storage, type: ValueType? = nil, validity: Bitmap? = nil,
        spelling: Spelling = .canonical
    ) {
        self.storage = storage
        self.validity = validity
        self.spelling = spelling
        switch storage {
        case .text(let text): (count, self.type) = (text.count, .text)
        case .coded(let coded): (count, self.type) = (coded.codes.count, .text)
        case .integer(let values): (count, self.type) = (values.count, .integer)
        case .number(let values): (count, self.type) = (values.count, .number)
        case .bool(let values): (count, self.type) = (values.count, .bool)
        case .date(let values): (count, self.type) = (values.count, .date)
        case .time(let values): (count, self.type) = (values.count, .time)
        case .duration(let values): (count, self.type) = (values.count, .duration)
        case .list(let list): (count, self.type) = (list.count, .list(list.elements.type))
        }
        precondition(validity == nil || validity!.count == count)
    }

    @inlinable public func isPresent(_ row: Int) -> Bool { validity?[row] ?? true }

    public var missingCount: Int { validity.map { count - $0.countOnes } ?? 0 }
}

/// A list per row: `elements[starts[row] ..< starts[row + 1]]`.
///
/// - Invariant: `starts.count == count + 1`, ascending, `starts[0] == 0`, the last is `elements.count`.
/// - Invariant: elements are scalar and none is missing (blank elements are left out when lists are made).
public struct ListColumn: Sendable {
    public let starts: [Int32]
    public let elements: Column

    public init(starts: [Int32], elements: Column) {
        precondition(!starts.isEmpty && Int(starts[starts.count - 1]) == elements.count)
        self.starts = starts
        self.elements = elements
    }

    public var count: Int { starts.count - 1 }
}

/// How typed values were written in the source.
public enum Spelling: Sendable, Equatable {
    /// As `Column.text()` writes them by itself.
    case canonical
    case time(TimeStyle)
    case bool(BoolStyle)
    /// Row for row, for a typed column whose values were not written in one style (`1.50`, `1e3`).
    case original(TextColumn)

    public static func == (left: Spelling, right: Spelling) -> Bool {
        switch (left, right) {
        case (.canonical, .canonical): true
        case (.time(let a), .time(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        default: false
        }
    }
}

public enum BoolStyle: Sendable, Equatable { case lower, upper, title }

/// One way of writing an ISO 8601 time, shared by a whole column.
public struct TimeStyle: Sendable, Hashable {
    /// `T` or a space between date and time.
    public var separator: UInt8
    public var hasSeconds: Bool
    /// Digits after the second: 0 to 6.
    public var fractionDigits: UInt8
    public enum Zone: UInt8, Sendable { case none, z, offsetColon, offsetPlain, utcWord }
    /// Nothing, `Z`, `+00:00`, `+0000` or ` UTC`. Other offsets are kept as `Spelling.original`.
    public var zone: Zone

    public init(separator: UInt8, hasSeconds: Bool, fractionDigits: UInt8, zone: Zone) {
        self.separator = separator
        self.hasSeconds = hasSeconds
        self.fractionDigits = fractionDigits
        self.zone = zone
    }

    public static let canonical = TimeStyle(
        separator: UInt8(ascii: "T"), hasSeconds: true, fractionDigits: 0, zone: .z)
}
