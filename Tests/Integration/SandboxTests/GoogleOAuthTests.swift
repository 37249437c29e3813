import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct GoogleOAuthTests {
    private typealias Google = GoogleUnderTest

    @Test(
        arguments: [
            (["client_id": ""], 400, "invalid_request"), (["client_id": "other"], 401, "invalid_client"),
            (["redirect_uri": ""], 400, "invalid_request"),
            (["redirect_uri": "http://example.com/callback"], 400, "redirect_uri_mismatch"),
            (["redirect_uri": "https://example.com/#x"], 400, "redirect_uri_mismatch"),
            (["redirect_uri": "https://a@example.com/"], 400, "redirect_uri_mismatch"),
            (["response_type": "token"], 400, "unsupported_response_type"), (["scope": ""], 400, "invalid_request"),
            (["scope": "https://www.googleapis.com/auth/calender"], 400, "invalid_scope"),
            (["code_challenge": "short"], 400, "invalid_request"),
            (["code_challenge": ""], 400, "invalid_request"),
            (["code_challenge_method": "S512"], 400, "invalid_request"),
            (["access_type": "always"], 400, "invalid_request"), (["prompt": "none consent"], 400, "invalid_request"),
        ] as [([String: String], Int, String)])
    func aWrongRequestIsShownAsAnErrorAndGoesNowhere(
        _ change: [String: String], _ status: Int, _ error: String
    ) async throws {
        try await withGoogle { (google) async throws in
            let fields = Google.request(change)
            let page = try await google.sandbox.send(.get, "/google/auth?" + Google.form(fields))
            #expect(page.status == status)
            #expect(page.text.contains("Error \(status): \(error)"))
            let posted = try await google.post(
                "/google/auth", fields + [("account", "a@example.com"), ("decision", "allow")])
            #expect(posted.status == status)
        }
    }

    @Test func onlyRegisteredAddressesAreSentBackTo() async throws {
        var configuration = Sandbox.Configuration()
        configuration.google.redirectURIs = ["https://example.com/callback"]
        try await withGoogle(configuration) { (google) async throws in
            for (uri, status) in [("https://example.com/callback", 200), ("https://example.com/callback/", 400)] {
                let query = Google.form(Google.request(["redirect_uri": uri]))
                #expect(try await google.sandbox.send(.get, "/google/auth?" + query).status == status)
            }
        }
    }

    @Test func thePageAsksForEachScopeAndMayGoBack() async throws {
        try await withGoogle { (google) async throws in
            let query = Google.form(Google.request(["login_hint": "\"><script>@example.com"]))
            let page = try await google.sandbox.send(.get, "/google/auth?" + query)
            #expect(page.status == 200)
            #expect(page.text.components("type=\"checkbox\"") == 2)
            #expect(page.text.components(" checked") == 2)
            #expect(page.text.contains("value=\"&quot;&gt;&lt;script&gt;@example.com\""))
            #expect(page.text.contains("name=\"state\" value=\"s t/1\""))
            // Chromium holds a redirect after a form against the policy, too.
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("form-action 'self' http://127.0.0.1:9;"))
        }
    }

    @Test func somebodyWhoAllowsGivesTokens() async throws {
        try await withGoogle { (google) async throws in
            let back = try await google.decide("Anna@Example.com")
            #expect(back["state"] == "s t/1")
            #expect(back["scope"] == "\(Google.events) \(Google.freeBusy)")
            let code = try #require(back["code"])
            let tokens = try await google.redeem(code)
            #expect(tokens.status == 200)
            #expect(tokens.json["expires_in"] == 3599)
            #expect(tokens.json["token_type"] == "Bearer")
            #expect(tokens.json["scope"]?.string == "\(Google.events) \(Google.freeBusy)")
            #expect(tokens.json["id_token"] == nil)
            let renewed = try await google.refresh(try #require(tokens.json["refresh_token"]?.string))
            #expect(renewed.status == 200)
            #expect(renewed.json["refresh_token"] == nil)
            #expect(renewed.json["access_token"] != tokens.json["access_token"])
            let accounts = try await google.sandbox.send(.get, "/google/accounts").json
            #expect(accounts.elements?.first?["address"] == "anna@example.com")
            #expect(accounts.elements?.first?["refreshTokens"] == 1)
        }
    }

    @Test func whoeverCancelsOrTicksNothingIsSentBackWithThat() async throws {
        try await withGoogle { (google) async throws in
            for (decision, granted) in [("cancel", [Google.events]), ("allow", [])] {
                let back = try await google.decide("anna@example.com", granted: granted, decision: decision)
                #expect(back["error"] == "access_denied")
                #expect(back["state"] == "s t/1")
                #expect(back["code"] == nil)
            }
            let nameless = try await google.post(
                "/google/auth", Google.request() + [("account", "anna"), ("decision", "allow")])
            #expect(nameless.status == 400)
            let query = Google.form(Google.request(["prompt": "none"]))
            let silent = try await google.sandbox.send(.get, "/google/auth?" + query)
            #expect(silent.headers["location"]?.contains("error=interaction_required") == true)
        }
    }

    @Test func whatIsNotTickedIsNotGrantedUntilItIs() async throws {
        try await withGoogle { (google) async throws in
            let first = try await google.connect("anna@example.com", granted: [Google.freeBusy])
            #expect(first["scope"]?.string == Google.freeBusy)
            let more = ["include_granted_scopes": "true"]
            let second = try await google.connect("anna@example.com", granted: [Google.events], more)
            #expect(second["scope"]?.string == "\(Google.events) \(Google.freeBusy)")
        }
    }

    @Test func aRefreshTokenComesOnlyWithTheConsentScreen() async throws {
        try await withGoogle { (google) async throws in
            func has(_ changes: [String: String]) async throws -> Bool {
                try await google.connect("anna@example.com", changes)["refresh_token"] != nil
            }
            #expect(try await !has(["access_type": "", "prompt": ""]))
            // Allowed before, and not asked again.
            #expect(try await !has(["prompt": ""]))
            #expect(try await has(["prompt": "consent"]))
            #expect(try await google.sandbox.send(.post, "/google/accounts/anna%40example.com/revoke").status == 204)
            #expect(try await has(["prompt": ""]))
        }
    }

    @Test func whoSomebodyIsComesWithTheIdentityScopes() async throws {
        try await withGoogle { (google) async throws in
            let tokens = try await google.connect(
                "anna@example.com", granted: ["openid", "email"], ["scope": "openid email"])
            #expect(tokens["scope"]?.string == "openid \(GoogleScope.prefix)userinfo.email")
            let parts = try #require(tokens["id_token"]?.string).split(separator: ".")
            #expect(parts.count == 3)
            let access = try #require(tokens["access_token"]?.string)
            let info = try await google.sandbox.send(
                .get, "/google/oauth2/v2/userinfo", headers: ["authorization": "Bearer \(access)"])
            #expect(info.json["email"] == "anna@example.com")
        }
    }

    @Test(
        arguments: [
            (["code": "4/0Anothing"], 400, "invalid_grant"), (["code": ""], 400, "invalid_request"),
            (["redirect_uri": "http://127.0.0.1:9/callback"], 400, "redirect_uri_mismatch"),
            (["code_verifier": ""], 400, "invalid_grant"),
            (["code_verifier": GoogleUnderTest.challenge], 400, "invalid_grant"),
            (["client_secret": "x"], 401, "invalid_client"), (["client_id": "x"], 401, "invalid_client"),
            (["client_id": ""], 400, "invalid_request"), (["grant_type": "password"], 400, "unsupported_grant_type"),
            (["grant_type": ""], 400, "invalid_request"),
        ] as [([String: String], Int, String)])
    func aCodeIsGivenToNobodyElse(_ change: [String: String], _ status: Int, _ error: String) async throws {
        try await withGoogle { (google) async throws in
            let code = try #require(try await google.decide("anna@example.com")["code"])
            let usual = [
                "client_id": "sandbox-client", "client_secret": "sandbox-secret", "grant_type": "authorization_code",
                "code": code, "redirect_uri": Google.callback, "code_verifier": Google.verifier,
            ]
            let fields = usual.merging(change) { $1 }.filter { !$0.value.isEmpty }.map { ($0.key, $0.value) }
            let refused = try await google.post("/google/token", fields)
            #expect(refused.status == status)
            #expect(refused.json["error"]?.string == error)
            #expect(refused.json["error_description"]?.string?.isEmpty == false)
        }
    }

    @Test func aCodeWorksOnceAndTenMinutes() async throws {
        let time = MovedTime()
        try await withGoogle(time: time) { (google) async throws in
            let code = try #require(try await google.decide("anna@example.com")["code"])
            #expect(try await google.redeem(code).status == 200)
            #expect(try await google.redeem(code).json["error"] == "invalid_grant")
            let late = try #require(try await google.decide("anna@example.com")["code"])
            time.move(by: 601)
            #expect(try await google.redeem(late).json["error"] == "invalid_grant")
        }
    }

    @Test func anAccessTokenExpires() async throws {
        let time = MovedTime()
        var configuration = Sandbox.Configuration()
        configuration.google.tokenSeconds = 60
        try await withGoogle(configuration, time: time) { (google) async throws in
            let person = try await google.person()
            time.move(by: 59)
            #expect(try await person.list().status == 200)
            time.move(by: 1)
            let refused = try await person.list()
            #expect(refused.status == 401)
            #expect(refused.reason == "authError")
            #expect(try await google.refresh(person.refreshToken).json["expires_in"] == 60)
        }
    }

    @Test(arguments: [true, false])
    func revokingAnyTokenEndsTheGrant(_ byRefreshToken: Bool) async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let token = byRefreshToken ? person.refreshToken : person.token
            #expect(try await google.post("/google/revoke", [("token", token)]).status == 200)
            #expect(try await google.refresh(person.refreshToken).json["error"] == "invalid_grant")
            #expect(try await person.list().status == 401)
            let again = try await google.post("/google/revoke", [("token", token)])
            #expect(again.status == 400)
            #expect(again.json["error"] == "invalid_token")
        }
    }

    @Test func thePersonTakesItBack() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            #expect(try await person.byHand(.post, "/revoke").status == 204)
            #expect(try await google.refresh(person.refreshToken).json["error"] == "invalid_grant")
            #expect(try await person.insert().reason == "authError")
            #expect(try await google.sandbox.send(.post, "/google/accounts/b%40example.com/revoke").status == 400)
        }
    }

    @Test func theOldestOfAHundredRefreshTokensGoesSilently() async throws {
        try await withGoogle { (google) async throws in
            let first = try await google.person()
            for _ in 0..<99 { _ = try await google.person() }
            #expect(try await google.refresh(first.refreshToken).status == 200)
            let last = try await google.person()
            #expect(try await google.refresh(first.refreshToken).json["error"] == "invalid_grant")
            #expect(try await google.refresh(last.refreshToken).status == 200)
        }
    }
}
