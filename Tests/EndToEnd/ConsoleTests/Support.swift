import Contracts
import Foundation
import OutboundHTTP
import Passwords
import Postgres
import TestSupport

/// The console over two agencies, each with an owner and two agents who can sign in.
struct Consoling: Sendable {
    let system: ThavonSystem

    static let password = "correct horse battery"

    static func run(
        services: [String] = ["dashboard"], settings: [String: String] = [:],
        _ body: @escaping @Sendable (Consoling) async throws -> Void
    ) async throws {
        var options = ThavonSystem.Options()
        options.services = services
        options.environment["dashboard"] = settings
        try await ThavonSystem.run(options) { system in
            try await system.pool.simpleQuery(try Self.people())
            try await body(Consoling(system: system))
        }
    }

    /// Somebody who is given no session yet.
    func visitor() -> Browser { Browser(base: system.consoleURL, http: system.http) }

    /// A browser in which somebody has signed in.
    func signedIn(_ person: Person) async throws -> Browser {
        var browser = visitor()
        let answer = try await browser.signIn(person.email, Self.password)
        guard answer.status == 303 else {
            throw ConsoleTestError("\(person.email) could not sign in: \(answer.status)")
        }
        return browser
    }

    private static func people() throws -> String {
        let hash = try PasswordHash(password, costLog2: 10).phc
        return """
            INSERT INTO agencies (id, name, default_country) VALUES ('\(Person.otherAgency)', 'Other Agency', 'US');
            INSERT INTO agents (id, agency_id, name, email, phone) VALUES
                ('\(Person.otherAgent.agentID ?? "")', '\(Person.otherAgency)', 'Otto Other', 'otto@other.example', '+15125550199');
            INSERT INTO accounts (id, agency_id, role, name, email, agent_id) VALUES
                ('\(Person.bea.id)', '\(TestAgency.id)', 'agent', 'Bea Berlin', '\(Person.bea.email)', '\(TestAgency.berliner)'),
                ('\(Person.basti.id)', '\(TestAgency.id)', 'agent', 'Basti Bayern', '\(Person.basti.email)', '\(TestAgency.bavarian)'),
                ('\(Person.otherOwner.id)', '\(Person.otherAgency)', 'owner', 'Omar Other', '\(Person.otherOwner.email)', NULL),
                ('\(Person.otherAgent.id)', '\(Person.otherAgency)', 'agent', 'Otto Other', '\(Person.otherAgent.email)',
                    '\(Person.otherAgent.agentID ?? "")');
            INSERT INTO account_passwords (account_id, password_hash) SELECT id, '\(hash)' FROM accounts;
            """
    }
}

/// Somebody who can sign in.
struct Person: Sendable {
    var id: String
    var email: String
    var agentID: String?

    static let otherAgency = "0b000000-0000-4000-8000-000000000001"
    static let owner = Person(id: TestAgency.owner.uuidString.lowercased(), email: "olga@example.com")
    static let bea = Person(
        id: "0a000000-0000-4000-8000-000000000011", email: "bea@example.com", agentID: "\(TestAgency.berliner)")
    static let basti = Person(
        id: "0a000000-0000-4000-8000-000000000012", email: "basti@example.com", agentID: "\(TestAgency.bavarian)")
    static let otherOwner = Person(id: "0b000000-0000-4000-8000-000000000002", email: "omar@other.example")
    static let otherAgent = Person(
        id: "0b000000-0000-4000-8000-000000000003", email: "otto@other.example",
        agentID: "0b000000-0000-4000-8000-000000000011")
}

struct ConsoleTestError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

extension HTTPRequest.Timeouts {
    /// For another service, as people do who want to read what came of it.
    static let longerThanTheConsoleWaits = HTTPRequest.Timeouts(total: .seconds(30))
}

/// Asks as a browser does: keeps cookies, finds the form's token on the page, follows nothing by itself.
struct Browser: Sendable {
    let base: String
    let http: HTTPClient
    private(set) var cookies: [String: String] = [:]
    /// Of the form on the last page that had one.
    private(set) var formToken = ""

    init(base: String, http: HTTPClient) {
        self.base = base
        self.http = http
    }

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
        var location: String? { headers["location"] }
    }

    @discardableResult
    mutating func get(_ path: String, headers: [(String, String)] = []) async throws -> Answer {
        try await send(.get, path, headers: headers, body: nil)
    }

    /// Sends a form with the token of the last page.
    @discardableResult
    mutating func post(
        _ path: String, _ fields: [(String, String)] = [], headers: [(String, String)] = [], token: String? = nil
    ) async throws -> Answer {
        let all = [("form_token", token ?? formToken)] + fields
        let body = all.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
        let type = ("content-type", "application/x-www-form-urlencoded")
        return try await send(.post, path, headers: headers + [type], body: Array(body.utf8))
    }

    mutating func signIn(_ email: String, _ password: String, next: String = "") async throws -> Answer {
        try await get("/sign-in\(next)")
        return try await post("/sign-in\(next)", [("email", email), ("password", password)])
    }

    mutating func forgetCookies() { cookies = [:] }

    @discardableResult
    mutating func send(
        _ method: HTTPMethod, _ path: String, headers: [(String, String)], body: [UInt8]?
    ) async throws -> Answer {
        var request = HTTPRequest(
            method: method, url: base + path, body: body, timeouts: .longerThanTheConsoleWaits,
            maxResponseBytes: 8 << 20)
        for (name, value) in headers { request.headers.append(name: name, value: value) }
        if !cookies.isEmpty {
            let pairs = cookies.map { "\($0.key)=\($0.value)" }.sorted()
            request.headers.append(name: "cookie", value: pairs.joined(separator: "; "))
        }
        let response = try await http.send(request)
        for cookie in response.headers.values("set-cookie") { take(cookie) }
        let answer = Answer(status: response.status, headers: response.headers, body: response.body)
        if let token = answer.text.firstMatch(of: /name="form_token" value="([^"]+)"/) { formToken = String(token.1) }
        return answer
    }

    private mutating func take(_ cookie: String) {
        let parts = cookie.split(separator: ";")[0].split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        cookies[String(parts[0])] = parts[1].isEmpty ? nil : String(parts[1])
    }

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
