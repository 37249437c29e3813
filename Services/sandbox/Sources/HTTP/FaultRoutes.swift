internal import Hummingbird

/// `/faults`: misbehaviour to order.
struct FaultRoutes: Sendable {
    let desk: FaultDesk

    func add(to router: Router<SandboxContext>) {
        router.get("/faults") { _, context in
            try await context.respond(Answer(json: desk.json))
        }
        router.post("/faults") { request, context in
            try await context.respond(order(request.bytes(upTo: 1 << 20) ?? []))
        }
        router.delete("/faults") { _, _ in
            desk.removeAll()
            return HTTPResponse.Status.noContent
        }
    }

    private func order(_ body: [UInt8]) -> Answer {
        do {
            try desk.add(try JSON(parsing: body))
            return Answer(status: 201, json: desk.json)
        } catch let unusable as BadInput {
            return Answer(status: 400, json: ["error": .string(unusable.reason)])
        } catch {
            return Answer(status: 400, json: ["error": "the body is not JSON"])
        }
    }
}
