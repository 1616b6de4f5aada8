/// Devices that are enrolled with Okta Verify, and whose they are.
extension ObjectList {
    static let devices = ObjectList(
        "devices", scope: "okta.devices.read", path: "/api/v1/devices"
    ).adjusted {
        $0.needsIdentityEngine = true
        $0.query = [("limit", "200")]
        $0.changedSince = { [("search", #"lastUpdated gt "\#($0)""#)] }
        $0.sticky = ["search"]
    }

    /// Taken out of the devices' own list, where each brings its users along: a call per 200 devices instead
    /// of one per device.
    static let deviceUsers = ObjectList(
        "device_users", scope: "okta.devices.read", path: "/api/v1/devices"
    ).adjusted {
        $0.needsIdentityEngine = true
        $0.query = [("limit", "200"), ("expand", "userSummary")]
        $0.sticky = ["expand"]
        $0.shape.change = .elements(
            path: ["_embedded", "users"], owner: "deviceId", identity: ["user", "id"])
    }
}
