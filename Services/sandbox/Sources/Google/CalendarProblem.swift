/// A refusal of the Calendar API in Google's words
/// (https://developers.google.com/workspace/calendar/api/guides/errors).
struct CalendarProblem: Error, Sendable, Equatable {
    enum Place: Sendable, Equatable {
        case parameter(String)
        case header(String)
    }

    var status: Int
    var domain = "global"
    var reason: String
    var message: String
    var place: Place?

    init(_ status: Int, _ reason: String, _ message: String, domain: String = "global", place: Place? = nil) {
        self.status = status
        self.domain = domain
        self.reason = reason
        self.message = message
        self.place = place
    }

    static let loginRequired = CalendarProblem(
        401, "required", "Login Required.", place: .header("Authorization"))
    static let invalidCredentials = CalendarProblem(
        401, "authError", "Invalid Credentials", place: .header("Authorization"))
    static let insufficientPermissions = CalendarProblem(
        403, "insufficientPermissions", "Request had insufficient authentication scopes.")
    static let nonOrganizer = CalendarProblem(
        403, "forbiddenForNonOrganizer", "Shared properties can only be changed by the organizer of the event.",
        domain: "calendar")
    static let rateLimited = CalendarProblem(
        429, "rateLimitExceeded", "Rate Limit Exceeded", domain: "usageLimits")
    static let userRateLimited = CalendarProblem(
        403, "userRateLimitExceeded", "User Rate Limit Exceeded", domain: "usageLimits")
    static let quotaExceeded = CalendarProblem(
        403, "quotaExceeded", "Calendar usage limits exceeded.", domain: "usageLimits")
    static let notFound = CalendarProblem(404, "notFound", "Not Found")
    static let duplicate = CalendarProblem(409, "duplicate", "The requested identifier already exists.")
    static let deleted = CalendarProblem(410, "deleted", "Resource has been deleted")
    static let fullSyncRequired = CalendarProblem(
        410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", domain: "calendar",
        place: .parameter("syncToken"))
    static let conditionNotMet = CalendarProblem(
        412, "conditionNotMet", "Precondition Failed", place: .header("If-Match"))
    static let failure = CalendarProblem(500, "backendError", "Backend Error")
    static let parseError = CalendarProblem(400, "parseError", "Parse Error")
    static let badRequest = CalendarProblem(400, "badRequest", "Bad Request")
    static let emptyRange = CalendarProblem(
        400, "timeRangeEmpty", "The specified time range is empty.", domain: "calendar", place: .parameter("timeMax"))
    static let longRange = CalendarProblem(
        400, "timeRangeTooLong", "The requested time range is too long.", domain: "calendar",
        place: .parameter("timeMax"))

    static func required(_ what: String) -> CalendarProblem {
        CalendarProblem(400, "required", "Missing \(what).")
    }

    static func invalid(_ message: String) -> CalendarProblem { CalendarProblem(400, "invalid", message) }

    static func invalidParameter(_ name: String, _ value: String) -> CalendarProblem {
        CalendarProblem(400, "invalidParameter", "Invalid value '\(value)' for \(name).", place: .parameter(name))
    }

    /// What the real one can and this one does not play.
    static func notPlayed(_ what: String) -> CalendarProblem {
        CalendarProblem(501, "notImplemented", "The sandbox does not play \(what).")
    }

    var answer: Answer {
        var detail: JSON = ["domain": .string(domain), "reason": .string(reason), "message": .string(message)]
        switch place {
        case nil: break
        case .parameter(let name): (detail["locationType"], detail["location"]) = ("parameter", .string(name))
        case .header(let name): (detail["locationType"], detail["location"]) = ("header", .string(name))
        }
        var answer = Answer(
            status: status,
            json: [
                "error": ["errors": [detail], "code": .number("\(status)"), "message": .string(message)]
            ])
        if status == 401 {
            answer.headers["www-authenticate"] =
                "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\""
        }
        return answer
    }
}
