import BoardLanguage
import Columns

extension BoardRunner {
    /// The values of an expression over an object's records, in row order: the side of a pinned link such as
    /// `link okta.groups capture(name, /^aws#(.+)#/) = aws.roles.name`.
    ///
    /// Names are the object's own fields; links must not be needed, since pins come before them.
    ///
    /// - Parameter text: what the expression's spans point into; `path` its file.
    public func evaluate(
        _ expression: Expression, over object: ObjectName, text: String, path: String? = nil
    ) throws(BoardError) -> Column {
        let source = SourceText(text: text, path: path)
        let place = Place(span: expression.span, source: source)
        guard let table = environment.catalog[object] else {
            throw place.error("no object '\(object)'")
        }
        let binder = Binder(environment: environment, source: source)
        let slot = binder.newSlot()
        var scope = Scope(rowName: object.description)
        scope.record = Scope.Record(slot: slot, table: table)
        let bound = try binder.bind(expression, in: scope)
        if let constant = bound.constant, constant.values == nil {
            throw place.error("'\(place.excerpt)' has no values")
        }
        let frame = Frame(
            rowCount: table.rowCount, slots: [SlotRows(rows: nil, isDistinct: true)])
        let execution = Execution(environment: environment)
        return try execution.value(bound, frame).column(count: table.rowCount)
    }
}
