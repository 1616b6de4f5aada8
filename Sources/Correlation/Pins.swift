import Columns

/// What a person declared in `setup.board` or the REPL; it always wins over inference.
public struct Pins: Sendable {
    /// A side is a field, or a column that the engine computed for an expression.
    public struct Side: Sendable {
        public let object: ObjectName
        public let field: String
        /// The values of an expression over the object, in row order; nil for a plain field.
        public let computed: Column?

        public init(object: ObjectName, field: String, computed: Column? = nil) {
            self.object = object
            self.field = field
            self.computed = computed
        }
    }

    public struct PinnedLink: Sendable {
        public let left: Side
        public let right: Side
        public let isWeak: Bool
        public let name: String?

        public init(left: Side, right: Side, isWeak: Bool, name: String?) {
            self.left = left
            self.right = right
            self.isWeak = isWeak
            self.name = name
        }
    }

    /// `same okta.users "ada@acme.com" github.members "ada-l"`: records by any value of their key or primary field.
    public struct PinnedPair: Sendable {
        public let leftObject: ObjectName
        public let leftRecord: String
        public let rightObject: ObjectName
        public let rightRecord: String
        public let isSame: Bool

        public init(
            leftObject: ObjectName, leftRecord: String, rightObject: ObjectName,
            rightRecord: String,
            isSame: Bool
        ) {
            self.leftObject = leftObject
            self.leftRecord = leftRecord
            self.rightObject = rightObject
            self.rightRecord = rightRecord
            self.isSame = isSame
        }
    }

    public var links: [PinnedLink] = []
    public var unlinks: [(LinkEnd, LinkEnd)] = []
    public var primaries: [ObjectName: String] = [:]
    public var pairs: [PinnedPair] = []

    public init() {}
}
