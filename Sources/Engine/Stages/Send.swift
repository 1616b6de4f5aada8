import BoardLanguage
import Columns

/// `send "https://…" [body: EXPR]`: asks for the rows to be sent; whoever runs the board asks a person and sends them.
struct BoundSend: Sendable {
    let address: String
    /// A text over the row; nil when the row is sent as it is shown.
    let body: BoundExpression?

    func request(of frame: Frame, _ execution: Execution) throws(BoardError) -> SendRequest {
        var texts: Column?
        if let body { texts = try execution.value(body, frame).column(count: frame.rowCount) }
        return SendRequest(address: address, texts: texts)
    }
}

extension Binder {
    func bindSend(
        _ url: Expression, body: Input?, _ place: Place, _ draft: inout BoardDraft
    ) throws(BoardError) {
        let bound = try bind(url, in: draft.scope)
        guard case .constant(let column)? = bound.constant, bound.type == .text,
            column.isPresent(0)
        else {
            throw bound.place.error(
                "send needs an address", help: "send \"https://hooks.example.com/x\"")
        }
        let address = column.string(0)
        guard ["https://", "http://", "env:"].contains(where: address.hasPrefix) else {
            throw bound.place.error(
                "send needs an address that begins with https://",
                help: "or \"env:NAME\" for a variable that holds it")
        }
        guard let body else {
            draft.ending = .send(BoundSend(address: address, body: nil))
            return
        }
        let typed = body.name.names.map(\.text).joined(separator: ".")
        guard typed == "body" else {
            throw error(
                "send has no input '\(typed)'", at: body.name.span, help: "nearest is 'body'")
        }
        let text = try bind(body.value, in: draft.scope)
        guard text.type == .text else {
            throw text.place.error(
                "'body' takes a text, and this is \(text.type.name)",
                help: "without 'body' each row is sent as it is shown: | show … before it")
        }
        draft.ending = .send(BoundSend(address: address, body: text))
    }
}
