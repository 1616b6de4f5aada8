import Columns

/// One side of a link: an object and the field (or fields, for a composite key) that names or is named.
public struct LinkEnd: Hashable, Sendable {
    public let object: ObjectName
    /// Field names as in the file; the first is the leading one.
    public let fields: [String]

    public init(object: ObjectName, fields: [String]) {
        self.object = object
        self.fields = fields
    }
}

/// That a value in `left` names a record of `right`.
///
/// `left` is the referring side (the foreign key); for two objects that describe the same thing (1:1) it is
/// the one loaded later in name order, and nothing depends on which.
public struct Link: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// The same thing in another tool.
        case oneToOne = "1:1"
        /// A reference.
        case manyToOne = "N:1"
        /// Neither side is a key.
        case manyToMany = "M:N"
        /// A reference into the same object (a manager).
        case toSelf = "self"
    }

    public let id: Int
    public let left: LinkEnd
    public let right: LinkEnd
    public let kind: Kind
    /// The strongest first; what a row may be matched by.
    public let rules: [MatchRule]
    /// 0 to 1.
    public let confidence: Double
    /// Share of the left's non-blank values that found a record, and the share of right records found.
    public let leftMatched: Double
    public let rightMatched: Double
    /// Why it was chosen, in words with numbers, strongest first.
    public let evidence: [String]
    /// The `as` name of a pinned link.
    public let name: String?
    public let isPinned: Bool
    /// A pinned `~`, or one that rests on person names only.
    public let isWeak: Bool
    /// The link is a parent's list of objects (`okta.events.target`): rows are known, nothing is compared.
    public let isContainment: Bool
    /// Records are of the same kind (people in two tools), rather than one referring to another.
    public let isIdentity: Bool

    /// Whether both sides are one object.
    public var isWithinObject: Bool { left.object == right.object }

    public init(
        id: Int, left: LinkEnd, right: LinkEnd, kind: Kind, rules: [MatchRule], confidence: Double,
        leftMatched: Double, rightMatched: Double, evidence: [String], name: String? = nil,
        isPinned: Bool = false, isWeak: Bool = false, isContainment: Bool = false,
        isIdentity: Bool = false
    ) {
        self.id = id
        self.left = left
        self.right = right
        self.kind = kind
        self.rules = rules
        self.confidence = confidence
        self.leftMatched = leftMatched
        self.rightMatched = rightMatched
        self.evidence = evidence
        self.name = name
        self.isPinned = isPinned
        self.isWeak = isWeak
        self.isContainment = isContainment
        self.isIdentity = isIdentity
    }
}

/// What made two records a pair. The raw value is the order of trust and what a link array stores.
public enum RuleKind: UInt8, Sendable, CaseIterable {
    case pinned = 1
    case key
    case email
    case alias
    case login
    case number
    case name

    /// The word `via(…)` answers with.
    public var word: String {
        switch self {
        case .pinned: "pinned"
        case .key: "key"
        case .email: "email"
        case .alias: "alias"
        case .login: "login"
        case .number: "number"
        case .name: "name"
        }
    }
}

/// One rule of a link: compare these fields this way.
public struct MatchRule: Sendable, Hashable {
    public let kind: RuleKind
    public let leftField: String
    public let rightField: String
    /// A sentence fragment for `.links`: `e-mail, case folded`.
    public let note: String

    public init(kind: RuleKind, leftField: String, rightField: String, note: String) {
        self.kind = kind
        self.leftField = leftField
        self.rightField = rightField
        self.note = note
    }
}

/// A link as rows: for each row of one object the rows of the other, with the rule that matched.
///
/// Pairs of row `r` are `rows[starts[r] ..< starts[r + 1]]`, ascending and distinct. Built on first use, once
/// per direction.
public struct LinkArray: Sendable {
    /// `count + 1` offsets, or empty when the link is to-one with at most one match a row; then `rows` has one
    /// entry per row and -1 for none.
    public let starts: [Int32]
    public let rows: [Int32]
    /// Parallel to `rows`: `RuleKind.rawValue`, 0 for none.
    public let rules: [UInt8]
    /// Rows of this side whose match is ambiguous: the record they match is claimed by others too, where the
    /// link should be 1:1, or they match several. nil when none is.
    public let ambiguous: Bitmap?
    /// Rows without a match: those whose key is blank, and those with a key that found nothing.
    public let blankCount: Int
    public let unmatchedCount: Int
    private let lateTally = LateTally()

    /// How the rows were matched; counted once.
    public var tally: LinkTally { lateTally.of(self) }
    public var isFlat: Bool { starts.isEmpty }
    public var count: Int { starts.isEmpty ? rows.count : starts.count - 1 }
    /// The share of rows that found a record by any rule, 0 to 1; 1 when there are none to match.
    ///
    /// - Parameter countsBlank: whether a row with a blank key should have found one: a person in two tools
    ///   should, an employee without a manager need not.
    public func matchedShare(countsBlank: Bool) -> Double {
        let rows = countsBlank ? count : count - blankCount
        return rows > 0 ? Double(count - blankCount - unmatchedCount) / Double(rows) : 1
    }

    public init(
        starts: [Int32], rows: [Int32], rules: [UInt8], ambiguous: Bitmap?, blankCount: Int,
        unmatchedCount: Int
    ) {
        self.starts = starts
        self.rows = rows
        self.rules = rules
        self.ambiguous = ambiguous
        self.blankCount = blankCount
        self.unmatchedCount = unmatchedCount
    }
}
