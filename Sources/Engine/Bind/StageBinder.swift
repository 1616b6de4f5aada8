import BoardLanguage

extension Binder {
    /// Binds one stage onto a draft; each stage's own file does the rest.
    func bindStage(
        _ stage: Stage, isLast: Bool, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let place = place(stage.span)
        switch stage.kind {
        case .where(let condition): try bindWhere(condition, place, &draft)
        case .with(let items): try bindWith(items, place, &draft)
        case .show(let items): try bindShow(items, place, &draft)
        case .hide(let paths): try bindHide(paths, &draft)
        case .sort(let keys): try bindSort(keys, place, &draft)
        case .take(let count, let per): try bindTake(count, per: per, place, &draft)
        case .group(let keys, let aggregates):
            try bindGroup(keys, aggregates: aggregates, place, &draft)
        case .expand(let path, let keepsEmpty):
            try bindExpand(path, keepsEmpty: keepsEmpty, place, &draft)
        case .reconcile(let source, let name, let by):
            try bindReconcile(source, name: name, by: by, place, &draft)
        case .append(let source): try bindAppend(source, place, &draft)
        case .expect(let expectation):
            try checkLast("expect", isLast, place)
            try bindExpect(expectation, place, &draft)
        case .export(let file, let replaces):
            try checkLast("export", isLast, place)
            try bindExport(file, replaces: replaces, place, &draft)
        case .send(let url, let body):
            try checkLast("send", isLast, place)
            try bindSend(url, body: body, place, &draft)
        case .action(let words, let inputs):
            try checkLast("an action", isLast, place)
            try bindAction(words, inputs, place, &draft)
        }
    }

    private func checkLast(_ word: String, _ isLast: Bool, _ place: Place) throws(BoardError) {
        if isLast { return }
        throw place.error("\(word) comes last", help: "the stages after it belong before it")
    }

    private func bindAction(
        _ words: [Name], _ inputs: [Input], _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let typed = words.map { $0.text.lowercased() }
        let isKnown = environment.actions.contains { $0.words == typed }
        if !isKnown, let mistake = mistakenStage(typed, hasInputs: !inputs.isEmpty, place) {
            throw mistake
        }
        draft.ending = .action(try bindAction(words, inputs, place, in: draft.scope))
    }

    /// A run of bare words is an action, or a stage that another language has.
    private func mistakenStage(
        _ words: [String], hasInputs: Bool, _ place: Place
    ) -> BoardError? {
        let first = words.first ?? ""
        let elsewhere: [String: String] = [
            "unique": "take 1 per …", "distinct": "take 1 per …", "dedupe": "take 1 per …",
            "uniq": "take 1 per …", "select": "show …", "filter": "where …", "limit": "take N",
            "head": "take N", "join": "with tool.object.field, links join by themselves",
            "order": "sort …", "count": "group", "summarize": "group KEYS: AGGREGATES",
            "aggregate": "group KEYS: AGGREGATES", "project": "show …", "union": "append (board)",
            "drop": "hide …", "extend": "with NAME = …", "unnest": "expand PATH",
            "explode": "expand PATH", "top": "sort … desc | take N", "having": "where …",
        ]
        if let stage = elsewhere[first] {
            return place.error("no stage '\(first)'", help: "here it is '\(stage)'")
        }
        let stages = [
            "where", "with", "show", "hide", "sort", "take", "group", "expand", "reconcile",
            "append", "expect", "export", "send",
        ]
        if let near = nearestNames(to: first, in: stages, limit: 1).first {
            return place.error("no stage '\(first)'", help: "nearest is '\(near)'")
        }
        if words.count == 1, !hasInputs {
            return place.error(
                "no stage '\(first)'", help: "stages are \(stages.joined(separator: ", "))")
        }
        return environment.actions.isEmpty ? Self.needsConnection(words, place) : nil
    }

    static func needsConnection(_ words: [String], _ place: Place) -> BoardError {
        place.error(
            "'\(words.joined(separator: " "))' is an action, and actions need a connection to Okta",
            help: "this workspace has none; export \"x.csv\" writes the rows to a file")
    }
}
