/// Actions on enrolled factors, each in a file of this folder.
enum FactorActions {
    static let scope = "okta.users.manage"
}
