package import Foundation
internal import LenientJSON
package import OutboundHTTP

/// Where Google is, and who we are to it.
package struct GoogleSettings: Sendable {
    package var authURL = "https://accounts.google.com/o/oauth2/v2/auth"
    package var tokenURL = "https://oauth2.googleapis.com/token"
    package var revokeURL = "https://oauth2.googleapis.com/revoke"
    package var calendarURL = "https://www.googleapis.com/calendar/v3"
    package var clientID: String
    package var clientSecret: String
    /// Where Google sends the person back to; registered there, letter by letter.
    package var redirectURI: String

    package init(clientID: String, clientSecret: String, redirectURI: String) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectURI = redirectURI
    }
}

/// What may be done in somebody's name.
package struct GoogleGrant: Sendable, Equatable {
    package var accessToken: String
    package var expiresAt: Date
    /// Only when the person was asked; a refresh keeps the one there is.
    package var refreshToken: String?
    package var scopes: Set<String>
}

/// OAuth 2.0 for web servers, with PKCE (https://developers.google.com/identity/protocols/oauth2/web-server, RFC 7636).
package struct GoogleOAuth: Sendable {
    private static let prefix = "https://www.googleapis.com/auth/"
    /// The least that works: events alone does not show when somebody is busy.
    package static let scopes: Set<String> = [prefix + "calendar.events", prefix + "calendar.freebusy"]

    private let settings: GoogleSettings
    private let http: HTTPClient

    package init(settings: GoogleSettings, http: HTTPClient) {
        self.settings = settings
        self.http = http
    }

    /// Where the person is sent to agree.
    ///
    /// - Parameters:
    ///   - challenge: the SHA-256 of the verifier, base64url without padding.
    ///   - hint: the address they probably use.
    package func consentURL(state: String, challenge: String, hint: String?) -> String {
        var fields = [
            ("client_id", settings.clientID), ("redirect_uri", settings.redirectURI), ("response_type", "code"),
            ("scope", Self.scopes.sorted().joined(separator: " ")), ("access_type", "offline"),
            // Without it, somebody who has agreed before gives no refresh token.
            ("prompt", "consent"), ("include_granted_scopes", "true"), ("state", state),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
        if let hint { fields.append(("login_hint", hint)) }
        return settings.authURL + "?" + PercentEncoding.form(fields)
    }

    /// - Throws: ``GoogleFailure``.
    package func exchange(code: String, verifier: String) async throws(GoogleFailure) -> GoogleGrant {
        try await grant([
            ("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier),
            ("redirect_uri", settings.redirectURI),
        ])
    }

    /// - Throws: ``GoogleFailure``; `.grantGone` is final.
    package func refresh(_ refreshToken: String) async throws(GoogleFailure) -> GoogleGrant {
        try await grant([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
    }

    /// Gives the whole grant back. One that is gone already is given back, too.
    ///
    /// - Throws: ``GoogleFailure``.
    package func revoke(_ token: String) async throws(GoogleFailure) {
        let response = try await post(settings.revokeURL, [("token", token)])
        guard (200..<300).contains(response.status) || response.status == 400 else {
            throw GoogleErrors.token(status: response.status, body: response.body)
        }
    }

    private func grant(_ fields: [(String, String)]) async throws(GoogleFailure) -> GoogleGrant {
        let client = [("client_id", settings.clientID), ("client_secret", settings.clientSecret)]
        let asked = Date()
        let response = try await post(settings.tokenURL, fields + client)
        guard response.status == 200 else { throw GoogleErrors.token(status: response.status, body: response.body) }
        guard let root = (try? JSONDocument(parsing: response.body))?.root,
            let accessToken = root["access_token"]?.nonEmptyString
        else { throw GoogleFailure(.unavailable, status: 200, reason: "an answer without an access token") }
        return GoogleGrant(
            accessToken: accessToken, expiresAt: asked.addingTimeInterval(root["expires_in"]?.lenientNumber ?? 3000),
            refreshToken: root["refresh_token"]?.nonEmptyString,
            scopes: Set((root["scope"]?.string ?? "").split(separator: " ").map(String.init)))
    }

    private func post(_ url: String, _ fields: [(String, String)]) async throws(GoogleFailure) -> HTTPResponse {
        let request = HTTPRequest(
            method: .post, url: url, headers: ["content-type": "application/x-www-form-urlencoded"],
            body: Array(PercentEncoding.form(fields).utf8))
        do {
            return try await http.send(request)
        } catch {
            throw GoogleFailure(.unavailable, reason: "\(error)")
        }
    }
}
