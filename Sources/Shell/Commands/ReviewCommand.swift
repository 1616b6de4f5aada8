import Columns
import Correlation
import Engine
import Render

extension MetaCommand {
    /// What is worth a look before it is believed.
    static let reviewCommands = [
        MetaCommand(
            name: "review", usage: "",
            summary:
                "the weakest links that most saved boards rest on, for confirming or forbidding",
            argument: .none
        ) { arguments, session in
            arguments.isEmpty ? session.review() : usageError("review")
        }
    ]
}

extension Session {
    private static let reviewMax = 10

    /// A link with what speaks for looking at it.
    private struct Reviewed {
        let link: Link
        let boards: [String]
        /// Left rows whose match is ambiguous.
        let ambiguous: Int
        let rows: Int

        /// How much rests on how little: doubt in the link, ambiguous rows and name matches, times the boards.
        var weight: Double {
            let unclear = rows == 0 ? 0 : Double(ambiguous) / Double(rows)
            let weak = link.isWeak || link.rules.contains { $0.kind == .name } ? 0.1 : 0
            return (1 - link.confidence + unclear + weak) * Double(boards.count)
        }
    }

    /// Links that were inferred and that saved boards cross; what is pinned has been looked at.
    func review() -> Reply {
        do { try awaitLinks(of: folder.model) } catch { return error.reply }
        var boards: [Int: [String]] = [:]
        var unread: [String] = []
        let all = savedBoards.values.sorted { $0.name < $1.name }
        for board in all {
            do throws(BoardError) {
                let runner = BoardRunner(environment: environment(for: board.text))
                let links = try runner.links(
                    of: board, parameters: Self.standIns(for: board))
                for link in links { boards[link.id, default: []].append(board.name) }
            } catch {
                unread.append(board.name)
            }
        }
        let links = folder.model.links.filter { !$0.isPinned && !$0.isContainment }
        do {
            try awaitRows(of: links.filter { boards[$0.id] != nil }, in: folder.model)
        } catch { return error.reply }
        let found = links.compactMap { link -> Reviewed? in
            guard let names = boards[link.id] else { return nil }
            let array = folder.model.array(of: link, .forward)
            return Reviewed(
                link: link, boards: names, ambiguous: array.ambiguous?.countOnes ?? 0,
                rows: array.count)
        }.sorted { ($0.weight, $1.link.id) > ($1.weight, $0.link.id) }
        return shown(found, boards: all.count, unread)
    }

    private func shown(_ found: [Reviewed], boards: Int, _ unread: [String]) -> Reply {
        var listing = Listing(
            "review", ["left", "right", "rules", "sure", "matched", "ambiguous#", "boards#"])
        for entry in found.prefix(Self.reviewMax) {
            listing.append([
                "\(entry.link.left.object)", "\(entry.link.right.object)",
                Self.rules(of: entry.link),
                Phrase.percent(entry.link.confidence), matched(entry.link, .forward),
                String(entry.ambiguous), String(entry.boards.count),
            ])
        }
        var reply = show(listing)
        guard !settings.isQuiet else { return reply }
        let few = min(found.count, Self.reviewMax)
        reply.notes = [
            "\(Phrase.count(few)) of \(Phrase.count(found.count, "link")) that "
                + "\(Phrase.count(boards, "saved board")) cross · .why A B tells the reasons, .link "
                + "confirms, .unlink forbids"
        ]
        if !unread.isEmpty {
            let more = unread.count > 5 ? ", …" : ""
            reply.notes.append(
                "not looked at, since they do not run: "
                    + escapedForTerminal(unread.prefix(5).joined(separator: ", ")) + more)
        }
        return reply
    }
}
