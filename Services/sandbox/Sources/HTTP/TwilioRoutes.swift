internal import Hummingbird

/// `/2010-04-01` and `/twilio/2010-04-01`: Twilio's API for messages.
struct TwilioRoutes: Sendable {
    let provider: TwilioProvider

    func add(to router: Router<SandboxContext>) {
        for root in ["/2010-04-01", "/twilio/2010-04-01"] {
            let messages = "\(root)/Accounts/:account/Messages.json"
            router.post(RouterPath(messages)) { request, context in
                let form = FormFields(try await request.bytes(upTo: 1 << 20) ?? [])
                return try await respond(.create, form, request, context)
            }
            router.get(RouterPath(messages)) { request, context in
                try await respond(.list, FormFields(), request, context)
            }
            router.get("\(root)/Accounts/:account/Messages/:message") { request, context in
                let name = try context.parameters.require("message")
                guard name.hasSuffix(".json") else { return try await context.respond(missing(request)) }
                return try await respond(.fetch(sid: String(name.dropLast(5))), FormFields(), request, context)
            }
            router.get("\(root)/**") { request, context in try await context.respond(missing(request)) }
            router.post("\(root)/**") { request, context in try await context.respond(missing(request)) }
        }
    }

    private func respond(
        _ endpoint: TwilioCall.Endpoint, _ form: FormFields, _ request: Request, _ context: SandboxContext
    ) async throws -> Response {
        let call = TwilioCall(
            endpoint: endpoint, accountSID: try context.parameters.require("account"),
            authorization: request.header("authorization"), query: FormFields(request.uri.query ?? ""), form: form)
        return try await context.respond(provider.answer(call))
    }

    private func missing(_ request: Request) -> Answer { TwilioProblem.notFound(request.uri.path).answer }
}
