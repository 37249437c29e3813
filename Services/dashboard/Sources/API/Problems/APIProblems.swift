internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import Postgres

/// Turns what went wrong under `/api/v1` into problem documents: programs are sent neither pages nor to the sign-in.
struct APIProblems: RouterMiddleware {
    typealias Context = ConsoleContext

    let table: APITable
    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard APITable.owns(request.uri.path) else { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            return missing(error, request).response(instance: request.uri.path)
        } catch {
            return APIProblem(error, logger: logger).response(instance: request.uri.path)
        }
    }

    /// What the router says of an address that it does not know, or not with that method.
    private func missing(_ error: any HTTPResponseError, _ request: Request) -> APIProblem {
        guard error.status == .notFound || error.status == .methodNotAllowed else {
            return APIProblem(error, logger: logger)
        }
        let methods = table.methods(at: request.uri.path)
        guard !methods.isEmpty else { return APIProblem(.notFound, nil, "There is nothing at this address.") }
        let list = methods.joined(separator: ", ")
        return APIProblem(.methodNotAllowed, nil, "Here is only \(list).", headers: [.allow: list])
    }
}

extension APIProblem {
    /// What is said about something that went wrong; what nobody foresaw is for the log alone.
    init(_ error: any Error, logger: Logger) {
        switch error {
        case let problem as APIProblem: self = problem
        case is NotFound: self.init(.notFound, nil, "There is no such thing, or it is not yours to see.")
        case is Forbidden: self.init(.forbidden, nil, "This token's account may not do that.")
        case let error as BadRequest:
            self.init(.badRequest, .invalidParameter, Words(language: .english)(error.phrase))
        case let error as PostgresError where error.isUnstorableText:
            self.init(.badRequest, .invalidParameter, Words(language: .english)(.characterNotTaken))
        case let error as UnreadableSetting:
            logger.error("stored settings do not read", error: error)
            self.init(.internalServerError, nil, Words(language: .english)(.unreadableText))
        case let error as any HTTPResponseError: self.init(error.status)
        case let why as NotDone: self.init(why)
        default:
            logger.error("a request to the API could not be answered", error: error)
            self.init(
                .serviceUnavailable, nil, "Something on our side is away. Try again in a minute.",
                headers: [.retryAfter: "30"])
        }
    }
}

extension HTTPField.Name {
    static let retryAfter = Self.named("Retry-After")
}
