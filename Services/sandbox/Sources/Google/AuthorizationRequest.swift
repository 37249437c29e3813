/// The one client that is registered with Google.
struct GoogleClient: Sendable {
    var id = "sandbox-client"
    var secret = "sandbox-secret"
    /// Where people may be sent back to, letter by letter; nil for anywhere that Google would register.
    var redirectURIs: [String]?
    /// How long an access token lives.
    var tokenSeconds = 3599
    /// Of a calendar on its first use.
    var timeZone = "Europe/Berlin"
}

/// What an application asks of a person's browser, checked as Google checks it
/// (https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient).
struct AuthorizationRequest: Sendable, Equatable {
    /// RFC 7636.
    struct Challenge: Sendable, Equatable {
        var value: String
        var isHashed: Bool
    }

    let clientID: String
    let redirectURI: String
    /// By their full names, each once.
    let scopes: [String]
    let state: String?
    let challenge: Challenge?
    let loginHint: String?
    /// Whether a refresh token is wanted.
    let isOffline: Bool
    let includesGranted: Bool
    let prompts: Set<String>

    init(_ query: FormFields, client: GoogleClient) throws(AuthorizationProblem) {
        guard let clientID = query["client_id"] else { throw .missing("client_id") }
        guard clientID == client.id else { throw .unknownClient }
        self.clientID = clientID
        redirectURI = try Self.redirectURI(query, client: client)
        guard let type = query["response_type"] else { throw .missing("response_type") }
        guard type == "code" else {
            throw AuthorizationProblem(400, "unsupported_response_type", "Invalid response_type: \(type)")
        }
        scopes = try Self.scopes(query)
        challenge = try Self.challenge(query)
        state = query["state"]
        loginHint = query["login_hint"]
        isOffline = try Self.choice(query, "access_type", ["online", "offline"]) == "offline"
        includesGranted = try Self.choice(query, "include_granted_scopes", ["true", "false"]) == "true"
        prompts = Set((query["prompt"] ?? "").split(separator: " ").map(String.init))
        guard prompts.isSubset(of: ["none", "consent", "select_account"]),
            !prompts.contains("none") || prompts.count == 1
        else { throw .invalid("Invalid prompt: \(query["prompt"] ?? "")") }
    }

    private static func redirectURI(
        _ query: FormFields, client: GoogleClient
    ) throws(AuthorizationProblem) -> String {
        guard let uri = query["redirect_uri"] else { throw .missing("redirect_uri") }
        guard WebOrigin(of: uri) != nil, client.redirectURIs?.contains(uri) ?? true else {
            throw AuthorizationProblem(
                400, "redirect_uri_mismatch",
                "The redirect URI in the request, \(uri), does not match the ones authorized for the OAuth client.")
        }
        return uri
    }

    private static func scopes(_ query: FormFields) throws(AuthorizationProblem) -> [String] {
        let names = (query["scope"] ?? "").split(separator: " ").map(String.init)
        guard !names.isEmpty else { throw .missing("scope") }
        var scopes: [String] = []
        for name in names {
            guard let scope = GoogleScope.canonical(name) else {
                throw AuthorizationProblem(
                    400, "invalid_scope", "Some requested scopes were invalid. {invalid=[\(name)]}")
            }
            if !scopes.contains(scope) { scopes.append(scope) }
        }
        return scopes
    }

    private static func challenge(_ query: FormFields) throws(AuthorizationProblem) -> Challenge? {
        let method = query["code_challenge_method"]
        guard let value = query["code_challenge"] else {
            if method != nil { throw .missing("code_challenge") }
            return nil
        }
        guard method == nil || method == "plain" || method == "S256" else {
            throw .invalid("Invalid code_challenge_method: \(method ?? "")")
        }
        let isHashed = method == "S256"
        // The SHA-256 in base64url without padding has 43 characters, always.
        guard isHashed ? value.utf8.count == 43 : (43...128).contains(value.utf8.count), PKCE.isVerifier(value) else {
            throw .invalid("Invalid code_challenge")
        }
        return Challenge(value: value, isHashed: isHashed)
    }

    private static func choice(
        _ query: FormFields, _ name: String, _ values: [String]
    ) throws(AuthorizationProblem) -> String? {
        guard let value = query[name] else { return nil }
        guard values.contains(value) else { throw .invalid("Invalid \(name): \(value)") }
        return value
    }

    /// Where the browser goes with the answer.
    func callback(_ answer: KeyValuePairs<String, String>) -> String {
        var fields = state.map { ["state=\($0.queryEscaped)"] } ?? []
        fields += answer.map { "\($0)=\($1.queryEscaped)" }
        return redirectURI + (redirectURI.contains("?") ? "&" : "?") + fields.joined(separator: "&")
    }
}

/// Proof that the one who asks for the tokens is the one who sent the person (RFC 7636).
enum PKCE {
    /// 43 to 128 unreserved characters.
    static func isVerifier(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    true
                default: false
                }
            }
    }
}

/// Scheme, host and port of an address to which Google would send a person back: https, or http to this machine.
struct WebOrigin: Sendable, Equatable {
    let text: String

    /// Nil for what Google would not register.
    init?(of uri: String) {
        guard uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }),
            let scheme = uri.firstRange(of: "://"), ["http", "https"].contains(uri[..<scheme.lowerBound])
        else { return nil }
        let authority = uri[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        let isPlain = authority.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        guard !authority.isEmpty, isPlain else { return nil }
        if uri.hasPrefix("http:"), !Self.isLoopback(authority) { return nil }
        text = String(uri[..<scheme.upperBound]) + authority
    }

    private static func isLoopback(_ authority: Substring) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains { authority == $0 || authority.hasPrefix($0 + ":") }
    }
}

/// Why Google shows an error page instead of asking the person. It sends nobody back.
struct AuthorizationProblem: Error, Sendable, Equatable {
    var status: Int
    var error: String
    var detail: String

    init(_ status: Int, _ error: String, _ detail: String) {
        self.status = status
        self.error = error
        self.detail = detail
    }

    static let unknownClient = AuthorizationProblem(401, "invalid_client", "The OAuth client was not found.")

    static func missing(_ name: String) -> AuthorizationProblem { invalid("Missing required parameter: \(name)") }

    static func invalid(_ detail: String) -> AuthorizationProblem {
        AuthorizationProblem(400, "invalid_request", detail)
    }
}
