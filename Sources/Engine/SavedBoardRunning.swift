import BoardLanguage

/// Saved boards bound by themselves: their own text, `let`s and parameters.
extension BoardRunner {
    /// - Parameter given: values of parameters, as the command line or a form gave them.
    func bind(
        _ saved: SavedBoard, _ given: [String: Literal]
    ) throws(BoardError) -> (binder: Binder, bound: BoundBoard) {
        let source = SourceText(text: saved.text, path: saved.path)
        let binder = Binder(environment: environment, source: source)
        let start = Place(span: Span(0, 0), source: source)
        guard let board = saved.file.board else {
            throw start.error("\(saved.path) has no board")
        }
        var inputs: [String: Binder.GivenInput] = [:]
        for name in given.keys.sorted() {
            guard let literal = given[name] else { continue }
            do throws(PatternError) {
                inputs[name] = Binder.GivenInput(
                    operand: try Operand(literal, zone: environment.context.timeZone), place: start)
            } catch { throw start.error(error.message) }
        }
        binder.lexical.bindings = binder.bindings(of: saved.file)
        binder.lexical.parameters = try binder.parameters(
            of: saved.file, given: inputs, missingHelp: { "--\($0) VALUE gives one" }, caller: nil)
        binder.savedStack = [(saved.name, saved.name)]
        return (binder, try binder.bindWhole(board))
    }
}
