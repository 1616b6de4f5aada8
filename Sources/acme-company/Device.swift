/// A computer that Jamf manages.
struct Computer {
    var name: String
    var serial: String
    var udid: String
    var model: String
    var system: String
    var owner: Int?
    /// What Jamf says of the owner; blank where nobody was entered.
    var username = ""
    var realName = ""
    var email = ""
    var seen: Moment
}

/// A device enrolled in Okta Verify.
struct Device {
    var id: String
    var name: String
    var platform: String
    var manufacturer: String
    var model: String
    var system: String
    var serial: String
    var udid: String
    var created: Moment
    var isManaged: Bool
    var users: [Int]
}

extension Company {
    mutating func handOutDevices() {
        var draw = stream("devices")
        let owners = people.indices.filter {
            people[$0].kind == .employee && people[$0].okta != nil && !people[$0].isLeaver
        }
        for (position, index) in owners.enumerated() where position % 5 != 4 {
            addComputer(owner: index, &draw)
            // Some have a second one: an owner is not a key of the computers.
            if position % 16 == 0 { addComputer(owner: index, &draw) }
        }
        for _ in 0..<4 {
            addComputer(owner: nil, &draw)
            findings.plant("computer without an owner", computers[computers.count - 1].name)
        }
        for _ in 0..<3 {
            addComputer(owner: nil, &draw)
            let name = staff.newName()
            computers[computers.count - 1].username = name.local
            computers[computers.count - 1].realName = "\(name.first) \(name.last)"
            computers[computers.count - 1].email = "\(name.local)@acme.com"
            findings.plant(
                "computer whose owner Okta does not know", computers[computers.count - 1].name)
        }
        enrolDevices(&draw)
    }

    private mutating func addComputer(owner: Int?, _ draw: inout SeededRandom) {
        let number = 20001 + computers.count * 7
        var computer = Computer(
            name: "ACME-MAC-\(number)", serial: "C02" + draw.token(9, of: SeededRandom.serial),
            udid: draw.uuid().uppercased(),
            model: draw.pick(["MacBook Pro (14-inch, 2023)", "MacBook Air (M3)", "Mac mini (M2)"]),
            system: draw.pick(["14.7.1", "15.3", "15.5", "26.0"]), owner: owner,
            seen: Moment.daysAgo(draw.within(1...20)).plus(seconds: draw.within(0...80000)))
        if let owner {
            let person = people[owner]
            computer.email = person.okta?.email ?? ""
            computer.username = person.slack?.name ?? person.local
            computer.realName = person.name
        }
        computers.append(computer)
    }

    /// Most Macs enrol in Okta too; phones and Windows machines enrol only there.
    private mutating func enrolDevices(_ draw: inout SeededRandom) {
        for computer in computers where draw.isWithin(percent: 70) {
            guard let owner = computer.owner else { continue }
            devices.append(
                Device(
                    id: "guo" + draw.token(17), name: computer.name, platform: "MACOS",
                    manufacturer: "APPLE", model: computer.model, system: computer.system,
                    serial: computer.serial, udid: computer.udid,
                    created: Moment.daysAgo(draw.within(30...700)), isManaged: true,
                    users: devices.count % 20 == 7 ? [owner, heads[0]] : [owner]))
        }
        let phoneOwners = people.indices.filter { active($0) && people[$0].kind == .employee }
        for (position, index) in phoneOwners.enumerated() where position % 4 == 1 {
            let isApple = draw.isWithin(percent: 60)
            devices.append(
                Device(
                    id: "guo" + draw.token(17),
                    name: "\(people[index].first)'s \(isApple ? "iPhone" : "Pixel") \(position)",
                    platform: isApple ? "IOS" : "ANDROID",
                    manufacturer: isApple ? "APPLE" : "Google",
                    model: isApple ? "iPhone15,3" : "Pixel 8", system: isApple ? "18.5" : "15",
                    serial: "", udid: draw.uuid().uppercased(),
                    created: Moment.daysAgo(draw.within(30...700)), isManaged: false,
                    users: [index]))
        }
        for position in 0..<3 {
            devices.append(
                Device(
                    id: "guo" + draw.token(17), name: "ACME-KIOSK-\(position + 1)",
                    platform: "WINDOWS", manufacturer: "Dell", model: "OptiPlex 7010",
                    system: "10.0.22631", serial: draw.token(7, of: SeededRandom.serial), udid: "",
                    created: Moment.daysAgo(draw.within(30...700)), isManaged: false, users: []))
            findings.plant("Okta device without a user", "ACME-KIOSK-\(position + 1)")
        }
        for position in 0..<3 {
            let owner = phoneOwners[position * 5 + 2]
            let name = "\(people[owner].first)s-MacBook-\(draw.within(100...999))"
            devices.append(
                Device(
                    id: "guo" + draw.token(17), name: name, platform: "MACOS",
                    manufacturer: "APPLE", model: "MacBook Air (M2)", system: "14.5",
                    serial: "FVF" + draw.token(9, of: SeededRandom.serial),
                    udid: draw.uuid().uppercased(),
                    created: Moment.daysAgo(draw.within(30...700)), isManaged: false,
                    users: [owner]))
            findings.plant("Mac in Okta that Jamf does not manage", name)
        }
    }
}
