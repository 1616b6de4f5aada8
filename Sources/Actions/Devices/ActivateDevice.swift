extension DeviceActions {
    static let activate = StatusChange(
        name: "activate device",
        summary: "lets a deactivated device be used again; its users enrol anew",
        subject: .device, path: "lifecycle/activate", allowed: ["CREATED", "DEACTIVATED"],
        leads: ["ACTIVE"],
        risk: .reversible, scope: scope, precondition: "status CREATED or DEACTIVATED",
        inverses: ["DEACTIVATED": "deactivate device"],
        instead: ["SUSPENDED": "unsuspend device takes it"])
}
