extension DeviceActions {
    /// Okta's schema lists UNSUSPENDED beside ACTIVE; both mean that the device is in use.
    static let unsuspend = StatusChange(
        name: "unsuspend device", summary: "lets a suspended device be used again",
        subject: .device, path: "lifecycle/unsuspend", allowed: ["SUSPENDED"],
        leads: ["ACTIVE", "UNSUSPENDED"],
        risk: .reversible, scope: scope, precondition: "status SUSPENDED",
        inverses: ["SUSPENDED": "suspend device"],
        instead: ["DEACTIVATED": "activate device takes it"])
}
