import BoardLanguage
import Columns
import Correlation

/// One reading of the next segments of a path as a way to other records.
struct LinkCandidate {
    enum Target {
        /// Links that are called by this name.
        case named([Route])
        case object(ObjectName)
        case severalObjects([ObjectName])
        /// The other side of a `reconcile`.
        case side(Scope.Side)
    }
    /// How many segments it takes.
    let count: Int
    let target: Target
}

extension Binder {
    /// The readings of `segments` as links, in the order in which they are tried: the sides of a reconcile, a
    /// link by its name, `tool.object`, an object's name; longer names first.
    func linkCandidates(
        _ segments: ArraySlice<Segment>, at cursor: PathCursor
    ) -> [LinkCandidate] {
        // Only the last segment of a name may have a star or brackets.
        var longest = 1
        while longest < segments.count, longest < 4,
            case let segment = segments[segments.startIndex + longest - 1],
            !segment.hasBrackets, !segment.isStarred
        { longest += 1 }
        let counts = (1...longest).reversed()
        func names(_ count: Int) -> [String] { segments.prefix(count).map(\.name.text) }
        var found: [LinkCandidate] = []
        for side in cursor.row?.sides ?? [] {
            for count in counts where isCalled(side, names(count), beside: cursor) {
                found.append(LinkCandidate(count: count, target: .side(side)))
            }
        }
        guard let table = cursor.path?.table else { return found }
        for count in counts {
            let parts = names(count).flatMap { NameFolding.parts($0) }
            let routes = graph.routes(from: table.name, named: parts)
            if !routes.isEmpty {
                found.append(LinkCandidate(count: count, target: .named(routes)))
            }
        }
        for count in counts where count > 1 {
            append(objects.withTool(names(count)), count, to: &found)
        }
        for count in counts {
            append(
                objects.withoutTool(names(count), beside: table.name.tool), count, to: &found)
        }
        return found
    }

    private func append(
        _ match: ObjectIndex.Match, _ count: Int, to found: inout [LinkCandidate]
    ) {
        switch match {
        case .none: break
        case .one(let object): found.append(LinkCandidate(count: count, target: .object(object)))
        case .several(let objects):
            found.append(LinkCandidate(count: count, target: .severalObjects(objects)))
        }
    }

    private func isCalled(
        _ side: Scope.Side, _ names: [String], beside cursor: PathCursor
    ) -> Bool {
        let parts = names.flatMap { NameFolding.parts($0) }
        if let name = side.name, parts == NameFolding.parts(name) { return true }
        if side.object == cursor.path?.table.name { return false }
        if case .one(side.object) = objects.withTool(names) { return true }
        if case .one(side.object) = objects.withoutTool(names, beside: side.object.tool) {
            return true
        }
        return false
    }

    /// Goes where the candidate leads and resolves the rest of the path there.
    func follow(
        _ candidate: LinkCandidate, _ segments: ArraySlice<Segment>, at cursor: PathCursor,
        use: PathUse, place: Place
    ) throws(PathMiss) -> ResolvedPath {
        let last = segments[segments.startIndex + candidate.count - 1]
        let rest = segments.dropFirst(candidate.count)
        let span = segments.first!.name.span.to(last.name.span)
        let depth = segments.startIndex + candidate.count
        func miss(_ message: String, help: String?) -> PathMiss {
            PathMiss(error: error(message, at: span, help: help), depth: depth)
        }
        var next = cursor
        if case .side(let side) = candidate.target {
            guard !last.hasBrackets, !last.isStarred, let path = start(of: side.scope) else {
                throw miss(
                    "brackets cannot choose among the records of a reconciled side",
                    help: "a where stage, before or after, can")
            }
            next.scope = side.scope
            next.path = path
            next.isAtRow = true
        } else {
            guard let path = cursor.path else {
                throw miss("no links from \(cursor.objectName)", help: nil)
            }
            let route = try self.route(candidate, last, from: path.table, miss)
            let step = try self.step(route, last, cursor, span)
            next.isAtRow = false
            next.path = walk(path, step, segment: last, scope: cursor.scope)
        }
        if rest.isEmpty, let path = next.path { return .records(path, depth: 0) }
        return try find(rest, at: next, use: use, place: place)
    }

    /// One more step, or the record that `expand` bound for it.
    private func walk(
        _ path: BoundPath, _ step: BoundStep, segment: Segment, scope: Scope
    ) -> BoundPath {
        if path.steps.isEmpty, let record = scope.expanded(from: path.slot, by: step) {
            let written = record.walk?.step.condition?.place.excerpt
            if segment.condition == nil || written == step.condition?.place.excerpt {
                return start(at: record)
            }
        }
        var longer = path
        longer.steps.append(step)
        longer.leaf = .records
        return longer
    }

    /// The step from an object to another by its name, as `reconcile` names it.
    func step(
        to object: ObjectName, _ segment: Segment, from table: Table, _ span: Span
    ) throws(PathMiss) -> BoundStep {
        let route = try route(
            LinkCandidate(count: 1, target: .object(object)), segment, from: table
        ) { PathMiss(error: error($0, at: span, help: $1), depth: 0) }
        let origin = Scope(rowName: table.name.description)
        let cursor = PathCursor(scope: origin, path: nil, origin: origin)
        return try step(route, segment, cursor, span)
    }

    private func route(
        _ candidate: LinkCandidate, _ segment: Segment, from table: Table,
        _ miss: (String, String?) -> PathMiss
    ) throws(PathMiss) -> Route {
        var routes: [Route] = []
        var target = table.name.description
        switch candidate.target {
        case .named(let named): routes = named
        case .object(let object):
            target = object.description
            if object == table.name, segment.by == nil {
                throw miss(
                    "'\(segment.name.text)' is \(table.name) itself",
                    "its links to itself have names: manager, reports")
            }
            routes =
                segment.by == nil
                ? graph.routesByObjectName(from: table.name, to: object)
                : graph.allRoutes(from: table.name, to: object)
            if routes.isEmpty { throw noLink(from: table.name, to: object, miss) }
        case .severalObjects(let objects):
            throw miss(
                "'\(segment.name.text)' is an object of \(objects.count) tools",
                "one of \(objects.map(\.description).joined(separator: ", "))")
        case .side: break
        }
        if let by = segment.by {
            let all = routes
            let typed = by.names.map(\.text)
            routes = routes.filter { graph.isCalled($0, typed) }
            if routes.isEmpty, case .object(let object) = candidate.target {
                routes = graph.routesThrough(from: table.name, to: object)
                    .filter { graph.isCalled($0, typed) }
            }
            if routes.isEmpty {
                throw PathMiss(
                    error: error(
                        "no link from \(table.name) to \(target) by '\(by.names.map(\.text).joined(separator: "."))'",
                        at: by.span, help: "one of \(candidates(all, segment))"),
                    depth: 60)
            }
        }
        guard routes.count == 1 else {
            throw miss(
                "\(routes.count) links lead from \(table.name) to \(routes[0].target)",
                "one of \(candidates(routes, segment))")
        }
        if segment.isStarred, routes[0].target != table.name {
            throw miss(
                "* walks a link from an object to itself, and '\(segment.name.text)' leads to \(routes[0].target)",
                nil)
        }
        return routes[0]
    }

    /// `issues[by assignee] (97 %), issues[by reporter] (100 %)`
    private func candidates(_ routes: [Route], _ segment: Segment) -> String {
        routes.map {
            "\(segment.name.text)[by \($0.label)] (\(Percent.text($0.matchRate)))"
        }.joined(separator: ", ")
    }

    private func step(
        _ route: Route, _ segment: Segment, _ cursor: PathCursor, _ span: Span
    ) throws(PathMiss) -> BoundStep {
        let tables = route.hops.compactMap { table($0.to) }
        guard tables.count == route.hops.count, let target = tables.last else {
            throw PathMiss(
                error: error("\(route.target) is not loaded", at: span), depth: 60)
        }
        var condition: BoundExpression?
        if let written = segment.condition {
            var inner = Scope(rowName: target.name.description)
            inner.record = Scope.Record(slot: 0, table: target)
            inner.outside = Scope.Outside(cursor.origin)
            inner.isInBrackets = true
            do throws(BoardError) {
                condition = try bindCondition(written, in: inner)
            } catch { throw PathMiss(error: error, depth: 90) }
        }
        return BoundStep(
            route: route, tables: tables, isStarred: segment.isStarred, condition: condition,
            place: place(span))
    }

    private func noLink(
        from object: ObjectName, to target: ObjectName, _ miss: (String, String?) -> PathMiss
    ) -> PathMiss {
        func key(_ name: ObjectName) -> String {
            guard let table = table(name), let column = primaryColumn(of: table) else {
                return "\(name).FIELD"
            }
            return "\(name).\(table.fields[column].name)"
        }
        if earlier[object] != nil {
            return miss(
                "no link from \(object) to \(target)",
                "links lead from what is loaded now; --as-of answers the whole board on a state")
        }
        let line = "link \(key(object)) = \(key(target))"
        if let chain = graph.chain(from: object, to: target), chain.count > 1 {
            let path = chain.map { graph.typed($0) }.joined(separator: ".")
            return miss(
                "no link from \(object) to \(target)",
                "\(path) leads there; a pinned key would too: \(line)")
        }
        return miss("no link from \(object) to \(target)", "a pinned key makes one: \(line)")
    }

    /// Nothing of this name, with what is near.
    func unknownName(
        _ segments: ArraySlice<Segment>, at cursor: PathCursor, use: PathUse
    ) -> PathMiss {
        let segment = segments.first!
        let isLast = segments.count == 1 && !segment.hasBrackets && !segment.isStarred
        let what = use == .expand ? "link or list" : isLast ? "field" : "field or link"
        var names = cursor.row?.made.map(\.name) ?? []
        var links: [String] = []
        if let table = cursor.path?.table {
            let index = fields(of: table)
            names += table.fields.indices.map { index.heading($0) }
            links = graph.names(from: table.name).map(\.name)
            links += graph.reachable(from: table.name).map {
                $0.tool == table.name.tool ? $0.object : $0.description
            }
        }
        let typed = segment.name.text
        if !isLast, use != .expand || segments.count > 1, let table = cursor.path?.table,
            case .one(let position) = fields(of: table).match([typed])
        {
            let type = table.columns[position].type.name
            return PathMiss(
                error: error(
                    "'\(typed)' is a field of \(table.name), not a link", at: segment.name.span,
                    help: "it is \(type) and has no fields of its own"),
                depth: segments.startIndex)
        }
        if let missed = missedObject(segment, segments, at: cursor) { return missed }
        var seen: Set<String> = []
        names = names.filter { seen.insert($0).inserted }
        let near = nearestNames(to: typed, in: names + links, limit: 1)
        let help: String? =
            if let side = otherSide(with: segment, of: cursor.row) {
                "the other side has it: \(side)"
            } else if let nearest = near.first {
                "nearest is '\(nearest)'"
            } else if typed.lowercased() == "count" {
                "count counts rows in group, before per, and in expect"
            } else {
                listing(names, of: cursor.objectName)
            }
        return PathMiss(
            error: error(
                "no \(what) '\(typed)' in \(cursor.objectName)", at: segment.name.span, help: help),
            depth: segments.startIndex)
    }

    /// A name that stands for several fields, where one value is needed.
    private func missedObject(
        _ segment: Segment, _ segments: ArraySlice<Segment>, at cursor: PathCursor
    ) -> PathMiss? {
        guard segments.count == 1, let table = cursor.path?.table else { return nil }
        let index = fields(of: table)
        let members = index.members(of: [segment.name.text]).map { index.names[$0] }
        guard !members.isEmpty else { return nil }
        let shown = members.prefix(5).joined(separator: ", ")
        return PathMiss(
            error: error(
                "'\(segment.name.text)' is a JSON object, not one value", at: segment.name.span,
                help: "its members are \(shown)"
                    + (members.count > 5 ? " and \(members.count - 5) more" : "")),
            depth: segments.startIndex)
    }

    /// How the other side of a `reconcile` is asked for a field that the row's own side lacks.
    private func otherSide(with segment: Segment, of row: Scope?) -> String? {
        let typed = segment.name.text
        let side = row?.sides.last { side in
            guard let table = side.scope.record?.table else { return false }
            if case .one = fields(of: table).match([typed]) { return true }
            return false
        }
        return side.map { side in
            "\(side.name ?? side.object.description)."
                + (segment.name.isQuoted ? "`\(typed)`" : typed)
        }
    }

    private func listing(_ names: [String], of object: String) -> String? {
        guard !names.isEmpty else { return nil }
        let rest = names.count - 8
        return "\(object) has \(names.prefix(8).joined(separator: ", "))"
            + (rest > 0 ? " and \(rest) more" : "")
    }
}

/// Shares as a person reads them.
enum Percent {
    /// `87 %`; never 100 unless it is all, never 0 unless it is none.
    static func text(_ share: Double) -> String {
        if share >= 1 { return "100 %" }
        if share <= 0 { return "0 %" }
        return "\(min(99, max(1, Int((share * 100).rounded())))) %"
    }
}
