internal import Foundation
internal import Hummingbird

/// `/google`: Google's OAuth 2.0 and Calendar v3, for programs.
struct GoogleRoutes: Sendable {
    private static let calendar = "/google/calendar/v3"

    let google: GoogleProvider

    func add(to router: Router<SandboxContext>) {
        addTokens(to: router)
        addEvents(to: router)
        router.post("\(Self.calendar)/freeBusy") { request, context in
            try await answer(.freeBusy, request, context)
        }
        router.post("\(Self.calendar)/channels/stop") { request, context in
            try await answer(.stop, request, context)
        }
        router.get("\(Self.calendar)/calendars/:calendar") { request, context in
            try await answer(.calendar, request, context)
        }
        router.get("\(Self.calendar)/users/me/calendarList") { request, context in
            try await answer(.calendarList, request, context)
        }
        router.get("\(Self.calendar)/users/me/settings/:item") { request, context in
            try await answer(.setting, request, context)
        }
        router.get("\(Self.calendar)/**") { _, context in try await context.respond(CalendarProblem.notFound.answer) }
        router.post("\(Self.calendar)/**") { _, context in try await context.respond(CalendarProblem.notFound.answer) }
    }

    private func addTokens(to router: Router<SandboxContext>) {
        router.post("/google/token") { request, context in
            let form = FormFields(try await request.bytes(upTo: 1 << 16) ?? [])
            return try await context.respond(google.token(form))
        }
        router.post("/google/revoke") { request, context in
            let form = FormFields(try await request.bytes(upTo: 1 << 16) ?? [])
            let query = FormFields(request.uri.query ?? "")
            return try await context.respond(google.revoke(form["token"] == nil ? query : form))
        }
        router.get("/google/oauth2/v2/userinfo") { request, context in
            try await context.respond(google.userInfo(authorization: request.header("authorization")))
        }
    }

    private func addEvents(to router: Router<SandboxContext>) {
        let events = RouterPath("\(Self.calendar)/calendars/:calendar/events")
        let event = RouterPath("\(Self.calendar)/calendars/:calendar/events/:item")
        router.post(events) { request, context in try await answer(.insert, request, context) }
        router.get(events) { request, context in try await answer(.list, request, context) }
        router.post("\(Self.calendar)/calendars/:calendar/events/watch") { request, context in
            try await answer(.watch, request, context)
        }
        router.get(event) { request, context in try await answer(.get, request, context) }
        router.patch(event) { request, context in try await answer(.patch, request, context) }
        router.put(event) { request, context in try await answer(.update, request, context) }
        router.delete(event) { request, context in try await answer(.delete, request, context) }
    }

    private func answer(
        _ method: CalendarMethod, _ request: Request, _ context: SandboxContext
    ) async throws -> Response {
        var call = CalendarCall(method)
        call.calendarID = context.decoded("calendar") ?? "primary"
        call.itemID = context.decoded("item") ?? ""
        call.authorization = request.header("authorization")
        call.ifMatch = request.header("if-match")
        call.ifNoneMatch = request.header("if-none-match")
        call.query = FormFields(request.uri.query ?? "")
        call.body = try await request.bytes(upTo: 1 << 20) ?? []
        return try await context.respond(google.answer(call))
    }
}

/// `/google/accounts`: what people do with their own calendars, for tests.
struct GooglePersonRoutes: Sendable {
    let google: GoogleProvider

    func add(to router: Router<SandboxContext>) {
        router.get("/google/accounts") { _, context in try await context.respond(Answer(json: google.accounts)) }
        router.post("/google/accounts") { request, context in
            let body = try await request.bytes(upTo: 1 << 16) ?? []
            return try await context.respond(welcome(body))
        }
        router.get("/google/accounts/:address/events") { _, context in
            let events = google.events(of: context.decoded("address")?.lowercased() ?? "")
            return try await context.respond(events.map { Answer(json: $0) } ?? CalendarProblem.notFound.answer)
        }
        router.post("/google/accounts/:address/events") { request, context in
            let body = try await request.bytes(upTo: 1 << 20) ?? []
            return try await context.respond(
                acting(context) { (address) throws(CalendarProblem) in
                    try google.add(Self.json(body), to: address)
                })
        }
        router.post("/google/accounts/:address/events/:item/move") { request, context in
            let body = try await request.bytes(upTo: 1 << 16) ?? []
            return try await context.respond(
                acting(context) { (address) throws(CalendarProblem) in
                    try google.move(context.decoded("item") ?? "", of: address, to: Self.json(body))
                })
        }
        router.delete("/google/accounts/:address/events/:item") { _, context in
            try await context.respond(
                acting(context) { (address) throws(CalendarProblem) in
                    try google.cancel(context.decoded("item") ?? "", of: address)
                    return nil
                })
        }
        router.post("/google/accounts/:address/revoke") { _, context in
            try await context.respond(revoke(context))
        }
    }

    private static func json(_ body: [UInt8]) throws(CalendarProblem) -> JSON {
        guard let json = try? JSON(parsing: body) else { throw .parseError }
        return json
    }

    private func welcome(_ body: [UInt8]) -> Answer {
        guard let json = try? JSON(parsing: body) else { return BadInput(reason: "the body is not JSON").answer }
        do throws(BadInput) {
            let address = try GoogleProvider.address(json["address"]?.string ?? "")
            try google.welcome(address, zone: json["timeZone"]?.string)
            return Answer(status: 201, json: google.accounts)
        } catch {
            return error.answer
        }
    }

    private func acting(
        _ context: SandboxContext, _ work: (String) throws(CalendarProblem) -> JSON?
    ) -> Answer {
        let address: String
        do throws(BadInput) {
            address = try GoogleProvider.address(context.decoded("address") ?? "")
        } catch {
            return error.answer
        }
        do throws(CalendarProblem) {
            return try work(address).map { Answer(json: $0) } ?? Answer(status: 204, body: [])
        } catch {
            return error.answer
        }
    }

    private func revoke(_ context: SandboxContext) -> Answer {
        do throws(BadInput) {
            try google.disconnect(GoogleProvider.address(context.decoded("address") ?? ""))
            return Answer(status: 204, body: [])
        } catch {
            return error.answer
        }
    }
}

extension SandboxContext {
    /// A parameter of the path, its percent-encoding undone.
    func decoded(_ name: String) -> String? {
        parameters.get(name).map { $0.removingPercentEncoding ?? $0 }
    }
}
