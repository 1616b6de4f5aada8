/// Actions on users, each in a file of this folder.
enum UserActions {
    static let scope = "okta.users.manage"
}
