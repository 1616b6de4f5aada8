extension Company {
    /// `GET /api/v1/computers-inventory`, one computer a line.
    func jamfComputers() -> String {
        JSON.lines(
            computers.enumerated().map { index, computer in
                [
                    "id": .text("\(index + 1)"), "udid": .text(computer.udid),
                    "general": [
                        "name": .text(computer.name), "platform": "Mac",
                        "lastContactTime": .text(computer.seen.okta), "supervised": true,
                        "remoteManagement": ["managed": true, "managementUsername": "_jamf"],
                    ],
                    "userAndLocation": [
                        "username": .text(computer.username), "realname": .text(computer.realName),
                        "email": .text(computer.email), "position": .null, "room": .null,
                    ],
                    "hardware": [
                        "model": .text(computer.model), "serialNumber": .text(computer.serial),
                        "totalRamMegabytes": .integer(16384 + index % 3 * 8192),
                    ],
                    "operatingSystem": [
                        "name": "macOS", "version": .text(computer.system),
                        "fileVault2Status": "ALL_ENCRYPTED",
                    ],
                ]
            })
    }
}
