/// Actions on apps and who is assigned to them, each in a file of this folder.
enum AppActions {
    static let scope = "okta.apps.manage"
}
