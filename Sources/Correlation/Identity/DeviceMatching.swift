import Columns

/// Devices across tools: records with one serial number, UDID or IMEI are one device, and nothing else joins them.
struct DeviceMatching: Sendable {
    /// An object whose records are devices; `start` numbers its first record among those of all of them.
    struct Source: Sendable {
        let table: Int
        let profile: TableProfile
        let start: Int
    }
    let objects: [Source]
    /// Per record the device, numbered in the order of their first records.
    private(set) var devices: [Int32] = []
    private(set) var deviceCount = 0
    private var said = DeviceOwners(count: 0)
    private let identity: Identity
    private let model: LinkModel

    private static let identifying: Set<String> = ["serial", "udid", "imei", "meid"]

    init(_ model: LinkModel, _ identity: Identity) {
        self.model = model
        self.identity = identity
        let understanding = model.understanding
        var objects: [Source] = []
        var start = 0
        for (table, profile) in understanding.profiles.enumerated()
        where profile.kind == .devices && profile.table.parent == nil
            && !model.isMembership(profile.table.name)
        {
            objects.append(Source(table: table, profile: profile, start: start))
            start += profile.table.rowCount
        }
        self.objects = objects
        match(understanding.cache, count: start)
        said = readOwners(count: start)
    }

    fileprivate static func columns(_ profile: TableProfile) -> [Int] {
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
        // What only one object has is its own.
        let matched = objects.count > 1 ? objects : []
        var known: [UInt64: (record: Int32, object: Int, bytes: UnsafeBufferPointer<UInt8>)] = [:]
        // Their texts stay as long as the tables, which the profiles hold.
        for (index, object) in matched.enumerated() {
            for column in Self.columns(object.profile) {
                let key = cache.key(ColumnReference(table: object.table, column: column))
                for row in 0..<object.profile.table.rowCount {
                    for entry in key.entries(row) where key.hashes[entry] != 0 {
                        let value = key.bytes(entry)
                        // `0`, `n/a`, `None`: what a machine without a serial number says.
                        guard let base = value.baseAddress,
                            KeyText.trimmed(base, value.count).count >= 5
                        else { continue }
                        let record = Int32(object.start + row)
                        guard let other = known[key.hashes[entry]] else {
                            known[key.hashes[entry]] = (record, index, value)
                            continue
                        }
                        if other.object == index || !KeyText.areEqual(other.bytes, value) {
                            continue
                        }
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
    private func readOwners(count: Int) -> DeviceOwners {
        var places: [ObjectName: (start: Int, trust: Int)] = [:]
        for object in identity.objects { places[object.name] = (object.start, object.trust) }
        var starts: [ObjectName: Int] = [:]
        for object in objects { starts[object.profile.table.name] = object.start }
        var found = DeviceOwners(count: count)
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
        for object in objects {
            for link in best(from: object.profile.table.name) {
                let reason = found.number(
                    "\(object.profile.table.name).\(link.left.fields.first ?? "")")
                let array = model.array(of: link, .forward)
                guard let start = places[link.right.object]?.start else { continue }
                for row in 0..<min(array.count, object.profile.table.rowCount) {
                    array.forEachTarget(row) { target in
                        found.add(
                            object.start + row, identity.persons[start + Int(target)], reason)
                    }
                }
            }
        }
        for bridge in links {
            guard let start = starts[bridge.right.object], starts[bridge.left.object] == nil,
                places[bridge.left.object] == nil, model.isMembership(bridge.left.object)
            else { continue }
            let devices = model.array(of: bridge, .forward)
            let reason = found.number("\(bridge.left.object)")
            for link in best(from: bridge.left.object) {
                let owners = model.array(of: link, .forward)
                guard let first = places[link.right.object]?.start else { continue }
                for row in 0..<min(devices.count, owners.count) {
                    devices.forEachTarget(row) { device in
                        owners.forEachTarget(row) { owner in
                            found.add(
                                start + Int(device), identity.persons[first + Int(owner)], reason)
                        }
                    }
                }
            }
        }
        return found
    }

    /// Per device the person whose it is; -1 where nothing says, or several things say otherwise.
    var owners: [Int32] {
        var owners = [Int32](repeating: -1, count: deviceCount)
        for (record, device) in devices.enumerated() {
            said.forEach(Int32(record)) { person, _ in
                let known = owners[Int(device)]
                owners[Int(device)] = known == -1 || known == person ? person : -2
            }
        }
        return owners.map { max($0, -1) }
    }
}

extension DeviceMatching {
    /// The object `devices`: one row a device, its columns made together when a board first reads one.
    func table(_ name: ObjectName, ids: OnDemand<TextColumn>) -> Table {
        let columns = OnDemand { self.columns(ids.value) }
        let fields: [(String, ValueType)] = [
            ("device", .text), ("name", .text), ("serial", .text), ("tools", .list(.text)),
            ("owner", .text), ("ownerReason", .text), ("conflict", .text),
        ]
        return Table(
            name: name, fields: fields.map { Field(name: $0.0, type: $0.1) },
            columns: ColumnList(count: fields.count) { columns.value[$0] }, rowCount: deviceCount)
    }

    private func columns(_ ids: TextColumn) -> [Column] {
        var starts = [Int32](repeating: 0, count: deviceCount + 1)
        for device in devices { starts[Int(device) + 1] += 1 }
        for device in 0..<deviceCount { starts[device + 1] += starts[device] }
        var next = starts
        var records = [Int32](repeating: 0, count: devices.count)
        for (record, device) in devices.enumerated() {
            records[Int(next[Int(device)])] = Int32(record)
            next[Int(device)] += 1
        }
        let texts = objects.map { DeviceTexts($0, primary: model.primaryColumn($0.table)) }
        var toolNames = Phrases()
        let toolNumbers = objects.map { toolNames.number($0.profile.table.name.tool) }
        var phrases = Phrases()
        var device = TextGathering()
        var names = TextGathering()
        var serials = TextGathering()
        var tools = ListGathering(toolNames.texts)
        var reasons: [Int32] = []
        var conflicts = TextGathering()
        var taken = Set<String>(minimumCapacity: deviceCount)
        let owners = owners
        for index in 0..<deviceCount {
            let own = records[Int(starts[index])..<Int(starts[index + 1])]
            let serial = own.lazy.compactMap { texts[place($0)].serial($0) }.first
            let name = own.lazy.compactMap { texts[place($0)].name($0) }.first
            let label = own.first.map { texts[place($0)].recordName($0) } ?? ""
            var id = serial ?? label
            if !taken.insert(id).inserted {
                id = "\(label) #\(index + 1)"
                taken.insert(id)
            }
            device.append(id)
            names.append(name)
            serials.append(serial)
            var ownTools: [Int32] = []
            for record in own where !ownTools.contains(toolNumbers[place(record)]) {
                ownTools.append(toolNumbers[place(record)])
            }
            tools.append(ownTools)
            var first: Int32 = -1
            var persons: Set<Int32> = []
            var sentences: [String] = []
            for record in own {
                said.forEach(record) { person, reason in
                    if first < 0 { first = reason }
                    if owners[index] >= 0 { return }
                    persons.insert(person)
                    sentences.append(
                        "\(said.text(reason)) says \(ids.string(Int(person)))")
                }
            }
            reasons.append(owners[index] < 0 ? -1 : phrases.number(said.text(first)))
            conflicts.append(persons.count > 1 ? sentences.joined(separator: ", ") : nil)
        }
        let coded = CodedColumn(
            codes: owners.map { $0 + 1 },
            dictionary: TextColumn(arena: ids.arena, views: [.empty] + ids.views))
        let validity = TextGathering.validity(
            owners.count, owners.indices.filter { owners[$0] < 0 })
        return [
            device.finish(), names.finish(), serials.finish(), tools.finish(),
            Column(.coded(coded), validity: validity), phrases.column(reasons), conflicts.finish(),
        ]
    }

    /// The place of a record's object.
    private func place(_ record: Int32) -> Int {
        objects.lastIndex { $0.start <= Int(record) } ?? 0
    }
}

/// The texts of one object's devices that the object `devices` shows.
private struct DeviceTexts {
    private let object: DeviceMatching.Source
    private let serials: [PresentText]
    private let primary: PresentText?

    init(_ object: DeviceMatching.Source, primary: Int?) {
        self.object = object
        let table = object.profile.table
        serials = DeviceMatching.columns(object.profile)
            .filter { object.profile.names[$0].has("serial") }
            .map { PresentText(table.columns[$0]) }
        self.primary = primary.map { PresentText(table.columns[$0]) }
    }

    func serial(_ record: Int32) -> String? {
        serials.lazy.compactMap { $0.bytes(Int(record) - object.start) }.first
            .map { String(decoding: $0, as: UTF8.self) }
    }

    func name(_ record: Int32) -> String? {
        primary?.bytes(Int(record) - object.start).map { String(decoding: $0, as: UTF8.self) }
    }

    func recordName(_ record: Int32) -> String {
        "\(object.profile.table.name) \(name(record) ?? "row \(record + 1)")"
    }
}

extension LinkArray {
    /// The rows that one row matches.
    @inline(__always) func forEachTarget(_ row: Int, _ body: (Int32) -> Void) {
        if isFlat {
            if rows[row] >= 0 { body(rows[row]) }
            return
        }
        for index in Int(starts[row])..<Int(starts[row + 1]) { body(rows[index]) }
    }
}
