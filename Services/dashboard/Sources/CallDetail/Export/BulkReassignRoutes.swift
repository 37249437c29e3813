internal import Hummingbird

struct BulkReassignRoutes: Sendable {
    let console: Console
    func add(to group: RouterGroup<ViewerContext>) {}
}
