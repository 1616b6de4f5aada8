import Okta

/// Actions on policies and their rules, each in a file of this folder.
enum PolicyActions {
    static let scope = "okta.policies.manage"

    /// Okta keeps a default policy and a default rule of each type.
    static func systemRefusal(_ record: JSONView) -> Assessment? {
        record["system"]?.bool == true
            ? .refuses("it is Okta's own default, which always stays") : nil
    }
}
