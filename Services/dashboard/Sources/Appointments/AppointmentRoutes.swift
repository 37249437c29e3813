internal import Hummingbird

/// Everything under `/appointments`.
struct AppointmentRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        AppointmentListRoutes(console: console).add(to: group)
        BookingRoutes(console: console).add(to: group)
        AppointmentActionRoutes(console: console).add(to: group)
    }
}
