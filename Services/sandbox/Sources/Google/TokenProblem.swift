/// A refusal of the token and revocation endpoints (RFC 6749 §5.2, RFC 7009).
struct TokenProblem: Error, Sendable, Equatable {
    var status: Int
    var error: String
    var description: String

    init(_ status: Int, _ error: String, _ description: String) {
        self.status = status
        self.error = error
        self.description = description
    }

    static let unknownClient = TokenProblem(401, "invalid_client", "The OAuth client was not found.")
    static let wrongSecret = TokenProblem(401, "invalid_client", "Unauthorized")
    static let noClient = TokenProblem(400, "invalid_request", "Could not determine client ID from request.")
    static let malformedCode = invalidGrant("Malformed auth code.")
    static let usedCode = invalidGrant("Bad Request")
    static let missingVerifier = invalidGrant("Missing code verifier.")
    static let wrongVerifier = invalidGrant("Invalid code verifier.")
    static let unneededVerifier = invalidGrant("code_verifier or verifier is not needed.")
    static let expiredOrRevoked = invalidGrant("Token has been expired or revoked.")
    static let redirectMismatch = TokenProblem(400, "redirect_uri_mismatch", "Bad Request")
    static let goneToken = TokenProblem(400, "invalid_token", "Token expired or revoked")
    static let rateLimited = TokenProblem(429, "rate_limit_exceeded", "Rate Limit Exceeded")
    static let failure = TokenProblem(500, "internal_failure", "Backend Error")

    static func missing(_ name: String) -> TokenProblem {
        TokenProblem(400, "invalid_request", "Missing required parameter: \(name)")
    }

    static func unsupported(_ type: String) -> TokenProblem {
        TokenProblem(400, "unsupported_grant_type", "Invalid grant_type: \(type)")
    }

    private static func invalidGrant(_ description: String) -> TokenProblem {
        TokenProblem(400, "invalid_grant", description)
    }

    var answer: Answer {
        Answer(status: status, json: ["error": .string(error), "error_description": .string(description)])
    }
}
