import BoardLanguage
import Columns

/// What a path turned out to name.
enum ResolvedPath {
    case value(BoundExpression)
    /// Records, no field of theirs; `depth` is how many frames outside the row is that they belong to.
    case records(BoundPath, depth: Int)
    /// A JSON object: all its members, with their names.
    case members([BoundExpression])
}

/// Where a name stands, which decides between a field and a link of the same name.
enum PathUse {
    /// Alone, a name is the column or field.
    case value
    /// In `has` and `no`, where a JSON object stands for its members too.
    case existence
    /// In `show` and `hide`, likewise.
    case columns
    /// In `expand`, where a name is the link.
    case expand
}

/// Why a candidate did not fit; the one that got furthest is shown.
struct PathMiss: Error {
    let error: BoardError
    let depth: Int
}

/// Where the look-up of a path has got to: the row with all its names, or a record reached from it.
struct PathCursor {
    /// The row's names; of these only the expanded records count once the path has left the row.
    var scope: Scope
    var isAtRow = true
    var path: BoundPath?
    /// The scope the whole path is written in, which `row.` means inside its brackets.
    let origin: Scope

    var row: Scope? { isAtRow ? scope : nil }
    var objectName: String { path?.table.name.description ?? scope.rowName }
}

extension Binder {
    /// Resolves a path where it is written.
    func resolve(
        _ path: Path, in scope: Scope, use: PathUse = .value
    ) throws(BoardError) -> ResolvedPath {
        let segments = path.segments[...]
        do throws(PathMiss) {
            if isRow(path.segments[0]) { return try resolveOutside(path, scope, use) }
            let cursor = PathCursor(scope: scope, path: start(of: scope), origin: scope)
            return try find(segments, at: cursor, use: use, place: place(path.span))
        } catch {
            throw error.error
        }
    }

    /// A path as a value: records stand for their primary field.
    func resolveValue(_ path: Path, in scope: Scope) throws(BoardError) -> BoundExpression {
        let place = place(path.span)
        switch try resolve(path, in: scope) {
        case .value(let expression): return expression
        case .records(let records, let depth):
            guard let value = value(of: records, place: place) else {
                throw place.error("\(records.table.name) has no fields")
            }
            return outer(value, depth)
        case .members(let members):
            throw place.error(
                "'\(place.excerpt)' is an object of \(members.count) fields, not one value",
                help:
                    "one of its fields is needed: \(members.prefix(3).map(\.place.excerpt).joined(separator: ", "))"
            )
        }
    }

    /// The expression as it is seen from `depth` frames further in.
    func outer(_ expression: BoundExpression, _ depth: Int) -> BoundExpression {
        (0..<depth).reduce(expression) { inner, _ in
            BoundExpression(.outer(inner), type: inner.type, place: inner.place)
        }
    }

    private func isRow(_ segment: Segment) -> Bool {
        !segment.name.isQuoted && segment.name.text.lowercased() == "row"
    }

    func start(of scope: Scope) -> BoundPath? { scope.record.map(start(at:)) }

    /// The path that names a slot's record itself.
    func start(at record: Scope.Record) -> BoundPath {
        BoundPath(
            slot: record.slot, start: record.table, isManyAtStart: record.isMany, steps: [],
            leaf: .records)
    }

    private func resolveOutside(
        _ path: Path, _ scope: Scope, _ use: PathUse
    ) throws(PathMiss) -> ResolvedPath {
        let place = place(path.span)
        var depth = 1
        var found = scope.outside?.scope
        if scope.isInBrackets {
            while let inner = found, inner.isInBrackets {
                found = inner.outside?.scope
                depth += 1
            }
        }
        guard let outside = found else {
            throw PathMiss(
                error: place.error(
                    "'row' has no meaning here",
                    help: "row is the board's row, seen from inside [ ] or from a board in ( )"),
                depth: 99)
        }
        guard path.segments.count > 1 else {
            throw PathMiss(
                error: place.error(
                    "'row' alone is no value", help: "row.FIELD reads the board's row"),
                depth: 99)
        }
        let cursor = PathCursor(scope: outside, path: start(of: outside), origin: outside)
        switch try find(path.segments.dropFirst(), at: cursor, use: use, place: place) {
        case .value(let expression): return .value(outer(expression, depth))
        case .records(let records, _): return .records(records, depth: depth)
        case .members(let members): return .members(members.map { outer($0, depth) })
        }
    }

    /// The first meaning of `segments` that fits all of them.
    func find(
        _ segments: ArraySlice<Segment>, at cursor: PathCursor, use: PathUse, place: Place
    ) throws(PathMiss) -> ResolvedPath {
        var misses: [PathMiss] = []
        if use != .expand || segments.count > 1 {
            if let found = try fieldCandidate(segments, at: cursor, use: use, place: place) {
                return found
            }
        }
        for candidate in linkCandidates(segments, at: cursor) {
            do throws(PathMiss) {
                return try follow(candidate, segments, at: cursor, use: use, place: place)
            } catch { misses.append(error) }
        }
        if use == .expand,
            let found = try fieldCandidate(segments, at: cursor, use: use, place: place)
        {
            return found
        }
        if let own = ownName(segments, at: cursor) {
            do throws(PathMiss) {
                return try find(segments.dropFirst(own), at: cursor, use: use, place: place)
            } catch { misses.append(error) }
        }
        var best = unknownName(segments, at: cursor, use: use)
        for miss in misses where miss.depth > best.depth { best = miss }
        throw best
    }

    /// A column made by the board, else a field, else a JSON object; all take the whole rest of the path.
    private func fieldCandidate(
        _ segments: ArraySlice<Segment>, at cursor: PathCursor, use: PathUse, place: Place
    ) throws(PathMiss) -> ResolvedPath? {
        guard segments.allSatisfy({ !$0.hasBrackets && !$0.isStarred }) else { return nil }
        let typed = segments.map(\.name.text)
        if let row = cursor.row, let made = try madeColumn(typed, in: row, segments, tails: false) {
            return .value(at(place, made))
        }
        if let path = cursor.path {
            let index = fields(of: path.table)
            switch index.match(typed) {
            case .one(let column): return .value(fieldValue(column, path, cursor.scope, place))
            case .several(let columns):
                let names = columns.map { "'\(path.table.fields[$0].name)'" }
                throw ambiguous(segments, "fields of \(path.table.name)", names)
            case .none: break
            }
            let members = use == .value ? [] : index.members(of: typed)
            if !members.isEmpty, use != .expand {
                return .members(
                    members.map { column in
                        fieldValue(column, path, cursor.scope, place)
                    })
            }
        }
        if let row = cursor.row, let made = try madeColumn(typed, in: row, segments, tails: true) {
            return .value(at(place, made))
        }
        return nil
    }

    private func at(_ place: Place, _ expression: BoundExpression) -> BoundExpression {
        var moved = expression
        moved.place = place
        return moved
    }

    private func madeColumn(
        _ typed: [String], in row: Scope, _ segments: ArraySlice<Segment>, tails: Bool
    ) throws(PathMiss) -> BoundExpression? {
        if typed.count == 1, let exact = row.made.last(where: { $0.name == typed[0] }) {
            return exact.expression
        }
        let named = row.made.filter { !$0.isText }
        guard !named.isEmpty else { return nil }
        let index = FieldIndex(names: named.map(\.name))
        switch tails ? index.match(typed) : index.matchWhole(typed) {
        case .one(let position): return named[position].expression
        case .several(let positions):
            // Of columns with one name the last made hides the others.
            let names = Set(positions.map { named[$0].name })
            if names.count == 1 { return named[positions[positions.count - 1]].expression }
            throw ambiguous(segments, "columns", positions.map { "'\(named[$0].name)'" })
        case .none: return nil
        }
    }

    private func fieldValue(
        _ column: Int, _ path: BoundPath, _ scope: Scope, _ place: Place
    ) -> BoundExpression {
        if path.steps.isEmpty,
            let element = scope.elements.last(where: {
                $0.slot == path.slot && $0.column == column
            })
        {
            return at(place, element.expression)
        }
        let type = path.table.columns[column].type
        var whole = path
        whole.leaf = .field(column)
        return BoundExpression(
            .path(whole), type: path.isMany ? .list(type.scalar) : type, place: place)
    }

    /// How many segments are the object's own name in front of one of its fields: `okta.users.login`.
    private func ownName(_ segments: ArraySlice<Segment>, at cursor: PathCursor) -> Int? {
        guard let path = cursor.path, cursor.row != nil, path.steps.isEmpty else { return nil }
        for count in [3, 2, 1] where segments.count > count {
            let front = segments.prefix(count)
            guard front.allSatisfy({ !$0.hasBrackets && !$0.isStarred }) else { continue }
            let names = front.map(\.name.text)
            let found =
                count == 1
                ? objects.withoutTool(names, beside: path.table.name.tool) : objects.withTool(names)
            if case .one(path.table.name) = found { return count }
        }
        return nil
    }

    private func ambiguous(
        _ segments: ArraySlice<Segment>, _ what: String, _ names: [String]
    ) -> PathMiss {
        let span = segments.first!.name.span.to(segments.last!.name.span)
        let shown = names.prefix(5).joined(separator: ", ")
        return PathMiss(
            error: error(
                "'\(segments.map(\.name.text).joined(separator: "."))' fits \(names.count) \(what)",
                at: span, help: "one of \(shown)"),
            depth: 50)
    }
}
