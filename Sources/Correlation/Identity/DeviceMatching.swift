import Columns

/// Devices across tools: records with one serial number, UDID or IMEI are one device, and nothing else joins them.
struct DeviceMatching {
    let objects: [(table: Int, profile: TableProfile, start: Int)]
    /// Per record the device, numbered in the order of their first records.
    private(set) var devices: [Int32] = []
    private(set) var deviceCount = 0
    private let identity: Identity
    private let model: LinkModel

    private static let identifying: Set<String> = ["serial", "udid", "imei", "meid"]

    init(_ model: LinkModel, _ identity: Identity) {
        self.model = model
        self.identity = identity
        let understanding = model.understanding
        var objects: [(table: Int, profile: TableProfile, start: Int)] = []
        var start = 0
        for (table, profile) in understanding.profiles.enumerated()
        where profile.kind == .devices && profile.table.parent == nil
            && !model.isMembership(profile.table.name)
        {
            objects.append((table, profile, start))
            start += profile.table.rowCount
        }
        self.objects = objects
        match(understanding.cache, count: start)
    }

    private static func columns(_ profile: TableProfile) -> [Int] {
        profile.columns.indices.filter {
            profile.names[$0].hasAny(identifying) && profile.columns[$0].uniqueness >= 0.9
                && !profile.columns[$0].type.isList
        }
    }

    private mutating func match(_ cache: KeyCache, count: Int) {
        var parents = (0..<Int32(count)).map { $0 }
        func find(_ record: Int32) -> Int32 {
            var root = record
            while parents[Int(root)] != root { root = parents[Int(root)] }
            parents[Int(record)] = root
            return root
        }
        var known: [[UInt8]: (record: Int32, object: Int)] = [:]
        for (index, object) in objects.enumerated() {
            for column in Self.columns(object.profile) {
                let key = cache.key(ColumnReference(table: object.table, column: column))
                for row in 0..<object.profile.table.rowCount {
                    for entry in key.entries(row) where key.hashes[entry] != 0 {
                        let value = KeyText.fold(key.bytes(entry))
                        // `0`, `n/a`, `None`: what a machine without a serial number says.
                        guard value.count >= 5 else { continue }
                        let record = Int32(object.start + row)
                        guard let other = known[value] else {
                            known[value] = (record, index)
                            continue
                        }
                        if other.object == index { continue }
                        let (a, b) = (find(other.record), find(record))
                        if a != b { parents[Int(max(a, b))] = min(a, b) }
                    }
                }
            }
        }
        var number = [Int32](repeating: -1, count: count)
        devices = (0..<count).map { record in
            let root = Int(find(Int32(record)))
            if number[root] < 0 {
                number[root] = Int32(deviceCount)
                deviceCount += 1
            }
            return number[root]
        }
    }

    /// Per device record whose it is, by each link that leads from it, or from what refers to it, to an account.
    private func owners() -> [Int32: [(person: Int32, reason: String)]] {
        var places: [ObjectName: (start: Int, trust: Int)] = [:]
        for object in identity.objects { places[object.name] = (object.start, object.trust) }
        var starts: [ObjectName: Int] = [:]
        for object in objects { starts[object.profile.table.name] = object.start }
        var found: [Int32: [(person: Int32, reason: String)]] = [:]
        let links = model.links.filter { $0.kind == .manyToOne && !$0.isWeak }
        func best(from object: ObjectName) -> [Link] {
            let fitting = links.filter {
                $0.left.object == object && places[$0.right.object] != nil
            }
            // One link a field: that to the account which is believed first.
            var chosen: [String: Link] = [:]
            for link in fitting.sorted(by: {
                (places[$0.right.object]?.trust ?? 9, $0.id)
                    < (places[$1.right.object]?.trust ?? 9, $1.id)
            }) {
                let field = link.left.fields.joined(separator: " + ")
                if chosen[field] == nil { chosen[field] = link }
            }
            return chosen.values.sorted { $0.id < $1.id }
        }
        func note(_ record: Int, _ link: Link, _ row: Int, _ reason: String) {
            let array = model.array(of: link, .forward)
            guard let start = places[link.right.object]?.start, row < array.count else { return }
            for target in array.targets(row) {
                let person = identity.persons[start + Int(target)]
                if found[Int32(record)]?.contains(where: { $0.person == person }) != true {
                    found[Int32(record), default: []].append((person, reason))
                }
            }
        }
        for object in objects {
            for link in best(from: object.profile.table.name) {
                let reason = "\(object.profile.table.name).\(link.left.fields.first ?? "")"
                for row in 0..<object.profile.table.rowCount {
                    note(object.start + row, link, row, reason)
                }
            }
        }
        for bridge in links {
            guard let start = starts[bridge.right.object], starts[bridge.left.object] == nil,
                places[bridge.left.object] == nil, model.isMembership(bridge.left.object)
            else { continue }
            let array = model.array(of: bridge, .forward)
            for link in best(from: bridge.left.object) {
                for row in 0..<array.count {
                    for device in array.targets(row) {
                        note(start + Int(device), link, row, "\(bridge.left.object)")
                    }
                }
            }
        }
        return found
    }

    /// The object `devices`: one row a device.
    func table(_ name: ObjectName, ids: [String]) -> Table {
        var records = [[Int32]](repeating: [], count: deviceCount)
        for (record, device) in devices.enumerated() { records[Int(device)].append(Int32(record)) }
        let owners = owners()
        var device = TextGathering()
        var names = TextGathering()
        var serials = TextGathering()
        var tools = ListGathering()
        var owner = TextGathering()
        var reasons = CodedGathering()
        var conflicts = TextGathering()
        var taken: Set<String> = []
        for index in 0..<deviceCount {
            let own = records[index]
            let serial = own.lazy.compactMap { self.serial($0) }.first
            let label = own.first.map(recordName) ?? ""
            var id = serial ?? label
            if !taken.insert(id).inserted {
                id = "\(label) #\(index + 1)"
                taken.insert(id)
            }
            device.append(id)
            names.append(own.lazy.compactMap { self.label($0) }.first)
            serials.append(serial)
            var ownTools: [String] = []
            for record in own {
                let tool = object(of: record).profile.table.name.tool
                if !ownTools.contains(tool) { ownTools.append(tool) }
            }
            tools.append(ownTools)
            let said = own.flatMap { owners[$0] ?? [] }
            let persons = Set(said.map(\.person))
            let isClear = persons.count == 1
            owner.append(isClear ? said.first.map { ids[Int($0.person)] } : nil)
            reasons.append(isClear ? said.first?.reason : nil)
            conflicts.append(
                persons.count > 1
                    ? said.map { "\($0.reason) says \(ids[Int($0.person)])" }
                        .joined(separator: ", ") : nil)
        }
        return IdentityTables.table(
            name,
            [
                ("device", device.finish()), ("name", names.finish()),
                ("serial", serials.finish()), ("tools", tools.finish()),
                ("owner", owner.finish()), ("ownerReason", reasons.finish()),
                ("conflict", conflicts.finish()),
            ])
    }

    private func object(of record: Int32) -> (table: Int, profile: TableProfile, start: Int) {
        objects.last { $0.start <= Int(record) } ?? objects[0]
    }

    private func serial(_ record: Int32) -> String? {
        let object = object(of: record)
        let row = Int(record) - object.start
        for column in Self.columns(object.profile) where object.profile.names[column].has("serial")
        {
            let values = object.profile.table.columns[column]
            if values.isPresent(row) { return values.string(row) }
        }
        return nil
    }

    private func label(_ record: Int32) -> String? {
        let object = object(of: record)
        let row = Int(record) - object.start
        guard let column = model.primaryColumn(object.table),
            object.profile.table.columns[column].isPresent(row)
        else { return nil }
        return object.profile.table.columns[column].string(row)
    }

    private func recordName(_ record: Int32) -> String {
        "\(object(of: record).profile.table.name) \(label(record) ?? "row \(record + 1)")"
    }
}

extension LinkArray {
    /// The rows that one row matches.
    func targets(_ row: Int) -> [Int32] {
        if isFlat { return rows[row] < 0 ? [] : [rows[row]] }
        return Array(rows[Int(starts[row])..<Int(starts[row + 1])])
    }
}
