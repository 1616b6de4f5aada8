import Columns
import Correlation
import Workspace

/// What inference has decided, as bytes to be kept in the workspace database, behind all that it depends on.
enum LinkMemoryCoding {
    private typealias Fault = ByteReader.Fault

    static func encode(_ memory: LinkMemory, key: String) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(key)
        writer.write(count: memory.objects.count)
        for object in memory.objects {
            write(object.name, to: &writer)
            write(object.fields, to: &writer)
            write(object.key, to: &writer)
            write(object.primary, to: &writer)
            writer.write(UInt8(object.isMembership ? 1 : 0))
        }
        writer.write(count: memory.links.count)
        for link in memory.links { write(link, to: &writer) }
        writer.write(count: memory.plans.count)
        for plan in memory.plans { write(plan, to: &writer) }
        return writer.bytes
    }

    /// - Returns: nil when the bytes are about something else than `key`, or are none of ours.
    static func decode(_ bytes: [UInt8], key: String) -> LinkMemory? {
        var reader = ByteReader(bytes)
        guard (try? reader.readText()) == key else { return nil }
        return try? memory(&reader)
    }

    private static func memory(_ reader: inout ByteReader) throws(Fault) -> LinkMemory {
        var memory = LinkMemory(objects: [], links: [], plans: [])
        for _ in 0..<(try reader.readCount(size: 17)) {
            memory.objects.append(
                LinkMemory.Object(
                    name: try name(&reader), fields: try texts(&reader), key: try texts(&reader),
                    primary: try text(&reader), isMembership: try flag(&reader)))
        }
        for id in 0..<(try reader.readCount(size: 40)) {
            memory.links.append(try link(id, &reader))
        }
        for _ in 0..<(try reader.readCount(size: 10)) { memory.plans.append(try plan(&reader)) }
        guard reader.isAtEnd else { throw Fault() }
        return memory
    }

    // MARK: - Links

    private static func write(_ link: Link, to writer: inout ByteWriter) {
        for end in [link.left, link.right] {
            write(end.object, to: &writer)
            write(end.fields, to: &writer)
        }
        writer.write(link.kind.rawValue)
        writer.write(count: link.rules.count)
        for rule in link.rules {
            writer.write(rule.kind.rawValue)
            writer.write(rule.leftField)
            writer.write(rule.rightField)
            writer.write(rule.note)
        }
        for number in [link.confidence, link.leftMatched, link.rightMatched] {
            writer.write(number.bitPattern)
        }
        write(link.evidence, to: &writer)
        write(link.name, to: &writer)
        for flag in [link.isPinned, link.isWeak, link.isContainment, link.isIdentity] {
            writer.write(UInt8(flag ? 1 : 0))
        }
    }

    private static func link(_ id: Int, _ reader: inout ByteReader) throws(Fault) -> Link {
        let left = LinkEnd(object: try name(&reader), fields: try texts(&reader))
        let right = LinkEnd(object: try name(&reader), fields: try texts(&reader))
        guard let kind = Link.Kind(rawValue: try reader.readText()) else { throw Fault() }
        var rules: [MatchRule] = []
        for _ in 0..<(try reader.readCount(size: 13)) {
            rules.append(
                MatchRule(
                    kind: try ruleKind(&reader), leftField: try reader.readText(),
                    rightField: try reader.readText(), note: try reader.readText()))
        }
        return Link(
            id: id, left: left, right: right, kind: kind, rules: rules,
            confidence: try number(&reader), leftMatched: try number(&reader),
            rightMatched: try number(&reader), evidence: try texts(&reader),
            name: try text(&reader), isPinned: try flag(&reader), isWeak: try flag(&reader),
            isContainment: try flag(&reader), isIdentity: try flag(&reader))
    }

    private static func write(_ plan: LinkMemory.Plan, to writer: inout ByteWriter) {
        writer.write(UInt32(plan.leftTable))
        writer.write(UInt32(plan.rightTable))
        writer.write(UInt8(plan.isContainment ? 1 : 0))
        writer.write(UInt8(plan.rules == nil ? 0 : 1))
        guard let rules = plan.rules else { return }
        writer.write(count: rules.count)
        for rule in rules {
            writer.write(rule.kind.rawValue)
            writer.write(UInt32(rule.left))
            writer.write(UInt32(rule.right))
            writer.write(UInt8(rule.isNumber ? 1 : 0))
            writer.write(rule.note)
        }
    }

    private static func plan(_ reader: inout ByteReader) throws(Fault) -> LinkMemory.Plan {
        var plan = LinkMemory.Plan(
            leftTable: Int(try reader.read(UInt32.self)),
            rightTable: Int(try reader.read(UInt32.self)), rules: nil,
            isContainment: try flag(&reader))
        guard try flag(&reader) else { return plan }
        var rules: [LinkMemory.Rule] = []
        for _ in 0..<(try reader.readCount(size: 14)) {
            rules.append(
                LinkMemory.Rule(
                    kind: try ruleKind(&reader), left: Int(try reader.read(UInt32.self)),
                    right: Int(try reader.read(UInt32.self)), isNumber: try flag(&reader),
                    note: try reader.readText()))
        }
        plan.rules = rules
        return plan
    }

    // MARK: - Small values

    private static func write(_ name: ObjectName, to writer: inout ByteWriter) {
        writer.write(name.tool)
        writer.write(name.object)
    }

    private static func name(_ reader: inout ByteReader) throws(Fault) -> ObjectName {
        ObjectName(tool: try reader.readText(), object: try reader.readText())
    }

    private static func write(_ texts: [String], to writer: inout ByteWriter) {
        writer.write(count: texts.count)
        for text in texts { writer.write(text) }
    }

    private static func texts(_ reader: inout ByteReader) throws(Fault) -> [String] {
        var texts: [String] = []
        for _ in 0..<(try reader.readCount(size: 4)) { texts.append(try reader.readText()) }
        return texts
    }

    private static func write(_ text: String?, to writer: inout ByteWriter) {
        writer.write(UInt8(text == nil ? 0 : 1))
        if let text { writer.write(text) }
    }

    private static func text(_ reader: inout ByteReader) throws(Fault) -> String? {
        try flag(&reader) ? try reader.readText() : nil
    }

    private static func flag(_ reader: inout ByteReader) throws(Fault) -> Bool {
        try reader.read(UInt8.self) != 0
    }

    private static func number(_ reader: inout ByteReader) throws(Fault) -> Double {
        Double(bitPattern: try reader.read(UInt64.self))
    }

    private static func ruleKind(_ reader: inout ByteReader) throws(Fault) -> RuleKind {
        guard let kind = RuleKind(rawValue: try reader.read(UInt8.self)) else { throw Fault() }
        return kind
    }
}
