internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Everything that the API can do. Routes, the description, and what is said about wrong methods all come of it.
struct APITable: Sendable {
    static let root = "/api/v1"

    let operations: [APIOperation]

    /// Whether a path belongs to the API, also when there is nothing at it.
    static func owns(_ path: String) -> Bool { path == root || path.hasPrefix(root + "/") }

    func add(to router: Router<ConsoleContext>, door: APIDoor, logger: Logger) {
        let group = router.group(RouterPath(Self.root))
        for operation in operations {
            let path = RouterPath(operation.routerPath)
            group.on(path, method: operation.method) { request, context in
                try await Self.answer(request, context, operation, door, logger)
            }
            // RFC 9110 §9.1: who answers GET answers HEAD.
            guard operation.method == .get else { continue }
            group.on(path, method: .head) { request, context in
                try await Self.answer(request, context, operation, door, logger).createHeadResponse()
            }
        }
    }

    private static func answer(
        _ request: Request, _ context: ConsoleContext, _ operation: APIOperation, _ door: APIDoor, _ logger: Logger
    ) async throws -> Response {
        if let open = operation.openAnswer { return try open() }
        let (viewer, headers) = try await door.admit(request, context)
        var response: Response
        do {
            if operation.ownersOnly, !viewer.isOwner { throw Forbidden() }
            let reader = APIRequestReader(operation: operation)
            let query = try reader.query(request)
            try reader.checkHeaders(request)
            let body = try await reader.body(request)
            response = try await operation.handle(
                APICall(
                    request: request, principal: Principal(viewer: viewer, address: context.address, via: "api"),
                    parameters: context.parameters, query: query, body: body))
        } catch {
            // How much is left is to be known whatever became of it.
            var problem = APIProblem(error, logger: logger)
            for field in headers { problem.headers.append(field) }
            throw problem
        }
        for field in headers { response.headers.append(field) }
        return response
    }

    /// The methods that there are at a path; none when there is nothing.
    func methods(at path: String) -> [String] {
        guard Self.owns(path) else { return [] }
        let parts = path.dropFirst(Self.root.count).split(separator: "/")
        let found = operations.filter { operation in
            let template = operation.path.split(separator: "/")
            return template.count == parts.count
                && zip(template, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let methods = found.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.rawValue] }
        return Set(methods).sorted()
    }
}
