import Actions
import Okta

/// Who may not be acted on unless somebody insists: the token's own user, and the org's last super admin.
public struct Protection: Sendable, Equatable {
    /// The user whose token it is; nil for a service app.
    public var owner: String?
    /// The only super admin that can still sign in; nil when there are several.
    public var lastAdmin: String?

    public init(owner: String? = nil, lastAdmin: String? = nil) {
        self.owner = owner
        self.lastAdmin = lastAdmin
    }

    /// Actions that give a user back what others take away.
    private static let restoring: Set<String> = [
        "activate user", "reactivate user", "unsuspend user", "unlock user",
    ]

    /// Why the target is left alone; nil when it is not protected.
    func refusal(of action: any Action, on target: ActionTarget) -> String? {
        guard action.roles.first == .user, action.risk != .safe,
            !Self.restoring.contains(action.name)
        else { return nil }
        let id = target[.user]
        if id == owner { return "it is the token's own user; --include-self acts on it too" }
        if id == lastAdmin { return "it is the last super admin; --include-self acts on it too" }
        return nil
    }

    /// Asks Okta who they are.
    ///
    /// - Parameter targets: ids of users that are to be acted on; when none of them is an admin, nobody is looked up.
    /// - Returns: also a note, when Okta would not say who the admins are.
    public static func ask(
        _ client: OktaClient, targets: Set<String>
    ) async throws(OktaError) -> (protection: Protection, note: String?) {
        var protection = Protection()
        protection.owner = try await optional(client, "/api/v1/users/me")?["id"]?.string
        guard !targets.isEmpty else { return (protection, nil) }
        guard let assignees = try await assignees(client) else {
            return (
                protection,
                "whether one of these users is the last super admin is not known: the token may not "
                    + "list admins"
            )
        }
        guard !targets.isDisjoint(with: assignees) else { return (protection, nil) }
        var admins: [String] = []
        for id in assignees {
            let roles = try await optional(
                client, "/api/v1/users/\(PercentEncoding.encode(id))/roles")
            let isAdmin = roles?.elements().contains {
                $0["type"]?.string == "SUPER_ADMIN" && $0["status"]?.string != "INACTIVE"
            }
            guard isAdmin == true else { continue }
            let status = try await optional(client, "/api/v1/users/\(PercentEncoding.encode(id))")
            if ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY", "LOCKED_OUT"].contains(
                status?["status"]?.string ?? "")
            {
                admins.append(id)
            }
            if admins.count > 1 { return (protection, nil) }
        }
        protection.lastAdmin = admins.first
        return (protection, nil)
    }

    /// Ids of users with any admin role; nil when the token may not ask.
    private static func assignees(_ client: OktaClient) async throws(OktaError) -> [String]? {
        guard
            let pages = try? RawCall(
                org: client.org, method: "GET", path: "/api/v1/iam/assignees/users",
                query: [("limit", "100")], headers: [], body: nil, followsPages: true)
        else { return nil }
        do throws(OktaError) {
            guard case .list(let rows) = try await pages.run(client) else { return nil }
            return rows.compactMap { $0["id"]?.string }
        } catch {
            if case .refused(let refusal) = error, !refusal.isBadCredential { return nil }
            throw error
        }
    }

    /// What a limited credential may be refused without being wrong.
    private static func optional(
        _ client: OktaClient, _ path: String
    ) async throws(OktaError) -> JSONView? {
        do throws(OktaError) {
            return try await client.send(Call(.get, path)).json
        } catch {
            if case .refused(let refusal) = error, !refusal.isBadCredential { return nil }
            throw error
        }
    }
}
