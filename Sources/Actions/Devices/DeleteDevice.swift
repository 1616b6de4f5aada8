extension DeviceActions {
    static let delete = StatusChange(
        name: "delete device", summary: "removes a deactivated device for good",
        subject: .device, method: .delete, path: "", allowed: ["DEACTIVATED"],
        risk: .destructive, scope: scope, precondition: "status DEACTIVATED",
        effect: "deleted",
        losses: ["the device with its id: enrolled again it is another device"],
        instead: [
            "ACTIVE": "deactivate device comes first", "SUSPENDED": "deactivate device comes first",
        ],
        changes: ["devices", "device_users"], removes: true)
}
