import Engine
import Okta
import Render

extension Session {
    /// `cork disconnect [NAME]`: takes the line out of `setup.board` and the credential from its place, names the
    /// saved boards that rest on it, and touches nothing else.
    public func disconnect(_ name: String?) -> Reply {
        do throws(Refused) {
            let connection = try connection(name)
            let setup = try readSetup()
            let saved = SavedBoards(root: folder.root, folders: setup.queryFolders)
            let file = try credentialFile(connection.org)
            try remove(connection, from: setup)
            var reply = Reply()
            reply.notes = ["disconnected: \(connection.name), \(connection.org.name)"]
            // Two connections may lead to one org.
            let isShared = setup.connections.contains {
                $0.org == connection.org && $0.name != connection.name
            }
            do throws(CredentialFile.Refusal) {
                if !isShared, try file.remove() {
                    reply.notes.append(
                        "its token was removed from this machine; in Okta it is valid until it is "
                            + "revoked there")
                }
            } catch {
                reply.notes.append("note: \(error.sentence)")
            }
            let boards = Self.boards(resting: connection.name, saved.boards)
            if !boards.isEmpty {
                reply.notes.append(
                    (boards.count == 1
                        ? "1 saved board rests on it and stays: "
                        : "\(boards.count) saved boards rest on it and stay: ")
                        + boards.joined(separator: ", "))
            }
            reply.notes = reply.notes.map(escapedForTerminal)
            return reply
        } catch {
            return error.reply
        }
    }

    private func remove(_ connection: Connection, from setup: Setup) throws(Refused) {
        do {
            try SetupFile(workspace: folder.root).remove(connection.span, of: setup.text)
        } catch {
            throw Refused(reply: .error(error.sentence, status: .failure))
        }
    }

    /// Boards that name the connection, themselves or through another saved board.
    private static func boards(resting name: String, _ saved: [String: SavedBoard]) -> [String] {
        let folded = NameFolding.fold(name)
        return saved.values.filter {
            NamesInText($0.text, saved: saved).folded.contains(folded)
        }.map(\.name).sorted()
    }
}
