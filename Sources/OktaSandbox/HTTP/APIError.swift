/// An answer that says no, with the code Okta documents for it; only the code is a stable contract.
struct APIError: Error, Sendable {
    var code: String
    var status: Int
    var summary: String
    var causes: [String] = []
    var headers: [(name: String, value: String)] = []

    /// The body, with the id an admin quotes to support.
    func body(errorID: String) -> JSON {
        [
            "errorCode": .string(code), "errorSummary": .string(summary),
            "errorLink": .string(code), "errorId": .string(errorID),
            "errorCauses": .array(causes.map { ["errorSummary": .string($0)] }),
        ]
    }

    static func validation(_ field: String, _ causes: String...) -> APIError {
        APIError(
            code: "E0000001", status: 400, summary: "Api validation failed: \(field)",
            causes: causes)
    }

    static let badJSON = APIError(
        code: "E0000003", status: 400, summary: "The request body was not well-formed.")
    static let forbidden = APIError(
        code: "E0000006", status: 403,
        summary: "You do not have permission to perform the requested action")
    static func notFound(_ id: String, _ kind: String) -> APIError {
        APIError(
            code: "E0000007", status: 404,
            summary: "Not found: Resource not found: \(id) (\(kind))")
    }
    static let unknownPath = APIError(
        code: "E0000007", status: 404, summary: "Not found: Resource not found")
    static let serverFailed = APIError(
        code: "E0000009", status: 500, summary: "Internal Server Error")
    static let readOnly = APIError(
        code: "E0000010", status: 503, summary: "Service is in read only mode")
    static let invalidToken = APIError(
        code: "E0000011", status: 401, summary: "Invalid token provided")
    static let credentialsRefused = APIError(
        code: "E0000014", status: 403, summary: "Update of credentials failed")
    static let alreadyActive = APIError(
        code: "E0000016", status: 403,
        summary: "Activation failed because the user is already active")
    static let resetRefused = APIError(
        code: "E0000017", status: 403, summary: "Password reset failed")
    static let mediaType = APIError(
        code: "E0000021", status: 400,
        summary:
            "Bad request.  Accept and/or Content-Type headers likely do not match supported values."
    )
    static let methodNotAllowed = APIError(
        code: "E0000022", status: 405,
        summary: "The endpoint does not support the provided HTTP method")
    static let masteredElsewhere = APIError(
        code: "E0000023", status: 403,
        summary: "Operation failed because user profile is mastered under another system")
    static let badPaging = APIError(
        code: "E0000029", status: 400, summary: "Invalid paging request.")
    static func badSearch(_ reason: String) -> APIError {
        APIError(
            code: "E0000031", status: 400, summary: "Invalid search criteria.", causes: [reason])
    }
    static let unlockRefused = APIError(
        code: "E0000032", status: 403, summary: "Unlock is not allowed for this user.")
    static let searchAndFilter = APIError(
        code: "E0000033", status: 400,
        summary: "Bad request. Can't specify a search query and filter in the same request.")
    static let forgotPasswordRefused = APIError(
        code: "E0000034", status: 403, summary: "Forgot password not allowed on specified user.")
    static let changePasswordRefused = APIError(
        code: "E0000035", status: 403, summary: "Change password not allowed on specified user.")
    static let wrongStatus = APIError(
        code: "E0000038", status: 403,
        summary: "This operation is not allowed in the user's current status.")
    static let groupAssigned = APIError(
        code: "E0000046", status: 403,
        summary: "User Application unassignment failed.",
        causes: ["Cannot unassign an application that was assigned through a group membership"])
    static let tooManyRequests = APIError(
        code: "E0000047", status: 429,
        summary: "API call exceeded rate limit due to too many requests.")
    static func badLogQuery(_ reason: String) -> APIError {
        APIError(code: "E0000053", status: 400, summary: "Invalid filter.", causes: [reason])
    }
    static let activeApp = APIError(
        code: "E0000056", status: 403, summary: "Delete application forbidden.",
        causes: ["The application must be deactivated before deletion."])
    static let wrongPassCode = APIError(
        code: "E0000068", status: 403, summary: "Invalid Passcode/Answer",
        causes: ["Your passcode doesn't match our records. Please try again."])
    static let passwordPolicy = APIError(
        code: "E0000080", status: 403,
        summary:
            "The password does not meet the complexity requirements of the current password policy."
    )
    static let activationRefused = APIError(
        code: "E0000086", status: 403, summary: "The policy cannot be activated at this time.")
    static let userActivating = APIError(
        code: "E0000112", status: 409,
        summary: "Unable to update the user. Cannot update the user while it is being activated.")
    static let nextLoginWithoutPassword = APIError(
        code: "E0000124", status: 400,
        summary:
            "Could not create user. To create a user and expire their password immediately, a password must be specified"
    )
    static let nextLoginInactive = APIError(
        code: "E0000125", status: 400,
        summary:
            "Could not create user. To create a user and expire their password immediately, \"activate\" must be true"
    )
    static let deviceStatus = APIError(
        code: "E0000152", status: 403,
        summary: "Operation on device in current status is not allowed")
    static let staleTag = APIError(
        code: "E0000231", status: 412,
        summary: "The resource was changed since the ETag of If-Match was read")
    static let badTag = APIError(
        code: "E0000242", status: 400, summary: "The If-Match header is not a valid ETag")
}
