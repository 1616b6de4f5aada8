import Columns
import Correlation
import Engine
import Render

extension MetaCommand {
    /// What was inferred, and why.
    static let linkCommands = [
        MetaCommand(
            name: "links", usage: "[OBJECT] [-o FILE]",
            summary: "links with their rules, match rates both ways and confidence; -o draws them",
            argument: .object
        ) { arguments, session in
            let words = arguments.split(separator: " ", omittingEmptySubsequences: true)
            guard let flag = words.firstIndex(of: "-o") else {
                return words.count < 2 ? session.links(of: arguments) : usageError("links")
            }
            guard flag == words.count - 2, flag < 2 else { return usageError("links") }
            return session.writeLinks(
                of: flag == 0 ? "" : String(words[0]), to: String(words[flag + 1]), replaces: false)
        },
        MetaCommand(
            name: "why", usage: "OBJECT OBJECT | OBJECT RECORD [OBJECT RECORD]",
            summary: "the evidence for links of two objects, for a person, for two records",
            argument: .objects
        ) { arguments, session in session.why(QuotedWords.split(arguments)) },
        matchCommand,
    ]
}

extension Session {
    /// One row for each link, of one object or of all.
    func links(of typed: String) -> Reply {
        let chosen: [Link]
        let listing: Listing
        do {
            chosen = try chosenLinks(of: typed)
            listing = try linkListing(chosen, isWhole: outputFormat != .table)
        } catch { return error.reply }
        var reply = show(listing)
        if !settings.isQuiet {
            reply.notes = [
                "\(Phrase.count(chosen.count, "link")) · matched: of the left / of the right · "
                    + "why A B tells the reasons"
            ]
            for link in chosen where link.isPinned && link.leftMatched == 0 {
                reply.notes.append(
                    "the pinned link \(Self.end(link.left)) = \(Self.end(link.right)) matches "
                        + "nothing: no value of one side is found on the other")
            }
        }
        return reply
    }

    /// All links, or those of one object.
    func chosenLinks(of typed: String) throws(Refused) -> [Link] {
        if typed.isEmpty {
            try awaitLinks(of: folder.model)
            return folder.model.links
        }
        switch object(typed) {
        case .found(let table):
            let model = view(for: typed).model
            try awaitLinks(of: model)
            return model.links.filter {
                $0.left.object == table.name || $0.right.object == table.name
            }
        case .refused(let reply): throw Refused(reply: reply)
        }
    }

    /// - Parameter isWhole: fields by their full names, and a column `surplus` also where none has any.
    func linkListing(_ links: [Link], isWhole: Bool) throws(Refused) -> Listing {
        defer { model.release() }
        try awaitRows(of: links, in: model)
        let surplus = links.map(surplus)
        let hasSurplus = isWhole || surplus.contains { $0 != "" && $0 != "0" }
        var listing = Listing(
            "links",
            ["left", "right", "kind", "matched"] + (hasSurplus ? ["surplus#"] : [])
                + ["rules", "sure"])
        for (link, surplus) in zip(links, surplus) {
            listing.append(
                [
                    isWhole ? Self.end(link.left) : shown(link.left),
                    isWhole ? Self.end(link.right) : shown(link.right), kind(of: link),
                    matched(link, .forward) + " / " + matched(link, .backward),
                ] + (hasSurplus ? [surplus] : [])
                    + [Self.rules(of: link), Phrase.percent(link.confidence)])
        }
        return listing
    }

    /// How many records go beyond the link's kind; empty where it is many to many, which nothing goes beyond.
    private func surplus(_ link: Link) -> String {
        guard link.kind != .manyToMany else { return "" }
        let surplus = model.surplus(of: link)
        return "\(surplus.left + surplus.right)"
    }

    /// The share of one side's rows that found a record by any of the rules.
    private func share(_ link: Link, _ direction: LinkModel.Direction) -> Double {
        model.array(of: link, direction).matchedShare(countsBlank: link.isIdentity)
    }

    func matched(_ link: Link, _ direction: LinkModel.Direction) -> String {
        Phrase.percent(share(link, direction))
    }

    /// `okta.group_members.groupId`, the fields of a composite key joined by `+`.
    static func end(_ end: LinkEnd) -> String {
        end.fields.isEmpty
            ? end.object.description
            : "\(end.object).\(end.fields.joined(separator: " + "))"
    }

    /// The same for a table on a terminal: fields by their shortest name.
    private func shown(_ end: LinkEnd) -> String {
        guard let table = folder.catalog[end.object] else { return Self.end(end) }
        let index = FieldIndex(names: table.fields.map(\.name))
        let fields = end.fields.map { field in table.index(of: field).map(index.heading) ?? field }
        return Self.end(LinkEnd(object: end.object, fields: fields))
    }

    static func rules(of link: Link) -> String {
        if link.isContainment { return "contained" }
        var words: [String] = []
        for rule in link.rules where !words.contains(rule.kind.word) {
            words.append(rule.kind.word)
        }
        return words.joined(separator: ", ")
    }

    /// `N:1 as owner, pinned`
    private func kind(of link: Link) -> String {
        var words = [link.kind.rawValue + (link.name.map { " as \($0)" } ?? "")]
        if link.isPinned { words.append("pinned") }
        if link.isWeak { words.append("weak") }
        return words.joined(separator: ", ")
    }

    /// `cork links --format json`
    func linksJSON(of typed: String) -> Reply {
        do {
            let links = try chosenLinks(of: typed)
            try awaitRows(of: links, in: model)
            return .text(JSONText.document(links.map(json)))
        } catch { return error.reply }
    }

    func json(_ link: Link) -> JSONText.Value {
        func side(_ end: LinkEnd) -> JSONText.Value {
            .object([
                ("object", .text(end.object.description)),
                ("field", end.fields.first.map { .text($0) } ?? .null),
                ("file", folder.file(of: end.object).map { .text($0.path) } ?? .null),
            ])
        }
        let further = zip(link.left.fields, link.right.fields).dropFirst()
        let surplus = model.surplus(of: link)
        return .object([
            ("left", side(link.left)), ("right", side(link.right)),
            ("also", .list(further.map { .list([.text($0), .text($1)]) })),
            ("kind", .text(link.kind.rawValue)),
            ("confidence", .number(Self.rounded(link.confidence))),
            ("left_matched", .number(Self.rounded(share(link, .forward)))),
            ("right_matched", .number(Self.rounded(share(link, .backward)))),
            ("left_surplus", .number(Double(surplus.left))),
            ("right_surplus", .number(Double(surplus.right))),
            (
                "rules",
                .list(
                    link.rules.map {
                        .text("\($0.kind.word): \($0.leftField) = \($0.rightField), \($0.note)")
                    })
            ),
        ])
    }

    /// Four digits say all that a rate can; never rounded to 1 or 0 from beside it.
    private static func rounded(_ share: Double) -> Double {
        let value = (share * 10_000).rounded() / 10_000
        if value >= 1 && share < 1 { return 0.9999 }
        if value <= 0 && share > 0 { return 0.0001 }
        return value
    }
}
