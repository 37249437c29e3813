internal import Crypto
internal import Foundation

/// Who has allowed what, and the codes and tokens that stand for it. Pure: time and new tokens come from outside.
struct GrantBook: Sendable {
    static let codeLifetime: TimeInterval = 600
    /// Of one account; the oldest goes without a word
    /// (https://developers.google.com/identity/protocols/oauth2#expiration).
    static let mostRefreshTokens = 100

    /// What an access token stands for.
    struct Access: Sendable, Equatable {
        var account: String
        var scopes: [String]
        var expiresAt: Date
    }

    /// What comes back for a code or a refresh token.
    struct Issued: Sendable, Equatable {
        var access: Access
        var accessToken: String
        var refreshToken: String?
    }

    private struct Code {
        var account: String
        var scopes: [String]
        var redirectURI: String
        var challenge: AuthorizationRequest.Challenge?
        var issuedAt: Date
        var givesRefreshToken: Bool
        var isUsed = false
    }

    private struct Refresh {
        var account: String
        var scopes: [String]
    }

    private var codes: [String: Code] = [:]
    private var access: [String: Access] = [:]
    private var refresh: [String: Refresh] = [:]
    /// The oldest first.
    private var order: [String: [String]] = [:]
    private var allowed: [String: [String]] = [:]

    /// What the account has allowed, one time with another.
    func granted(by account: String) -> [String] { allowed[account] ?? [] }

    func refreshTokenCount(of account: String) -> Int { order[account]?.count ?? 0 }

    /// Whether the person has to be asked: not when all of it was allowed before.
    func needsConsent(_ request: AuthorizationRequest, account: String) -> Bool {
        request.prompts.contains("consent") || !Set(request.scopes).isSubset(of: granted(by: account))
    }

    /// The person has allowed those of the scopes.
    ///
    /// - Parameter code: a new one.
    /// - Returns: the scopes that the code stands for.
    mutating func allow(
        _ request: AuthorizationRequest, _ scopes: [String], account: String, code: String, at now: Date
    ) -> [String] {
        let isAsked = needsConsent(request, account: account)
        let before = granted(by: account)
        allowed[account] = before + scopes.filter { !before.contains($0) }
        let granted = request.includesGranted ? scopes + before.filter { !scopes.contains($0) } : scopes
        codes = codes.filter { now.timeIntervalSince($0.value.issuedAt) <= Self.codeLifetime }
        codes[code] = Code(
            account: account, scopes: granted, redirectURI: request.redirectURI, challenge: request.challenge,
            issuedAt: now, givesRefreshToken: request.isOffline && isAsked)
        return granted
    }

    /// - Parameters:
    ///   - tokens: new ones, for access and refresh.
    ///   - seconds: how long the access lasts.
    mutating func redeem(
        _ form: FormFields, tokens: (access: String, refresh: String), seconds: Int, at now: Date
    ) throws(TokenProblem) -> Issued {
        guard let text = form["code"] else { throw .missing("code") }
        guard let code = codes[text] else { throw .malformedCode }
        guard !code.isUsed, now.timeIntervalSince(code.issuedAt) <= Self.codeLifetime else { throw .usedCode }
        guard let redirectURI = form["redirect_uri"] else { throw .missing("redirect_uri") }
        guard redirectURI == code.redirectURI else { throw .redirectMismatch }
        try Self.check(form["code_verifier"], code.challenge)
        codes[text]?.isUsed = true
        var issued = issue(tokens.access, code.account, code.scopes, seconds: seconds, at: now)
        guard code.givesRefreshToken else { return issued }
        issued.refreshToken = tokens.refresh
        refresh[tokens.refresh] = Refresh(account: code.account, scopes: code.scopes)
        order[code.account, default: []].append(tokens.refresh)
        if refreshTokenCount(of: code.account) > Self.mostRefreshTokens, let oldest = order[code.account]?.removeFirst()
        {
            refresh[oldest] = nil
        }
        return issued
    }

    private static func check(
        _ verifier: String?, _ challenge: AuthorizationRequest.Challenge?
    ) throws(TokenProblem) {
        guard let challenge else {
            if verifier != nil { throw .unneededVerifier }
            return
        }
        guard let verifier else { throw .missingVerifier }
        let proof = challenge.isHashed ? Data(SHA256.hash(data: Array(verifier.utf8))).base64URL : verifier
        guard PKCE.isVerifier(verifier), proof == challenge.value else { throw .wrongVerifier }
    }

    /// The refresh token stays as it is.
    mutating func renew(
        _ form: FormFields, token: String, seconds: Int, at now: Date
    ) throws(TokenProblem) -> Issued {
        guard let text = form["refresh_token"] else { throw .missing("refresh_token") }
        guard let found = refresh[text] else { throw .expiredOrRevoked }
        return issue(token, found.account, found.scopes, seconds: seconds, at: now)
    }

    private mutating func issue(
        _ token: String, _ account: String, _ scopes: [String], seconds: Int, at now: Date
    ) -> Issued {
        access = access.filter { $0.value.expiresAt > now }
        let granted = Access(account: account, scopes: scopes, expiresAt: now.addingTimeInterval(Double(seconds)))
        access[token] = granted
        return Issued(access: granted, accessToken: token)
    }

    /// Nil for a token that does not work, any more.
    func access(_ token: some StringProtocol, at now: Date) -> Access? {
        access[String(token)].flatMap { $0.expiresAt > now ? $0 : nil }
    }

    /// Takes back the whole grant that the token belongs to; nil when there is none.
    ///
    /// - Returns: whose it was.
    mutating func revoke(_ token: String, at now: Date) -> String? {
        guard let account = access(token, at: now)?.account ?? refresh[token]?.account else { return nil }
        revokeAll(of: account)
        return account
    }

    mutating func revokeAll(of account: String) {
        codes = codes.filter { $0.value.account != account }
        access = access.filter { $0.value.account != account }
        refresh = refresh.filter { $0.value.account != account }
        order[account] = nil
        allowed[account] = nil
    }
}

extension Data {
    /// Base64 with `-` and `_`, without padding (RFC 4648 §5).
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
