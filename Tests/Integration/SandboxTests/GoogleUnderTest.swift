import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

/// Google as a client of the sandbox uses it.
struct GoogleUnderTest: Sendable {
    static let events = GoogleScope.prefix + "calendar.events"
    static let freeBusy = GoogleScope.prefix + "calendar.freebusy"
    static let callback = "http://127.0.0.1:9/callback?from=google"
    /// The example of RFC 7636, appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    let sandbox: SandboxUnderTest

    /// What a browser is sent with, some of it replaced; an empty value leaves it out.
    static func request(_ changes: [String: String] = [:]) -> [(String, String)] {
        let usual = [
            "client_id": "sandbox-client", "redirect_uri": callback, "response_type": "code",
            "scope": "\(events) \(freeBusy)", "state": "s t/1", "access_type": "offline", "prompt": "consent",
            "code_challenge": challenge, "code_challenge_method": "S256",
        ]
        return usual.merging(changes) { $1 }.filter { !$0.value.isEmpty }.map { ($0.key, $0.value) }
    }

    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0.queryEscaped)=\($0.1.queryEscaped)" }.joined(separator: "&")
    }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> OutboundHTTP.HTTPResponse {
        try await sandbox.send(
            .post, path, headers: ["content-type": "application/x-www-form-urlencoded"], body: Self.form(fields))
    }

    /// Where the browser is sent after the person has decided.
    func decide(
        _ account: String, granted: [String] = [events, freeBusy], decision: String = "allow",
        _ changes: [String: String] = [:]
    ) async throws -> FormFields {
        let answer = try await post(
            "/google/auth",
            Self.request(changes) + [("account", account), ("decision", decision)] + granted.map { ("granted", $0) })
        try #require(answer.status == 302)
        let location = try #require(answer.headers["location"])
        try #require(location.hasPrefix(Self.callback + "&"))
        return FormFields(String(location.dropFirst(Self.callback.count + 1)))
    }

    func token(_ fields: [(String, String)]) async throws -> OutboundHTTP.HTTPResponse {
        try await post(
            "/google/token", [("client_id", "sandbox-client"), ("client_secret", "sandbox-secret")] + fields)
    }

    func redeem(_ code: String, _ changes: [String: String] = [:]) async throws -> OutboundHTTP.HTTPResponse {
        let usual = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": Self.callback,
            "code_verifier": Self.verifier,
        ]
        return try await token(usual.merging(changes) { $1 }.filter { !$0.value.isEmpty }.map { ($0.key, $0.value) })
    }

    func refresh(_ token: String) async throws -> OutboundHTTP.HTTPResponse {
        try await self.token([("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    /// The tokens of somebody who has allowed that.
    func connect(
        _ account: String, granted: [String] = [events, freeBusy], _ changes: [String: String] = [:]
    ) async throws -> JSON {
        let code = try #require(try await decide(account, granted: granted, changes)["code"])
        return try await redeem(code).json
    }

    /// Somebody who has allowed events and free times.
    func person(_ account: String = "anna@example.com") async throws -> PersonUnderTest {
        let tokens = try await connect(account)
        return PersonUnderTest(
            google: self, account: account, token: try #require(tokens["access_token"]?.string),
            refreshToken: try #require(tokens["refresh_token"]?.string))
    }
}

/// Somebody's calendar, through the API and by their own hand.
struct PersonUnderTest: Sendable {
    let google: GoogleUnderTest
    let account: String
    let token: String
    let refreshToken: String

    static let event: JSON = [
        "id": "0123456789abcdefghijklmnopqrstuv", "summary": "Viewing",
        "start": ["dateTime": "2026-10-24T10:00:00", "timeZone": "Europe/Berlin"],
        "end": ["dateTime": "2026-10-24T08:30:00Z", "timeZone": "Europe/Berlin"],
        "extendedProperties": ["private": ["appointmentId": "a1"]],
    ]

    static func event(_ id: String, _ changes: JSON = [:]) -> JSON {
        var event = event
        event["id"] = .string(id)
        for (name, value) in changes.members ?? [:] { event[name] = value == .null ? nil : value }
        return event
    }

    func call(
        _ method: OutboundHTTP.HTTPMethod = .get, _ path: String, ifMatch: String? = nil, _ body: JSON? = nil
    ) async throws -> OutboundHTTP.HTTPResponse {
        var headers: HTTPHeaders = ["authorization": "Bearer \(token)", "content-type": "application/json"]
        headers["if-match"] = ifMatch
        return try await google.sandbox.send(
            method, "/google/calendar/v3" + path, headers: headers,
            body: body.map { String(decoding: $0.bytes, as: UTF8.self) })
    }

    func insert(_ event: JSON = event, query: String = "") async throws -> OutboundHTTP.HTTPResponse {
        try await call(.post, "/calendars/primary/events" + query, event)
    }

    func list(_ query: String = "") async throws -> OutboundHTTP.HTTPResponse {
        try await call(.get, "/calendars/\(account.queryEscaped)/events" + query)
    }

    /// What the person does themselves.
    func byHand(
        _ method: OutboundHTTP.HTTPMethod, _ path: String, _ body: JSON? = nil
    ) async throws -> OutboundHTTP.HTTPResponse {
        try await google.sandbox.send(
            method, "/google/accounts/\(account.queryEscaped)" + path,
            body: body.map { String(decoding: $0.bytes, as: UTF8.self) })
    }
}

extension OutboundHTTP.HTTPResponse {
    /// The reason in Google's shape of an error.
    var reason: String? { json.at("error", "errors")?.elements?.first?["reason"]?.string }
}

/// Runs a sandbox whose time is told, for as long as the body takes.
func withGoogle<R: Sendable>(
    _ configuration: Sandbox.Configuration = Sandbox.Configuration(), time: MovedTime = MovedTime(),
    _ body: @Sendable @escaping (GoogleUnderTest) async throws -> R
) async throws -> R {
    try await withSandbox(configuration, ambient: time.ambient) { (sandbox) async throws in
        try await body(GoogleUnderTest(sandbox: sandbox))
    }
}
