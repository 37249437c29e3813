internal import HTTPTypes
internal import Hummingbird

/// Answers HEAD as GET would be, without a body, whatever came of it: on a connection that is kept, a body would be read as the
/// beginning of the next answer (RFC 9110 §9.3.2).
struct HeadAnswers: RouterMiddleware {
    typealias Context = ConsoleContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }
}
