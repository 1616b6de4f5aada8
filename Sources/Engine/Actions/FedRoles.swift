import Columns

extension RowScope {
    /// The roles of an action that a row gives by itself, without naming a record.
    public func roles(fedTo signature: ActionSignature) -> [String] {
        let binder = Binder(environment: environment, source: SourceText(text: "", path: nil))
        return signature.roles.compactMap { role in
            guard let table = binder.table(role.object) else { return nil }
            return binder.fromRow(role, table, scope, []) == nil ? nil : role.name
        }
    }
}
