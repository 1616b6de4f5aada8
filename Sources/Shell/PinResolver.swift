import BoardLanguage
import Columns
import Correlation
import Engine

/// A statement of `setup.board` or the REPL with the text that its spans point into.
struct PinStatement: Sendable {
    let statement: Statement
    let text: String
    let path: String?
}

/// Turns the names in pins into objects, fields and columns.
struct PinResolver {
    let catalog: Catalog
    private let objects: ObjectIndex
    private let context: EvaluationContext

    init(catalog: Catalog, timeZone: ZoneTable, threads: Int) {
        self.catalog = catalog
        objects = ObjectIndex(names: catalog.tables.map(\.name))
        // A side is a fact about the records, so the clock has no part in it.
        context = EvaluationContext(
            now: 0, timeZone: timeZone, cancellation: Cancellation(), threads: threads)
    }

    /// The pins that fit the objects there are, and what is wrong with the others.
    func resolve(_ statements: [PinStatement]) -> (Pins, [BoardError]) {
        var pins = Pins()
        var problems: [BoardError] = []
        for pin in statements {
            do throws(BoardError) {
                try add(pin, to: &pins)
            } catch {
                problems.append(error)
            }
        }
        return (pins, problems)
    }

    /// Adds one statement's pin.
    func add(_ pin: PinStatement, to pins: inout Pins) throws(BoardError) {
        switch pin.statement.kind {
        case .link(let left, let right, let isWeak, let name):
            let (left, right) = (try side(left, pin), try side(right, pin))
            // The later statement about two fields counts.
            pins.links.removeAll { isOf($0, left, right) }
            pins.links.append(
                Pins.PinnedLink(left: left, right: right, isWeak: isWeak, name: name?.text))
        case .unlink(let left, let right):
            let (left, right) = (try side(left, pin), try side(right, pin))
            pins.links.removeAll { isOf($0, left, right) }
            pins.unlinks.append(
                (
                    LinkEnd(object: left.object, fields: [left.field]),
                    LinkEnd(object: right.object, fields: [right.field])
                ))
        case .primary(let path, let field):
            let object = try object(path.names, path.span, pin)
            pins.primaries[object] = try self.field(field.names, field.span, of: object, pin)
        case .same(let left, let right):
            pins.pairs.append(try pair(left, right, isSame: true, pin))
        case .different(let left, let right):
            pins.pairs.append(try pair(left, right, isSame: false, pin))
        default: break
        }
    }

    /// Whether a pinned link joins these two fields, in either direction.
    private func isOf(_ link: Pins.PinnedLink, _ left: Pins.Side, _ right: Pins.Side) -> Bool {
        func same(_ first: Pins.Side, _ second: Pins.Side) -> Bool {
            first.object == second.object && first.field == second.field
        }
        return (same(link.left, left) && same(link.right, right))
            || (same(link.left, right) && same(link.right, left))
    }

    private func pair(_ left: SameSide, _ right: SameSide, isSame: Bool, _ pin: PinStatement)
        throws(BoardError) -> Pins.PinnedPair
    {
        Pins.PinnedPair(
            leftObject: try object(left.object.names, left.object.span, pin),
            leftRecord: try record(left.record, pin),
            rightObject: try object(right.object.names, right.object.span, pin),
            rightRecord: try record(right.record, pin), isSame: isSame)
    }

    /// What a `same` or `different` statement names and no record of the object has.
    ///
    /// A record may leave the data after the line was written, so in `setup.board` this is a note.
    ///
    /// - Parameter naming: the fields that name an object's records; nil looks in every field, for which
    ///   nothing need be inferred.
    func unknownRecord(
        of pin: PinStatement, naming: ((ObjectName) -> [String])? = nil
    ) -> BoardError? {
        guard
            case .same(let left, let right) = pin.statement.kind.pairAsSame,
            let pair = try? pair(left, right, isSame: true, pin)
        else { return nil }
        let sides = [
            (pair.leftObject, pair.leftRecord, left), (pair.rightObject, pair.rightRecord, right),
        ]
        for (object, record, side) in sides {
            guard let table = catalog[object] else { continue }
            let fields = naming?(object) ?? table.fields.map(\.name)
            if fields.contains(where: { !rows(of: record, in: $0, table).isEmpty }) { continue }
            return error(
                "no record of \(object) is called '\(record)'", side.record.span, pin,
                help: rule(record, fields, table))
        }
        return nil
    }

    /// How a record is named; by an example where another field of just one record has the value.
    private func rule(_ record: String, _ fields: [String], _ table: Table) -> String {
        let rule = "a record is named by its key or primary field"
        let names = fields.compactMap { table.index(of: $0) }
        for field in table.fields {
            let rows = rows(of: record, in: field.name, table)
            guard rows.count == 1 else { continue }
            let name = names.map { table.columns[$0].string(rows[0]) }.first { !$0.isEmpty }
            if let name { return "\(rule): \(field.name) '\(record)' is that of '\(name)'" }
        }
        return rule
    }

    /// The rows with this value, compared as keys are.
    private func rows(of record: String, in field: String, _ table: Table) -> [Int] {
        guard let column = table.index(of: field).map({ table.columns[$0] }),
            !column.type.isList
        else { return [] }
        let folded = Folding.folded(record)
        let text = column.text()
        return (0..<text.count).filter { row in
            Folding.withFolded(text.bytes(row)) { $0.elementsEqual(folded.utf8) }
        }
    }

    private func record(_ expression: BoardLanguage.Expression, _ pin: PinStatement)
        throws(BoardError) -> String
    {
        switch expression.kind {
        case .literal(.text(let text)): return text
        case .literal(.integer(let value)): return String(value)
        default:
            throw error(
                "a record is named by a text", expression.span, pin,
                help: "the value of its key or primary field, in quotes")
        }
    }

    private func side(_ side: LinkSide, _ pin: PinStatement) throws(BoardError) -> Pins.Side {
        if let expression = side.expression {
            let object = try object(side.path.names, side.path.span, pin)
            return Pins.Side(
                object: object, field: excerpt(pin.text, expression.span),
                computed: try column(expression, of: side.path, pin))
        }
        let names = side.path.names
        // The longest run of names that is an object; at least one is left for the field.
        for count in stride(from: names.count - 1, to: 0, by: -1) {
            guard case .one(let object) = objects.source(names.prefix(count).map(\.text)) else {
                continue
            }
            let rest = Array(names.dropFirst(count))
            let span = rest[0].span.to(rest[rest.count - 1].span)
            return Pins.Side(object: object, field: try field(rest, span, of: object, pin))
        }
        if case .none = objects.source(names.map(\.text)) {
            let leading = Array(names.count > 2 ? names.prefix(2) : names.prefix(1))
            _ = try object(leading, leading[0].span.to(leading[leading.count - 1].span), pin)
        }
        throw error(
            "a field is due after the object", side.path.span, pin,
            help: "such as okta.users.email")
    }

    /// An expression's value for each record, in row order: the one column of a board that shows it.
    private func column(
        _ expression: BoardLanguage.Expression, of object: ObjectPath, _ pin: PinStatement
    ) throws(BoardError) -> Column {
        let heading = "value"
        let environment = Environment(
            catalog: catalog, links: LinkModel(tables: catalog.tables), saved: [:],
            context: context)
        let item = Item.expression(name: Name(heading, span: expression.span), expression)
        let board = Board(
            source: .object(object, at: nil),
            stages: [Stage(.show([item]), span: expression.span)],
            span: object.span.to(expression.span))
        let table = try BoardRunner(environment: environment).run(
            board, text: pin.text, path: pin.path
        ).table
        guard let position = table.index(of: heading) else {
            throw error("it has no value", expression.span, pin, help: nil)
        }
        return table.columns[position]
    }

    private func object(_ names: [Name], _ span: Span, _ pin: PinStatement) throws(BoardError)
        -> ObjectName
    {
        let typed = names.map(\.text)
        switch objects.source(typed) {
        case .one(let object): return object
        case .several(let found):
            throw error(
                "'\(typed.joined(separator: "."))' is several objects", span, pin,
                help: Phrase.list(found.map(\.description), and: "or"))
        case .none:
            let name = typed.joined(separator: ".")
            throw error(
                "no object '\(name)'", span, pin,
                help: Suggestion.nearest(name, in: objects.names.map(\.description)))
        }
    }

    private func field(_ names: [Name], _ span: Span, of object: ObjectName, _ pin: PinStatement)
        throws(BoardError) -> String
    {
        let typed = names.map(\.text)
        let fields = catalog[object]?.fields.map(\.name) ?? []
        let index = FieldIndex(names: fields)
        switch index.match(typed) {
        case .one(let position): return fields[position]
        case .several(let positions):
            throw error(
                "'\(typed.joined(separator: "."))' is several fields of \(object)", span, pin,
                help: Phrase.list(positions.map { "'\(fields[$0])'" }, and: "or"))
        case .none:
            let name = typed.joined(separator: ".")
            throw error(
                "no field '\(name)' in \(object)", span, pin,
                help: fields.count <= 12
                    ? Suggestion.nearestOrAll(name, in: fields)
                    : Suggestion.nearest(name, in: fields))
        }
    }

    private func excerpt(_ text: String, _ span: Span) -> String {
        let bytes = Array(text.utf8)
        guard span.start >= 0, span.start <= span.end, span.end <= bytes.count else { return "" }
        return String(decoding: bytes[span.start..<span.end], as: UTF8.self)
    }

    private func error(_ message: String, _ span: Span, _ pin: PinStatement, help: String?)
        -> BoardError
    {
        BoardError(
            kind: .board, diagnostic: Diagnostic(message, at: span, help: help), text: pin.text,
            path: pin.path)
    }
}

extension StatementKind {
    /// `different` as `same`, which names its records alike.
    fileprivate var pairAsSame: StatementKind {
        if case .different(let left, let right) = self { return .same(left, right) }
        return self
    }
}
