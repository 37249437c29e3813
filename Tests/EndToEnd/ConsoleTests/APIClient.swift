import Foundation
import OutboundHTTP
import Passwords
import Postgres
import TestSupport

/// A program that uses the console's JSON API.
struct APIClient: Sendable {
    let base: String
    let http: HTTPClient
    /// Nil: it brings none.
    var token: String?

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
        var data: [[String: Any]] { object["data"] as? [[String: Any]] ?? [] }

        /// A problem document, and not a page.
        var isProblem: Bool {
            headers["content-type"] == "application/problem+json" && object["status"] as? Int == status
                && object["type"] is String && object["title"] is String && object["instance"] is String
        }
    }

    func send(
        _ method: HTTPMethod, _ path: String, json: String? = nil, type: String = "application/json",
        headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPRequest(
            method: method, url: base + path, body: json.map { Array($0.utf8) },
            timeouts: .longerThanTheConsoleWaits, maxResponseBytes: 8 << 20)
        if let token { request.headers.append(name: "authorization", value: "Bearer \(token)") }
        if json != nil { request.headers.append(name: "content-type", value: type) }
        for (name, value) in headers { request.headers.append(name: name, value: value) }
        let response = try await http.send(request)
        return Answer(status: response.status, headers: response.headers, body: response.body)
    }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> Answer {
        try await send(.get, "/api/v1\(path)", headers: headers)
    }

    func post(_ path: String, _ json: String? = nil, headers: [(String, String)] = []) async throws -> Answer {
        try await send(.post, "/api/v1\(path)", json: json, headers: headers)
    }
}

extension Consoling {
    /// A program with a token of somebody's.
    func program(of person: Person) async throws -> APIClient {
        let token = "token-\(person.email.prefix { $0 != "@" })-\(UUID().uuidString.lowercased())"
        try await system.pool.simpleQuery(
            """
            INSERT INTO account_tokens (id, account_id, agency_id, purpose, token_hash, label)
            SELECT gen_random_uuid(), id, agency_id, 'api', sha256('\(token)'), 'test' FROM accounts
            WHERE email = '\(person.email)'
            """)
        return APIClient(base: system.consoleURL, http: system.http, token: token)
    }

    var stranger: APIClient { APIClient(base: system.consoleURL, http: system.http, token: nil) }
}
