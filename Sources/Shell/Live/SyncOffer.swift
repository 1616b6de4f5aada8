import Columns
import Engine
import Okta
import Render
import Sync

/// Objects that boards name and nobody has read yet: offered, with what reading them takes.
extension Session {
    /// Objects of a connection that saved boards name and that are not among `known`.
    func offered(_ connection: Connection, known: Set<String>) -> [ObjectList] {
        var found: [ObjectList] = []
        for board in folder.saved.boards.values {
            let names = NamesInText(board.text, saved: [:]).folded
            guard names.contains(NameFolding.fold(connection.name)) else { continue }
            for list in ListRegistry.objects
            where !known.contains(list.name) && names.contains(NameFolding.fold(list.name)) {
                if !found.contains(where: { $0.name == list.name }) { found.append(list) }
            }
        }
        return ListRegistry.objects.filter { list in found.contains { $0.name == list.name } }
    }

    /// Asks whether objects are to be read; without anybody to ask it says how to.
    func isAgreed(_ lists: [ObjectList], _ connection: Connection) -> Bool {
        let names = lists.map { "\(connection.name).\($0.name)" }
        let estimate = SyncEstimate(lists, rows: rowCounts(connection))
        let boards = "saved boards name \(Phrase.list(names)) too: \(estimate.sentence)"
        if let confirm = configuration.confirm { return confirm("\(boards). Read them now?") }
        if !settings.isQuiet {
            configuration.progress?(
                "note: \(boards); cork sync \(lists.map(\.name).joined(separator: " ")) reads them")
        }
        return false
    }

    /// Rows by object, as far as they are known.
    func rowCounts(_ connection: Connection) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (other, state) in folder.synced.states where other == connection {
            counts[state.object.name.object] = state.rows
        }
        return counts
    }

    enum Offer {
        /// No object of an org is missing.
        case nothing
        /// How to read what is missing.
        case told(String)
        case read
        case failed(Reply)
    }

    /// Offers to read what a board names and nobody has read yet.
    func offer(for text: String) -> Offer {
        guard let (connection, lists) = unread(in: text).first else { return .nothing }
        let names = lists.map { "\(connection.name).\($0.name)" }
        let estimate = SyncEstimate(lists, rows: rowCounts(connection)).sentence
        guard let confirm = configuration.confirm else {
            return .told(
                "  help: cork sync \(names.joined(separator: " ")) reads \(Phrase.list(names)): "
                    + estimate)
        }
        let isWanted = confirm(
            "\(Phrase.list(names)) \(names.count == 1 ? "was" : "were") not read yet: \(estimate). "
                + "Read now?")
        guard isWanted else { return .nothing }
        var input = SyncInput(objects: names)
        input.connection = connection.name
        let reply = sync(input)
        if reply.status != .ok { return .failed(reply) }
        do { _ = try refresh() } catch {
            return .failed(.error(escapedForTerminal(error.sentence), status: .failure))
        }
        // An org that does not have the object: the board would be asked about for ever.
        let isHere = lists.allSatisfy {
            folder.catalog[ObjectName(tool: connection.name, object: $0.name)] != nil
        }
        return isHere ? .read : .failed(reply)
    }

    /// Objects that a board names, that an org has, and that were never read.
    func unread(in text: String) -> [(connection: Connection, lists: [ObjectList])] {
        let names = NamesInText(text, saved: environment.saved).folded
        var found: [(Connection, [ObjectList])] = []
        for connection in folder.setup.connections {
            let lists = ListRegistry.objects.filter { list in
                names.contains(NameFolding.fold(list.name))
                    && folder.catalog[
                        ObjectName(tool: connection.name, object: list.name)] == nil
            }
            let isNamed =
                names.contains(NameFolding.fold(connection.name))
                || folder.setup.connections.count == 1
            if !lists.isEmpty, isNamed { found.append((connection, lists)) }
        }
        return found
    }
}
