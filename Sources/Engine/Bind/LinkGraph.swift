import Columns
import Correlation

/// The links of a catalog as a graph of objects: which routes leave an object, under which names.
struct LinkGraph: Sendable {
    private let hops: [ObjectName: [Hop]]
    private let hopNames: [Hop: Set<[String]>]
    private let memberships: Set<ObjectName>
    private let model: LinkModel

    init(tables: [Table], model: LinkModel) {
        var hops: [ObjectName: [Hop]] = [:]
        var hopNames: [Hop: Set<[String]>] = [:]
        var parents: [ObjectName: Table.Parent] = [:]
        for table in tables { parents[table.name] = table.parent }
        var memberships: Set<ObjectName> = []
        for link in model.links {
            for isForward in [true, false] {
                let hop = Hop(link: link, isForward: isForward)
                hops[hop.from, default: []].append(hop)
                hopNames[hop] = LinkNames.names(of: hop, child: parents[link.left.object])
            }
        }
        for table in tables where hops[table.name] != nil {
            if model.isMembership(table.name) { memberships.insert(table.name) }
        }
        self.hops = hops
        self.hopNames = hopNames
        self.memberships = memberships
        self.model = model
    }

    func hops(from object: ObjectName) -> [Hop] { hops[object] ?? [] }

    /// Routes from `object` that are called by exactly these folded parts.
    func routes(from object: ObjectName, named parts: [String]) -> [Route] {
        nearest(hops(from: object).filter { hopNames[$0]?.contains(parts) == true }, parts)
            .map { Route(hops: [$0], label: label(of: $0)) }
    }

    /// The one of several links whose own name it is, or whose key field's whole name: `manager` is not `managerId`.
    private func nearest(_ hops: [Hop], _ parts: [String]) -> [Hop] {
        guard hops.count > 1 else { return hops }
        for isMeant in [isNamed, isWholeField] {
            let meant = hops.filter { isMeant($0, parts) }
            if meant.count == 1 { return meant }
        }
        return hops
    }

    private func isNamed(_ hop: Hop, _ parts: [String]) -> Bool {
        hop.isForward && hop.link.name.map { NameFolding.parts($0) == parts } == true
    }

    private func isWholeField(_ hop: Hop, _ parts: [String]) -> Bool {
        guard hop.isForward, let key = hop.link.left.fields.first else { return false }
        return Array(NameFolding.parts(key).suffix(parts.count)) == parts
    }

    /// Every name a route may be typed by, shortest first, for completion and nearest names.
    func names(from object: ObjectName) -> [(name: String, route: Route)] {
        hops(from: object).flatMap { hop in
            let route = Route(hops: [hop], label: label(of: hop))
            let isNamed = hopNames[hop]?.isEmpty == false
            return isNamed ? [(name: route.label, route: route)] : []
        }
    }

    /// How the hop is typed: its `as` name, the key field without its ending, or `reports`.
    func label(of hop: Hop) -> String {
        if let name = hop.link.name, hop.isForward || !hop.link.isWithinObject { return name }
        if hop.link.isContainment { return LinkNames.lastPart(of: hop.to) }
        if !hop.isForward, hopNames[hop]?.contains(["reports"]) == true { return "reports" }
        let key = hop.link.left.fields.first ?? ""
        let last = key.split(separator: ".").last.map(String.init) ?? key
        guard let stem = LinkNames.stem(of: key), NameFolding.fold(last).hasPrefix(stem) else {
            return last
        }
        // Where another link has that name, the field keeps its ending.
        let isTaken = hops(from: hop.from).contains { other in
            other.link.id != hop.link.id && (isNamed(other, [stem]) || isWholeField(other, [stem]))
        }
        if isTaken { return last }
        // The stem in the field's own letters: `managerId` gives `manager`.
        var spelt = ""
        for character in last {
            if NameFolding.fold(spelt) == stem { break }
            spelt.append(character)
        }
        return spelt
    }

    /// All routes between two objects: direct links, membership objects walked through, and only when there
    /// is neither, identity links through other tools.
    func allRoutes(from object: ObjectName, to target: ObjectName) -> [Route] {
        var found = hops(from: object).filter { $0.to == target }
            .map { Route(hops: [$0], label: label(of: $0)) }
        for first in hops(from: object) where memberships.contains(first.to) {
            for second in hops(from: first.to)
            where second.to == target && second.link.id != first.link.id {
                guard !first.isForward, second.isForward else { continue }
                found.append(Route(hops: [first, second], label: first.to.object))
            }
        }
        if found.isEmpty, let chain = identityChain(from: object, to: target) {
            found.append(chain)
        }
        return found
    }

    /// Routes over an object that names records of both, membership or not: what `by` may choose by its name.
    func routesThrough(from object: ObjectName, to target: ObjectName) -> [Route] {
        hops(from: object).filter { !$0.isForward && $0.to != target }.flatMap { first in
            hops(from: first.to)
                .filter { $0.isForward && $0.to == target && $0.link.id != first.link.id }
                .map { Route(hops: [first, $0], label: first.to.object) }
        }
    }

    /// The route that the target's bare name stands for: the only one, or the one keyed by its name.
    ///
    /// - Returns: one route when it is clear, several when it is not, none when nothing links the two.
    func routesByObjectName(from object: ObjectName, to target: ObjectName) -> [Route] {
        let all = allRoutes(from: object, to: target)
        guard all.count > 1 else { return all }
        let ranked = all.map { (route: $0, rank: rank($0, from: object, to: target)) }
        let best = ranked.map(\.rank).min() ?? 0
        let chosen = ranked.filter { $0.rank == best }
        return chosen.count == 1 && best < Self.unranked ? [chosen[0].route] : all
    }

    private static let unranked = 9

    private func rank(_ route: Route, from object: ObjectName, to target: ObjectName) -> Int {
        if route.hops.count == 2 {
            let isKeyed =
                LinkNames.isKeyed(route.hops[1].fromField, after: target)
                && LinkNames.isKeyed(route.hops[0].toField, after: object)
            let words = NameFolding.words(route.label)
            let plain: Set<String> = [
                "members", "member", "membership", "memberships", "assignments", "assignment",
            ]
            if words.last.map(plain.contains) == true { return isKeyed ? 0 : 3 }
            let nouns = [object, target].map {
                NameFolding.singular(NameFolding.fold(LinkNames.lastPart(of: $0)))
            }
            if Set(words.map(NameFolding.singular)) == Set(nouns) { return isKeyed ? 0 : 3 }
            return isKeyed ? 4 : Self.unranked
        }
        let hop = route.hops[0]
        if hop.link.isContainment { return 0 }
        if hop.link.isIdentity { return 1 }
        let (key, named) = hop.isForward ? (hop.fromField, target) : (hop.toField, object)
        return LinkNames.isKeyed(key, after: named) ? 2 : Self.unranked
    }

    /// Whether `by` chooses the route: by a key field of it, an `as` name or its membership object.
    func isCalled(_ route: Route, _ typed: [String]) -> Bool {
        let parts = typed.flatMap { NameFolding.parts($0) }
        if route.hops.count > 1,
            NameFolding.parts(route.hops[0].to.object) == parts
                || NameFolding.parts(route.hops[0].to.description) == parts
        {
            return true
        }
        return route.hops.contains { hop in
            let forward = Hop(link: hop.link, isForward: true)
            let rivals = hops(from: forward.from).filter { hopNames[$0]?.contains(parts) == true }
            let meant = nearest(rivals, parts)
            if meant.count == 1, rivals.count > 1, rivals.contains(forward) {
                return meant[0] == forward
            }
            if hopNames[forward]?.contains(parts) == true { return true }
            if hopNames[hop]?.contains(parts) == true { return true }
            let ends = hop.link.left.fields + (hop.link.isIdentity ? hop.link.right.fields : [])
            return FieldIndex(names: ends).match(typed) != .none
        }
    }

    /// How the hop is written in a path.
    func typed(_ hop: Hop) -> String {
        if hop.isForward, !hop.link.isIdentity { return label(of: hop) }
        return hop.to.tool == hop.from.tool ? hop.to.object : hop.to.description
    }

    /// The chain of identity links through other tools, for two objects that describe the same things.
    private func identityChain(from object: ObjectName, to target: ObjectName) -> Route? {
        model.identityRoute(from: object, to: target).map { steps in
            Route(
                hops: steps.map { Hop(link: $0.link, isForward: $0.direction == .forward) },
                label: target.object)
        }
    }

    /// The fewest hops from one object to another, for the suggestion of a no-link error; nil when none of
    /// at most four hops leads there.
    func chain(from object: ObjectName, to target: ObjectName) -> [Hop]? {
        var reached: [ObjectName: [Hop]] = [object: []]
        var front = [object]
        for _ in 0..<4 where reached[target] == nil {
            var next: [ObjectName] = []
            for place in front {
                let path = reached[place] ?? []
                for hop in hops(from: place) where reached[hop.to] == nil {
                    reached[hop.to] = path + [hop]
                    next.append(hop.to)
                }
            }
            front = next
        }
        return object == target ? nil : reached[target]
    }

    /// Objects that one segment can reach, for completion.
    func reachable(from object: ObjectName) -> [ObjectName] {
        var found: Set<ObjectName> = []
        for hop in hops(from: object) {
            found.insert(hop.to)
            if memberships.contains(hop.to) {
                for second in hops(from: hop.to) where second.isForward { found.insert(second.to) }
            }
        }
        var front = [object]
        var seen: Set<ObjectName> = [object]
        while let place = front.popLast() {
            for hop in hops(from: place) where hop.link.isIdentity && seen.insert(hop.to).inserted {
                front.append(hop.to)
            }
        }
        return found.union(seen).subtracting([object]).sorted()
    }
}
