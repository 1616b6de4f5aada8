/// Every action there is, in the order of help and of the docs.
public struct ActionRegistry: Sendable {
    public let all: [any Action]

    public init() {
        all = [
            UserActions.deactivate, UserActions.suspend, UserActions.unsuspend,
            GroupActions.addUser, GroupActions.removeUser,
            AppActions.removeUser,
        ]
    }

    /// The action of that name; words are held against it without heed to case.
    public subscript(name: String) -> (any Action)? {
        let wanted = name.lowercased()
        return all.first { $0.name == wanted }
    }
}
