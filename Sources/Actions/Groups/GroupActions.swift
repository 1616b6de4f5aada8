/// Actions on groups and their members, each in a file of this folder.
enum GroupActions {
    static let scope = "okta.groups.manage"
}
