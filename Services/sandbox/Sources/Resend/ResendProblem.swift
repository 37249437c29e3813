/// A refusal in Resend's words (https://resend.com/docs/api-reference/errors).
struct ResendProblem: Error, Sendable, Equatable {
    var status: Int
    var name: String
    var message: String
    /// Seconds for `retry-after`.
    var retryAfter: Int?

    init(_ status: Int, _ name: String, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.name = name
        self.message = message
        self.retryAfter = retryAfter
    }

    static let missingKey = ResendProblem(401, "missing_api_key", "Missing API Key")
    static let invalidKey = ResendProblem(403, "invalid_api_key", "API key is invalid")
    static let restrictedKey = ResendProblem(
        401, "restricted_api_key", "This API key is restricted to only send emails")
    static let notFound = ResendProblem(404, "not_found", "The requested endpoint does not exist")
    static let tooLarge = ResendProblem(413, "validation_error", "The request is too large")
    static let invalidIdempotencyKey = ResendProblem(
        400, "invalid_idempotency_key", "The idempotency key must be between 1 and 256 characters.")
    static let otherPayload = ResendProblem(
        409, "invalid_idempotent_request", "This idempotency key has been used with a different request body.")
    static let stillRunning = ResendProblem(
        409, "concurrent_idempotent_requests", "Another request with this idempotency key is in progress.")
    static let dailyQuota = ResendProblem(
        429, "daily_quota_exceeded", "You have reached your daily email sending quota.")
    static let failure = ResendProblem(500, "internal_server_error", "An unexpected error occurred.")

    static func rateLimited(_ limit: Int, retryAfter: Int) -> ResendProblem {
        ResendProblem(
            429, "rate_limit_exceeded",
            "Too many requests. You can only make \(limit) requests per second. See rate limit response headers for "
                + "more information.", retryAfter: retryAfter)
    }

    static func missingField(_ name: String) -> ResendProblem {
        ResendProblem(422, "missing_required_field", "Missing \(name) field.")
    }

    static func invalid(_ message: String) -> ResendProblem { ResendProblem(422, "validation_error", message) }

    var answer: Answer {
        var answer = Answer(
            status: status,
            json: ["statusCode": .number("\(status)"), "name": .string(name), "message": .string(message)])
        if let retryAfter { answer.headers["retry-after"] = "\(retryAfter)" }
        return answer
    }
}
