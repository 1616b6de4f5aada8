import Columns
import Synchronization

/// Everything inferred about a catalog: profiles, keys, primary fields, links and their arrays.
///
/// A value that belongs to one catalog. Each part is worked out when it is first asked for, once, behind a
/// lock, and lives as long as the model: a board that crosses no link never pays for inference.
public final class LinkModel: Sendable {
    public let tables: [Table]
    public let pins: Pins
    let threads: Int
    /// What was decided about these tables before; nil when they are new.
    let remembered: LinkMemory?
    private let rememberedPositions: [ObjectName: Int]
    private let kept: KeptArrays?
    /// Arrays that need not be kept: they were, or nobody could use them.
    private let keptAlready = Mutex<Set<Slot>>([])
    /// Normalised columns of links whose tables were not profiled.
    let columnsAlone: KeyCache
    private let previous: [ObjectIdentifier: TableProfile]
    /// The model that this one adds known objects to, and their links.
    private let base: LinkModel?
    private let added: AddedLinks?
    private let understood = Mutex<Understanding?>(nil)
    private let inferred = Mutex<LinkInference?>(nil)
    private let primaries = Mutex<[Int: Int]>([:])
    private let memberships = Mutex<[Int: Bool]>([:])
    private let composites = Mutex<[Int: [Int]]>([:])
    let matchedLinks = Mutex<[Int: MatchedLink]>([:])
    private let forwards = Mutex<[Int: LinkArray]>([:])
    private let backwards = Mutex<[Int: LinkArray]>([:])

    /// Profiles of all tables, and what is shared by those who match on them.
    struct Understanding: Sendable {
        let profiles: [TableProfile]
        let cache: KeyCache
        let positions: [ObjectName: Int]
    }

    /// - Parameters:
    ///   - threads: how many may work at once; the results are the same for any number.
    ///   - earlier: a model of an earlier catalog, whose profiles are taken over for tables that are still
    ///     the same ones.
    ///   - memory: what an earlier model of the same tables and pins has decided.
    ///   - kept: arrays of the links of `memory`.
    public init(
        tables: [Table], pins: Pins = Pins(), threads: Int = 2, reusing earlier: LinkModel? = nil,
        remembering memory: LinkMemory? = nil, kept: KeptArrays? = nil
    ) {
        self.tables = tables
        remembered = memory.flatMap { $0.fits(tables) && pins.pairs.isEmpty ? $0 : nil }
        var positions: [ObjectName: Int] = [:]
        for (index, object) in (remembered?.objects ?? []).enumerated() {
            positions[object.name] = index
        }
        rememberedPositions = positions
        self.kept = remembered == nil ? nil : kept
        columnsAlone = KeyCache(tables: tables, threads: max(1, threads))
        self.pins = pins
        self.threads = max(1, threads)
        var previous: [ObjectIdentifier: TableProfile] = [:]
        for profile in earlier?.understood.withLock({ $0?.profiles }) ?? [] {
            previous[ObjectIdentifier(profile.table)] = profile.asWritten
        }
        self.previous = previous
        base = nil
        added = nil
    }

    /// A model with objects that were made from its own: what it inferred stays as it is, and is not done again.
    ///
    /// - Parameter hidden: those of the objects that are left out.
    public init(
        _ base: LinkModel, adding objects: IdentityObjects, without hidden: Set<ObjectName> = []
    ) {
        tables = base.tables + objects.tables.filter { !hidden.contains($0.name) }
        pins = base.pins
        threads = base.threads
        remembered = nil
        rememberedPositions = [:]
        kept = nil
        columnsAlone = KeyCache(tables: [], threads: 1)
        previous = [:]
        self.base = base
        added = objects.added.without(hidden)
    }

    public enum Direction: Sendable { case forward, backward }

    /// Chosen links, in a stable order (object names, then fields).
    public var links: [Link] {
        (base?.links ?? remembered?.links ?? inference.links) + (added?.links ?? [])
    }

    /// Candidates that lost, with the reason as the last line of their evidence.
    public var rejected: [Link] { inference.rejected }

    /// The field or fields that identify a record; empty when nothing does.
    public func key(of object: ObjectName) -> [String] {
        if added?.primaries[object] != nil { return added?.keys[object].map { [$0] } ?? [] }
        if let base { return base.key(of: object) }
        if let object = memory(of: object) { return object.key }
        guard let (table, _) = find(object) else { return [] }
        let profile = inference.profiles[table]
        guard let key = profile.key else {
            return composite(table).map { profile.columns[$0].field }
        }
        // A reference that happens to be unique today does not identify a membership.
        if profile.keys[0].score < 1.5, isMembership(object) {
            let several = composite(table)
            if several.contains(key) { return several.map { profile.columns[$0].field } }
        }
        return [profile.columns[key].field]
    }

    /// The field a person recognises a record by; nil when the object has no fields.
    public func primaryField(of object: ObjectName) -> String? {
        if let field = added?.primaries[object] { return field }
        if let base { return base.primaryField(of: object) }
        if let object = memory(of: object) { return object.primary }
        guard let (table, profile) = find(object) else { return nil }
        return primaryColumn(table).map { profile.columns[$0].field }
    }

    /// The link as rows, from left to right (`forward`) or from right to left.
    public func array(of link: Link, _ direction: Direction) -> LinkArray {
        if let ready = added?.array(link.id, direction) { return ready }
        if let base { return base.array(of: link, direction) }
        if direction == .forward {
            if let ready = forwards.withLock({ $0[link.id] }) { return ready }
        } else if let ready = backwards.withLock({ $0[link.id] }) {
            return ready
        }
        if let ready = keptArray(link.id, direction) { return ready }
        guard let matched = matched(link.id) else {
            return LinkArray(
                starts: [], rows: [], rules: [], ambiguous: nil, blankCount: 0, unmatchedCount: 0)
        }
        if direction == .forward {
            let made = matched.builder.forward(matched.matches)
            forwards.withLock { $0[link.id] = made }
            return made
        }
        let made = matched.builder.backward(matched.matches)
        backwards.withLock { $0[link.id] = made }
        return made
    }

    /// Whether the link's rows are there without work.
    public func hasArray(of link: Link, _ direction: Direction) -> Bool {
        if added?.array(link.id, direction) != nil { return true }
        if let base { return base.hasArray(of: link, direction) }
        return direction == .forward
            ? forwards.withLock { $0[link.id] != nil } : backwards.withLock { $0[link.id] != nil }
    }

    /// Whether the links are known without work; somebody may be finding them.
    public var hasLinks: Bool { base?.hasLinks ?? (remembered != nil || isInferred) }

    private struct Slot: Hashable {
        let link: Int
        let direction: Direction
    }

    /// The array as it was kept; nil when it was not, or cannot be about these tables.
    private func keptArray(_ id: Int, _ direction: Direction) -> LinkArray? {
        guard let kept, let plans = remembered?.plans, plans.indices.contains(id),
            let array = kept.array(id, direction)
        else { return nil }
        let left = tables[plans[id].leftTable].rowCount
        let right = tables[plans[id].rightTable].rowCount
        let isSound =
            direction == .forward
            ? array.leads(from: left, to: right) : array.leads(from: right, to: left)
        guard isSound else { return nil }
        let slot = Slot(link: id, direction: direction)
        _ = keptAlready.withLock { $0.insert(slot) }
        if direction == .forward {
            forwards.withLock { $0[id] = array }
        } else {
            backwards.withLock { $0[id] = array }
        }
        return array
    }

    /// Arrays of at least so many rows that were made here since the last time, to be kept beside `memory`.
    public func takeMadeArrays(rowsMin: Int) -> [MadeArray] {
        // Pinned records change what is matched, and nothing is remembered beside them.
        guard base == nil, pins.pairs.isEmpty else { return [] }
        let made = [
            (Direction.forward, forwards.withLock { $0 }),
            (Direction.backward, backwards.withLock { $0 }),
        ]
        return keptAlready.withLock { known in
            var arrays: [MadeArray] = []
            for (direction, made) in made {
                for (id, array) in made.sorted(by: { $0.key < $1.key })
                where array.rows.count >= rowsMin
                    && known.insert(Slot(link: id, direction: direction)).inserted
                {
                    arrays.append(MadeArray(link: id, direction: direction, array: array))
                }
            }
            return arrays
        }
    }

    /// What was learnt while rows were matched, in words: domains that are one organisation.
    public func notes(of link: Link) -> [String] {
        base?.notes(of: link) ?? matched(link.id)?.notes ?? []
    }

    /// Per row of one side whether every field that a rule reads is blank: such a row can match nothing.
    ///
    /// - Parameter direction: `forward` for the left side's rows.
    public func blankRows(of link: Link, _ direction: Direction) -> [Bool] {
        guard let builder = matched(link.id)?.builder else { return [] }
        return direction == .forward ? builder.leftBlank : builder.rightBlank
    }

    /// Pure membership and assignment objects (`okta.group_members`), which paths walk through.
    ///
    /// Two fields name other objects and identify the record together; what else there is (a date, a role)
    /// describes the connection.
    public func isMembership(_ object: ObjectName) -> Bool {
        if let base { return base.isMembership(object) }
        if let object = memory(of: object) { return object.isMembership }
        guard let (table, profile) = find(object) else { return false }
        let plans = inference.plans
        return memberships.withLock { known in
            if let answer = known[table] { return answer }
            let answer = Membership.isMembership(table, profile, plans, threads: threads)
            known[table] = answer
            return answer
        }
    }

    private func memory(of object: ObjectName) -> LinkMemory.Object? {
        rememberedPositions[object].flatMap { remembered?.objects[$0] }
    }

    /// Gives back the memory of normalised columns, which links that are not followed yet make again.
    public func release() {
        base?.release()
        columnsAlone.release()
        understood.withLock { understanding in
            understanding?.cache.release()
            for profile in understanding?.profiles ?? [] {
                for column in profile.columns { column.release() }
            }
        }
    }

    /// Whether inference has run; it may be under way on another thread, which is not waited for.
    var isInferred: Bool { inferred.withLockIfAvailable { $0 != nil } ?? false }

    var understanding: Understanding {
        if let base { return base.understanding }
        return understood.withLock { slot in
            if let ready = slot { return ready }
            let made = Self.understand(tables, previous, threads)
            slot = made
            return made
        }
    }

    var inference: LinkInference {
        if let base { return base.inference }
        let understanding = understanding
        return inferred.withLock { slot in
            if let ready = slot { return ready }
            let made = LinkInference(
                understanding.profiles, cache: understanding.cache, pins: pins, threads: threads)
            for profile in made.profiles {
                for column in profile.columns { column.hashSet.release() }
            }
            slot = made
            return made
        }
    }

    private static func understand(
        _ tables: [Table], _ previous: [ObjectIdentifier: TableProfile], _ threads: Int
    ) -> Understanding {
        var work: [(table: Int, column: Int)] = []
        for (index, table) in tables.enumerated() where previous[ObjectIdentifier(table)] == nil {
            for column in table.columns.indices { work.append((index, column)) }
        }
        let order = work
        let columns = Parallel.map(order.count, threads: threads) { item in
            let table = tables[order[item].table]
            let column = order[item].column
            return ColumnProfile(
                table.columns[column], field: table.fields[column].name, threads: threads)
        }
        var grouped = [[ColumnProfile]](repeating: [], count: tables.count)
        for (item, profile) in columns.enumerated() { grouped[order[item].table].append(profile) }
        let written = tables.enumerated().map { index, table in
            previous[ObjectIdentifier(table)] ?? TableProfile(table, grouped[index])
        }
        let profiles = PieceColumns.applied(to: written, threads: threads)
        var positions: [ObjectName: Int] = [:]
        for (index, table) in tables.enumerated() { positions[table.name] = index }
        return Understanding(
            profiles: profiles, cache: KeyCache(profiles, threads: threads), positions: positions)
    }

    func find(_ object: ObjectName) -> (Int, TableProfile)? {
        let understanding = understanding
        return understanding.positions[object].map { ($0, understanding.profiles[$0]) }
    }

    func primaryColumn(_ table: Int) -> Int? {
        let profile = understanding.profiles[table]
        if let pinned = pins.primaries[profile.table.name],
            let column = profile.table.index(of: pinned)
        {
            return column
        }
        return primaries.withLock { known in
            if let column = known[table] { return column }
            let column = PrimaryInference.rank(profile).first?.column
            known[table] = column
            return column
        }
    }

    func composite(_ table: Int) -> [Int] {
        let referring = Membership.referring(table, inference.plans, understanding.profiles[table])
        return composites.withLock { known in
            if let key = known[table] { return key }
            let key = CompositeKey(
                understanding.profiles[table], referring: referring, threads: threads
            ).columns()
            known[table] = key
            return key
        }
    }
}
