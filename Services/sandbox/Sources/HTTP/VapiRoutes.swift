internal import Hummingbird

/// `/vapi`: Vapi's API, and `/simulate`.
struct VapiRoutes: Sendable {
    let provider: VapiProvider
    let phoneNumberID: String

    func add(to router: Router<SandboxContext>) {
        router.post("/vapi/call") { request, context in
            let body = try await request.bytes(upTo: 1 << 20) ?? []
            return try await context.respond(
                provider.create(
                    body, authorization: request.header("authorization"), outcome: request.query("outcome")))
        }
        router.get("/vapi/call") { request, context in
            try await context.respond(
                provider.list(authorization: request.header("authorization"), query: { request.query($0) }))
        }
        router.get("/vapi/call/:id") { request, context in
            let id = try context.parameters.require("id")
            return try await context.respond(provider.read(id, authorization: request.header("authorization")))
        }
        for track in Recording.Track.allCases {
            router.get(RouterPath("/vapi/call/:id/\(track.rawValue)-recording")) { request, context in
                let id = try context.parameters.require("id")
                return try await context.respond(
                    provider.audio(id, track, authorization: request.header("authorization")))
            }
        }
        router.get("/vapi/tool") { request, context in
            try await context.respond(provider.tools(authorization: request.header("authorization")))
        }
        router.post("/vapi/tool") { request, context in
            let body = try await request.bytes(upTo: 1 << 20) ?? []
            return try await context.respond(
                provider.createTool(body, authorization: request.header("authorization")))
        }
        for kind in [VapiResources.Kind.assistant, .phoneNumber, .tool] {
            let path = RouterPath("/vapi/\(kind.rawValue)/:id")
            router.get(path) { request, context in
                let id = try context.parameters.require("id")
                return try await context.respond(
                    provider.resource(kind, id, authorization: request.header("authorization")))
            }
            router.patch(path) { request, context in
                let id = try context.parameters.require("id")
                let body = try await request.bytes(upTo: 1 << 20) ?? []
                return try await context.respond(
                    provider.change(kind, id, body, authorization: request.header("authorization")))
            }
        }
        router.post("/simulate") { request, context in
            try await context.respond(simulate(request.bytes(upTo: 1 << 20) ?? []))
        }
    }

    private func simulate(_ body: [UInt8]) async -> Answer {
        guard let json = try? JSON(parsing: body) else { return BadInput(reason: "the body is not JSON").answer }
        do throws(BadInput) {
            var simulation = try Simulation(json, phoneNumberID: phoneNumberID)
            simulation.sample.recordings = provider.recordings
            simulation.sample.conversations = provider.conversations
            let player = provider.player
            return Answer(json: await simulation.run(player.sender, to: player.target).json)
        } catch {
            return error.answer
        }
    }
}
