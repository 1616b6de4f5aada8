/// Actions on devices, each in a file of this folder; orgs on the Classic engine have none.
enum DeviceActions {
    static let scope = "okta.devices.manage"
}
