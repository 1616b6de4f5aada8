/// Every action there is, in the order of help and of the docs.
public struct ActionRegistry: Sendable {
    public let all: [any Action]

    /// - Parameter userAttributes: what the org's users have beyond Okta's own attributes.
    public init(userAttributes: [ProfileAttribute] = []) {
        all =
            Self.users(userAttributes) + [
                GroupActions.add, GroupActions.remove, GroupActions.addUser,
                GroupActions.removeUser,
                AppActions.activate, AppActions.deactivate, AppActions.remove,
                AppActions.removeUser, AppActions.addGroup, AppActions.removeGroup,
                DeviceActions.activate, DeviceActions.deactivate, DeviceActions.suspend,
                DeviceActions.unsuspend, DeviceActions.delete,
                FactorActions.activate, FactorActions.unenroll,
                PolicyActions.create, PolicyActions.activate, PolicyActions.deactivate,
                PolicyActions.delete, PolicyActions.createRule, PolicyActions.activateRule,
                PolicyActions.deactivateRule, PolicyActions.deleteRule,
            ]
    }

    private static func users(_ attributes: [ProfileAttribute]) -> [any Action] {
        [
            UserActions.create(attributes), UserActions.createWithoutCredentials(attributes),
            UserActions.createWithPassword(attributes),
            UserActions.createWithQuestion(attributes),
            UserActions.createWithPasswordAndQuestion(attributes),
            UserActions.update(attributes), UserActions.replace(attributes),
            UserActions.activate, UserActions.reactivate, UserActions.deactivate,
            UserActions.suspend, UserActions.unsuspend, UserActions.unlock, UserActions.delete,
            UserActions.resetPassword, UserActions.expirePassword, UserActions.changePassword,
            UserActions.forgotPassword, UserActions.resetFactors, UserActions.clearSessions,
        ]
    }

    /// The action of that name; words are held against it without heed to case.
    public subscript(name: String) -> (any Action)? {
        let wanted = name.lowercased()
        return all.first { $0.name == wanted }
    }
}
