import Columns

/// What the binder must know of an action: its words, the records it acts on, and the inputs it takes.
public struct ActionSignature: Sendable {
    /// A record that a target is made of.
    public struct Role: Sendable {
        /// The input that names it: `group`.
        public var name: String
        public var object: ObjectName
        /// Fields that a person knows its records by, the one that is shown first; its `id` counts always.
        public var nameFields: [String]

        public init(name: String, object: ObjectName, nameFields: [String]) {
            self.name = name
            self.object = object
            self.nameFields = nameFields
        }
    }

    public struct Input: Sendable {
        public enum Kind: Sendable, Equatable {
            case text
            case flag
            case whole
            case number
            case list
            case json
            case choice([String])
            case secret

            /// As messages name it.
            var word: String {
                switch self {
                case .text: "a text"
                case .flag: "true or false"
                case .whole: "a whole number"
                case .number: "a number"
                case .list: "a list of texts"
                case .json: "JSON in a text"
                case .choice(let words): "one of \(words.joined(separator: ", "))"
                case .secret: "a secret"
                }
            }
        }

        public var name: String
        public var kind: Kind
        public var isRequired: Bool
        /// One line for completion.
        public var note: String

        public init(name: String, kind: Kind, isRequired: Bool, note: String) {
            self.name = name
            self.kind = kind
            self.isRequired = isRequired
            self.note = note
        }
    }

    /// The live tool that carries it out.
    public var tool: String
    public var words: [String]
    /// One line for completion.
    public var note: String
    public var roles: [Role]
    public var inputs: [Input]
    /// A board may feed it one row only.
    public var takesOneRow: Bool

    public var name: String { words.joined(separator: " ") }

    public init(
        tool: String, words: [String], note: String, roles: [Role], inputs: [Input],
        takesOneRow: Bool
    ) {
        self.tool = tool
        self.words = words
        self.note = note
        self.roles = roles
        self.inputs = inputs
        self.takesOneRow = takesOneRow
    }
}
