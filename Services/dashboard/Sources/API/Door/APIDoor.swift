internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres
internal import Synchronization

/// Who may come in: whoever brings a token that is good, and does not ask too often. Cookies do not count here, so nothing that
/// a browser is made to send by another site can do anything.
final class APIDoor: Sendable {
    private static let realm = #"Bearer realm="thavon""#
    /// Tokens that nobody has, from one network, a minute: nobody guesses 256 bits, but a program that goes on with an old one
    /// is to be told to slow down.
    private static let wrongTokensPerMinute = 120

    private let pool: PostgresPool
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let limits: Mutex<RateLimits>
    private let wrong: Mutex<RateLimits>

    /// - Parameter perMinute: requests that one token may make.
    init(pool: PostgresPool, perMinute: Int) {
        self.pool = pool
        start = clock.now
        limits = Mutex(RateLimits(size: .init(perMinute: perMinute)))
        wrong = Mutex(RateLimits(size: .init(perMinute: Self.wrongTokensPerMinute)))
    }

    private var now: Duration { start.duration(to: clock.now) }

    /// - Throws: ``APIProblem`` with 401 or 429.
    func admit(_ request: Request, _ context: ConsoleContext) async throws -> (viewer: Viewer, headers: HTTPFields) {
        let token: String
        switch BearerToken.read(request.headers[.authorization]) {
        case .none: throw Self.unauthorized(nil, "Send a token: Authorization: Bearer ….")
        case .malformed:
            throw Self.unauthorized("invalid_request", "The header Authorization is not `Bearer` and a token.")
        case .token(let text): token = text
        }
        let find = FindToken(tokenHash: SecretToken(text: token).hash, purpose: .api)
        // Looked up first: what others try in vain from the same network never holds up whoever has a good one.
        guard let viewer = try await pool.execute(find).first else { throw unknownToken(from: context.address) }
        let (verdict, size) = limits.withLock { limits in
            (limits.take(viewer.proofID.uuidString, at: now), limits.size)
        }
        let headers = Self.headers(verdict, size)
        if case .refused(let seconds) = verdict.answer { throw Self.tooMany(seconds, headers) }
        return (viewer, headers)
    }

    private func unknownToken(from address: String) -> APIProblem {
        let verdict = wrong.withLock { $0.take(SignInKeys.network(of: address), at: now) }
        if case .refused(let seconds) = verdict.answer { return Self.tooMany(seconds, [:]) }
        return Self.unauthorized("invalid_token", "The token is not known, was revoked, or is too old.")
    }

    /// draft-ietf-httpapi-ratelimit-headers-10: the quota `q` within the window `w`, `r` left of it, all of it again in `t` seconds.
    static func headers(_ verdict: RateLimits.Verdict, _ size: TokenBucket.Size) -> HTTPFields {
        [
            .rateLimitPolicy: #""token";q=\#(Int(size.capacity));w=\#(size.window)"#,
            .rateLimit: #""token";r=\#(verdict.left);t=\#(verdict.reset)"#,
        ]
    }

    /// RFC 6750 §3: an error is named only when there was a token.
    private static func unauthorized(_ error: String?, _ detail: String) -> APIProblem {
        let challenge = error.map { "\(realm), error=\"\($0)\"" } ?? realm
        return APIProblem(.unauthorized, nil, detail, headers: [.wwwAuthenticate: challenge])
    }

    private static func tooMany(_ seconds: Int, _ headers: HTTPFields) -> APIProblem {
        var headers = headers
        headers[.retryAfter] = "\(seconds)"
        return APIProblem(
            .tooManyRequests, .rateLimited, "Wait \(seconds) \(seconds == 1 ? "second" : "seconds").", headers: headers)
    }
}

/// The token in a header `Authorization` (RFC 6750 §2.1).
enum BearerToken: Sendable, Equatable {
    case none
    case malformed
    case token(String)

    private static let longest = 200

    static func read(_ header: String?) -> BearerToken {
        guard let header else { return .none }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard let scheme = parts.first else { return .none }
        // Another scheme is no token at all.
        guard scheme.lowercased() == "bearer" else { return .none }
        guard parts.count == 2, parts[1].utf8.count <= longest, isToken68(parts[1]) else { return .malformed }
        return .token(String(parts[1]))
    }

    private static func isToken68(_ text: Substring) -> Bool {
        let body = text.reversed().drop { $0 == "=" }
        return !body.isEmpty
            && body.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~+/".contains($0)) }
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimitPolicy = Self.named("RateLimit-Policy")
    fileprivate static let rateLimit = Self.named("RateLimit")
}
