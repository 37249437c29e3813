internal import Hummingbird

struct CallExportRoutes: Sendable {
    let console: Console
    func add(to group: RouterGroup<ViewerContext>) {}
}
