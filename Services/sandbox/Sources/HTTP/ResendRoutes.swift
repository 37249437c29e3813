internal import Hummingbird

/// `/resend`: Resend's API.
struct ResendRoutes: Sendable {
    /// 40 MB of attachments in base64, and the rest.
    static let maxBodyBytes = 45 << 20

    let provider: ResendProvider

    func add(to router: Router<SandboxContext>) {
        router.post("/resend/emails") { request, context in
            try await context.respond(answer(.send, request))
        }
        router.post("/resend/emails/batch") { request, context in
            try await context.respond(answer(.batch, request))
        }
        router.get("/resend/emails/:id") { request, context in
            let id = try context.parameters.require("id")
            return try await context.respond(answer(.read(id: id), request))
        }
        router.get("/resend/**") { _, context in try await context.respond(ResendProblem.notFound.answer) }
        router.post("/resend/**") { _, context in try await context.respond(ResendProblem.notFound.answer) }
    }

    private func answer(_ endpoint: ResendCall.Endpoint, _ request: Request) async throws -> Answer {
        guard let body = try await request.bytes(upTo: Self.maxBodyBytes) else { return ResendProblem.tooLarge.answer }
        return try await provider.answer(
            ResendCall(
                endpoint: endpoint, userAgent: request.header("user-agent"),
                authorization: request.header("authorization"), idempotencyKey: request.header("idempotency-key"),
                batchValidation: request.header("x-batch-validation"), body: body))
    }
}
