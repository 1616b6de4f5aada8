import Columns
import Correlation

/// What is told of links takes as long as finding them and matching their rows: seconds at millions of rows, which
/// Ctrl-C need not wait for.
extension Session {
    /// Waits until the links are found, with the candidates that lost where `rejected` says so.
    func awaitLinks(of model: LinkModel, rejected: Bool = false) throws(Refused) {
        if !rejected, model.hasLinks { return }
        try awaited { _ = rejected ? model.rejected : model.links }
    }

    /// Waits until the rows of these links are matched both ways.
    func awaitRows(of links: [Link], in model: LinkModel) throws(Refused) {
        for link in links {
            for direction in [LinkModel.Direction.forward, .backward]
            where !model.hasArray(of: link, direction) {
                try awaited { _ = model.array(of: link, direction) }
            }
        }
    }

    /// Waits until it is known what identifies the records of all objects.
    func awaitKeys(of model: LinkModel) throws(Refused) {
        try awaited { if let first = model.tables.first { _ = model.key(of: first.name) } }
    }

    private func awaited(_ work: @escaping @Sendable () -> Void) throws(Refused) {
        guard cancellation.awaited(work) != nil else {
            throw Refused(reply: .error("interrupted", status: .interrupted))
        }
    }
}
