internal import Crypto
internal import Foundation

extension GoogleProvider {
    /// What the person has decided on the consent page.
    struct Decision: Sendable {
        var account: String
        var isAllowed: Bool
        /// Those of the scopes that stayed ticked, by any of their names.
        var granted: [String]
    }

    /// What the browser gets for a person who has decided.
    func answer(_ request: AuthorizationRequest, _ decision: Decision) -> Answer {
        let scopes = request.scopes.filter { Set(decision.granted.compactMap(GoogleScope.canonical)).contains($0) }
        guard decision.isAllowed, !scopes.isEmpty else { return .found(request.callback(["error": "access_denied"])) }
        let code = "4/0A" + Self.secret()
        let granted = perform { state in
            let now = ambient.now()
            state.welcome(decision.account, zone: zone, at: now)
            return state.grants.allow(request, scopes, account: decision.account, code: code, at: now)
        }
        return .found(
            request.callback([
                "code": code, "scope": granted.joined(separator: " "), "authuser": "0",
                "prompt": request.prompts.contains("consent") ? "consent" : "none",
            ]))
    }

    /// `POST /token`.
    ///
    /// - Throws: `CancellationError` only.
    func token(_ form: FormFields) async throws -> Answer {
        try await misbehaving(atTokens: {
            do throws(TokenProblem) {
                return try issue(form)
            } catch {
                return error.answer
            }
        })
    }

    private func issue(_ form: FormFields) throws(TokenProblem) -> Answer {
        guard let type = form["grant_type"] else { throw .missing("grant_type") }
        try checkClient(form)
        let tokens = (access: "ya29.a0" + Self.secret(), refresh: "1//0" + Self.secret())
        let (seconds, now) = (client.tokenSeconds, ambient.now())
        let issued = try perform { (state) throws(TokenProblem) in
            switch type {
            case "authorization_code":
                try state.grants.redeem(form, tokens: tokens, seconds: seconds, at: now)
            case "refresh_token":
                try state.grants.renew(form, token: tokens.access, seconds: seconds, at: now)
            default: throw TokenProblem.unsupported(type)
            }
        }
        return Answer(json: json(issued, at: now))
    }

    private func checkClient(_ form: FormFields) throws(TokenProblem) {
        guard let id = form["client_id"] else { throw .noClient }
        guard id == client.id else { throw .unknownClient }
        guard let secret = form["client_secret"] else { throw .missing("client_secret") }
        guard secret == client.secret else { throw .wrongSecret }
    }

    private func json(_ issued: GrantBook.Issued, at now: Date) -> JSON {
        let isIdentified = issued.access.scopes.contains("openid")
        return .object(present: [
            "access_token": .string(issued.accessToken), "expires_in": .number("\(client.tokenSeconds)"),
            "refresh_token": issued.refreshToken.map { .string($0) },
            "scope": .string(issued.access.scopes.joined(separator: " ")), "token_type": "Bearer",
            "id_token": isIdentified ? .string(identity(of: issued.access, at: now)) : nil,
        ])
    }

    /// Who it is (https://developers.google.com/identity/openid-connect/openid-connect#obtainuserinfo). In the shape of
    /// one that is signed; the signature is none.
    private func identity(of access: GrantBook.Access, at now: Date) -> String {
        var claims: JSON = [
            "iss": "https://accounts.google.com", "azp": .string(client.id), "aud": .string(client.id),
            "sub": .string(Self.subject(access.account)), "iat": .number("\(Int(now.timeIntervalSince1970))"),
            "exp": .number("\(Int(now.timeIntervalSince1970) + 3600)"),
        ]
        if access.scopes.contains(GoogleScope.prefix + "userinfo.email") {
            claims["email"] = .string(access.account)
            claims["email_verified"] = true
        }
        let head: JSON = ["alg": "RS256", "kid": "sandbox", "typ": "JWT"]
        return [Data(head.bytes), Data(claims.bytes), Data("sandbox".utf8)].map(\.base64URL).joined(separator: ".")
    }

    /// `GET /oauth2/v2/userinfo`.
    func userInfo(authorization: String?) -> Answer {
        let words = (authorization ?? "").split(separator: " ")
        let access = words.count == 2 ? snapshot.grants.access(words[1], at: ambient.now()) : nil
        guard let access else { return CalendarProblem.invalidCredentials.answer }
        guard !GoogleScope.identity.isDisjoint(with: access.scopes) else {
            return CalendarProblem.insufficientPermissions.answer
        }
        var info: JSON = ["id": .string(Self.subject(access.account))]
        if access.scopes.contains(GoogleScope.prefix + "userinfo.email") {
            info["email"] = .string(access.account)
            info["verified_email"] = true
        }
        return Answer(json: info)
    }

    /// `POST /revoke`.
    func revoke(_ form: FormFields) -> Answer {
        guard let token = form["token"] else { return TokenProblem.missing("token").answer }
        let isRevoked = perform { state in
            guard let account = state.grants.revoke(token, at: ambient.now()) else { return false }
            state.disconnect(account)
            return true
        }
        return isRevoked ? Answer(json: [:]) : TokenProblem.goneToken.answer
    }

    /// 21 digits that stand for a person.
    private static func subject(_ account: String) -> String {
        "1" + SHA256.hash(data: Array(account.utf8)).prefix(20).map { "\($0 % 10)" }.joined()
    }

    private static func secret() -> String {
        (UUID().text + UUID().text).filter { $0 != "-" }
    }
}

extension Answer {
    /// Sends a browser elsewhere, the way Google does.
    static func found(_ url: String) -> Answer {
        var answer = Answer(status: 302, body: [])
        answer.headers = ["location": url, "cache-control": "no-store", "referrer-policy": "no-referrer"]
        return answer
    }
}
