internal import HTTPTypes
internal import Hummingbird

/// One thing that the API can do: its route and its description are made of the same value.
struct APIOperation: Sendable {
    /// One body that it can answer with.
    enum Content: Sendable {
        case none
        case json(JSONSchema)
        /// Such as `audio/*`.
        case bytes(String)
    }

    /// A body that is no JSON: read by the handler as it arrives.
    struct RawBody: Sendable {
        /// Such as `text/csv`.
        var mediaTypes: [String]
        var description: String
    }

    /// What a program calls it by; unique.
    var id: String
    var method: HTTPRequest.Method
    /// Below `/api/v1`, with names in braces.
    var path: String
    /// What it is about: one word that groups operations.
    var tag: String
    var summary: String
    var details: String?
    var ownersOnly = false
    /// Answers whoever asks, with or without a token; nil: a token is needed.
    var openAnswer: (@Sendable () throws -> Response)?
    /// What stands in the path, where it is no id.
    var pathSchemas: [String: JSONSchema] = [:]
    var query: [APIParameter] = []
    var headers: [APIParameter] = []
    var body: JSONSchema?
    /// Instead of ``body``.
    var rawBody: RawBody?
    var status = HTTPResponse.Status.ok
    /// What 200 means where ``status`` is another: it was there already, and is answered in the same form.
    var whenKnown: String?
    var content: Content
    /// Whether parts of the bytes can be asked for, and whether they have changed (RFC 9110 §13 and §14).
    var hasRanges = false
    /// Statuses besides those that any operation may have.
    var problems: [HTTPResponse.Status] = []
    var handle: @Sendable (APICall) async throws -> Response

    init(
        _ id: String, _ method: HTTPRequest.Method, _ path: String, tag: String, _ summary: String,
        content: Content, handle: @escaping @Sendable (APICall) async throws -> Response
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.tag = tag
        self.summary = summary
        self.content = content
        self.handle = handle
    }

    /// Something that needs no token.
    init(
        _ id: String, _ path: String, tag: String, _ summary: String, content: Content,
        openAnswer: @escaping @Sendable () throws -> Response
    ) {
        self.init(id, .get, path, tag: tag, summary, content: content) { _ in try openAnswer() }
        self.openAnswer = openAnswer
    }

    var needsToken: Bool { openAnswer == nil }

    /// Names in the path, in order.
    var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    /// As the router wants it.
    var routerPath: String {
        path.split(separator: "/").map { part in
            part.hasPrefix("{") ? ":\(part.dropFirst().dropLast())" : String(part)
        }.joined(separator: "/")
    }
}

extension APIOperation {
    func details(_ text: String) -> Self { with { $0.details = text } }
    func path(_ name: String, _ schema: JSONSchema) -> Self { with { $0.pathSchemas[name] = schema } }
    func query(_ parameters: [APIParameter]) -> Self { with { $0.query = parameters } }
    func headers(_ parameters: [APIParameter]) -> Self { with { $0.headers = parameters } }
    func body(_ schema: JSONSchema) -> Self { with { $0.body = schema } }
    func rawBody(_ mediaTypes: [String], _ description: String) -> Self {
        with { $0.rawBody = RawBody(mediaTypes: mediaTypes, description: description) }
    }
    func status(_ status: HTTPResponse.Status) -> Self { with { $0.status = status } }
    func whenKnown(_ text: String) -> Self { with { $0.whenKnown = text } }
    func inRanges() -> Self { with { $0.hasRanges = true } }
    func problems(_ statuses: HTTPResponse.Status...) -> Self { with { $0.problems = statuses } }
    func forOwners() -> Self { with { $0.ownersOnly = true } }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var operation = self
        change(&operation)
        return operation
    }
}

/// A value in an address or a header.
struct APIParameter: Sendable {
    var name: String
    var schema: JSONSchema
    var isRequired = false
    /// Whether it may be there several times.
    var isRepeated = false

    init(_ name: String, _ schema: JSONSchema, isRequired: Bool = false, isRepeated: Bool = false) {
        self.name = name
        self.schema = schema
        self.isRequired = isRequired
        self.isRepeated = isRepeated
    }

    static let cursor = APIParameter(
        "cursor", JSONSchema(.string, "Where the list goes on: `next_cursor` of the page before.", length: 1...100))
    static let limit = APIParameter(
        "limit", JSONSchema(.integer, "How many at the most; 50 unless it is said.", range: 1...200))
    static let pages = [cursor, limit]

    static let idempotencyKey = APIParameter(
        IdempotencyKey.header,
        JSONSchema(
            .string,
            "A text of the client's own, such as a UUID. The same request with the same key is done once, however often it comes within 24 hours.",
            length: 1...IdempotencyKey.longest))
}

extension APIParameter {
    /// What is wrong with a value in an address; nil when nothing is.
    func problem(_ text: String) -> String? {
        switch schema.kind {
        case .integer:
            guard let number = Int(text) else { return "must be a whole number" }
            guard let range = schema.range, !range.contains(number) else { return nil }
            return "must be from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: return ["true", "false"].contains(text) ? nil : "must be true or false"
        default: return schema.textProblem(text)
        }
    }
}
