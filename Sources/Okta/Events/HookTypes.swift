/// Event types that a hook may be sent, as far as this program has a use for them.
public enum HookTypes {
    /// Changes of the objects that boards read.
    public static let known = [
        "application.lifecycle.activate", "application.lifecycle.create",
        "application.lifecycle.deactivate", "application.lifecycle.delete",
        "application.lifecycle.update", "application.user_membership.add",
        "application.user_membership.remove", "device.enrollment.create",
        "device.lifecycle.activate", "device.lifecycle.deactivate", "device.lifecycle.delete",
        "device.lifecycle.suspend", "device.lifecycle.unsuspend", "device.user.add",
        "device.user.remove", "group.application_assignment.add",
        "group.application_assignment.remove", "group.application_assignment.update",
        "group.lifecycle.create", "group.lifecycle.delete", "group.profile.update",
        "group.user_membership.add", "group.user_membership.remove", "user.account.lock",
        "user.account.privilege.grant", "user.account.privilege.revoke",
        "user.account.update_profile", "user.lifecycle.activate", "user.lifecycle.create",
        "user.lifecycle.deactivate", "user.lifecycle.delete.initiated",
        "user.lifecycle.reactivate", "user.lifecycle.suspend", "user.lifecycle.unsuspend",
        "user.mfa.factor.activate", "user.mfa.factor.deactivate", "user.mfa.factor.reset_all",
        "user.mfa.factor.update",
    ]

    /// Types of one hook.
    public static let countMax = 300

    /// The types that a list of names and patterns stands for, in order; nil for a pattern that fits none.
    ///
    /// Okta takes whole types only. A whole name that is not known here is left to Okta to judge.
    public static func types(_ patterns: [String]) -> (types: [String], unknown: String?) {
        var types: Set<String> = []
        for pattern in patterns {
            guard pattern.hasSuffix("*") else {
                types.insert(pattern)
                continue
            }
            let found = known.filter { $0.hasPrefix(pattern.dropLast()) }
            if found.isEmpty { return ([], pattern) }
            types.formUnion(found)
        }
        return (types.sorted(), nil)
    }
}
