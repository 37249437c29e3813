internal import Foundation
internal import HTTPTypes

/// One operation as OpenAPI has it.
struct OperationDocument: Sendable {
    let operation: APIOperation

    /// Problems that are described once for all, by status.
    static let descriptions: KeyValuePairs<Int, String> = [
        400: "The address, a header or the JSON cannot be understood; `errors` says what.",
        401: "No token, or one that is not good.",
        403: "The account may not do that.",
        404: "There is no such thing, or it is not the account's to see.",
        409: "It stands in the way of something that is there.",
        412: "It has been changed since it was read.",
        413: "The body is too long.",
        415: "The body is of another type than is described.",
        416: "The range is beyond the end.",
        422: "The body is not as described, or it was refused; `errors` or `detail` says why.",
        429: "Too many requests with this token, or with tokens that are not known from this network.",
        500:
            "What is stored cannot be read, and trying again does not help; the log of the service says what is wrong.",
        503: "It could not be done now, or it is not known whether it was.",
    ]

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("operationId", .string(operation.id)), .init("tags", [.string(operation.tag)]),
            .init("summary", .string(operation.summary)),
        ]
        if let text = description { members.append(.init("description", .string(text))) }
        if !operation.needsToken { members.append(.init("security", [])) }
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let body = operation.body { members.append(.init("requestBody", requestBody(body))) }
        if let body = operation.rawBody { members.append(.init("requestBody", requestBody(body))) }
        members.append(.init("responses", .object(responses)))
        return .object(members)
    }

    private var description: String? {
        let parts = [operation.details, operation.ownersOnly ? "For owners." : nil].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private var parameters: [JSONValue] {
        operation.pathParameters.map { name in
            Self.parameter(APIParameter(name, operation.pathSchemas[name] ?? UUID.schema, isRequired: true), in: "path")
        } + operation.query.map { Self.parameter($0, in: "query") }
            + operation.headers.map { Self.parameter($0, in: "header") }
    }

    private static func parameter(_ parameter: APIParameter, in place: String) -> JSONValue {
        var schema = parameter.schema
        schema.description = nil
        let value = parameter.isRepeated ? JSONSchema(.array, length: 0...20, items: schema) : schema
        var members: [JSONValue.Member] = [
            .init("name", .string(parameter.name)), .init("in", .string(place)),
        ]
        if let text = parameter.schema.description { members.append(.init("description", .string(text))) }
        if parameter.isRequired { members.append(.init("required", true)) }
        return .object(members + [.init("schema", value.json)])
    }

    private func requestBody(_ schema: JSONSchema) -> JSONValue {
        .object([
            "required": .bool(operation.needsBody),
            "content": .object(
                operation.mediaTypes.map { .init($0, .object(["schema": schema.json])) }),
        ])
    }

    /// OpenAPI 3.1 §4.8.14.3: bytes as they are have no schema.
    private func requestBody(_ body: APIOperation.RawBody) -> JSONValue {
        .object([
            "description": .string(body.description), "required": true,
            "content": .object(body.mediaTypes.map { .init($0, .object([:])) }),
        ])
    }

    private var responses: [JSONValue.Member] {
        var members = [JSONValue.Member("\(operation.status.code)", success(operation.summary))]
        if let text = operation.whenKnown { members.insert(.init("200", success(text)), at: 0) }
        if operation.hasRanges {
            members.append(.init("206", .object(["description": "The part that was asked for."])))
            members.append(.init("304", .object(["description": "As it was."])))
        }
        return members
            + statuses.map { .init("\($0)", .object(["$ref": .string("#/components/responses/Problem\($0)")])) }
    }

    private func success(_ description: String) -> JSONValue {
        var members: [JSONValue.Member] = [.init("description", .string(description))]
        if operation.needsToken {
            members.append(
                .init(
                    "headers",
                    .object([
                        "RateLimit": Self.header("RateLimit"), "RateLimit-Policy": Self.header("RateLimitPolicy"),
                    ])))
        }
        switch operation.content {
        case .none: break
        case .json(let schema):
            members.append(
                .init("content", .object(["application/json": .object(["schema": schema.json])])))
        case .bytes(let type):
            members.append(.init("content", .object([.init(type, .object([:]))])))
        }
        return .object(members)
    }

    /// Those that the operation may answer with, in order.
    private var statuses: [Int] {
        guard operation.needsToken else { return [503] }
        var codes: Set<Int> = [400, 401, 403, 429, 503]
        if !operation.pathParameters.isEmpty { codes.insert(404) }
        if operation.body != nil || operation.rawBody != nil { codes.formUnion([413, 415, 422]) }
        codes.formUnion(operation.problems.map { Int($0.code) })
        return codes.sorted()
    }

    static func header(_ name: String) -> JSONValue {
        .object(["$ref": .string("#/components/headers/\(name)")])
    }
}
