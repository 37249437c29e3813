internal import CivilTime
internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// Everything under `/appointments`.
struct AppointmentRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        AppointmentListRoutes(console: console).add(to: group)
        BookingRoutes(console: console).add(to: group)
        let desk = AppointmentDesk(console: console)
        group.get("/appointments/:id") { request, context in try await desk.show(request, context) }
        group.post("/appointments/:id/reschedule") { request, context in try await desk.move(request, context) }
        group.post("/appointments/:id/cancel") { request, context in try await desk.cancel(request, context) }
        group.post("/appointments/:id/completed") { request, context in try await desk.complete(request, context) }
        group.post("/appointments/:id/no-show") { request, context in try await desk.miss(request, context) }
        group.post("/appointments/:id/remind") { request, context in try await desk.remind(request, context) }
        group.post("/appointments/:id/link") { request, context in try await desk.link(request, context) }
        group.post("/appointments/:id/notes") { request, context in try await desk.annotate(request, context) }
    }
}
