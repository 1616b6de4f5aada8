extension DeviceActions {
    static let deactivate = StatusChange(
        name: "deactivate device", summary: "cuts a device off from every user",
        subject: .device, path: "lifecycle/deactivate", allowed: ["ACTIVE", "SUSPENDED"],
        leads: ["DEACTIVATED"],
        risk: .destructive, scope: scope, precondition: "status ACTIVE or SUSPENDED",
        losses: ["its link to every user", "device factors and client certificates on it"],
        changes: ["device_users", "factors"])
}
