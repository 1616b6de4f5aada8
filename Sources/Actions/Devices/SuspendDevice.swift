extension DeviceActions {
    static let suspend = StatusChange(
        name: "suspend device", summary: "blocks a device for a time; its users stay",
        subject: .device, path: "lifecycle/suspend", allowed: ["ACTIVE"], leads: ["SUSPENDED"],
        risk: .reversible, scope: scope, precondition: "status ACTIVE",
        inverses: ["ACTIVE": "unsuspend device"],
        instead: ["DEACTIVATED": "activate device comes first"])
}
