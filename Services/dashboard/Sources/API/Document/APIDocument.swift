internal import Foundation
internal import HTTPTypes

/// The description of the API in OpenAPI 3.1, made of the operations themselves.
struct APIDocument: Sendable {
    static let version = "1.0.0"

    let operations: [APIOperation]

    private static let intro = """
        What the console does, for programs: calls, appointments, leads, agents, settings and operations of one agency, with the \
        rights of the account that the token belongs to. An owner sees everything of their agency; an agent their own.

        Times are RFC 3339 in UTC, ids are UUIDs in small letters, names are in snake_case. Every member of an answer is always \
        there: what is not known is null. Lists come in pages: give `next_cursor` of one as `cursor` for the next. Problems are \
        `application/problem+json` (RFC 9457).

        A token may make a certain number of requests; how many are left is in `RateLimit` of every answer, and after 429 \
        `Retry-After` says how long to wait.
        """

    var json: JSONValue {
        .object([
            "openapi": "3.1.0",
            "info": .object([
                "title": "Thavon", "version": .string(Self.version), "description": .string(Self.intro),
            ]),
            "servers": [.object(["url": .string(APITable.root)])],
            "security": [.object(["token": []])],
            "tags": .array(tags.map { .object(["name": .string($0)]) }),
            "paths": .object(paths),
            "components": .object([
                "schemas": .object(schemas), "responses": .object(sharedResponses),
                "headers": .object(headers),
                "securitySchemes": .object([
                    "token": .object([
                        "type": "http", "scheme": "bearer",
                        "description": "Made on the account's page of the console.",
                    ])
                ]),
            ]),
        ])
    }

    private var tags: [String] {
        var seen: Set<String> = []
        return operations.map(\.tag).filter { seen.insert($0).inserted }
    }

    private var paths: [JSONValue.Member] {
        var order: [String] = []
        var items: [String: [JSONValue.Member]] = [:]
        for operation in operations {
            if items[operation.path] == nil { order.append(operation.path) }
            items[operation.path, default: []].append(
                .init(operation.method.rawValue.lowercased(), OperationDocument(operation: operation).json))
        }
        return order.map { .init($0, .object(items[$0] ?? [])) }
    }

    private var schemas: [JSONValue.Member] {
        var all = APIProblem.schema.named
        for operation in operations {
            if let body = operation.body { all += body.named }
            if case .json(let schema) = operation.content { all += schema.named }
        }
        var seen: Set<String> = []
        return all.filter { seen.insert($0.name ?? "").inserted }
            .sorted { ($0.name ?? "") < ($1.name ?? "") }
            .map { .init($0.name ?? "", $0.definition) }
    }

    private var sharedResponses: [JSONValue.Member] {
        OperationDocument.descriptions.map { code, description in
            var members: [JSONValue.Member] = [.init("description", .string(description))]
            var own: [JSONValue.Member] = []
            if code == 401 { own = [.init("WWW-Authenticate", OperationDocument.header("WWWAuthenticate"))] }
            if code == 429 || code == 503 { own.append(.init("Retry-After", OperationDocument.header("RetryAfter"))) }
            if !own.isEmpty { members.append(.init("headers", .object(own))) }
            members.append(
                .init(
                    "content",
                    .object([
                        APIProblem.mediaType: .object(["schema": APIProblem.schema.json])
                    ])))
            return .init("Problem\(code)", .object(members))
        }
    }

    private var headers: [JSONValue.Member] {
        [
            ("RateLimit", "How many requests are left (r), and in how many seconds all are there again (t)."),
            ("RateLimitPolicy", "How many requests (q) are possible within how many seconds (w)."),
            ("RetryAfter", "How many seconds to wait."), ("WWWAuthenticate", "What to come with."),
        ].map { name, text in
            .init(
                name,
                .object(["description": .string(text), "schema": .object(["type": "string"])]))
        }
    }
}
